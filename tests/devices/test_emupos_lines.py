"""Scale and scanner against a simulator from outside, on serial lines of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from devices.address import parse
from devices.scales.scale import Scale, ScaleTrouble
from devices.scanning.serial import SerialScanner
from devices.supervise import Supervisor
from tests.devices.emupos import SOON, Emupos, emupos

__all__ = ["emupos"]  # the fixture

CODES = ("5449000000996", "96385074", "10012345678902", "ABC-123 x")


SCALES = {"toledo8217": "deli", "sma": "bakery"}


class OnIt:
    """A scale there, and what lies on it."""

    def __init__(self, emupos: Emupos, protocol: str) -> None:
        self._emupos, self._id = emupos, SCALES[protocol]
        self.put(0)
        self.scale = Scale(parse(f"{protocol}+serial://{emupos.port(self._id)}"))

    def put(self, grams: int, *, stable: bool = True) -> None:
        """Has so much lie on it, at rest or swinging."""
        self._emupos.ask("PUT", f"/{self._id}/weight", grams=grams, stable=stable)

    def press(self, key: str) -> None:
        """Presses tare or zero."""
        self._emupos.ask("POST", f"/{self._id}/{key}")


@pytest.fixture(params=SCALES)
def there(request: pytest.FixtureRequest, emupos: Emupos) -> Iterator[OnIt]:
    """One that is empty."""
    made = OnIt(emupos, request.param)
    yield made
    made.scale.close()


def test_a_weight_at_rest_is_taken_in_grams(there: OnIt) -> None:
    for grams in (5, 735, 14_995):  # it weighs in steps of 5 g
        there.put(grams)
        assert there.scale.weigh().grams == grams


def test_a_weight_in_motion_is_none_until_it_rests(there: OnIt, monkeypatch: pytest.MonkeyPatch) -> None:
    there.put(500, stable=False)  # for half a second
    with monkeypatch.context() as patch:
        patch.setattr("devices.scales.scale.PATIENCE", 0.0)
        with pytest.raises(ScaleTrouble, match="come to rest"):
            there.scale.weigh()
    assert there.scale.weigh().grams == 500


def test_an_empty_or_overloaded_scale_gives_no_weight(there: OnIt) -> None:
    with pytest.raises(ScaleTrouble, match="empty"):
        there.scale.weigh()
    there.put(15_500)
    with pytest.raises(ScaleTrouble, match="too heavy"):
        there.scale.weigh()


def test_the_same_weight_twice_is_told_until_the_scale_was_empty(there: OnIt) -> None:
    there.put(1250)
    there.scale.take(there.scale.weigh().grams)
    assert there.scale.weigh().repeated
    there.put(0)
    with pytest.raises(ScaleTrouble):
        there.scale.weigh()
    there.put(1250)
    assert not there.scale.weigh().repeated


def test_a_tare_of_the_scales_own_is_no_weight_of_ours(there: OnIt) -> None:
    there.put(300)
    there.press("tare")
    there.put(800)
    try:
        with pytest.raises(ScaleTrouble, match="tare"):
            there.scale.weigh()
    finally:
        there.put(0)
        there.press("zero")


async def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not what():
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.01)


async def test_every_scan_comes_once_and_in_order(emupos: Emupos) -> None:
    came: list[str] = []
    scanner = SerialScanner(parse(f"serial://{emupos.port('lane')}"), came.append)
    supervisor = Supervisor([scanner], lambda _name, trouble: pytest.fail(trouble))
    supervisor.start()
    try:
        await until(lambda: scanner._port is not None)  # opening a line drops what came before
        for code in (*CODES, "LAST"):
            await asyncio.to_thread(emupos.ask, "POST", "/lane/scans", data=code, countdown_seconds=0)
        await until(lambda: came[-1:] == ["LAST"])
        assert came == [*CODES, "LAST"]
    finally:
        await supervisor.stop()
