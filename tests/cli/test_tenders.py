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
