"""Entries of Zs: debits equal credits whatever was sold, and other programs read them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from beancount import loader
from beancount.core.data import Transaction
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.ledger.accounts import DEFAULTS, Accounts, part
from pos_tui.core.ledger.entries import Entry, Posting, balances, of_day, of_owed, of_z
from pos_tui.core.ledger.files import beancount, hledger, rows
from pos_tui.core.report.folding import DayCubes, fold
from pos_tui.core.report.posted import POSTED
from pos_tui.core.reports import DaySummary
from pos_tui.core.shift import Tally
from tests.core.report.facts import PLACE, cash, sales
from tests.core.test_reports import several

Doc = dict[str, Any]
DAY = "2026-01-01"
PLAIN = Accounts()
_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \* \(([^)]+)\) [^;|]*")
_POSTING = re.compile(r"    (\S(?:.*\S)?) {2,}(-?\d+\.\d{2}) ([A-Z]{3})(  ; .*)?")


def goods_of(sold: list[Doc]) -> dict[tuple[str, str], tuple[int, int]]:
    """What was sold, as the fold of reports has it."""
    found: DayCubes = {}
    assert fold((("sales", sale) for sale in sold), (POSTED,), PLACE, found) == 0
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for cubes in found.values():
        for (_money, _dimension, _till, _shift, code, taxed), (net, cost) in cubes["posted"].sums.items():
            before = sums.get((code, taxed), (0, 0))
            sums[code, taxed] = before[0] + net, before[1] + cost
    return sums


def no_worth(kind: str, amount: int, day: str) -> int:
    raise AssertionError((kind, amount, day))


def z_of(sold: list[Doc], moved: list[Doc], over_short: int, left: int) -> dict[str, Any]:
    """A Z of these records, counted with a difference, and what it sold beside it."""
    tally = Tally("1", 3, 10_000, DaySummary.empty(DAY, "GBP"))
    tally.add([("put", "sales", 1, {**sale, "till": "1", "shift": 3, "number": "1-000001"}) for sale in sold])
    tally.add(
        [("put", "cash", 1, {**move, "till": "1", "shift": 3, "number": "1-C000001"}) for move in moved]
    )
    expected = tally.expected["cash"]
    return {
        **tally.to_document(),
        "number": "1-Z000003", "till": "1", "shift": 3, "day": DAY, "currency": "GBP",
        "over_short": {"cash": over_short}, "bag": expected + over_short - left, "goods": goods_of(sold),
    }  # fmt: skip


zs = st.builds(
    z_of, st.lists(sales, max_size=6), st.lists(cash, max_size=4), st.integers(-500, 500), st.just(5000)
)


@several
@given(zs, st.integers(0, 20_000))
def test_debits_equal_credits_and_the_till_holds_what_was_left(z: Doc, left_before: int) -> None:
    entry = of_z(z, left_before, z["goods"], PLAIN, no_worth)
    assert sum(posting.amount for posting in entry.postings) == 0
    held = balances([entry]).get(("Assets:Till", "GBP"), 0)
    assert left_before + held == 5000
    net = -sum(row["net"] for row in z["sales"]["tax"])
    assert sum(p.amount for p in entry.postings if p.account.startswith("Income:Sales")) == net


@several
@given(st.lists(sales, max_size=6))
def test_days_outside_of_shifts_balance(sold: list[Doc]) -> None:
    day = DaySummary.empty(DAY, "GBP")
    for sale in sold:
        day = day.plus(sale)
    assert sum(posting.amount for posting in of_day(day.to_document(), goods_of(sold), PLAIN).postings) == 0


def taxed_twice() -> Doc:
    """A sale of goods for 100.00 that two taxes fall on, and of others for 50.00 that one does."""
    lines = [
        {"tax": "QC", "rate": "5+9.975", "amount": 10_000, "tax_amount": 1498, "cost": "60"},
        {"tax": "GST", "rate": "5", "amount": 5000, "tax_amount": 250, "cost": None},
    ]
    plain = {"qty": "1", "discount": 0, "department": "", "void": False, "source": "catalogue"}
    taxes = [{"code": "GST", "rate": "5", "net": 15_000, "tax": 750},
             {"code": "QST", "rate": "9.975", "net": 10_000, "tax": 998}]  # fmt: skip
    return {
        "kind": "sale", "currency": "CAD", "prices": "exclusive", "day": DAY, "till": "1", "operator": "ana",
        "lines": [{**plain, **line} for line in lines], "taxes": taxes, "total": 16_748, "rounding": 0,
        "tenders": [{"type": "card", "amount": 16_748}], "change": 0,
    }  # fmt: skip


def test_goods_that_two_taxes_fall_on_are_posted_once_and_with_their_cost() -> None:
    sale = taxed_twice()
    day = DaySummary.empty(DAY, "CAD").plus(sale).to_document()
    entry = of_day(day, goods_of([sale]), PLAIN)
    assert {(posting.account, posting.note): posting.amount for posting in entry.postings} == {
        ("Assets:Clearing:Card", "card"): 16_748,
        ("Income:Sales:QC", "QC 5+9.975%"): -10_000,
        ("Income:Sales:GST", "GST 5%"): -5000,
        ("Liabilities:Tax:GST", "GST 5%"): -750,
        ("Liabilities:Tax:QST", "QST 9.975%"): -998,
        ("Expenses:Cost-of-goods", "cost"): 6000,
        ("Assets:Stock", "cost"): -6000,
    }
    without = of_day(day, goods_of([sale]), Accounts.parse(["cost=-"]))
    assert not any("cost" in posting.note for posting in without.postings)


def test_what_comes_back_as_waste_is_no_stock_again() -> None:
    back = {"qty": "-1", "amount": -10_000, "tax_amount": -1498}
    kept, waste = ({**taxed_twice(), "lines": [{**taxed_twice()["lines"][0], **back, **more}]}
                   for more in ({}, {"condition": "waste"}))  # fmt: skip
    assert goods_of([kept]) == {("QC", "5+9.975%"): (-10_000, -6000)}
    assert goods_of([waste]) == {("QC", "5+9.975%"): (-10_000, 0)}


def test_foreign_cash_that_is_short_is_worth_what_it_was_taken_for() -> None:
    z = z_of([], [], 0, 5000)
    z |= {"kept": {"usd": 1580, "cash": -1580}, "foreign": {"usd": 2000}, "bag": z["bag"] - 1580}
    z["over_short"] = {"cash": 0, "usd": -2000}
    amounts = balances([of_z(z, 0, {}, PLAIN, no_worth)])
    assert ("Assets:Clearing:Usd", "GBP") in amounts
    assert amounts["Assets:Clearing:Usd", "GBP"] == 0
    assert amounts["Expenses:Over-short", "GBP"] == 1580
    z["over_short"]["usd"] = 100
    assert balances([of_z(z, 0, {}, PLAIN, no_worth)])["Expenses:Over-short", "GBP"] == -79
    z |= {"kept": {}, "foreign": {"usd": 0}, "bag": z["bag"] + 1580}
    assert balances([of_z(z, 0, {}, PLAIN, lambda kind, amount, day: amount // 2)])[
        "Assets:Clearing:Usd", "GBP"
    ] == 50  # fmt: skip


def test_vouchers_that_nobody_paid_for_and_that_ended() -> None:
    given_away = of_owed(DAY, "GBP", 500, "presents", "vouchers", PLAIN)
    over = of_owed(DAY, "GBP", -300, "expired", "vouchers", PLAIN)
    brought = of_owed(DAY, "GBP", -900, "opening", "receivables", PLAIN)
    assert balances([given_away, over, brought]) == {
        ("Assets:Receivables", "GBP"): 900,
        ("Equity:Opening-balances", "GBP"): -900,
        ("Expenses:Vouchers-given", "GBP"): 500,
        ("Income:Vouchers-expired", "GBP"): -300,
        ("Liabilities:Vouchers", "GBP"): -200,
    }


def test_what_does_not_balance_is_refused() -> None:
    with pytest.raises(Refused, match="does not balance: debits exceed credits by 5"):
        Entry(DAY, "1-Z000003", "", "GBP", (Posting("Assets:Till", 105), Posting("Income:Sales", -100)))


@several
@given(st.lists(zs, min_size=1, max_size=3))
def test_beancount_reads_it_and_finds_the_same_balances(given_zs: list[Doc]) -> None:
    entries = [of_z(z, 0, z["goods"], PLAIN, no_worth) for z in given_zs]
    directives, errors, _options = loader.load_string("\n".join(beancount(entries)))
    assert not errors
    found: dict[tuple[str, str], Decimal] = {}
    for directive in directives:
        if isinstance(directive, Transaction):
            for posting in directive.postings:
                assert posting.units is not None
                key = posting.account, posting.units.currency
                found[key] = found.get(key, Decimal(0)) + posting.units.number * 100
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in balances(entries).items() if v}


@several
@given(st.lists(zs, max_size=3))
def test_an_hledger_journal_has_its_grammar(given_zs: list[Doc]) -> None:
    entries = [of_z(z, 0, z["goods"], PLAIN, no_worth) for z in given_zs]
    found: dict[tuple[str, str], Decimal] = {}
    number = ""
    for text in hledger(entries):
        if date := _DATE.fullmatch(text):
            number = date[1]
        elif text:
            posting = _POSTING.fullmatch(text)
            assert posting and number, text
            key = posting[1], posting[3]
            found[key] = found.get(key, Decimal(0)) + Decimal(posting[2]) * 100
        else:
            number = ""
    assert {k: v for k, v in found.items() if v} == {k: v for k, v in balances(entries).items() if v}


def test_rows_have_debits_and_credits_apart() -> None:
    entry = Entry(DAY, "1-Z000003", "till 1", "GBP", (Posting("A", 100, "cash"), Posting("B", -100)))
    assert [(row["account"], row["debit"], row["credit"]) for row in rows([entry])] == [
        ("A", 100, None),
        ("B", None, 100),
    ]


def test_accounts_are_chosen_by_role_and_code() -> None:
    accounts = Accounts.parse(
        ["cash=1000", "sales.standard=4400", "tax=Liabilities:VAT", "tender.amex=Assets:Amex"],
        {"gift": "voucher", "account": "account"},
    )
    assert accounts.tender("cash") == "1000"
    assert accounts.tender("amex") == "Assets:Amex"
    assert accounts.tender("card") == "Assets:Clearing:Card"
    assert accounts.tender("gift") == DEFAULTS["vouchers"]
    assert accounts.tender("account") == DEFAULTS["receivables"]
    assert (accounts.coded("sales", "standard"), accounts.coded("sales", "zero")) == (
        "4400",
        "Income:Sales:Zero",
    )
    assert accounts.coded("tax", "standard") == "Liabilities:VAT"
    assert accounts.apart("tip") == DEFAULTS["tips"]


@pytest.mark.parametrize(
    "text", ["cash", "cash=-", "till=1", "cash.x=1", "sales.=1", "cash=A::B", "cash=", "cash=\x1b[2J"]
)
def test_what_names_no_account(text: str) -> None:
    with pytest.raises(InvalidValue):
        Accounts.parse([text])


def test_codes_become_parts_of_names() -> None:
    assert [part(code) for code in ("standard", "7 %", "mehrwert_steuer", "税", "%")] == [
        "Standard", "7", "Mehrwert-steuer", "税", "None",
    ]  # fmt: skip


def test_beancount_says_which_account_it_cannot_read() -> None:
    entry = Entry(DAY, "1", "", "GBP", (Posting("1000", 1), Posting("Income:Sales", -1)))
    with pytest.raises(InvalidValue, match="no account '1000'"):
        list(beancount([entry]))


def test_b40_deposits_on_orders_are_owed_until_the_goods_are_collected() -> None:
    accounts = Accounts.parse(["deposits=2170"])
    assert accounts.apart("layaway") == accounts.tender("layaway") == "2170"
    assert Accounts().apart("layaway") == "Liabilities:Deposits"
    assert Accounts().apart("voucher_reload") == Accounts().apart("voucher")
