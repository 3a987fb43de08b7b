"""Tax periods: reconciled to the Zs, closed, and then closed to what is back-dated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Pos


@pytest.fixture
def quarter(pos: Pos) -> Pos:
    """A simulated shop that sold in a shift and outside of any in January, at a rate that then changed."""
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20",
        "--tax", "zero=0", "--timezone", "Europe/London", "--simulated", "--till", "1")  # fmt: skip
    pos("items", "set", "GUM", "name=Gum", "price=1.20", "tax=standard", "--new")
    pos("ring", stdin="/clock 2026-01-10T10:00\nGUM\n/card\n/open 100\n2*GUM\n/cash\n/count 102.40\n/z 100\n")
    return pos


def test_sales_and_zs_come_to_the_same(quarter: Pos) -> None:
    row = json.loads(quarter("report", "tax-period", "2026-Q1", "--format", "json").stdout)["rows"][0]
    assert (row["net"], row["tax"]) == (300, 60)
    assert (row["z_net"], row["z_tax"], row["out_net"], row["out_tax"]) == (200, 40, 100, 20)
    assert (row["net_off"], row["tax_off"]) == (0, 0)


def test_a_closed_period_takes_nothing_more(quarter: Pos) -> None:
    quarter("periods", "close", "2026-01")
    listed = json.loads(quarter("periods", "list", "--format", "json").stdout)
    assert [(one["code"], one["net"], one["tax"]) for one in listed] == [("2026-01", 300, 60)]
    for entry in ("GUM\n/card\n", "/open 100\n", "/nosale stamps\n"):
        done = quarter("ring", stdin=f"/clock 2026-01-31T23:00\n{entry}", code=1)
        assert "business day 2026-01-31 is in 2026-01, which is closed" in done.stdout
    quarter("ring", stdin="/clock 2026-02-01T10:00\n/cancel\nGUM\n/card\n")
    assert (
        json.loads(quarter("report", "tax", "2026-01", "--format", "json").stdout)["totals"][0]["tax"] == 60
    )
    assert "2026-01 is closed already" in quarter("periods", "close", "2026-Q1", code=1).stderr


def test_what_cannot_be_closed(quarter: Pos) -> None:
    assert "is not over" in quarter("periods", "close", "2099-Q1", code=1).stderr
    assert "has a first and a last day" in quarter("periods", "close", "..2026-01", code=2).stderr
    quarter("ring", stdin="/clock 2026-01-20T10:00\n/open 100\nGUM\n/card\n")
    assert (
        "the shift of 2026-01-20 at till 1 is open" in quarter("periods", "close", "2026-01", code=1).stderr
    )
    row = json.loads(quarter("report", "tax-period", "2026-01", "--format", "json").stdout)["rows"][0]
    assert (row["net_off"], row["tax_off"]) == (100, 20)
