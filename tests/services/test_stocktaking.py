"""Counting while the shop sells, and sheets of goods that are made by scanning."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.services import sheets, stock_history, stockroom, stocktaking, transfers
from pos_tui.services.sheets import About, Scanned
from pos_tui.services.stockroom import Move, Why
from tests.register.conftest import new_till  # noqa: F401  # a fixture

from .test_stockroom import there

if TYPE_CHECKING:
    from tests.register.conftest import NewTill
    from tests.register.shop import Till


@pytest.fixture
def till(new_till: NewTill) -> Till:  # noqa: F811
    return new_till(settings={"stock.locations": "cellar"})


def begin(till: Till, kind: str = sheets.COUNT, **about: Any) -> str:
    return str(sheets.begin(till.register.counter, kind, About(**about))["code"])


def scan(till: Till, code: str, sku: str, quantity: str, **more: Any) -> dict[str, Any]:
    return sheets.add(till.register.counter, code, [Scanned(sku, Decimal(quantity), **more)])[0]


def test_b68_what_is_sold_after_the_count_of_an_item_is_allowed_for(till: Till) -> None:
    counter = till.register.counter
    code = begin(till)
    till("4*COLA", "/cash")
    scan(till, code, "COLA", "19")  # the books say 20
    till("6*COLA", "/cash")
    stockroom.receive(counter, [Move("COLA", Decimal(10))], Why())
    [found] = stocktaking.findings(counter, code)
    assert (found.counted, found.book, found.difference, found.value) == (19, 20, -1, -40)
    movement = stocktaking.close(counter, code)
    assert movement["lines"] == [{"sku": "COLA", "qty": "-1", "counted": "19"}]
    assert there(till, "COLA") == {"shop": "23"}
    assert stock_history.differences(counter)[0] == []


def test_b68_zones_two_people_and_the_instant_of_the_shop_floor(till: Till) -> None:
    counter = till.register.counter
    code = begin(till)
    scan(till, code, "COLA", "10")
    till("1*COLA", "/cash")
    counter.operator = "ben"
    scan(till, code, "COLA", "9", zone="back")
    scan(till, code, "COLA", "5", zone="back")
    [found] = stocktaking.findings(counter, code)
    assert found.zones == (("", Decimal(10)), ("back", Decimal(14)))
    assert (found.counted, found.book) == (24, 24)
    line = sheets.lines(counter, code)[1]
    assert (line["by"], line["book"]) == (["ben"], "23")
    scan(till, code, "COLA", "13", zone="back", again=True)
    assert [f.counted for f in stocktaking.findings(counter, code)] == [23]


def test_uncounted_is_not_zero_unless_somebody_says_so(till: Till) -> None:
    counter = till.register.counter
    stockroom.receive(counter, [Move("BOOK", Decimal(3)), Move("CHOC", Decimal(2))], Why())
    code = begin(till)
    with pytest.raises(Refused, match="nothing was counted"):
        stocktaking.close(counter, code)
    scan(till, code, "CHOC", "0")
    assert stocktaking.uncounted(counter, code) == [("BOOK", 3), ("COLA", 24)]
    stocktaking.close(counter, code)
    assert (there(till, "BOOK"), there(till, "CHOC")) == ({"shop": "3"}, {"shop": "0"})
    code = begin(till, departments=("News",))
    assert stocktaking.uncounted(counter, code) == []
    code = begin(till)
    scan(till, code, "COLA", "24")
    stocktaking.close(counter, code, none_left=True)
    assert (there(till, "BOOK"), there(till, "COLA")) == ({"shop": "0"}, {"shop": "24"})


def test_what_was_scanned_too_often_is_taken_back_and_no_more(till: Till) -> None:
    code = begin(till)
    scan(till, code, "COLA", "3")
    assert scan(till, code, "COLA", "-1")["qty"] == "2"
    assert scan(till, code, "CHOC", "1")["qty"] == "1"
    assert scan(till, code, "CHOC", "-1")["qty"] == "0"
    assert [line["sku"] for line in sheets.lines(till.register.counter, code)] == ["COLA"]
    with pytest.raises(InvalidValue, match="-1 of COLA cannot be: it has 2"):
        scan(till, code, "COLA", "-3")
    with pytest.raises(InvalidValue, match="cannot be"):
        scan(till, code, "COLA", "5449000000996")


def test_a_sheet_outlives_its_till_and_keeps_unknown_codes(till: Till) -> None:
    code = begin(till, sheets.RECEIVE, ref="D-1")
    scan(till, code, "COLA", "2", cost=Decimal("0.50"))
    scan(till, code, "", "1", said="9999999999994")
    till.restart()
    counter = till.register.counter
    assert [(line["sku"] or line["said"], line["qty"]) for line in sheets.lines(counter, code)] == [
        ("COLA", "2"),
        ("9999999999994", "1"),
    ]
    movement = sheets.post(counter, code)
    assert (movement["ref"], movement["lines"]) == ("D-1", [{"sku": "COLA", "qty": "2", "cost": "0.5"}])
    with pytest.raises(Refused, match="is not open"):
        sheets.post(counter, code)
    assert there(till, "COLA") == {"shop": "26"}


def test_sheets_of_waste_and_transfers(till: Till) -> None:
    counter = till.register.counter
    with pytest.raises(InvalidValue, match="where they are"):
        begin(till, sheets.SEND, to="shop")
    code = begin(till, sheets.SEND, to="cellar")
    with pytest.raises(Refused, match="nothing on sheet"):
        sheets.post(counter, code)
    scan(till, code, "COLA", "4")
    sheets.post(counter, code)
    assert there(till, "COLA") == {"shop": "20", "> cellar": "4"}
    assert len(transfers.under_way(counter)) == 1
    code = begin(till, sheets.WASTE)
    scan(till, code, "COLA", "1")
    with pytest.raises(Refused, match="say why"):
        sheets.post(counter, code)
    sheets.post(counter, code, "dropped")
    assert there(till, "COLA") == {"shop": "19", "> cellar": "4"}


def test_a_sheet_is_given_up_for_a_reason_and_moves_nothing(till: Till) -> None:
    counter = till.register.counter
    code = begin(till)
    scan(till, code, "COLA", "1")
    with pytest.raises(Refused, match="say why"):
        sheets.drop(counter, code, "")
    sheets.drop(counter, code, "the wrong shelf")
    assert sheets.open_ones(counter) == []
    assert there(till, "COLA") == {"shop": "24"}
    with pytest.raises(Refused, match="not open: none"):
        scan(till, code, "COLA", "1")


@pytest.mark.parametrize("negative", ["sell", "block"])
def test_b68_what_is_sold_of_an_item_that_was_never_counted_before(new_till: NewTill, negative: str) -> None:  # noqa: F811
    till = new_till(settings={"stock.negative": negative})
    counter = till.register.counter
    till("BOOK", "/cash")
    code = begin(till)
    scan(till, code, "BOOK", "10")
    till("2*BOOK", "/cash")
    stocktaking.close(counter, code)
    assert there(till, "BOOK") == {"shop": "8"}
    assert stock_history.differences(counter)[0] == []
    if negative == "block":
        till("8*BOOK")
        assert "1 short" in till.refused("BOOK")


def test_a_count_whose_differences_are_nothing_moves_nothing(till: Till) -> None:
    counter = till.register.counter
    code = begin(till)
    scan(till, code, "COLA", "24")
    till("COLA", "/cash")
    stocktaking.close(counter, code, "yearly")
    assert there(till, "COLA") == {"shop": "23"}
    [movement] = till.front.store.documents("movements")
    assert movement["lines"] == [{"sku": "COLA", "qty": "0", "counted": "24"}]


def test_of_long_records_only_what_is_said_of_an_item_is_read(till: Till, monkeypatch: Any) -> None:
    counter = till.register.counter
    stockroom.receive(counter, [Move(sku, Decimal(3)) for sku in ("COLA", "BOOK", "CHOC")], Why(ref="D-1"))
    till("2*COLA", "BOOK", "/cash")
    before = {sku: list(stock_history.movements(counter, sku)) for sku in ("COLA", "BOOK", "TISSUE")}
    assert [len(rows) for rows in before.values()] == [2, 2, 0]
    monkeypatch.setattr("data.backwards.LONG", 1)
    monkeypatch.setattr("data.backwards.decode", None)
    assert before == {sku: list(stock_history.movements(counter, sku)) for sku in before}
