"""Key events as recorded from scanners, and the scanner that reads them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import parse
from devices.errors import LinkDown
from devices.scanning.evdev import EvdevScanner
from devices.scanning.keymap import Keys
from devices.scanning.opening import scanner_at
from devices.supervise import Supervisor

SHIFT, CONTROL, ALT = 42, 29, 56
# A Code 128 "Ab-1", Shift held for the capital letter, with the scan codes (EV_MSC) and the syncs (EV_SYN)
# the kernel puts between, ended by Enter.
RECORDED = [
    (4, 4, 458977), (1, 42, 1), (0, 0, 0), (4, 4, 458756), (1, 30, 1), (0, 0, 0), (4, 4, 458977), (1, 42, 0),
    (4, 4, 458756), (1, 30, 0), (0, 0, 0), (1, 48, 1), (0, 0, 0), (1, 48, 2), (0, 0, 0), (1, 48, 0),
    (1, 12, 1), (0, 0, 0), (1, 12, 0), (1, 2, 1), (0, 0, 0), (1, 2, 0), (1, 28, 1), (0, 0, 0), (1, 28, 0),
]  # fmt: skip


def text(events: list[tuple[int, int, int]]) -> str:
    keys = Keys()
    return b"".join(keys.feed(*event) for event in events).decode()


def pressed(*codes: int, held: int = 0) -> list[tuple[int, int, int]]:
    hold = [(1, held, 1)] if held else []
    taps = [event for code in codes for event in ((1, code, 1), (1, code, 0))]
    return [*hold, *taps, *([(1, held, 0)] if held else [])]


def test_a_recorded_scan() -> None:
    assert text(RECORDED) == "Ab-1\r"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (pressed(*range(2, 12)), "1234567890"),
        (pressed(*range(2, 12), held=SHIFT), "!@#$%^&*()"),
        (pressed(26, 46, 2), "[c1"),
        (pressed(27) + pressed(46, held=SHIFT) + pressed(2), "]C1"),
        (pressed(27, held=CONTROL), "\x1d"),
        (pressed(48, held=CONTROL), "\x02"),
        (pressed(82, 80, 81, held=ALT) + pressed(82, 79, 75, 73, held=ALT), "\x17" + chr(149)),
        (pressed(82, 80, 73, held=ALT), "\x1d"),
        (pressed(79, 80, 96), "12\r"),
        (pressed(15), "\t"),
        (
            pressed(58) + pressed(30) + pressed(30, held=SHIFT) + pressed(2) + pressed(58) + pressed(30),
            "Aa1a",
        ),
        (pressed(1, 59, 103, 300), ""),
    ],
)
def test_keys(events: list[tuple[int, int, int]], expected: str) -> None:
    keys = Keys()
    assert b"".join(keys.feed(*event) for event in events).decode("latin-1") == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 800), st.integers(-1, 3)), max_size=40))
def test_any_events_are_bytes(events: list[tuple[int, int, int]]) -> None:
    keys = Keys()
    for event in events:
        assert len(keys.feed(*event)) <= 1
    keys.reset()
    assert b"".join(keys.feed(*event) for event in pressed(2, 28)) == b"1\r"


class Event(NamedTuple):
    type: int
    code: int
    value: int


class Device:
    """As python-evdev's InputDevice, over a pipe: each byte lets one recorded event through."""

    taken: Any = None
    gone = False

    def __init__(self, path: str) -> None:
        if not Path(path).exists():
            raise FileNotFoundError(2, "No such file or directory")
        self.fd, self.end = os.pipe()
        self.events: list[Event] = []
        self.grabbed = self.closed = False
        Device.taken = self

    def grab(self) -> None:
        self.grabbed = True

    def read(self) -> Iterator[Event]:
        if Device.gone:
            raise OSError(19, "No such device")
        if not self.events:
            raise BlockingIOError
        events, self.events = self.events, []
        yield from events

    def close(self) -> None:
        self.closed = True
        os.close(self.fd)
        os.close(self.end)


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    evdev = pytest.importorskip("evdev", reason="evdev is an extra: pip install '.[evdev]'")
    monkeypatch.setattr(evdev, "InputDevice", Device)
    monkeypatch.setattr(Device, "gone", False)
    return []


def test_a_scanner_is_taken_read_and_let_go(tmp_path: Path, codes: list[str]) -> None:
    (tmp_path / "event3").touch()
    scanner = EvdevScanner(parse(f"evdev://{tmp_path}/event3?prefix=A"), codes.append)
    scanner.open()
    device = Device.taken
    assert device.grabbed and scanner.fileno() == device.fd
    scanner.readable()
    device.events = [Event(*event) for event in RECORDED[:12]]
    scanner.readable()
    device.events = [Event(*event) for event in RECORDED[12:]]
    scanner.readable()
    assert codes == ["b-1"]
    device.events = [Event(*event) for event in RECORDED[:12]]
    scanner.readable()
    scanner.close()
    assert device.closed
    scanner.open()
    Device.taken.events = [Event(*event) for event in RECORDED]
    scanner.readable()
    assert codes == ["b-1", "b-1"], "half a code goes with the device"
    Device.gone = True
    with pytest.raises(LinkDown, match="gone"):
        scanner.readable()
    scanner.close()


async def test_it_is_kept_open_like_one_on_a_serial_line(tmp_path: Path, codes: list[str]) -> None:
    (tmp_path / "event3").touch()
    scanner = scanner_at(parse(f"evdev://{tmp_path}/event3"), codes.append)
    assert scanner is not None
    told: list[str] = []
    supervisor = Supervisor([scanner], lambda _name, trouble: told.append(trouble))
    supervisor.start()
    Device.taken = None
    while Device.taken is None:
        await asyncio.sleep(0.01)
    Device.taken.events = [Event(*event) for event in RECORDED]
    while not codes:
        os.write(Device.taken.end, b".")
        await asyncio.sleep(0.01)
    supervisor.answer(good=True)
    Device.gone = True
    while not told:
        await asyncio.sleep(0.01)
    await supervisor.stop()
    assert codes == ["Ab-1"]
    assert "gone" in told[0]
    assert scanner_at(parse("wedge://"), codes.append) is None


def test_one_that_is_not_there(tmp_path: Path, codes: list[str]) -> None:
    scanner = EvdevScanner(parse(f"evdev://{tmp_path}/event4"), codes.append)
    with pytest.raises(LinkDown, match="cannot be taken"):
        scanner.open()
    scanner.close()
