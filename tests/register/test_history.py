"""Looking back at the till: receipts and records, found by what is remembered of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.core.journal_words import what
from pos_tui.register.commands.history import MOST

if TYPE_CHECKING:
    from .shop import Till


def sold(till: Till) -> None:
    """A sale, a refund and a cancelled basket."""
    till("2*COLA", "CHOC", "/note Table 7", "/cash 5", "/return BOOK", "/card ref X77", "TISSUE", "/cancel")


def numbers(till: Till, words: str) -> list[str]:
    return [sale["number"] for sale in till(f"/sales {words}").data["sales"]]


def test_receipts_are_listed_newest_first_by_what_is_remembered(till: Till) -> None:
    sold(till)
    assert numbers(till, "") == ["1-000002", "1-000001"]
    assert numbers(till, "cola") == numbers(till, "table today") == numbers(till, "3.23 cash") == ["1-000001"]
    assert numbers(till, "refund") == numbers(till, "x77") == numbers(till, "1-2") == ["1-000002"]
    assert numbers(till, "cancelled") == ["1-000003"]
    assert till("/sales refund").message == "1-000002  2026-11-23 14:05  -9.99  card  refund"


def test_the_receipt_of_a_number_comes_before_what_else_it_may_mean(till: Till) -> None:
    till("CHOC", "/note 2", "/cash")
    till("CHOC", "/cash", "CHOC", "/note 2", "/cash")
    assert numbers(till, "2") == [*numbers(till, "1-2")[:1], "1-000003", "1-000001"]
    assert numbers(till, "000003") == ["1-000003"]


def test_no_receipt_is_told_with_the_sound_of_something_unknown(till: Till) -> None:
    sold(till)
    outcome = till("/receipts zzz")
    assert (outcome.data["sales"], outcome.sound) == ([], "unknown")
    assert "zzz" in outcome.message


def test_a_long_list_says_that_there_is_more(till: Till) -> None:
    for _ in range(MOST + 1):
        till("CHOC", "/cash")
    outcome = till("/sales choc")
    assert len(outcome.data["sales"]) == MOST
    assert "only the newest" in outcome.message


def test_the_journal_is_told_in_words_the_newest_last(till: Till) -> None:
    sold(till)
    till("/nosale change for a customer", "/reprint 1-000001")
    told = [record["what"] for record in till("/journal").data["records"]]
    assert told[-5:] == [
        "sale 1-000001: 2 lines, 3.23 cash",
        "refund 1-000002: 1 line, -9.99 card",
        "basket cancelled, 1-000003: 1 line, 2.00",
        "drawer opened without a sale: change for a customer",
        "receipt 1-000001 printed again, copy 1",
    ]
    assert [record["what"] for record in till("/journal drawer owner").data["records"]] == told[-2:-1]
    assert till("/journal zzz").sound == "unknown"


def test_copies_are_counted_from_the_journal(till: Till) -> None:
    sold(till)
    assert [till("/reprint 1-1").data["copy"] for _ in range(3)] == [1, 2, 3]
    till.restart()
    assert till("/reprint 1-000001").data["copy"] == 4
    assert till("/reprint 1-000002").data["copy"] == 1


@pytest.mark.parametrize(
    ("ops", "told"),
    [
        ([["store", {"id": "x"}]], "the store was made"),
        ([["epoch", {"epoch": 2}], ["put", "settings", 1, {"key": "shop"}]], "epoch 2 began, setting shop"),
        ([["put", "items", 3, {"sku": "A", "name": "Apple", "price": None}]], "item A Apple: open price"),
        ([["set", "items", 3, {"price": "1.20"}]], "item #3 changed: price 1.20"),
        ([["set", "operators", 3, {"pin": "$argon2id$secret"}]], "operator #3 changed: pin"),
        ([["del", "items", 3]], "item #3 removed"),
        ([["drop", "junk"], ["make", "junk"]], "all of junk removed, junk begun"),
        ([["put", "items", n, {}] for n in range(9)], "9 x item written"),
        ([["put", "sales", 1, {"odd": True}]], "sale"),
        ([["put", "cash", 1, {"number": "1-C1", "kind": "pickup"}]], "cash 1-C1 pickup"),
        ([["put", "movements", 1, {"number": "7", "kind": "count", "lines": [{}]}]], "stock, count: 1 item"),
        ([["set", "tills", 1, {"missed": []}]], "till #1 changed: missed []"),
    ],
)
def test_whatever_a_record_holds_can_be_told(ops: list[list[object]], told: str) -> None:
    assert what(ops) == told


def test_values_with_parts_are_said_in_words() -> None:
    ended = {"operator": "ann", "time": "", "why": "sold out"}
    assert "ended ann sold out" in what([["set", "promotions", 3, {"ended": ended}]])
    assert "items A, B" in what([["set", "promotions", 3, {"items": ["A", "B"]}]])


def test_a_shop_that_sold_nothing_says_so(till: Till) -> None:
    assert till.register.run("/sales").message == "nothing was sold yet"
