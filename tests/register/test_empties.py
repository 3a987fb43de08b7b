"""Empties: deposits paid back without a receipt, by count, by a bottle's own code, by a machine's slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.core.barcode import check_digit

from .shop import EAN, item

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def slip(number: int, amount: int) -> str:
    body = f"98{number:05}{amount:05}"
    return f"{body}{check_digit(body)}"


def shop(new_till: NewTill, **settings: str) -> Till:
    named = {"empties.items": "CAN,CRATE", "empties.slips": "98IIIIIPPPPPK"}
    till = new_till(settings={**named, **{key.replace("_", "."): value for key, value in settings.items()}})
    with till.front.store.transaction(operator="owner") as tx:
        for document in (
            item("CAN", "Can", "0.25", tax="zero", department="Empties"),
            item("CRATE", "Crate", "1.50", tax="zero", department="Empties"),
        ):
            tx.insert("items", document)
        cola = tx.find("items", "sku", "COLA")
        tx.set("items", cola.doc_id, **{"with": "CAN"})
    till.restart()
    return till


def test_empties_are_counted_scanned_and_paid_out(new_till: NewTill) -> None:
    till = shop(new_till)
    till("/empties 12*CAN 3*CRATE", f"/empties {EAN}")
    assert till.lines() == [("CAN", "-13", -325), ("CRATE", "-3", -450)]
    sale = till("/cash").sale
    assert sale is not None
    assert (sale["kind"], sale["total"]) == ("refund", -775)
    assert {line["department"] for line in sale["lines"]} == {"Empties"}
    assert [tax["rate"] for tax in sale["taxes"]] == ["0"]


def test_empties_count_against_what_is_bought(new_till: NewTill) -> None:
    till = shop(new_till, empties_limit="5")
    till("/empties 20*CAN", "/empties 10*CRATE")
    assert "at most 5.00 are paid out" in till.refused("/cash")
    till("CASE")
    assert till.total() == 2390 - 2000
    till("/cash")


def test_a_slip_of_a_machine_is_redeemed_once(new_till: NewTill) -> None:
    till = shop(new_till)
    code = slip(7, 325)
    till(f"/empties {code}")
    assert "in the sale already" in till.refused(f"/empties {code}")
    till("/void", "/cancel")
    assert till(code, entered="scan").data["amount"] == -325, "a slip needs no command"
    till("/cash")
    assert till.sales()[-1]["total"] == -325
    assert "redeemed already, on 1-000002" in till.refused(f"/empties {code}")
    till("/postvoid 1-2 for wrong customer", f"/empties {code}", "/void", f"/empties {code}", "/cash")
    assert till.sales()[-1]["total"] == -325


def test_a_slip_that_another_till_redeemed_meanwhile_is_refused_at_the_commit(new_till: NewTill) -> None:
    till = shop(new_till)
    code = slip(8, 100)
    till(f"/empties {code}")
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("slips", {"v": 1, "code": code, "used": "2-000001"})
    assert "redeemed meanwhile, on 2-000001" in till.refused("/cash")


def test_a_z_has_a_line_for_empties(new_till: NewTill) -> None:
    till = shop(new_till)
    till("/open 100", "/empties 4*CAN", "COLA", "/cash 5", "/count 100.19")
    assert till("/z 0 unknown").data["z"]["empties"] == {"count": 4, "amount": -100}


def test_promotions_and_receipts_are_no_concern_of_empties(new_till: NewTill) -> None:
    till = shop(new_till)
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tender_types", {"v": 1, "code": "store_credit", "name": "Store credit"})
    till.restart()
    till("/empties 4*CAN", "/cash")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/empties BOOK", "no deposit is paid back for Book"),
        ("/empties NOPE", "no item has the code"),
        ("/empties 5449000000996*CAN", "bar code"),
        ("/empties 0*CAN", "zero"),
        (f"/empties {slip(9, 0)}", "worth nothing"),
    ],
)
def test_what_is_no_empty(new_till: NewTill, entry: str, why: str) -> None:
    assert why in shop(new_till).refused(entry)


def test_a_shop_without_empties_says_so(till: Till) -> None:
    assert "empties.items" in till.refused("/empties 3*COLA")
    assert "empties.items" in till("/empties").message
