"""Reports listed: headings, order, totals of several currencies, comparison, classes."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.core.report.cube import Cube, total
from pos_tui.core.report.folding import DayCubes, fold
from pos_tui.core.report.listing import KEYS, aligned, by_of, compared, listed, natural
from pos_tui.core.report.owed import ACCOUNTS, VOUCHERS, opened, with_expired
from pos_tui.core.report.period import Period
from pos_tui.core.report.registry import FOLDS, REPORTS, report_of
from pos_tui.core.report.saying import cell, said
from pos_tui.core.report.spec import TIMES, Kind, Place
from pos_tui.core.report.together import among
from pos_tui.core.report.turnover import ITEMS, MEASURES

from .facts import PLACE


def sold(gross: int, receipts: int = 1) -> list[int]:
    """Measures of so much turnover without tax or cost."""
    known = {"receipts": receipts, "gross": gross, "sold": gross}
    return [known.get(name, 0) for name in MEASURES]


WEEK = Period(date(2026, 1, 8), date(2026, 1, 14))


def cube(**gross: int) -> Cube:
    """A day that sold by department."""
    found = Cube((("GBP", "department", name), sold(amount)) for name, amount in gross.items())
    found.count([(("GBP", "all", ""), sold(sum(gross.values())))])
    return found


def test_the_registry_is_whole() -> None:
    for name, report in REPORTS.items():
        assert report.name == name and report.title and report.about.endswith(".")
        columns = {column.name for column in report.columns} | {column for column, _t, _k in report.more}
        assert set(report.narrow) <= columns, name
        for by, way in report.by.items():
            assert set(way.keys) <= KEYS.keys(), (name, by)
            assert way.fold in FOLDS or not way.fold.kept
            assert by not in TIMES or way.keys[0] == by


def test_rows_by_money_and_by_key() -> None:
    days = {"2026-01-01": cube(Dairy=100, Bakery=300), "2026-01-03": cube(Dairy=150)}
    by_department = listed(REPORTS["sales"], REPORTS["sales"].by["department"], days)
    assert [(row["department"], row["gross"]) for row in by_department.rows] == [
        ("Bakery", 300),
        ("Dairy", 250),
    ]
    assert [row["receipts"] for row in by_department.rows] == [1, 2]
    assert by_department.totals[0]["receipts"] == 2  # a receipt with goods of both is one
    by_day = listed(REPORTS["sales"], REPORTS["sales"].by["day"], days)
    assert [(row["day"], row["gross"]) for row in by_day.rows] == [("2026-01-01", 400), ("2026-01-03", 150)]
    by_week = listed(REPORTS["sales"], REPORTS["sales"].by["week"], days)
    assert [row["week"] for row in by_week.rows] == ["2026-W01"]


def test_currencies_are_never_added() -> None:
    both = Cube([(("GBP", "all", ""), sold(100)), (("EUR", "all", ""), sold(70))])
    answer = listed(REPORTS["sales"], REPORTS["sales"].by["day"], {"2026-01-01": both})
    assert [(row["currency"], row["gross"]) for row in answer.rows] == [("EUR", 70), ("GBP", 100)]
    assert [(row["currency"], row["gross"]) for row in answer.totals] == [("EUR", 70), ("GBP", 100)]


def test_compared_with_the_days_before() -> None:
    report, way = REPORTS["sales"], REPORTS["sales"].by["day"]
    now = listed(report, way, {"2026-01-08": cube(A=150), "2026-01-09": cube(A=50)})
    then = {"2026-01-01": cube(A=100), "2026-01-03": cube(A=10)}
    answer = compared(report, now, listed(report, way, aligned(then, "day", WEEK, WEEK.before())))
    rows = {row["day"]: (row["gross"], row["gross_before"], row["gross_change"], row["gross_change_percent"])
            for row in answer.rows}  # fmt: skip
    assert rows == {
        "2026-01-08": (150, 100, 50, 500),
        "2026-01-09": (50, 0, 50, None),
        "2026-01-10": (0, 10, -10, -1000),
    }
    assert answer.totals[0]["gross_change"] == 90


@pytest.mark.parametrize(
    ("now", "by", "then"),
    [
        (
            "2026-02",
            "day",
            {"2026-01-05": "2026-02-05", "2026-01-28": "2026-02-28", "2026-01-31": "2026-01-31"},
        ),
        ("2026-02", "weekday", {"2026-01-03": "6", "2026-01-31": "6", "2026-01-04": "7"}),
        ("2026-Q1", "month", {"2025-10-31": "2026-01", "2025-11-30": "2026-02", "2025-12-31": "2026-03"}),
        ("2026", "quarter", {"2025-03-31": "2026-Q1", "2025-12-31": "2026-Q4"}),
        ("2026-01-10..2026-02-09", "month", {"2025-12-10": "2026-01", "2026-01-09": "2026-02"}),
        ("2026-01-10..2026-01-19", "day", {"2025-12-31": "2026-01-10", "2026-01-09": "2026-01-19"}),
        ("2026-W10", "week", {"2026-02-23": "2026-W10"}),
        ("2026-02", "week", {"2026-01-05": "2026-W06"}),
    ],
)
def test_what_stands_beside_what_of_the_period_before(now: str, by: str, then: dict[str, str]) -> None:
    period = Period.parse(now, date(2026, 6, 1))
    found = {
        day: [
            TIMES[by](date.fromisoformat(at)) for at in aligned({day: cube(A=1)}, by, period, period.before())
        ]
        for day in then
    }
    assert found == {day: [label] for day, label in then.items()}


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 400), st.sampled_from(sorted(TIMES)))
def test_beside_last_year_every_day_stays_its_weekday_and_none_is_lost(
    first: date, length: int, by: str
) -> None:
    now = Period(first, first + timedelta(days=length))
    then = now.year_before()
    days = {(then.first + timedelta(days=n)).isoformat(): cube(A=1) for n in (0, length // 2, length)}
    at = aligned(days, by, now, then)
    assert total(at.values()) == total(days.values())
    if by == "day":
        weekdays = [sorted(date.fromisoformat(day).weekday() for day in each) for each in (days, at)]
        assert weekdays[0] == weekdays[1]


def test_classes_by_share() -> None:
    def amounts(gross: int) -> list[int]:
        return [*sold(gross), 1000]

    gross = {"a": 700, "b": 150, "c": 100, "d": 50, "e": -20}
    found = Cube((("GBP", "item", item), amounts(value)) for item, value in gross.items())
    found.count([(("GBP", "all", ""), amounts(980))])
    found.name("a", "2026", "Apples")
    answer = listed(REPORTS["abc"], REPORTS["abc"].by["item"], {"": found})
    assert [(row["item"], row["share"], row["running"], row["class"]) for row in answer.rows] == [
        ("a", 700, 700, "A"),
        ("b", 150, 850, "A"),
        ("c", 100, 950, "B"),
        ("d", 50, 1000, "C"),
        ("e", 0, 1000, "C"),
    ]
    assert answer.rows[0]["name"] == "Apples"
    assert answer.headings[-1].name == "class"
    assert len(ITEMS.measures) == len(amounts(1))


@pytest.mark.parametrize(
    ("name", "kind", "row", "text"),
    [
        ("gross", Kind.MONEY, {"currency": "JPY", "gross": 150}, "150"),
        ("gross", Kind.MONEY, {"currency": "KWD", "gross": -1500}, "-1.500"),
        ("quantity", Kind.QUANTITY, {"currency": "GBP", "quantity": 734}, "0.734"),
        ("quantity", Kind.QUANTITY, {"currency": "GBP", "quantity": -10_000}, "-10"),
        ("share", Kind.PERCENT, {"currency": "GBP", "share": 1}, "0.1"),
        ("share", Kind.PERCENT, {"currency": "GBP", "share": None}, ""),
        ("foreign", Kind.MONEY, {"currency": "GBP", "money": "JPY", "foreign": 500}, "500"),
        ("weekday", Kind.TEXT, {"currency": "GBP", "weekday": "7"}, "Sunday"),
    ],
)
def test_values_as_text(name: str, kind: Kind, row: dict[str, Any], text: str) -> None:
    assert cell(name, kind, row) == text


def test_what_is_said_of_keys() -> None:
    assert said("kind", "paid_out") == "paid out"
    assert said("kind", "of another program") == "of another program"


def test_numbers_are_sorted_as_numbers() -> None:
    assert sorted(["11-15", "2", "", "100+", "x"], key=natural) == ["2", "11-15", "100+", "", "x"]


def test_what_there_is_not() -> None:
    with pytest.raises(InvalidValue, match="no report 'sale'"):
        report_of("sale")
    with pytest.raises(InvalidValue, match="tax is not listed by 'hour': rate, day"):
        by_of(REPORTS["tax"], "hour")


def test_a_balance_goes_on_where_the_period_before_ended() -> None:
    report, way = REPORTS["vouchers"], REPORTS["vouchers"].by["type"]
    days = {
        "2026-01-01": Cube([(("GBP", "type", "voucher"), (0, 500, 5000, 0, 0))]),
        "2026-01-02": Cube(
            [(("GBP", "type", "voucher"), (0, 0, 0, 1200, 0)), (("GBP", "type", "x"), (0, 0, 70, 70, 0))]
        ),
        "2026-01-03": Cube([(("GBP", "type", "voucher"), (0, 0, 1000, 0, 0))]),
    }
    rows = {}
    for first in ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"):
        rows[first] = listed(report, way, opened(days, first, VOUCHERS)).rows[0]
    assert [rows[first]["opening"] for first in rows] == [0, 5500, 4300, 5300]
    assert {row["closing"] for row in rows.values()} == {5300}
    assert (rows["2026-01-02"]["issued"], rows["2026-01-02"]["redeemed"]) == (1000, 1200)
    later = listed(report, way, opened(days, "2026-01-04", VOUCHERS))
    assert [row["voucher"] for row in later.rows] == ["voucher"]  # x is neither open nor moved


def test_vouchers_whose_time_is_over_are_owed_no_longer() -> None:
    report, way = REPORTS["vouchers"], REPORTS["vouchers"].by["type"]
    days = {"2026-01-01": Cube([(("GBP", "type", "voucher"), (0, 0, 5000, 0, 0))])}
    vouchers = [
        {"until": until, "balance": balance, "currency": "GBP", "type": "voucher"}
        for until, balance in (("2026-01-31", 1200), ("2026-02-01", 0), ("", 3000), ("2026-02-28", 800))
    ]
    seen = {}
    for first, last in (
        ("2026-01-01", "2026-01-31"),
        ("2026-02-01", "2026-02-28"),
        ("2026-03-01", "2026-12-31"),
    ):
        row = listed(report, way, opened(with_expired(days, vouchers, last), first, VOUCHERS)).rows[0]
        seen[first] = (row["opening"], row["expired"], row["closing"])
    assert list(seen.values()) == [(0, 0, 5000), (5000, 1200, 3800), (3800, 800, 3000)]


def test_what_is_owed_that_no_sale_says() -> None:
    """Brought in from an earlier till, and given up when a customer was erased."""
    event = {"day": "2026-01-01", "operator": "ana", "customers": ["K7"]}
    brought = {**event, "kind": "opening_balance", "field": "balance", "after": 900}
    points = {**event, "kind": "opening_balance", "field": "points", "after": 5}
    credit = [{"type": "store_credit", "currency": "GBP", "amount": 300}]
    erased = {**event, "kind": "customer_erased", "given_up": {"balance": 900}, "vouchers": credit}
    found: DayCubes = {}
    place = Place(UTC, "GBP")
    facts = [("events", each) for each in (brought, points)]
    assert fold(facts, (ACCOUNTS, VOUCHERS), place, found) == 0
    accounts = REPORTS["accounts"]
    row = listed(accounts, accounts.by["account"], {"": found["2026-01-01"]["accounts"]}).rows[0]
    assert (row["account"], row["brought"], row["closing"]) == ("K7", 900, 900)
    assert fold([("events", erased)], (ACCOUNTS, VOUCHERS), place, found) == 0
    row = listed(accounts, accounts.by["account"], {"": found["2026-01-01"]["accounts"]}).totals[0]
    assert row["closing"] == 0
    vouchers = REPORTS["vouchers"]
    row = listed(vouchers, vouchers.by["type"], {"": found["2026-01-01"]["vouchers"]}).rows[0]
    assert (row["expired"], row["closing"]) == (300, -300)


def test_pairs_are_those_of_the_items_on_most_receipts() -> None:
    def sale(*codes: str) -> dict[str, Any]:
        lines = [{"sku": code, "qty": "1", "name": code.title(), "department": ""} for code in codes]
        return {"kind": "sale", "currency": "GBP", "time": "2026", "day": "", "lines": lines}

    facts = [("sales", sale("tea", "milk", "milk")), ("sales", sale("milk", "tea")), ("sales", sale("tea"))]
    items = Cube([(("GBP", "item", code), [count]) for code, count in (("tea", 3), ("milk", 2))])
    found: DayCubes = {}
    assert fold(facts, (among(items),), PLACE, found) == 0
    answer = listed(REPORTS["together"], REPORTS["together"].by["pair"], {"": found[""]["together"]})
    assert [(row["item"], row["other_name"], row["receipts"]) for row in answer.rows] == [("milk", "Tea", 2)]
    assert answer.totals[0]["receipts"] == 3
