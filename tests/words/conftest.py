"""The pseudo-language, made once from all texts of the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui import locale
from pos_tui.core import words
from pos_tui.words.__main__ import template

from .pseudo import LANGUAGE, write_catalogue

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


@pytest.fixture(scope="session")
def texts() -> Catalog:
    """All texts of the source."""
    return template()


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory, texts: Catalog) -> Path:
    """A folder with the catalogue of the pseudo-language."""
    folder = tmp_path_factory.mktemp("words")
    write_catalogue(folder, texts)
    return folder


@pytest.fixture
def spoken(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Everything is said in the pseudo-language."""
    monkeypatch.setattr(locale, "CATALOGUES", catalogues)
    locale.speak(LANGUAGE)
    yield catalogues
    words.install()
