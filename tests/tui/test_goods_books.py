"""Departments, suppliers and what these sell, kept on the screen: each change on record with who and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.screens.items import ItemsView
from pos_tui.screens.office import RulesView
from pos_tui.screens.office_form import RuleForm
from pos_tui.screens.orders import OrdersView, OrderView
from pos_tui.screens.pages import TextView
from pos_tui.screens.supplied import SuppliedView
from pos_tui.terminal.router import Stroke
from tests.register.shop import EAN, Till

from .test_scan_everywhere import Counter, supplied


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    shop = Till(tmp_path)
    yield Counter(shop)
    shop.stop()


def shown(counter: Counter, width: int = 58) -> str:
    rows = counter.desk.view.body(width, 20) or []
    return "\n".join("".join(text for text, _style in spans) for spans in rows)


def key(counter: Counter, name: str) -> None:
    counter.now += 1
    counter.desk.router.feed(Stroke(name, None, counter.now))


@pytest.mark.parametrize("width", [58, 40])
def test_a_department_is_made_below_another_moved_and_taken_away(counter: Counter, width: int) -> None:
    counter.keys("/departments\n", "f2", "Cheese\n", "Cheese & co\n", "f2", "3\n", "f1", "new counter\n")
    assert isinstance(counter.desk.view, RulesView)
    rows = shown(counter, width).splitlines()
    at = next(place for place, row in enumerate(rows) if "Cheese" in row)
    assert "News" in rows[at - 1] and rows[at].index("Cheese") == rows[at - 1].index("News") + 2
    stored = counter.till.stored("departments", "code", "Cheese")
    assert (stored["parent"], stored["tax"], stored["why"]) == ("News", "zero", "new counter")
    counter.keys("cheese\n", "down", "-\n", "f1", "to the top\n", "cheese\n")
    counter.keys("f3")
    assert isinstance(counter.desk.view, TextView)
    assert "to the top" in shown(counter) and "part of: News > -" in shown(counter)
    counter.keys("escape", "f6", "nothing in it\n")
    assert "Cheese is ended" in counter.desk.notice.text
    assert "Cheese" not in shown(counter)


def test_a_department_with_items_stays_and_shows_them(counter: Counter) -> None:
    counter.keys("/departments\n", "food\n", "f6", "try\n")
    assert "items are in Food" in counter.desk.notice.text
    assert isinstance(counter.desk.view, RuleForm)
    counter.keys("down", "Food\n", "f1")
    assert "part of itself" in counter.desk.notice.text
    key(counter, "f7")
    assert isinstance(counter.desk.view, ItemsView) and counter.desk.router.text == "Food"


def test_what_a_supplier_sells_is_scanned_in_and_changed(counter: Counter) -> None:
    counter.keys("/suppliers\n", "f2", "ACME\n", "Acme Wholesale\n", "30 days\n", "f1", "cheaper\n", "\n")
    assert isinstance(counter.desk.view, RuleForm)
    key(counter, "f7")
    assert isinstance(counter.desk.view, SuppliedView)
    counter.bytes(f"{EAN}\r")
    counter.keys("AC-1\n", "twelve\n")
    assert "twelve" in counter.desk.notice.text
    counter.keys("escape", "12\n", "0.42\n", "y\n", "\n", "new list\n")
    assert "*Cola 0.33 l  AC-1" in shown(counter) and "0.42" in shown(counter)
    counter.keys("down", "\n", "down", "down", "0.40\n", "f1", "dearer sugar\n")
    assert "0.40" in shown(counter)
    supply = counter.till.stored("supplies", "code", "ACME\nCOLA")
    assert (supply["cost"], supply["pack"], supply["why"]) == ("0.4", "12", "dearer sugar")
    counter.keys("9999999999994\n")
    assert "no item has the code" in counter.desk.notice.text


def test_the_orders_of_a_supplier_are_those_that_are_over_as_well(counter: Counter) -> None:
    supplied(counter)
    counter.till("/order ACME", "/order 1 cancel for sold out", "/order ACME")
    counter.keys("/suppliers ACME\n")
    key(counter, "f8")
    assert isinstance(counter.desk.view, OrdersView)
    assert "cancelled" in shown(counter) and "ORDERS from ACME  (2)" in shown(counter)
    assert "cancelled" in counter.till("/order of ACME").message


def test_the_same_by_commands(counter: Counter) -> None:
    till = counter.till
    till('/suppliers A/B new name="Hill Dairy" for cheaper', "/supplies A/B/COLA new cost=0.40 for list")
    assert till("/supplies A/B/COLA").data["rule"]["cost"] == "0.4"
    till("/supplies A/B/COLA cost=0.41 was cost=0.4 for dearer", "/supplies A/B/COLA end for gone")
    assert "there is no" in till.refused("/supplies A/B/COLA")
    assert "no item NONE" in till.refused("/supplies A/B/NONE new cost=1")
    assert "stays" in till.refused("/suppliers A/B end for nothing")
    assert "which supplier" in till.refused("/supplies COLA new cost=1")


def test_all_of_an_order_comes_with_its_freight_and_goes_to_a_file(counter: Counter) -> None:
    supplied(counter)
    till = counter.till
    till("/supplies ACME/COLA new cost=0.40 for list", "/order ACME", "/order 1 10*COLA", "/order 1 send")
    counter.keys("/order\n", "1\n")
    key(counter, "f6")
    counter.keys("free\n")
    assert "'free' is not" in counter.desk.notice.text
    counter.keys("escape", "1.00\n", "4711\n", "\n")
    assert isinstance(counter.desk.view, OrderView) and "done" in shown(counter)
    assert counter.desk.register.looking.stock("COLA") == 34
    movement = next(row for row in till.front.store.documents("movements") if row["kind"] == "receive")
    assert (movement["ref"], movement["lines"][0]["cost"]) == ("4711", "0.5")
    assert "all came, or what" in till.refused("/order 1 came late")
    key(counter, "f8")
    assert "order-1" in shown(counter)


def test_what_is_not_sold_is_a_list(counter: Counter) -> None:
    counter.till("/item TISSUE status=blocked for recalled", "/rules COLA negative=block for the count")
    counter.keys("/stock\n", "11\n")
    rows = shown(counter).splitlines()
    assert "Tissues" in rows[1] and "blocked" in rows[1]
    assert "Cola 0.33 l" in rows[2] and "24 left" in rows[2]
