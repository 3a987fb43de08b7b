"""The sample shop is good data by our own rules."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from data.catalogue import StoreCatalogue
from data.exchange import import_items
from data.sample import BASKET, ITEMS
from pos_tui.core.barcode import gtin14
from pos_tui.core.quantity import Unit
from tests.data.shop import Books, new_store


def rows() -> list[dict[str, str]]:
    with ITEMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_imports_without_a_remark(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    result = import_items(store, ITEMS, operator="owner", stock=Books(store))
    assert (result.errors, result.notes, result.stored) == ((), (), True)
    assert 110 <= result.new <= 130
    catalogue = StoreCatalogue(store)
    bananas = catalogue.by_code("4011")[0]
    assert (bananas.weighed, bananas.unit, bananas.price) == (True, Unit.KILOGRAM, Decimal("1.99"))
    assert catalogue.by_gtin("02500100000019")[0].name == "Semi-skimmed milk 1 l"
    assert len(catalogue.search("milk choc")) == 1
    store.close()


def test_bar_codes_are_fictitious_and_right() -> None:
    codes = [row["sku"] for row in rows() if len(row["sku"]) == 13]
    assert len(codes) > 80
    for code in codes:
        assert gtin14(code), code
        assert code.startswith("25"), "GS1 keeps prefixes 20 to 29 for numbers that stay within a shop"


def test_it_has_something_of_everything() -> None:
    items = rows()
    assert len({row["department"] for row in items}) >= 10
    assert {row["tax"] for row in items} == {"standard", "zero"}
    assert sum(row["weighed"] == "1" for row in items) >= 10
    assert sum(not row["price"] for row in items) >= 2
    assert sum(bool(row["content"]) for row in items) >= 60, "labels say unit prices"
    assert any("deposit" in row["name"] for row in items)
    assert all(Decimal(row["cost"]) < Decimal(row["price"]) for row in items if row["cost"])
    assert len({row["name"] for row in items}) == len(items)


def test_the_basket_sells_what_there_is() -> None:
    known = {code for row in rows() for code in (row["sku"], row["plu"]) if code}
    text = BASKET.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] not in "#/"]
    assert len(lines) >= 5
    for line in lines:
        assert line.rpartition("*")[2].partition("@")[0] in known, line
