"""A shop made by answering the first questions, on a machine with nothing on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.setup import open_wizard

if TYPE_CHECKING:
    from pos_tui.wizard.engine import Wizard


TO_A_SHOP = ("new", "English", "GB", "", "Corner [/]", "12 High St, Ambridge", "123", "", "/later", "")
"""The last three make it, put the owner's PIN off, and go without shifts."""


@pytest.fixture
def surrounding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in London with nothing on it."""
    monkeypatch.setenv("POS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TZ", "Europe/London")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, surrounding: None) -> Path:
    """Where the shop will be."""
    return tmp_path / "deep" / "store"


def answered(wizard: Wizard, *answers: str) -> Wizard:
    for answer in answers:
        reply = wizard.answer(answer)
        assert reply.sound != "refused", (wizard.at, answer, reply)
    return wizard


@pytest.fixture
def shop(folder: Path) -> Path:
    """A shop made by answering."""
    answered(open_wizard(folder), *TO_A_SHOP)
    return folder


def sell(folder: Path, *entries: str) -> str:
    """Rings entries up; the number of the last sale."""
    with open_shop(folder, environ={}) as front, open_register(front) as register:
        for entry in entries:
            outcome = register.run(entry)
            assert outcome.sound == "good", outcome
        assert register.last_sale is not None
        return str(register.last_sale["number"])
