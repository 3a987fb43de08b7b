"""Deposits and fees on the screen: indented under their goods, stepped over by the arrows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.state import look
from pos_tui.terminal.router import Stroke
from pos_tui.widgets.ledger import Window, ledger_rows
from tests.register.shop import Till
from tests.register.test_charging import stocked

from .test_lists import text_of
from .test_scan_everywhere import Counter


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = stocked(Till(tmp_path))
    yield Counter(till)
    till.stop()


def ledger(counter: Counter, width: int) -> list[str]:
    rows = ledger_rows(look(counter.till.register, 0), Window(), width, 10)
    return [line.rstrip() for line in text_of(rows).splitlines() if line.strip()]


def test_b73_what_comes_with_goods_is_indented_under_them(counter: Counter) -> None:
    counter.keys("2*COLA\n", "TISSUE\n")
    shown = ledger(counter, 58)
    assert shown[1].startswith("   1 Cola 0.33 l ")
    assert shown[2].startswith("   2   Can deposit ")
    assert shown[4].startswith(">  4 Tissues ")
    assert ledger(counter, 40)[2].startswith("   2   Can deposit ")
    assert look(counter.till.register, 0).count == 2


def step(counter: Counter, key: str) -> int | None:
    counter.now += 1
    counter.desk.router.feed(Stroke(key, None, counter.now))
    return counter.till.register.current


def test_the_arrows_step_over_what_goes_with_goods(counter: Counter) -> None:
    counter.keys("COLA\n", "TISSUE\n")
    assert step(counter, "pageup") == 1
    assert step(counter, "pagedown") == 4
    counter.keys("BEER\n")
    assert step(counter, "pagedown") == 5
    counter.keys("f4")
    assert [sku for sku, _quantity, _amount in counter.till.lines()] == ["COLA", "CAN25", "FEE", "TISSUE"]
