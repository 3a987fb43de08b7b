"""The pseudo-language, made once from all texts of the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui import locale
from pos_tui.core import words
from pos_tui.words.__main__ import template

from .pseudo import LANGUAGE, write_catalogue


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue of the pseudo-language."""
    folder = tmp_path_factory.mktemp("words")
    write_catalogue(folder, template())
    return folder


@pytest.fixture
def spoken(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Everything is said in the pseudo-language."""
    monkeypatch.setattr(locale, "CATALOGUES", catalogues)
    locale.speak(LANGUAGE)
    yield catalogues
    words.install()
