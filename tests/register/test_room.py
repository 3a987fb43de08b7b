"""A disk that fills up is noticed before money is taken: said in time, then no tender is taken at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import RESERVE
from pos_tui.core.errors import StoreError
from pos_tui.register.commands.tendering import card_charge

if TYPE_CHECKING:
    from .shop import Till


class Disk:
    """How much room the disk of a till says it has."""

    def __init__(self, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
        self.free, self.can_write = 10**12, True
        monkeypatch.setattr(type(till.front.store.storage.fs), "room", lambda _fs, _path: self.room())

    def room(self) -> tuple[int, bool]:
        return self.free, self.can_write


@pytest.fixture
def disk(till: Till, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(till, monkeypatch)


@pytest.mark.parametrize("entry", ["/cash", "/cash 1", "/card", "/card 1 ref 1", "/pay 1"])
def test_b87_a_full_disk_refuses_every_tender_and_keeps_the_sale(till: Till, disk: Disk, entry: str) -> None:
    till("CASE")
    disk.free = RESERVE - 1
    told = till.refused(entry)
    assert "the disk is full" in told
    assert "move or delete files" in told
    assert till.register.basket.tenders == ()
    disk.free = 10**12
    till(entry)


def test_b87_a_disk_that_can_only_be_read_takes_no_money(till: Till, disk: Disk) -> None:
    till("CASE")
    disk.can_write = False
    assert "can only be read" in till.refused("/cash 1")
    assert "can only be read" in till.refused("/cash")
    assert "can only be read" in till.refused("/layaway Ada")


def test_b87_a_disk_that_is_nearly_full_is_told_with_each_tender(till: Till, disk: Disk) -> None:
    till("CASE")
    assert till.register.looking.room() == ""
    disk.free = 100_000_000
    assert "100 MB left" in till.register.looking.room()
    part = till("/cash 1")
    assert "100 MB left" in part.message
    assert part.data["warning"]
    done = till("/cash")
    assert "100 MB left" in done.message
    assert (done.kind, done.sound) == ("sale", "good")
    disk.free = 10**12
    till("COLA")
    assert "MB left" not in till("/cash").message


def test_the_limit_is_a_setting(till: Till, disk: Disk) -> None:
    till.settings = {"limits.disk": "0"}
    till.restart()
    disk.free = RESERVE
    till("COLA")
    assert "MB left" not in till("/cash").message


def test_b87_no_card_is_charged_that_cannot_be_recorded(till: Till, disk: Disk) -> None:
    till("CASE")
    disk.free = 0
    with pytest.raises(StoreError, match="the disk is full"):
        card_charge(till.register, "5")
