"""Balances: quantities, lots, costs; and adding them up again."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.stock import Balance, Lot, average_cost, margin, place_name, value_of
from pos_tui.core.stock_lines import parts_of
from pos_tui.core.stock_sums import Sums

CHANGES = st.lists(
    st.tuples(st.decimals(-50, 50, places=3), st.sampled_from(["", "A", "B", "C"])), max_size=12
)
EXPIRES = {"": "", "A": "2026-12-24", "B": "2026-12-01", "C": ""}


@given(CHANGES)
def test_a_quantity_is_the_sum_of_what_moved_whatever_the_lots(changes: list[tuple[Decimal, str]]) -> None:
    balance = Balance("X")
    for by, lot in changes:
        balance = balance.moved(by, lot, EXPIRES[lot])
        assert all(lot.quantity > 0 for lot in balance.lots)
        assert list(balance.lots) == sorted(balance.lots, key=lambda lot: lot.order)
        assert Balance.from_document(balance.to_document()) == balance
    assert balance.quantity == sum((by for by, _lot in changes), Decimal(0))


@given(CHANGES)
def test_what_changed_of_a_row_makes_it_the_new_balance(changes: list[tuple[Decimal, str]]) -> None:
    row = Balance("X").to_document()
    for by, lot in changes:
        after = Balance.from_document(row).moved(by, lot, EXPIRES[lot])
        row = {**row, **after.changes(row)}
        assert Balance.from_document(row) == after


def test_what_expires_first_goes_first_and_what_never_does_last() -> None:
    balance = Balance("X").moved(Decimal(3), "C").moved(Decimal(3), "A", "2026-12-24")
    balance = balance.moved(Decimal(3), "B", "2026-12-01").moved(Decimal(2))
    assert [lot.code for lot in balance.lots] == ["B", "A", "C"]
    assert balance.moved(Decimal(-4)).lots == (
        Lot("A", "2026-12-24", Decimal(2)),
        Lot("C", "", Decimal(3)),
    )
    assert balance.moved(Decimal(-2), "A").lots[1] == Lot("A", "2026-12-24", Decimal(1))
    assert balance.moved(Decimal(-11)).lots == ()
    assert balance.moved(Decimal(-12)).quantity == -1


@pytest.mark.parametrize(
    ("there", "cost", "more", "paid", "average"),
    [
        ("0", None, "10", "0.40", "0.40"),
        ("10", "0.40", "10", "0.50", "0.45"),
        ("-3", "0.40", "10", "0.50", "0.50"),
        ("1", "1", "2", "2", "1.666667"),
        ("0.5", "3", "1.5", "1", "1.5"),
    ],
)
def test_the_average_cost_is_weighed_by_what_is_there(
    there: str, cost: str | None, more: str, paid: str, average: str
) -> None:
    before = None if cost is None else Decimal(cost)
    assert average_cost(Decimal(there), before, Decimal(more), Decimal(paid)) == Decimal(average)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 10**6), st.integers(0, 10**6))
def test_an_average_lies_between_and_keeps_the_worth(there: int, more: int, cost: int, paid: int) -> None:
    one, other = Decimal(cost) / 100, Decimal(paid) / 100
    average = average_cost(Decimal(there), one, Decimal(more), other)
    assert min(one, other) <= average <= max(one, other)
    worth = there * one + more * other
    assert abs(average * (there + more) - worth) <= (there + more) * Decimal("0.0000005")


def test_value_and_margin() -> None:
    pound = Currency.parse("GBP")
    assert value_of(Decimal("2.5"), Decimal("0.333"), pound) == 83
    assert value_of(Decimal(2), None, pound) == 0
    assert margin(Decimal("1.20"), Decimal("0.40"), 1 / Decimal("1.2")) == Decimal("60.0")
    assert margin(None, Decimal(1), Decimal(1)) is margin(Decimal(1), None, Decimal(1)) is None


def test_names_of_places() -> None:
    assert place_name("  Back   room ") == "Back room"
    for wrong in ("", "> shop", "x" * 33, "a\x1bb"):
        with pytest.raises(InvalidValue, match="no place"):
            place_name(wrong)


def test_a_line_takes_its_parts_if_it_is_made_of_some() -> None:
    line = {"sku": "CASE", "qty": "-2", "parts": [["COLA", "12"], ["BOX", "0.5"]]}
    assert parts_of(line) == (("COLA", Decimal(-24)), ("BOX", Decimal("-1.0")))
    assert parts_of({"sku": "COLA", "qty": "3"}) == (("COLA", Decimal(3)),)


def test_only_what_was_moved_before_is_kept_in_stock() -> None:
    sums = Sums()
    line = {"sku": "A", "qty": "2", "void": False}
    sale = {"kind": "sale", "lines": [line, {**line, "void": True}, {**line, "condition": "waste"}]}
    sums.take(SimpleNamespace(ops=[["put", "sales", 1, sale]]))
    assert not sums.balances
    movement = {"kind": "receive", "lines": [{"sku": "A", "qty": "5"}]}
    sums.take(SimpleNamespace(ops=[["put", "movements", 1, movement], ["put", "stock", 1, {}]]))
    sums.take(SimpleNamespace(ops=[["put", "sales", 2, sale]]))
    sums.take(SimpleNamespace(ops=[["put", "sales", 3, {**sale, "kind": "cancelled"}]]))
    assert sums.balances["A", "shop"].quantity == 3
    rows = [{"sku": "A", "location": "shop", "qty": "4"}, {"sku": "B", "location": "shop", "qty": "1"}]
    assert sums.differences(rows) == [
        (("A", "shop"), Decimal(3), Decimal(4)),
        (("B", "shop"), Decimal(0), Decimal(1)),
    ]
