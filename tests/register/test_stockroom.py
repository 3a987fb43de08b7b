"""The stockroom's commands at the prompt."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.stock import Balance
from pos_tui.services import stockroom, suppliers

from .shop import EAN, Till, item

if TYPE_CHECKING:
    from .conftest import NewTill


@pytest.fixture
def till(new_till: NewTill) -> Till:
    return new_till(settings={"stock.locations": "cellar"})


def here(till: Till, sku: str = "COLA") -> Decimal | None:
    return till.register.looking.stock(sku)


def test_goods_come_and_go_by_command(till: Till) -> None:
    told = till(f"/receive 12*{EAN}@0.60 ref D-1")
    assert (told.message, told.data["movement"]) == ("Received: 12 x Cola 0.33 l, 36 here now", "1")
    assert till("/waste 2*COLA for broken").message == "Wasted: 2 x Cola 0.33 l, 34 here now"
    till("/adjust COLA=30 for a count", "/adjust -1*COLA for one more")
    assert here(till) == 29
    assert "on its way" not in till("/transfer 9*COLA to cellar").message
    assert here(till) == 20
    assert "still on its way" in till("/arrive 1 4*COLA").message
    assert "is done" in till("/arrive 1 lost for the van is empty").message
    facts = till("/stock COLA").data["item"]
    assert [(row["location"], row["qty"]) for row in facts["places"]] == [
        ("shop", "20"),
        ("cellar", "4"),
    ]
    assert till("/check COLA").data["item"]["elsewhere"] == {"cellar": "4"}


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/stock", "the stock of what"),
        ("/stock NOPE", "NOPE"),
        ("/receive", "say what"),
        ("/receive 2.5*COLA", "not a whole number"),
        ("/receive 5449000000996*COLA", "is a bar code"),
        ("/receive COLA@x", "not a cost"),
        ("/receive COLA exp 2026-13-01", "is no day"),
        ("/receive -1*COLA", "more than nothing"),
        ("/waste COLA", "say why"),
        ("/adjust COLA=5", "say why"),
        ("/transfer COLA", "say where to"),
        ("/transfer COLA to attic", "no place attic"),
        ("/arrive 7", "no transfer 7"),
        ("/sheet 9", "is not open"),
        ("/sheet 9 COLA", "is not open"),
        ("/order", "order what"),
        ("/order suggest", "nothing runs low"),
        ("/order NOBODY", "no supplier NOBODY"),
        ("/order 9 send", "no order 9"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(till: Till, entry: str, why: str) -> None:
    assert why in till.refused(entry)


def test_a_sheet_by_command(till: Till) -> None:
    assert till("/sheet count").data["sheet"] == "1"
    assert till(f"/sheet 1 12*{EAN}").message == "Cola 0.33 l: 12"
    assert till("/sheet 1 -2*COLA").data["sheet_line"]["qty"] == "10"
    unknown = till("/sheet 1 9999999999994")
    assert unknown.sound == "unknown" and "kept on the sheet" in unknown.message
    assert "10  Cola" in till("/sheet 1").message
    till("COLA", "/cash", "/sheet 1 COLA=20", "/sheet 1 post for the year")
    assert here(till) == 20
    till("/sheet receive", "/sheet 2 3*COLA@0.50", "/sheet 2 post")
    assert here(till) == 23
    till("/sheet send to cellar", "/sheet 3 COLA", "/sheet 3 drop for another day")
    assert "is not open" in till.refused("/sheet 3 COLA")
    assert here(till) == 23


def test_orders_by_command(till: Till) -> None:
    counter = till.register.counter
    suppliers.put(counter, "ACME", {"name": "Acme"})
    suppliers.supply(counter, [suppliers.Supply("ACME", "COLA", pack=Decimal(12), cost=Decimal("0.42"))])
    stockroom.set_rules(counter, [Balance("COLA", low=Decimal(24), full=Decimal(48))], "x")
    assert till("/order suggest").data["orders"] == ["1"]
    assert till("/order 1 36*COLA").data["order"]["lines"][0]["qty"] == "36"
    assert "Acme: ordered" in till("/order 1 send").message
    till("/sheet receive order 1", "/sheet 1 20*COLA", "/sheet 1 post")
    assert "some came" in till("/order 1").message
    assert "done" in till("/order 1 cancel for sold out").message
    assert here(till) == 44
    assert till("/order ACME").data["order"]["state"] == "draft"
    till("/order 2 print")


def test_the_till_sells_from_its_own_place(new_till: NewTill) -> None:
    till = new_till(settings={"stock.location": "van", "stock.locations": "shop"})
    till("/receive 5*COLA", "2*COLA", "/cash")
    assert till.sales()[0]["location"] == "van"
    rows = {row["location"]: row["qty"] for row in till.front.store.find_all("stock", "sku", "COLA")}
    assert rows == {"shop": "24", "van": "3"}


def test_a_pack_is_so_many_of_what_is_in_it_and_a_kit_is_not_booked(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("TRAY", "Tray of 24", None, gtins=["00012345678905"], parts=[["COLA", "24"]]))
        tx.insert("items", item("MEAL", "Meal", "5.00", parts=[["COLA", "1"], ["CHOC", "1"]]))
    till("/receive 2*0012345678905@9.60")
    assert here(till) == 24 + 48
    assert till.stored("stock", "sku", "COLA")["last"] == "0.4"
    till("/sheet count", "/sheet 1 1*TRAY", "/sheet 1 2*COLA", "/sheet 1 post")
    assert here(till) == 26
    assert "made of COLA, CHOC" in till.refused("/receive MEAL")
    assert till("/stock MEAL").data["item"]["sku"] == "MEAL"
    till("MEAL", "TRAY", "/cash 100")
    assert here(till) == 1
