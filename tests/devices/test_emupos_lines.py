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


@pytest.fixture
def scale(emupos: Emupos) -> Iterator[Scale]:
    """The scale there, empty."""
    put(emupos, 0)
    made = Scale(parse(f"toledo8217+serial://{emupos.port('deli')}"))
    yield made
    made.close()


def put(emupos: Emupos, grams: int, *, stable: bool = True) -> None:
    """Has so much lie on the scale, at rest or swinging."""
    emupos.ask("PUT", "/deli/weight", grams=grams, stable=stable)


def test_a_weight_at_rest_is_taken_in_grams(emupos: Emupos, scale: Scale) -> None:
    for grams in (5, 735, 14_995):  # it weighs in steps of 5 g
        put(emupos, grams)
        assert scale.weigh().grams == grams


def test_a_weight_in_motion_is_none_until_it_rests(
    emupos: Emupos, scale: Scale, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(emupos, 500, stable=False)  # for half a second
    with monkeypatch.context() as patch:
        patch.setattr("devices.scales.scale.PATIENCE", 0.0)
        with pytest.raises(ScaleTrouble, match="come to rest"):
            scale.weigh()
    assert scale.weigh().grams == 500


def test_an_empty_or_overloaded_scale_gives_no_weight(emupos: Emupos, scale: Scale) -> None:
    with pytest.raises(ScaleTrouble, match="empty"):
        scale.weigh()
    put(emupos, 15_500)
    with pytest.raises(ScaleTrouble, match="too heavy"):
        scale.weigh()


def test_the_same_weight_twice_is_told_until_the_scale_was_empty(emupos: Emupos, scale: Scale) -> None:
    put(emupos, 1250)
    scale.take(scale.weigh().grams)
    assert scale.weigh().repeated
    put(emupos, 0)
    with pytest.raises(ScaleTrouble):
        scale.weigh()
    put(emupos, 1250)
    assert not scale.weigh().repeated


def test_a_tare_of_the_scales_own_is_no_weight_of_ours(emupos: Emupos, scale: Scale) -> None:
    put(emupos, 300)
    emupos.ask("POST", "/deli/tare")
    put(emupos, 800)
    try:
        with pytest.raises(ScaleTrouble, match="tare"):
            scale.weigh()
    finally:
        put(emupos, 0)
        emupos.ask("POST", "/deli/zero")


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
        await asyncio.sleep(0.5)  # opening a line drops what came before
        for code in CODES:
            await asyncio.to_thread(emupos.ask, "POST", "/lane/scans", data=code, countdown_seconds=0)
        await until(lambda: len(came) >= len(CODES))
        await asyncio.sleep(0.2)
        assert came == list(CODES)
    finally:
        await supervisor.stop()
