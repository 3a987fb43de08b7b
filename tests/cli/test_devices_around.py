"""Scale, customer display and label printer as kinds of devices: listed, tried, found and set up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.virtual.display import virtual_display
from devices.virtual.printer import virtual_printer
from devices.virtual.scale import virtual_scale
from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.kinds import kind_of
from pos_tui.bootstrap.sample import make_sample
from pos_tui.core.errors import InvalidValue, Refused

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

    from .conftest import Pos

NOWHERE = "serial:///dev/nowhere"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    make_sample(tmp_path / "store", tmp_path / "state")
    return tmp_path / "store"


@pytest.fixture
def front(store: Path) -> Iterator[Shopfront]:
    with open_shop(store, environ={}, state=store.parent / "state") as opened, open_register(opened):
        yield opened


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def flags(*pairs: str) -> list[str]:
    return [word for pair in pairs for word in ("--set", pair)]


def test_those_that_are_set_are_listed(pos: Pos, store: Path) -> None:
    set_ = flags("scale=sma+dummy://s", "display=escpos+dummy://d", "label_printer=zpl+dummy://l")
    rows = json.loads(pos("--store", str(store), *set_, "devices", "list", "--format", "json").stdout)
    assert [(row["device"], row["address"]) for row in rows if row["detail"] == "set"] == [
        ("scale", "sma+dummy://s"),
        ("display", "escpos+dummy://d"),
        ("labels", "zpl+dummy://l"),
    ]


def tried(pos: Pos, store: Path, kind: str, setting: str, code: int = 0) -> tuple[bool | None, str]:
    command = ("--store", str(store), *flags(setting), "devices", "test", kind, "--format", "json")
    (row,) = json.loads(pos(*command, code=code).stdout)
    return row["good"], row["found"]


def test_each_is_tried_by_a_command(pos: Pos, store: Path) -> None:
    virtual_scale(parse("dummy://try")).grams = 1250
    assert tried(pos, store, "scale", "scale=toledo8217+dummy://try") == (True, "1.250 kg on it")
    good, found = tried(pos, store, "display", "display=cd5220+dummy://try")
    assert good is None and "does it show" in found
    assert virtual_display(parse("dummy://try")).lines == ("Corner Shop (de Test", "TOTAL          £1.19")
    good, found = tried(pos, store, "labels", "label_printer=zpl+dummy://try")
    assert good is None and "did it come out" in found
    assert len(virtual_printer("try").jobs) == 1


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("scale", f"scale=sma+{NOWHERE}"),
        ("display", f"display=cd5220+{NOWHERE}"),
        ("labels", f"label_printer=zpl+{NOWHERE}"),
    ],
)
def test_one_that_is_not_there_is_at_fault(pos: Pos, store: Path, kind: str, setting: str) -> None:
    good, found = tried(pos, store, kind, setting, code=1)
    assert good is False and "no such file" in found


def test_a_scale_is_found_whatever_it_speaks(front: Shopfront) -> None:
    scale = virtual_scale(parse("dummy://found"))
    scale.grams = 734
    probed = kind_of("scale").probe(front, "dummy://found")
    assert (probed.address, probed.words) == ("toledo8217+dummy://found", "0.734 kg on it")
    scale.state = "mute"
    with pytest.raises(Refused, match="does not answer"):
        kind_of("scale").probe(front, "dummy://found")
    with pytest.raises(InvalidValue):
        kind_of("scale").probe(front, "nonsense")


def test_a_display_and_a_label_printer_are_tried_before_they_are_set(front: Shopfront) -> None:
    probed = kind_of("display").probe(front, "dummy://new")
    assert probed.address == "cd5220+dummy://new"
    assert virtual_display(parse("dummy://new")).lines[1] == "TOTAL          £1.19"
    probed = kind_of("labels").probe(front, "zpl+dummy://new")
    assert probed.address == "zpl+dummy://new" and len(virtual_printer("new").jobs) == 1
    for kind in ("display", "labels"):
        with pytest.raises(Refused):
            kind_of(kind).probe(front, f"{'zpl' if kind == 'labels' else 'escpos'}+{NOWHERE}")
        with pytest.raises(InvalidValue):
            kind_of(kind).probe(front, "sma+dummy://x" if kind == "labels" else "x")


def test_what_is_set_at_the_till_is_used_at_once_and_says_how_it_does(front: Shopfront) -> None:
    scale, display = kind_of("scale"), kind_of("display")
    virtual_scale(parse("dummy://now")).grams = 500
    front.change_settings({"scale": "sma+dummy://now", "display": "escpos+dummy://now"})
    assert scale.reconnect(front) and display.reconnect(front)
    assert scale.told(front).words == "not asked yet"
    heard: list[bool] = []
    scale.refresh(front, lambda: heard.append(True))
    until(lambda: heard)
    assert (scale.told(front).words, scale.told(front).is_good) == ("0.500 kg on it", True)
    virtual_scale(parse("dummy://now")).state = "off"
    scale.refresh(front, lambda: heard.append(True))
    until(lambda: len(heard) == 2)
    assert scale.told(front).is_good is False
    until(lambda: display.told(front).is_good)
    display.attempt(front)
    assert virtual_display(parse("dummy://now")).wait_for("Corner Shop (de Test")
    front.change_settings({"scale": None, "display": None})
    assert scale.reconnect(front) and display.reconnect(front)
    assert front.scale is None and front.display is None


def test_status_asks_them_and_leaves_no_trace(pos: Pos, store: Path) -> None:
    virtual_scale(parse("dummy://status")).grams = 20
    set_ = flags("scale=dummy://status", "display=dummy://status", "label_printer=zpl+dummy://status")
    said = pos("--store", str(store), *set_, "devices", "status").stdout.splitlines()
    assert said[0] == "dummy://status: 0.020 kg on it"
    assert virtual_display(parse("dummy://status")).writes == 0
    assert virtual_printer("status").jobs == ()
    set_ = flags("printer=dummy://p", f"display=cd5220+{NOWHERE}")
    rows = json.loads(
        pos("--store", str(store), *set_, "devices", "status", "--format", "json", code=1).stdout
    )
    assert rows["address"] == "dummy://p" and not rows["trouble"]
    assert [(row["device"], row["good"]) for row in rows["devices"]] == [("display", False)]
