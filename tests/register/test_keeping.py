"""Items found, shown and changed at the till, by who may; two tills at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from .shop import Till, item

if TYPE_CHECKING:
    from .conftest import NewTill


def test_an_item_is_shown_and_changed_with_a_reason(till: Till) -> None:
    assert till("/item COLA").data["item"]["price"] == "1.19"
    outcome = till('/item COLA price=1.29 name="Cola, 0.33 l ""classic""" for supplier\'s letter')
    assert outcome.data["changed"] == [
        ["name", "Cola 0.33 l", 'Cola, 0.33 l "classic"'],
        ["price", "1.19", "1.29"],
    ]
    assert till("COLA").data["unit_price"] == "1.29"
    assert till.register.counter.keeper is not None
    (change,) = till.register.counter.keeper.history("COLA")[1:]
    assert (change.why, change.operator) == ("supplier's letter", "owner")
    assert till("/item COLA price=1.29").message == "COLA is as it was"


def test_what_was_changed_meanwhile_is_not_written_over(till: Till) -> None:
    till("/item COLA price=1.25")
    assert "meanwhile" in till.refused("/item COLA price=1.30 was price=1.19 for x")
    till('/item COLA name=Cola was name="Cola 0.33 l" price=1.19 for x')
    assert till.stored("items", "sku", "COLA")["price"] == "1.25"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("/item", "which item?"),
        ("/item COLA price=x", "price"),
        ("/item COLA prise=1", "no field"),
        ("/item COLA stock=1", "no field"),
        ("/item COLA price=1 because", "nor a reason after for"),
        ("/item NOPE price=1", "no item has the code"),
    ],
)
def test_what_cannot_be_is_refused(till: Till, entry: str, message: str) -> None:
    assert message in till.refused(entry)


def test_the_list_has_ended_ones(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("OLD", "Oldtimer", "1.00", status="ended"))
    assert [row["code"] for row in till("/items oldt").data["items"]] == ["OLD"]
    assert till("/items qqqq").data["items"] == []


def test_two_who_change_one_item_at_once_lose_nothing(new_till: NewTill) -> None:
    """Each of two processes' books sees the other's fields; of the same field one of them is told."""
    from pos_tui.bootstrap import open_shop
    from pos_tui.bootstrap.itembook import Edit, ItemBook
    from pos_tui.core.errors import Refused

    till = new_till()
    place = till.place

    def write(who: int) -> int:
        refused = 0
        with open_shop(place / "store", state=place / "state", clock=till.clock) as front:
            book = ItemBook(front)
            for count in range(30):
                seen = book.of("COLA")
                texts = {("image", "allergens")[who]: f"{who}-{count}.png", "plu": f"{who}{count}"}
                try:
                    book.change([Edit("COLA", texts, seen)], f"{who}/{count}")
                except Refused:
                    refused += 1
                    front.store.refresh()
        return refused

    with ThreadPoolExecutor(2) as pool:
        refused = sum(pool.map(write, (0, 1)))
    keeper = till.register.counter.keeper
    assert keeper is not None
    till.front.store.refresh()
    changes = keeper.history("COLA")[1:]
    assert len(changes) == 60 - refused
    for before, after in pairwise(changes):
        left = {name: now for name, _was, now in before.fields}["plu"]
        assert {name: was for name, was, _now in after.fields}["plu"] == left
