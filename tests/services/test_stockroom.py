"""The stockroom on a real store: what each movement records, costs, lots, places, and what may not be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.permission import NotAllowed
from pos_tui.core.roles import ROLES
from pos_tui.core.stock import Balance
from pos_tui.services import stock_history, stockroom, transfers
from pos_tui.services.stockroom import Move, Why
from tests.register.conftest import new_till  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from tests.register.conftest import NewTill
    from tests.register.shop import Till


@pytest.fixture
def till(new_till: NewTill) -> Till:  # noqa: F811
    return new_till(settings={"stock.locations": "cellar"})


def moves(*said: tuple[str, str], **more: Any) -> list[Move]:
    return [Move(sku, Decimal(quantity), **more) for sku, quantity in said]


def there(till: Till, sku: str) -> dict[str, str]:
    rows = till.front.store.find_all("stock", "sku", sku)
    return {row["location"]: row["qty"] for row in rows}


def test_goods_come_in_at_a_cost_that_moves_the_average(till: Till) -> None:
    counter = till.register.counter
    got = stockroom.receive(counter, moves(("COLA", "24"), cost=Decimal("0.60")), Why(ref="D-17"))
    assert (got["number"], got["kind"], got["ref"], got["operator"]) == ("1", "receive", "D-17", "owner")
    assert got["lines"] == [{"sku": "COLA", "qty": "24", "cost": "0.6"}]
    assert there(till, "COLA") == {"shop": "48"}
    assert till.stored("items", "sku", "COLA")["cost"] == "0.5"
    assert till.stored("stock", "sku", "COLA")["last"] == "0.6"
    till("COLA", "/cash")
    assert till.sales()[0]["lines"][0]["cost"] == "0.5"


def test_what_is_asked_for_twice_with_one_key_counts_once(till: Till) -> None:
    counter = till.register.counter
    first = stockroom.receive(counter, moves(("BOOK", "2")), Why(key="sheet-1"))
    again = stockroom.receive(counter, moves(("BOOK", "2")), Why(key="sheet-1"))
    assert again["number"] == first["number"]
    assert there(till, "BOOK") == {"shop": "2"}


def test_waste_and_adjusting_need_a_reason_which_goes_on_record(till: Till) -> None:
    counter = till.register.counter
    for what in (stockroom.waste, stockroom.adjust):
        with pytest.raises(Refused, match="say why"):
            what(counter, moves(("COLA", "1")), Why())
    stockroom.waste(counter, moves(("COLA", "2")), Why("broken"))
    stockroom.adjust(counter, [Move("COLA", Decimal(0), becomes=Decimal(30))], Why("found a crate"))
    wasted, adjusted = till.front.store.documents("movements")
    assert (wasted["reason"], wasted["lines"]) == ("broken", [{"sku": "COLA", "qty": "-2"}])
    assert adjusted["lines"] == [{"sku": "COLA", "qty": "8", "counted": "30"}]
    assert there(till, "COLA") == {"shop": "30"}


def test_nothing_is_moved_by_nothing_or_by_less(till: Till) -> None:
    counter = till.register.counter
    with pytest.raises(Refused, match="nothing to record"):
        stockroom.receive(counter, [], Why())
    with pytest.raises(InvalidValue, match="more than nothing"):
        stockroom.receive(counter, moves(("COLA", "-1")), Why())
    with pytest.raises(InvalidValue, match=r"no place attic: shop, cellar \(stock.locations\)"):
        stockroom.receive(counter, moves(("COLA", "1")), Why(location="attic"))


def test_many_lines_are_several_records_of_one_commit(till: Till) -> None:
    counter = till.register.counter
    before = till.front.store.at()
    stockroom.receive(counter, moves(*((f"S{number}", "1") for number in range(4001))), Why())
    assert till.front.store.at() == before + 1
    assert [len(record["lines"]) for record in till.front.store.documents("movements")] == [4000, 1]


@pytest.mark.parametrize("by_item", [True, False])
def test_b67_below_zero_sells_unless_shop_or_item_says_no(new_till: NewTill, by_item: bool) -> None:  # noqa: F811
    till = new_till(settings={} if by_item else {"stock.negative": "block"})
    counter = till.register.counter
    blocked, free = ("BOOK", "COLA") if by_item else ("COLA", "BOOK")
    stockroom.receive(counter, moves(("BOOK", "2")), Why())
    rule = "block" if by_item else "sell"
    stockroom.set_rules(counter, [Balance("BOOK", "shop", negative=rule)], "as the owner says")
    count = there(till, blocked)["shop"]
    till(f"{count}*{blocked}")
    assert "1 short" in till.refused(blocked)
    till("/cancel for the test", f"99*{free}", "/cash")
    assert int(there(till, free)["shop"]) < 0
    # Another till sold it between the scan and the payment.
    till(f"{count}*{blocked}")
    stockroom.waste(counter, moves((blocked, "1")), Why("broken"))
    assert "1 short" in till.refused("/cash")
    till(f"/return 3*{blocked}@1.00")


def test_lots_go_first_expired_first_and_by_name_where_it_is_known(till: Till) -> None:
    counter = till.register.counter
    late = Move("CHOC", Decimal(5), lot="L1", expires="2027-03-01")
    soon = Move("CHOC", Decimal(5), lot="L2", expires="2026-12-01")
    stockroom.receive(counter, [late, soon], Why())
    till("2*CHOC", "/cash")
    row = till.stored("stock", "sku", "CHOC")
    assert (row["qty"], row["lots"]) == ("8", [["L2", "2026-12-01", "3"], ["L1", "2027-03-01", "5"]])
    till("8*CHOC", "/cash")
    assert till.stored("stock", "sku", "CHOC")["lots"] == []
    assert stock_history.differences(counter)[0] == []


def test_a_sold_line_takes_its_parts(till: Till) -> None:
    from pos_tui.services import shelf

    sale = {"lines": [{"sku": "CASE", "qty": "2", "void": False, "parts": [["COLA", "12"]]}]}
    counter = till.register.counter
    with counter.ledger.transaction(operator="owner") as tx:
        shelf.take(counter, tx, sale)
    assert there(till, "COLA") == {"shop": "0"}


def test_a_shop_that_keeps_no_stock_looks_nothing_up(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    from pos_tui.services import recording

    def fail(*_: Any) -> None:
        raise AssertionError("looked at stock")

    monkeypatch.setattr(recording.shelf, "take", fail)
    monkeypatch.setattr(type(till.front.store), "changed", lambda self, table: 0)
    till("COLA", "/cash")


def test_b74_goods_are_visible_between_sent_and_received(till: Till) -> None:
    counter = till.register.counter
    sent = transfers.send(counter, moves(("COLA", "10"), ("BOOK", "1")), "Cellar", Why("too many"))
    assert there(till, "COLA") == {"shop": "14", "> cellar": "10"}
    assert there(till, "BOOK") == {"shop": "-1", "> cellar": "1"}
    [row] = transfers.under_way(counter)
    assert (row["here"], row["there"], row["open"]) == ("shop", "cellar", True)
    after = transfers.arrive(counter, sent["code"], moves(("COLA", "4")))
    assert there(till, "COLA") == {"shop": "14", "> cellar": "6", "cellar": "4"}
    assert transfers.missing(after) == {"COLA": 6, "BOOK": 1}
    with pytest.raises(Refused, match="more of COLA than was sent"):
        transfers.arrive(counter, sent["code"], moves(("COLA", "7")))
    with pytest.raises(Refused, match="say why the rest"):
        transfers.arrive(counter, sent["code"], moves(("BOOK", "1")), is_all=True)
    assert there(till, "BOOK")["> cellar"] == "1"
    transfers.arrive(counter, sent["code"], moves(("BOOK", "1")), is_all=True, reason="six broke")
    assert there(till, "COLA") == {"shop": "14", "> cellar": "0", "cellar": "4"}
    assert there(till, "BOOK") == {"shop": "-1", "> cellar": "0", "cellar": "1"}
    assert transfers.under_way(counter) == []
    with pytest.raises(Refused, match="no transfer"):
        transfers.arrive(counter, sent["code"])
    assert stock_history.differences(counter)[0] == []


def test_who_may_not_is_told_so(till: Till) -> None:
    counter = till.register.counter
    counter.rights = ROLES["cashier"].rights
    for what in (
        lambda: stockroom.receive(counter, moves(("COLA", "1")), Why()),
        lambda: stockroom.waste(counter, moves(("COLA", "1")), Why("x")),
        lambda: stockroom.adjust(counter, moves(("COLA", "1")), Why("x")),
        lambda: stockroom.set_rules(counter, [Balance("COLA")], "x"),
        lambda: transfers.send(counter, moves(("COLA", "1")), "cellar", Why()),
        lambda: transfers.arrive(counter, "1"),
    ):
        with pytest.raises(NotAllowed):
            what()
    assert there(till, "COLA") == {"shop": "24"}


def test_stock_as_it_was_and_what_moved(till: Till) -> None:
    counter = till.register.counter
    stockroom.receive(counter, moves(("COLA", "6"), cost=Decimal("0.90")), Why())
    moment = till.clock()
    till("4*COLA", "/cash")
    past = stock_history.as_of(counter, moment)
    assert past.balances["COLA", "shop"].quantity == 30
    assert past.items["COLA"]["cost"] == "0.5"
    rows = list(stock_history.movements(counter, "COLA"))
    assert [(row["kind"], row["qty"]) for row in rows] == [("sale", "-4"), ("receive", "6")]
    weeks = stock_history.sold_by_week(counter, "COLA")
    assert [sold for _day, sold in weeks] == [0, 0, 0, 0, 0, 0, 0, 4]


def test_a_refund_goes_back_to_the_shelf_or_not(till: Till) -> None:
    till("3*COLA", "/cash", "/refund 1-000001 1*#1", "/cash", "/refund 1-000001 1*#1 waste", "/cash")
    assert there(till, "COLA") == {"shop": "22"}
