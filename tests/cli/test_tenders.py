"""Ways to pay and vouchers by commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Pos


def rows(pos: Pos, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos(*words, "--format", "json").stdout)
    return found


def test_a_usual_way_to_pay_begins_as_it_usually_is(shop: Pos) -> None:
    assert "voucher: Voucher" in shop("tenders", "set", "voucher").stderr
    shop("tenders", "set", "cheque", "name=Bank cheque", "refundable=yes")
    found = {row["code"]: row for row in rows(shop, "tenders", "list")}
    assert list(found) == ["cash", "card", "voucher", "cheque"]
    assert (found["voucher"]["keeps"], found["cheque"]["name"]) == ("voucher", "Bank cheque")
    assert found["cheque"]["does"] == "opens_drawer, refundable, needs_reference, counted"
    shop("tenders", "remove", "cheque")
    assert "cheque" not in shop("tenders", "list").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "card", "gives_change=yes"), "cash alone gives change"),
        (("set", "card", "colour=red"), "is none of"),
        (("set", "card", "refundable"), "says nothing"),
        (("set", "cash", "counted=no"), "cash gives change"),
        (("set", "voucher", "over_tender=yes"), "stays there"),
        (("set", "Üb"), "is no code"),
        (("set", "layaway"), "paid before"),
        (("remove", "cash"), "every shop takes cash"),
        (("remove", "nope"), "no way to pay"),
    ],
)
def test_what_makes_no_sense_is_refused(shop: Pos, words: tuple[str, ...], why: str) -> None:
    code = 2 if words[0] == "set" else 1
    assert why in shop("tenders", *words, code=code).stderr


def test_b39_vouchers_are_listed_shown_and_issued(shop: Pos) -> None:
    shop("tenders", "set", "voucher")
    shop("ring", stdin="/voucher 50 code GIFT-1\n/cash\nMILK\n/redeem GIFT-1\n")
    [row] = rows(shop, "vouchers", "list")
    assert (row["code"], row["paid_in"], row["left"], row["issued"]) == (
        "GIFT-1",
        "50.00",
        "48.81",
        "1-000001",
    )
    assert "1-000001 50.00, 1-000002 -1.19" in shop("vouchers", "show", "gift-1").stdout
    shop("ring", stdin="GUM\n/redeem GIFT-1\n/return GUM\n/pay voucher\n")
    codes = shop(
        "vouchers", "issue", "5", "--count", "2", "--why", "fair", "--until", "2099-01-01"
    ).stdout.split()
    assert len(set(codes)) == 2
    assert rows(shop, "vouchers", "list")[-1]["moves"] == [["fair", 500]]
    assert "no voucher" in shop("vouchers", "show", "NOPE", code=1).stderr


def test_rates_have_days_and_foreign_cash_is_a_way_to_pay(shop: Pos) -> None:
    shop("tenders", "set", "usd", "currency=usd", "name=US dollars")
    shop("tenders", "set", "card", "cash_back=50")
    assert "1 USD = 0.79 GBP from" in shop("tenders", "rate", "USD", "0.79").stderr
    shop("tenders", "rate", "USD", "0.80", "--from", "2099-01-01")
    assert [(row["rate"], row["today"]) for row in rows(shop, "tenders", "rates")] == [
        ("0.79", "yes"),
        ("0.8", ""),
    ]
    found = {row["code"]: row for row in rows(shop, "tenders", "list")}
    assert (found["usd"]["currency"], found["card"]["cash_back"]) == ("USD", 5000)
    assert "shop's own currency" in shop("tenders", "rate", "GBP", "1", code=2).stderr
    assert "is no date" in shop("tenders", "rate", "USD", "1", "--from", "soon", code=2).stderr
    assert "cash-back is for cards" in shop("tenders", "set", "usd", "cash_back=5", code=2).stderr
    told = shop("ring", stdin="GUM\n/pay 5 usd\n").stdout
    assert "change 3.25" in told


def test_accounts_have_limits(shop: Pos) -> None:
    shop("tenders", "set", "account")
    shop("accounts", "set", "ada", "--name", "Ada", "--limit", "50")
    shop("ring", stdin="GUM\n/pay account ref ada\n")
    shop("accounts", "set", "ada", "--limit", "60")
    [row] = rows(shop, "accounts", "list")
    assert (row["name"], row["owes"], row["most"]) == ("Ada", "0.70", "60.00")
    assert "below zero" in shop("accounts", "set", "ada", "--limit", "-1", code=2).stderr


def test_b40_orders_are_listed_and_shown(shop: Pos) -> None:
    shop("ring", stdin="2*MILK\n/layaway 1 Ada\n/cash\nGUM\n/layaway Bob\n/collect L2\n/cash\n")
    [row] = rows(shop, "layaways", "list")
    assert (row["number"], row["name"], row["paid"], row["owed"]) == ("1-L000001", "Ada", "1.00", "1.38")
    assert [row["state"] for row in rows(shop, "layaways", "list", "--all")] == ["open", "collected"]
    shown = shop("layaways", "show", "1-L1").stdout
    assert "1-000001 1.00" in shown
    assert "2 x " in shown
    assert "no order" in shop("layaways", "show", "1-L9", code=1).stderr
    assert "put aside, 1-L000001 Ada: 2.38" in shop("journal", "show").stdout
