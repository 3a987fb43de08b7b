"""A real till with a scale on a serial line and a display: keys keep their place while it weighs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.devices.scales.peers import PtyScale
from tests.tui.pty_till import PtyTill
from tests.tui.shop import ean, new_shop


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[PtyScale]:
    made = PtyScale("toledo8217", tmp_path)
    yield made
    made.close()


@pytest.fixture
def till(tmp_path: Path, scale: PtyScale) -> Iterator[PtyTill]:
    environ = {
        "POS_SCALE": scale.address,
        "POS_DISPLAY": f"cd5220+dummy://{tmp_path}/seen",
        "POS_TARES": "bag=2",
    }
    with PtyTill(new_shop(tmp_path / "shop"), environ=environ) as started:
        yield started.start()


def seen(folder: Path, what: str) -> None:
    """Waits until the customer sees this."""
    end = time.monotonic() + 20
    while what not in (folder / "seen").read_text("utf-8"):
        assert time.monotonic() < end, (folder / "seen").read_text("utf-8")
        time.sleep(0.02)


def test_scans_typed_while_a_slow_scale_swings_are_sold_after_it(
    till: PtyTill, scale: PtyScale, tmp_path: Path
) -> None:
    scale.put(734, "moving")
    till.send(f"/tare bag\r4011\r{ean(1)}\r{ean(2)}\r")
    till.wait("weighing...")
    assert "0 items" in till.text, "nothing is sold before it"
    scale.put(734)
    till.wait("3 items")
    lines = till.text.split("\n")
    wanted = ("0.732 kg", "Item 00001", "Item 00002")
    places = [next(y for y, line in enumerate(lines) if name in line) for name in wanted]
    assert places == sorted(places)
    seen(tmp_path, "TOTAL")
    till.send("/cash 50\r")
    till.wait("CHANGE DUE")
    seen(tmp_path, "CHANGE")


def test_a_scale_that_is_unplugged_costs_a_notice_and_works_when_it_is_back(
    till: PtyTill, scale: PtyScale
) -> None:
    scale.unplug()
    till.send("4011\r")
    till.wait("no scale")
    till.send("0.5*4011\r")
    till.wait(lambda screen: "weight by hand" in " ".join(screen.split()))
    scale.plug()
    scale.put(250)
    till.send("4011\r")
    till.wait("0.250 kg")
    assert till.quit() == 0
