"""Suppliers and orders: suggested, sent, come in parts at the invoice's costs, the rest cancelled."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.permission import NotAllowed
from pos_tui.core.roles import ROLES
from pos_tui.core.stock import Balance
from pos_tui.services import purchasing, reordering, sheets, stockroom, suppliers, transfers
from pos_tui.services.purchasing import Wanted
from pos_tui.services.stockroom import Move, Why
from pos_tui.services.suppliers import Supply
from tests.register.conftest import new_till  # noqa: F401  # a fixture

from .test_stockroom import there

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter
    from tests.register.conftest import NewTill
    from tests.register.shop import Till


@pytest.fixture
def till(new_till: NewTill) -> Till:  # noqa: F811
    till = new_till(settings={"stock.locations": "cellar"})
    counter = till.register.counter
    suppliers.put(counter, "ACME", {"name": "Acme Wholesale", "terms": "30 days"})
    suppliers.put(counter, "BEST", {"name": "Best Drinks"})
    suppliers.supply(
        counter,
        [
            Supply("ACME", "COLA", "AC-1", Decimal(12), Decimal("0.42")),
            Supply("BEST", "COLA", "1001", Decimal(24), Decimal("0.39")),
            Supply("ACME", "BOOK", pack=Decimal(1), cost=Decimal(5), preferred=True),
        ],
    )
    return till


def test_a_supplier_is_made_changed_and_found_in_any_case(till: Till) -> None:
    counter = till.register.counter
    suppliers.put(counter, "ACME", {"phone": "020 7946 0000"})
    found = suppliers.get(counter, "acme")
    assert (found["name"], found["terms"], found["phone"]) == ("Acme Wholesale", "30 days", "020 7946 0000")
    assert [row["code"] for row in suppliers.listed(counter)] == ["ACME", "BEST"]
    assert [one.supplier for one in suppliers.supplies_of(counter, "COLA")] == ["BEST", "ACME"]
    with pytest.raises(Refused, match="no supplier NOBODY: ACME, BEST"):
        suppliers.get(counter, "NOBODY")
    with pytest.raises(InvalidValue, match="needs a name"):
        suppliers.put(counter, "NEW", {"terms": "cash"})
    with pytest.raises(InvalidValue, match="has no fax"):
        suppliers.put(counter, "NEW", {"fax": "1"})


def set_low(counter: Counter, sku: str, low: str, full: str | None = None) -> None:
    balance = Balance(sku, low=Decimal(low), full=None if full is None else Decimal(full))
    stockroom.set_rules(counter, [balance], "for the season")


def test_what_runs_low_is_suggested_in_whole_packs_with_what_comes_counted_in(till: Till) -> None:
    counter = till.register.counter
    set_low(counter, "COLA", "24", "60")
    set_low(counter, "BOOK", "2")
    set_low(counter, "CHOC", "1", "10")
    book, cola, choc = (
        next(one for one in reordering.suggestions(counter) if one.sku == sku)
        for sku in ("BOOK", "COLA", "CHOC")
    )
    assert (cola.here, cola.order, cola.supply.supplier if cola.supply else None) == (24, 48, "BEST")
    assert (book.here, book.order) == (0, 4)
    assert (choc.order, choc.supply) == (10, None)
    [only] = [one for one in reordering.suggestions(counter, supplier="ACME") if one.sku == "COLA"]
    assert only.order == 36
    made = purchasing.make(counter, "BEST", [Wanted("COLA", cola.order)])
    assert any(one.sku == "COLA" for one in reordering.suggestions(counter))  # a draft does not come
    purchasing.send(counter, made["code"])
    assert not any(one.sku == "COLA" for one in reordering.suggestions(counter))
    transfers.send(counter, [Move("BOOK", Decimal(3))], "shop", Why(location="cellar"))
    assert not any(one.sku == "BOOK" for one in reordering.suggestions(counter))


def test_an_order_comes_in_parts_and_its_rest_is_cancelled(till: Till) -> None:
    counter = till.register.counter
    made = purchasing.make(counter, "acme", [Wanted("COLA", Decimal(24)), Wanted("BOOK", Decimal(2))])
    assert made["lines"][0] == {
        "sku": "COLA",
        "name": "Cola 0.33 l",
        "their": "AC-1",
        "pack": "12",
        "qty": "24",
        "cost": "0.42",
        "came": "0",
    }
    assert purchasing.total_of(counter, made) == 24 * 42 + 1000
    code = made["code"]
    with pytest.raises(Refused, match="is draft: send it first"):
        purchasing.receive(counter, code, None, Why())
    purchasing.send(counter, code)
    purchasing.receive(counter, code, [Move("COLA", Decimal(10))], Why())
    order = purchasing.get(counter, code)
    assert (order["state"], purchasing.missing(order)) == ("sent", {"COLA": 14, "BOOK": 2})
    assert purchasing.on_order(counter) == {"COLA": 14, "BOOK": 2}
    assert there(till, "COLA") == {"shop": "34"}
    with pytest.raises(Refused, match="say why"):
        purchasing.cancel(counter, code, "")
    assert purchasing.cancel(counter, code, "sold out")["state"] == "done"
    assert purchasing.on_order(counter) == {}
    with pytest.raises(Refused, match="is done"):
        purchasing.receive(counter, code, None, Why())


def test_the_invoice_says_what_it_cost_and_freight_lands_on_the_goods(till: Till) -> None:
    counter = till.register.counter
    code = purchasing.make(counter, "ACME", [Wanted("CHOC", Decimal(10)), Wanted("BOOK", Decimal(2))])["code"]
    purchasing.send(counter, code)
    moves = [Move("CHOC", Decimal(10), Decimal("0.50")), Move("BOOK", Decimal(2))]
    movement = purchasing.receive(counter, code, moves, Why(ref="INV-7"), extra=300)
    assert [(line["sku"], line["cost"]) for line in movement["lines"]] == [("CHOC", "0.6"), ("BOOK", "6")]
    assert (movement["ref"], movement["supplier"]) == ("INV-7", "ACME")
    assert till.stored("items", "sku", "CHOC")["cost"] == "0.6"
    [choc] = suppliers.supplies_of(counter, "CHOC")
    assert choc.cost == Decimal("0.5")
    assert purchasing.get(counter, code)["state"] == "done"


def test_more_or_other_goods_than_were_ordered_are_booked_in(till: Till) -> None:
    counter = till.register.counter
    code = purchasing.make(counter, "ACME", [Wanted("COLA", Decimal(12))])["code"]
    purchasing.send(counter, code)
    purchasing.receive(counter, code, [Move("COLA", Decimal(13)), Move("CHOC", Decimal(1))], Why())
    order = purchasing.get(counter, code)
    assert [(line["sku"], line["qty"], line["came"]) for line in order["lines"]] == [
        ("COLA", "12", "13"),
        ("CHOC", "0", "1"),
    ]
    assert order["state"] == "done"


def test_a_draft_is_changed_by_hand_and_an_empty_one_is_not_sent(till: Till) -> None:
    counter = till.register.counter
    code = purchasing.make(counter, "BEST", [])["code"]
    with pytest.raises(Refused, match="is empty"):
        purchasing.send(counter, code)
    purchasing.set_line(counter, code, Wanted("COLA", Decimal(24)))
    purchasing.set_line(counter, code, Wanted("BOOK", Decimal(1), Decimal("4.50")))
    purchasing.set_line(counter, code, Wanted("COLA", Decimal(48)))
    order = purchasing.set_line(counter, code, Wanted("BOOK", Decimal(0)))
    assert [(line["sku"], line["qty"]) for line in order["lines"]] == [("COLA", "48")]
    purchasing.send(counter, code)
    with pytest.raises(Refused, match="is ordered already"):
        purchasing.set_line(counter, code, Wanted("COLA", Decimal(1)))
    assert [row["code"] for row in purchasing.listed(counter)] == [code]


def test_a_sheet_books_an_order_in_as_it_is_scanned(till: Till) -> None:
    counter = till.register.counter
    code = purchasing.make(counter, "BEST", [Wanted("COLA", Decimal(24))])["code"]
    purchasing.send(counter, code)
    sheet = sheets.begin(counter, sheets.RECEIVE, sheets.About(order=code))["code"]
    sheets.add(counter, sheet, [sheets.Scanned("COLA", Decimal(20))])
    sheets.post(counter, sheet)
    assert purchasing.missing(purchasing.get(counter, code)) == {"COLA": 4}
    assert there(till, "COLA") == {"shop": "44"}


def test_who_may_not_order_is_told_so(till: Till) -> None:
    counter = till.register.counter
    code = purchasing.make(counter, "BEST", [Wanted("COLA", Decimal(24))])["code"]
    counter.rights = ROLES["cashier"].rights
    for what in (
        lambda: suppliers.put(counter, "X", {"name": "x"}),
        lambda: suppliers.supply(counter, [Supply("BEST", "COLA")]),
        lambda: purchasing.make(counter, "BEST", []),
        lambda: purchasing.set_line(counter, code, Wanted("COLA", Decimal(1))),
        lambda: purchasing.send(counter, code),
        lambda: purchasing.cancel(counter, code, "x"),
    ):
        with pytest.raises(NotAllowed):
            what()
