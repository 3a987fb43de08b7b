"""Devices set up by typing alone: each kind is added, tried, changed and removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.devices import DevicesView, DeviceView, Trying
from tests.register.shop import Till

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    for name in ("scale", "other"):
        (tmp_path / name).write_text("734")
    yield Counter(till)
    till.stop()


@pytest.mark.parametrize(
    ("words", "setting", "address", "other"),
    [
        ("receipt", "printer", "dummy://one", "dummy://two"),
        ("scale", "scale", "toledo8217+dummy://{place}/scale", "toledo8217+dummy://{place}/other"),
        ("customer display", "display", "cd5220+dummy://{place}/a", "escpos+dummy://{place}/b"),
        ("label", "label_printer", "zpl+dummy://{place}/labels", "zpl+dummy://{place}/others"),
    ],
)
def test_a_device_is_added_changed_and_removed(
    counter: Counter, tmp_path: Path, words: str, setting: str, address: str, other: str
) -> None:
    front = counter.till.front
    counter.keys("/devices\n", f"{words}\n")
    for wanted in (address, other):
        counter.keys("set up\n", f"{wanted.format(place=tmp_path)}\n")
        assert isinstance(counter.desk.view, Trying), counter.desk.notice.text
        counter.keys("it works\n")
        assert isinstance(counter.desk.view, DeviceView)
        assert front.setting(setting) == wanted.format(place=tmp_path)
    counter.keys("use none\n", "escape")
    assert front.setting(setting) == ""
    assert isinstance(counter.desk.view, DevicesView)
    shown = text_of(counter.desk.view.body(58, 20))
    assert "Receipt printer" in shown and "Label printer" in shown, "no word narrows it any more"
    assert [one.key for one in front.settings_board.history(setting)] == [setting] * (
        3 if other[-1] != "?" else 2
    )
