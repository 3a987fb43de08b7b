"""Sums of records: whatever way they are split or ordered they add up, and all lists of them to the same."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.report.cube import Cube, total
from pos_tui.core.report.folding import DayCubes, fold, merge
from pos_tui.core.report.listing import listed
from pos_tui.core.report.registry import FOLDS, REPORTS
from pos_tui.core.report.takings import DISCOUNTS, TAXES
from pos_tui.core.reports import CANCELLED, DaySummary
from tests.core.test_reports import several

from .facts import ALL_FOLDS, PLACE, Facts, cubes, days_of, records, sales


@several
@given(records, st.lists(st.integers(0, 12), max_size=3))
def test_any_split_adds_up(facts: Facts, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(facts)) for cut in cuts), len(facts)]
    found: DayCubes = {}
    for start, end in pairwise(places):
        merge(found, cubes(facts[start:end]))
    assert found == cubes(facts)


@several
@given(records, st.randoms())
def test_the_order_of_records_changes_nothing(facts: Facts, random: Any) -> None:
    assert cubes(random.sample(facts, len(facts))) == cubes(facts)


@several
@given(records)
def test_sums_that_are_kept_come_back(facts: Facts) -> None:
    for held in cubes(facts).values():
        for one in FOLDS:
            if one.name in held:
                assert (
                    Cube.from_document(json.loads(json.dumps(held[one.name].to_document()))) == held[one.name]
                )


@several
@given(st.lists(sales, max_size=8))
def test_every_list_of_the_turnover_comes_to_what_the_days_have(given: list[dict[str, Any]]) -> None:
    facts: Facts = [("sales", sale) for sale in given]
    whole = DaySummary.empty("", "GBP")
    for sale in given:
        whole = whole.plus(sale)
    found = cubes(facts)
    for way in REPORTS["sales"].by.values():
        answer = listed(REPORTS["sales"], way, days_of(found, way.fold.name))
        figures = ("gross", "net", "tax", "sold", "refunds")
        for name in figures:
            assert sum(row[name] for row in answer.rows) == getattr(whole, name), (way, name)
        if whole.count:
            assert {name: answer.totals[0][name] for name in figures} == {
                name: getattr(whole, name) for name in figures
            }
            assert answer.totals[0]["receipts"] == whole.count


@several
@given(st.lists(sales, max_size=8))
def test_taxes_and_tenders_come_to_what_the_days_have(given: list[dict[str, Any]]) -> None:
    whole = DaySummary.empty("", "GBP")
    for sale in given:
        whole = whole.plus(sale)
    found = cubes([("sales", sale) for sale in given])
    for way in REPORTS["tax"].by.values():
        answer = listed(REPORTS["tax"], way, days_of(found, "taxes"))
        rows = answer.rows
        if whole.count:
            assert (answer.totals[0]["net"], answer.totals[0]["tax"]) == (whole.net, whole.tax)
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for row in rows:
            net, tax = sums.get((row["tax_code"], row["rate"]), (0, 0))
            sums[row["tax_code"], row["rate"]] = net + row["net"], tax + row["tax"]
        assert sums == {(code, rate or kind): figures for (code, rate, kind), figures in whole.taxes}
    for way in REPORTS["tenders"].by.values():
        rows = listed(REPORTS["tenders"], way, days_of(found, "tenders")).rows
        kept: dict[str, int] = {}
        for row in rows:
            kept[row["tender"]] = kept.get(row["tender"], 0) + row["amount"]
        assert kept == dict(whole.tenders)


@several
@given(st.lists(sales, max_size=8))
def test_discounts_come_to_what_was_taken_off(given: list[dict[str, Any]]) -> None:
    found = cubes([("sales", sale) for sale in given])
    off = sum(line["discount"] for sale in given if sale["kind"] != CANCELLED
              for line in sale["lines"] if not line["void"])  # fmt: skip
    for way in REPORTS["discounts"].by.values():
        rows = listed(REPORTS["discounts"], way, days_of(found, "discounts")).rows
        assert sum(row["off"] for row in rows) == off


def test_a_rate_that_changes_in_the_middle_is_two_rows() -> None:
    def taxed(day: str, rate: str, tax: int) -> tuple[str, dict[str, Any]]:
        row = {"code": "standard", "rate": rate, "net": 1000, "tax": tax}
        sale = {"kind": "sale", "currency": "GBP", "day": day, "taxes": [row], "total": 1000 + tax}
        return "sales", sale

    found: DayCubes = {}
    facts = [taxed("2026-01-01", "20", 200), taxed("2026-01-02", "17.5", 175), taxed("2026-01-02", "", 0)]
    assert fold(facts, (TAXES,), PLACE, found) == 0
    rows = listed(REPORTS["tax"], REPORTS["tax"].by["month"], days_of(found, "taxes")).rows
    assert [(row["month"], row["rate"], row["net"], row["tax"]) for row in rows] == [
        ("2026-01", "17.5", 1000, 175),
        ("2026-01", "20", 1000, 200),
        ("2026-01", "", 1000, 0),
    ]


def test_goods_that_two_taxes_fall_on_count_once_in_the_total() -> None:
    """GST and a QST that once was levied on the GST as well; then one changes; then only a return."""

    def taxed(day: str, qst: str, *amounts: int, shift: int = 0) -> tuple[str, dict[str, Any]]:
        gst, other, net = amounts
        rows = [
            {"code": "GST", "rate": "5", "net": net, "tax": gst},
            {"code": "QST", "rate": qst, "net": net, "tax": other},
        ]
        sale = {"kind": "sale", "currency": "CAD", "day": day, "taxes": rows, "total": net + gst + other}
        return "sales", {**sale, "shift": shift} if shift else sale

    only_gst = {"code": "GST", "rate": "5", "net": 400, "tax": 20}
    euros = {"code": "TVA", "rate": "20", "net": 100, "tax": 20}
    frame = {"kind": "sale", "day": "2026-01-01"}
    summary = {"net": 1000, "tax": taxed("", "9.5", 50, 100, 1000)[1]["taxes"]}
    facts: Facts = [
        taxed("2026-01-01", "9.5", 50, 100, 1000, shift=1),
        ("sales", {**frame, "currency": "CAD", "taxes": [only_gst], "total": 420}),
        ("sales", {**frame, "currency": "EUR", "taxes": [euros], "total": 120}),
        taxed("2026-01-02", "9.975", -50, -100, -1000),
        ("shifts", {"kind": "z", "currency": "CAD", "day": "2026-01-01", "sales": summary}),
    ]
    found: DayCubes = {}
    assert fold(facts, (TAXES,), PLACE, found) == 0
    days = days_of(found, "taxes")
    for way in REPORTS["tax"].by.values():
        first = {"2026-01-01": days["2026-01-01"]}
        totals = {row["currency"]: row for row in listed(REPORTS["tax"], way, first).totals}
        assert [totals["CAD"][name] for name in ("net", "tax", "gross")] == [1400, 170, 1570]
        assert [totals["EUR"][name] for name in ("net", "tax", "gross")] == [100, 20, 120]
        returned = listed(REPORTS["tax"], way, {"2026-01-02": days["2026-01-02"]})
        assert [returned.totals[0][name] for name in ("net", "tax", "gross")] == [-1000, -150, -1150]
    rows = listed(REPORTS["tax"], REPORTS["tax"].by["rate"], days).rows
    assert [(row["tax_code"], row["rate"], row["net"], row["tax"]) for row in rows] == [
        ("GST", "5", 400, 20),
        ("QST", "9.5", 1000, 100),
        ("QST", "9.975", -1000, -100),
        ("TVA", "20", 100, 20),
    ]
    period = listed(REPORTS["tax-period"], REPORTS["tax-period"].by["rate"], days).totals[0]
    assert (period["net"], period["z_net"], period["out_net"], period["net_off"]) == (400, 1000, -600, 0)
    assert (period["tax"], period["z_tax"], period["out_tax"], period["tax_off"]) == (20, 150, -130, 0)


def test_promotions_of_one_name_are_one() -> None:
    lines = [{"line": n, "discount": 70, "void": False, "source": "catalogue"} for n in (1, 2)]
    savings = [
        {"code": f"P{n}", "name": "Card price", "times": 2, "off": 50, "lines": {str(n): 50}} for n in (1, 2)
    ]
    sale = {"kind": "sale", "currency": "GBP", "operator": "ana", "day": "2026-01-01", "lines": lines}
    found: DayCubes = {}
    assert fold([("sales", {**sale, "promotions": savings})], (DISCOUNTS,), PLACE, found) == 0
    rows = listed(REPORTS["discounts"], REPORTS["discounts"].by["kind"], days_of(found, "discounts")).rows
    assert [(row["kind"], row["promotion"], row["times"], row["off"]) for row in rows] == [
        ("promotion", "Card price", 4, 100),
        ("line", "", 2, 40),
    ]


@several
@given(st.lists(sales, max_size=6), st.integers(0, 3))
def test_what_no_till_recorded_counts_nowhere(given: list[dict[str, Any]], place: int) -> None:
    good: Facts = [("sales", sale) for sale in given]
    for broken in (
        {},
        {"kind": "sale", "lines": None},
        {"kind": "sale", "day": 5},
        {**(given or [{}])[0], "taxes": 3},
    ):
        found: DayCubes = {}
        facts = [*good[:place], ("sales", broken), *good[place:]]
        if fold(facts, ALL_FOLDS, PLACE, found):
            assert found == cubes(good)


def test_nothing_comes_to_nothing() -> None:
    for report in REPORTS.values():
        for way in report.by.values():
            answer = listed(report, way, {})
            assert (answer.rows, answer.totals) == ([], [])
    assert total([]) == Cube()
