"""The disk on the screen: looked at when money is about to be taken and each minute, beside the selling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.room import RoomWatch
from pos_tui.screens.sale import SaleView
from pos_tui.screens.state import look
from pos_tui.screens.tender import TenderView
from pos_tui.widgets.totals import Around, totals_rows, under_rows
from tests.register.shop import Till
from tests.register.test_room import Disk

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    yield Counter(till)
    till.stop()


@pytest.fixture
def disk(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(counter.till, monkeypatch)


@pytest.mark.parametrize("way", ["f1", "/card\n", "/pay\n"])
def test_b87_no_money_is_asked_for_on_a_full_disk(counter: Counter, disk: Disk, way: str) -> None:
    counter.keys("CASE\n")
    disk.free = 0
    counter.keys(way)
    assert type(counter.desk.view) is SaleView
    assert "the disk is full" in counter.desk.notice.text
    assert counter.desk.notice.sound == "refused"
    disk.free = 10**12
    counter.keys("f1")
    assert type(counter.desk.view) is TenderView


def test_b87_a_disk_that_fills_up_is_told_at_the_tender_screen(counter: Counter, disk: Disk) -> None:
    counter.keys("CASE\n")
    disk.free = 50_000_000
    counter.keys("f1")
    assert type(counter.desk.view) is TenderView
    assert "50 MB left" in counter.desk.notice.text


def test_b87_it_is_told_once_while_it_is_low_and_always_while_it_is_full(
    counter: Counter, disk: Disk
) -> None:
    watch, desk = RoomWatch(counter.desk), counter.desk
    watch.look()
    assert (watch.state, desk.notice.text) == ("", "")
    disk.free = 50_000_000
    watch.look()
    assert watch.state == "disk nearly full"
    assert "50 MB left" in desk.notice.text
    desk.say("")
    watch.look()
    assert desk.notice.text == ""
    for _minute in range(2):
        disk.free = 0
        desk.say("")
        watch.look()
        assert watch.state == "DISK FULL: no sales"
        assert "the disk is full" in desk.notice.text
    disk.free = 10**12
    watch.look()
    assert watch.state == ""


def test_it_stands_on_the_screen_as_long_as_it_holds(counter: Counter) -> None:
    shown, around = look(counter.till.register, 0), Around(disk="DISK FULL: no sales")
    assert "DISK FULL: no sales" in text_of(totals_rows(shown, around, 22, 20))
    assert "DISK FULL: no sales" in text_of(under_rows(shown, around, 40))
