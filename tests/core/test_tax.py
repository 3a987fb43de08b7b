"""Taxes to the minor unit: contained and on top, per line and per rate, several on one line."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.core.tax import AppliedTax, TaxCode, TaxComponent
from pos_tui.core.taxing import Taxed, Treatment, split, tax_amounts

from .model import amounts, half_away, rates, tax_in, tax_on

if TYPE_CHECKING:
    from random import Random

DAY = "2026-11-23"
GST_PST = TaxCode(
    "both",
    "GST and PST",
    (TaxComponent("GST", (("", Decimal(5)),)), TaxComponent("PST", (("", Decimal(7)),))),
)
CODES = {
    "standard": TaxCode.simple("standard", Decimal(20)).effective(DAY),
    "reduced": TaxCode.simple("reduced", Decimal("5.5")).effective(DAY),
    "zero": TaxCode.simple("zero", Decimal(0)).effective(DAY),
    "both": GST_PST.effective(DAY),
    "gst": TaxCode.simple("GST", Decimal(5)).effective(DAY),
    "none": (),
}
pairs = st.lists(st.tuples(st.sampled_from(sorted(CODES)), amounts), max_size=8)


def percents(code: str) -> list[Decimal]:
    return [tax.share for tax in CODES[code]]


def exact_tax(code: str, amount: int, inclusive: bool) -> Fraction:
    share = sum(map(Fraction, percents(code)), Fraction(0))
    return Fraction(amount) * share / (100 + share if inclusive else 100)


@given(amounts, rates)
def test_contained_tax_is_rounded_once_and_the_rest_is_net(amount: int, rate: Decimal) -> None:
    net, [tax] = split(amount, TaxCode.simple("t", rate).effective(DAY), inclusive=True)
    assert tax == half_away(tax_in(amount, rate))
    assert net + tax == amount


@given(amounts, rates)
def test_added_tax_is_rounded_once(amount: int, rate: Decimal) -> None:
    assert split(amount, TaxCode.simple("t", rate).effective(DAY), inclusive=False) == (
        amount,
        [half_away(tax_on(amount, rate))],
    )


@given(amounts, rates)
def test_inclusive_and_exclusive_agree(net: int, rate: Decimal) -> None:
    taxes = TaxCode.simple("t", rate).effective(DAY)
    _, [on_top] = split(net, taxes, inclusive=False)
    assert split(net + on_top, taxes, inclusive=True) == (net, [on_top])


@given(amounts, rates, rates)
def test_two_taxes_contained_in_a_price(amount: int, one: Decimal, other: Decimal) -> None:
    taxes = (AppliedTax("a", one, one), AppliedTax("b", other, other))
    net, parts = split(amount, taxes, inclusive=True)
    assert parts == [half_away(tax_in(amount, one, [other])), half_away(tax_in(amount, other, [one]))]
    assert net + sum(parts) == amount


def test_a_half_that_is_exact_is_seen_behind_a_quotient_that_is_not() -> None:
    taxes = (AppliedTax("a", Decimal(3), Decimal(3)), AppliedTax("b", Decimal(5), Decimal(5)))
    assert split(90, taxes, inclusive=True) == (83, [3, 4])


@pytest.mark.parametrize("per_line", [False, True])
def test_b53_9_99_with_20_percent_inside_never_becomes_10_00(per_line: bool) -> None:
    """Both 8.325 and 1.665 end in a half: rounded on their own they make 8.33 + 1.67 = 10.00."""
    taxed = tax_amounts([("standard", 999)], CODES, inclusive=True, per_line=per_line)
    assert [(line.net, line.tax) for line in taxed.lines] == [(832, 167)]
    back = tax_amounts([("standard", -999)], CODES, inclusive=True, per_line=per_line)
    assert [(line.net, line.tax) for line in back.lines] == [(-832, -167)]


def test_compound_tax_is_levied_on_the_taxes_before_it() -> None:
    """Quebec until 2012: QST of 9.5 % on the price and the GST of 5 %."""
    qst = TaxComponent("QST", (("", Decimal("9.5")),), compound=True)
    taxes = TaxCode("qc", "Quebec", (TaxComponent("GST", (("", Decimal(5)),)), qst)).effective("2011-06-01")
    assert [(tax.name, tax.rate, tax.share) for tax in taxes] == [
        ("GST", Decimal(5), Decimal(5)),
        ("QST", Decimal("9.5"), Decimal("9.975")),
    ]
    assert split(10_000, taxes, inclusive=False) == (10_000, [500, 998])
    assert split(11_498, taxes, inclusive=True) == (10_000, [500, 998])


@given(pairs, st.booleans(), st.booleans())
def test_parts_add_up(given_pairs: list[tuple[str, int]], inclusive: bool, per_line: bool) -> None:
    taxed = tax_amounts(given_pairs, CODES, inclusive=inclusive, per_line=per_line)
    assert sum(taxed.per_line) == taxed.tax == sum(line.tax for line in taxed.lines)
    assert len(taxed.per_line) == len(given_pairs)
    for (code, amount), tax in zip(given_pairs, taxed.per_line, strict=True):
        assert abs(tax - exact_tax(code, amount, inclusive)) <= 1 + len(CODES[code])
        assert CODES[code] or tax == 0


@given(pairs, st.booleans())
def test_rounded_once_per_rate(given_pairs: list[tuple[str, int]], inclusive: bool) -> None:
    taxed = tax_amounts(given_pairs, CODES, inclusive=inclusive, per_line=False)
    for line in taxed.lines:
        exact = Fraction(0)
        for code, amount in given_pairs:
            of = 100 + sum(map(Fraction, percents(code))) if inclusive else Fraction(100)
            exact += sum(
                amount * Fraction(t.share) / of
                for t in CODES[code]
                if (t.name, t.rate) == (line.code, line.rate)
            )
        assert line.tax == half_away(exact), line


@given(pairs, st.booleans())
def test_rounded_per_line(given_pairs: list[tuple[str, int]], inclusive: bool) -> None:
    taxed = tax_amounts(given_pairs, CODES, inclusive=inclusive, per_line=True)
    for (code, amount), tax in zip(given_pairs, taxed.per_line, strict=True):
        of = 100 + sum(map(Fraction, percents(code))) if inclusive else Fraction(100)
        assert tax == sum(half_away(amount * Fraction(share) / of) for share in percents(code))


@given(pairs, st.booleans(), st.booleans())
def test_net_and_taxes_are_what_is_paid(
    given_pairs: list[tuple[str, int]], inclusive: bool, per_line: bool
) -> None:
    one_tax = [(code, amount) for code, amount in given_pairs if len(CODES[code]) == 1 and code != "gst"]
    taxed = tax_amounts(one_tax, CODES, inclusive=inclusive, per_line=per_line)
    for line in taxed.lines:
        amount = sum(value for code, value in one_tax if code == line.code)
        assert line.net + (line.tax if inclusive else 0) == amount


@given(pairs, st.booleans(), st.booleans(), st.randoms())
def test_scan_order_changes_nothing(
    given_pairs: list[tuple[str, int]], inclusive: bool, per_line: bool, random: Random
) -> None:
    def taxed(rows: list[tuple[str, int]]) -> tuple[Taxed, list[tuple[str, int, int]]]:
        found = tax_amounts(rows, CODES, inclusive=inclusive, per_line=per_line)
        return found, sorted((*row, tax) for row, tax in zip(rows, found.per_line, strict=True))

    (one, by_line), (other, by_line_too) = (
        taxed(given_pairs),
        taxed(random.sample(given_pairs, len(given_pairs))),
    )
    assert (one.lines, one.tax, by_line) == (other.lines, other.tax, by_line_too)


@given(pairs, st.booleans(), st.booleans())
def test_b43_the_opposite_of_a_sale_is_taxed_the_opposite(
    given_pairs: list[tuple[str, int]], inclusive: bool, per_line: bool
) -> None:
    one = tax_amounts(given_pairs, CODES, inclusive=inclusive, per_line=per_line)
    back = tax_amounts(
        [(code, -amount) for code, amount in given_pairs], CODES, inclusive=inclusive, per_line=per_line
    )
    assert back.tax == -one.tax
    assert [(line.net, line.tax) for line in back.lines] == [(-line.net, -line.tax) for line in one.lines]


def test_b46_an_exchange_taxes_each_line_at_its_own_rate() -> None:
    even = tax_amounts([("standard", 10_000), ("standard", -10_000)], CODES, inclusive=False, per_line=False)
    assert (even.per_line, even.tax) == ((2000, -2000), 0)
    nearly = tax_amounts([("standard", 10_000), ("standard", -9_997)], CODES, inclusive=False, per_line=False)
    assert nearly.tax == 1
    assert nearly.per_line in ((2000, -1999), (2001, -2000))


def test_one_tax_under_two_codes_is_one_row_rounded_once() -> None:
    taxed = tax_amounts([("gst", 1010), ("both", 1010)], CODES, inclusive=False, per_line=False)
    assert [(line.code, line.net, line.tax) for line in taxed.lines] == [
        ("GST", 2020, 101),
        ("PST", 1010, 71),
    ]


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("per_line", [True, False])
def test_b53_outside_of_any_tax_is_a_row_of_its_own_and_not_zero_rated(
    inclusive: bool, per_line: bool
) -> None:
    sold = [("none", 300), ("zero", 500), ("none", 100), ("standard", 120)]
    taxed = tax_amounts(sold, CODES, inclusive=inclusive, per_line=per_line)
    rows = {line.code: (line.rate, line.net, line.tax) for line in taxed.lines}
    assert rows["none"] == (None, 400, 0)
    assert rows["zero"] == (0, 500, 0)
    assert taxed.per_line[0] == taxed.per_line[2] == 0


def test_a_compound_tax_keeps_what_it_is_of_the_net() -> None:
    qst = TaxComponent("QST", (("", Decimal("9.5")),), compound=True)
    codes = {"qc": TaxCode("qc", "Quebec", (TaxComponent("GST", (("", Decimal(5)),)), qst)).effective(DAY)}
    taxed = tax_amounts([("qc", 10_000)], codes, inclusive=False, per_line=False)
    assert [(line.code, line.share) for line in taxed.lines] == [("GST", None), ("QST", Decimal("9.975"))]


def test_nothing_sold_owes_nothing() -> None:
    assert tax_amounts([], CODES, inclusive=True, per_line=False) == Taxed((), 0, tuple)


def test_rates_follow_the_business_day() -> None:
    germany = TaxCode(
        "standard",
        "USt",
        (TaxComponent("USt", (("", Decimal(19)), ("2020-07-01", Decimal(16)), ("2021-01-01", Decimal(19)))),),
    )
    days = {"1999-01-01": 19, "2020-06-30": 19, "2020-07-01": 16, "2020-12-31": 16, "2021-01-01": 19}
    assert {day: germany.effective(day)[0].rate for day in days} == days


def test_a_tax_before_its_first_day_is_refused() -> None:
    component = TaxComponent("new", (("2027-01-01", Decimal(3)),))
    assert component.rate_on("2027-01-01") == 3
    with pytest.raises(InvalidValue, match="the tax new has no rate on 2026-12-31"):
        component.rate_on("2026-12-31")


def test_code_round_trips_as_document_with_its_rates_in_order() -> None:
    document = {
        "code": "qc",
        "name": "Quebec",
        "components": [
            {"name": "GST", "rates": [{"from": "2008-01-01", "rate": "5"}, {"from": None, "rate": "6.0"}]},
            {"name": "QST", "rates": [{"from": None, "rate": "9.5"}], "compound": True},
        ],
    }
    code = TaxCode.from_document(document)
    assert code.components[0].rates == (("", Decimal(6)), ("2008-01-01", Decimal(5)))
    assert code.components[1].compound
    stored = code.to_document()
    assert (stored["v"], stored["code"], stored["name"]) == (1, "qc", "Quebec")
    assert stored["components"][0]["rates"] == [
        {"from": None, "rate": "6"},
        {"from": "2008-01-01", "rate": "5"},
    ]
    assert TaxCode.from_document(stored) == code


treatments = st.tuples(
    st.sampled_from(sorted(CODES)), st.booleans(), st.sampled_from(["", "exempt", "reverse"])
)
treated = st.lists(st.tuples(treatments, amounts), max_size=8)


@given(treated, st.booleans(), st.booleans())
def test_prices_of_both_kinds_and_buyers_who_owe_nothing_add_up(
    rows: list[tuple[tuple[str, bool, str], int]], inclusive: bool, per_line: bool
) -> None:
    """Several taxes on a line, contained and on top, in one sale."""
    pairs = [(code, amount) for (code, _mode, _relief), amount in rows]
    otherwise = {place: Treatment(*how) for place, (how, _amount) in enumerate(rows)}
    taxed = tax_amounts(pairs, CODES, inclusive=inclusive, per_line=per_line, otherwise=otherwise)
    assert sum(taxed.per_line) == taxed.tax == sum(line.tax for line in taxed.lines)
    paid = 0
    for place, ((code, contained, relief), amount) in enumerate(rows):
        tax, exact = taxed.per_line[place], exact_tax(code, amount, contained)
        if relief:
            assert tax == 0
            assert abs(taxed.relief(place) - (exact if contained else 0)) <= 1 + len(CODES[code])
        else:
            assert taxed.relief(place) == 0
            assert abs(tax - exact) <= 1 + len(CODES[code])
        paid += amount - taxed.relief(place) + (0 if contained else tax)
    assert paid == sum(amount for _how, amount in rows) + taxed.on_top
    for line in taxed.lines:
        if line.kind or line.rate is None:
            assert line.tax == 0
        elif not per_line:
            shares = Fraction(0)
            for (code, contained, relief), amount in rows:
                of = 100 + sum(map(Fraction, percents(code))) if contained else Fraction(100)
                mine = (t for t in CODES[code] if not relief and (t.name, t.rate) == (line.code, line.rate))
                shares += sum((amount * Fraction(t.share) / of for t in mine), Fraction(0))
            assert line.tax == half_away(shares), line
    single = [row for row in rows if len(CODES[row[0][0]]) <= 1]
    alone = tax_amounts(
        [(how[0], amount) for how, amount in single],
        CODES,
        inclusive=inclusive,
        per_line=per_line,
        otherwise={place: Treatment(*how) for place, (how, _amount) in enumerate(single)},
    )
    net = sum(line.net for line in alone.lines)
    assert net + alone.tax == sum(amount for _how, amount in single) + alone.on_top, "nothing is lost between"
