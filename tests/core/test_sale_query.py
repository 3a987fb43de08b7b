"""Finding sales by what is remembered of them."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.sale_query import SaleQuery

LONDON = ZoneInfo("Europe/London")
TODAY = "2026-07-02"


def sale(**fields: Any) -> dict[str, Any]:
    """A sale of the afternoon of 1 July (summer time)."""
    return {
        "kind": "sale", "number": "1-000142", "day": "2026-07-01", "time": "2026-07-01T13:05:59Z",
        "operator": "Ana", "ref": "Table 7", "total": 1252, "rounding": -2, "hash": "1a2b3c4d" + "0" * 24,
        "tenders": [
            {"type": "cash", "amount": 2000, "ref": None}, {"type": "card", "amount": 5, "ref": "X-77"},
        ],
        "lines": [
            {"name": "Ben's Café crème", "sku": "CAFE-1", "code": "5449000000996"},
            {"name": "Milk 2 l", "sku": "MILK", "code": "MILK", "department": "Dairy"},
        ],
        **fields,
    }  # fmt: skip


def query(text: str, zone: ZoneInfo = LONDON, digits: int = 2) -> SaleQuery:
    return SaleQuery.parse(text, TODAY, zone, digits)


@pytest.mark.parametrize(
    "text",
    [
        "", "1-000142", "1-142", "1-14", "142", "42", "000142", "0", "0001", "1-0",
        "1-0142", "12.52", "12.50", "12,52", "12.", "12.5",
        "20", "20.00", "14:05", "14:", "14:0", "yesterday", "2026-07-01", "2026-07", "milk", "ben's", "bens",
        "CAFÉ", "creme milk", "cafe-1", "5449000000996", "5449", "0996", "0996 table", "table",
        "x-77", "card", "ana", "sale", "1a2b3c4d", "cafe", "yesterday 14: milk 12.52", "Milk 2",
        "2026-06..2026-07", "2026-06-30..today", "..2026-07-01", "2026-07-01.. milk", "dairy",
    ],
)  # fmt: skip
def test_what_is_true_of_it_finds_it(text: str) -> None:
    assert query(text).matches(sale())


@pytest.mark.parametrize(
    "text",
    [
        "1-15", "2-142", "0142", "143", "12.53", "125", "125.2", "1252", "0.05 1.00", "13:05", "15:",
        "14:06", "today", "2026-07-02", "2026-08", "tea", "milk tea", "6", "544", "999", "cancelled",
        "refund", "2026-07-01 2026-07-02", "99999999", "12.525",
        "2026-05..2026-06", "today..", "..2026-06-30 milk", "1..2", "bakery",
    ],
)  # fmt: skip
def test_what_is_not_true_of_it_does_not(text: str) -> None:
    assert not query(text).matches(sale())


@pytest.mark.parametrize(
    ("total", "digits", "text", "found"),
    [
        (5, 2, "0.05", True), (5, 2, "0.0", True), (5, 2, "0.5", False), (50, 2, "0.5", True),
        (12500, 2, "12.5", False), (-1252, 2, "12.52", True), (500, 0, "500", True), (5000, 0, "500", False),
        (1500, 3, "1.5", True), (15, 3, "1.5", False),
    ],
)  # fmt: skip
def test_amounts_are_typed_digit_by_digit(total: int, digits: int, text: str, found: bool) -> None:
    made = sale(total=total, rounding=0, tenders=[], number="1-777777", lines=[])
    assert query(text, digits=digits).matches(made) is found


def test_cancelled_baskets_are_left_out_unless_they_are_asked_for() -> None:
    cancelled = sale(kind="cancelled")
    assert not query("142").matches(cancelled)
    assert query("142 cancelled").matches(cancelled)
    assert SaleQuery.parse("142", TODAY, LONDON, 2, cancelled=True).matches(cancelled)


def test_a_time_is_the_shops_on_that_day() -> None:
    winter = sale(day="2026-01-05", time="2026-01-05T13:05:00Z")
    assert query("13:05").matches(winter)
    assert not query("14:05").matches(winter)
    assert query("18:35", ZoneInfo("Asia/Kolkata")).matches(winter)


names = st.text(st.sampled_from("aBc é'ß-·7%\"\\/.,İK1"), max_size=12)
numbers = st.integers(1, 999_999)


@given(
    names, numbers, st.integers(-50_000, 50_000), st.sampled_from([-2, 0, 0, 2]), st.integers(0, 86_399),
    st.data(),
)  # fmt: skip
def test_a_line_that_is_passed_over_never_holds_what_is_meant(
    name: str, number: int, total: int, rounding: int, second: int, data: st.DataObject
) -> None:
    time = f"2026-07-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"
    made = sale(
        number=f"1-{number:06d}", total=total, rounding=rounding, time=time,
        lines=[{"name": name, "sku": name, "code": f"{number:08d}"}],
    )  # fmt: skip
    digits = str(abs(total)).rjust(3, "0")
    remembered = [
        name,
        name[1:],
        f"{number}",
        f"1-{number}",
        f"{digits[:-2]}.{digits[-2:]}",
        digits[:-2],
        "14:0",
    ]
    remembered += [f"{digits[:-2]}.{digits[-2]}", "12:5", "23:", "20.00", f"{number:08d}"[2:], "ana", "7"]
    asked = query(data.draw(st.sampled_from(remembered)))
    line = json.dumps({"op": made}, ensure_ascii=False, separators=(",", ":")).encode()
    if asked.matches(made):
        assert asked.may_hold(line)
