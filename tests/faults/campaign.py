"""The single experiments that the short tests and the campaign are made of; each returns what it found
wrong."""

from __future__ import annotations

import contextlib
import random
import shutil
from pathlib import Path

from tests.faults.layers import Crash, CrashingLayer, FailingLayer, PowerLayer
from tests.faults.scenario import opening_and_business
from tests.faults.shop import Oracle, make_shop, open_shop

FIRST = 1000
"""The first key that an experiment sells; the prepared shop has sold lower ones."""


def prepared_shop(folder: Path) -> Path:
    """A folder with a shop that has sold a little, and its state folder."""
    folder.mkdir(mode=0o700)
    store = make_shop(folder / "shop")
    oracle = Oracle()
    for key in range(3):
        oracle.sell(store, key)
    store.close_segment()
    oracle.sell(store, 3)
    store.close()
    return folder


def _prepared_oracle() -> Oracle:
    return Oracle(acknowledged={0, 1, 2, 3})


def _afterwards(folder: Path, oracle: Oracle) -> list[str]:
    """The shop must be right, go on selling, and be right again."""
    found = oracle.violations(folder / "shop")
    if not found:
        opening_and_business(folder / "shop", FailingLayer(0, 0), oracle, FIRST + 500)
        if FIRST + 500 not in oracle.acknowledged:
            found.append("does not sell any more")
        found += oracle.violations(folder / "shop")
    return found


def fail_at(
    folder: Path, when: int, number: int, *, lasting: bool = False, short: bool = False
) -> tuple[list[str], int]:
    """The Nth call fails. Returns the violations and how many calls there were."""
    oracle = _prepared_oracle()
    layer = FailingLayer(when, number, lasting=lasting, short=short)
    layer.armed = True
    opening_and_business(folder / "shop", layer, oracle, FIRST)
    return _afterwards(folder, oracle), layer.calls


def crash_at(folder: Path, when: int, *, halfway: bool = False) -> tuple[list[str], bool]:
    """The process dies at the Nth call. Returns the violations and whether it came to that."""
    oracle = _prepared_oracle()
    layer = CrashingLayer(when, halfway=halfway)
    layer.armed = True
    with contextlib.suppress(Crash):
        opening_and_business(folder / "shop", layer, oracle, FIRST)
    layer.bury()
    return _afterwards(folder, oracle), layer.dead


def beside_at(folder: Path, when: int) -> tuple[list[str], bool]:
    """The process dies at the Nth call, in the middle of a write, while another has the store open and goes
    on."""
    oracle = _prepared_oracle()
    with contextlib.closing(open_shop(folder / "shop")) as other:
        layer = CrashingLayer(when, halfway=True)
        layer.armed = True
        with contextlib.suppress(Crash):
            opening_and_business(folder / "shop", layer, oracle, FIRST)
        layer.bury()
        for key in range(FIRST + 100, FIRST + 104):
            oracle.sell(other, key)
        if FIRST + 103 not in oracle.acknowledged:
            return ["the other does not sell any more"], layer.dead
        found = _afterwards(folder, oracle)
        for key in range(FIRST + 600, FIRST + 603):
            oracle.sell(other, key)
    return found + oracle.violations(folder / "shop"), layer.dead


def power_cut_at(folder: Path, image: Path, when: int, seed: int) -> tuple[list[str], bool]:
    """The power goes at the Nth call. Returns the violations and whether it came to that."""
    oracle = _prepared_oracle()
    layer = PowerLayer(folder)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            layer.close(layer.open(path, 0))
    layer.calls, layer.when = 0, when
    with contextlib.suppress(Crash):
        opening_and_business(folder / "shop", layer, oracle, FIRST)
    image.mkdir(mode=0o700)
    layer.cut(image, random.Random(seed))
    layer.let_go()
    layer.bury()
    found = _after_power(image, oracle)
    shutil.rmtree(image)
    return found, layer.dead


def _after_power(image: Path, oracle: Oracle) -> list[str]:
    found = oracle.violations(image / "shop", allow_refused=True)
    if not found:
        opening_and_business(image / "shop", FailingLayer(0, 0), oracle, FIRST + 500)
        if FIRST + 500 not in oracle.acknowledged:
            found.append("does not sell any more")
        found += oracle.violations(image / "shop", allow_refused=True)
    return found
