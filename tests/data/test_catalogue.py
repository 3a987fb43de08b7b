"""The register's view of the items in a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.catalogue import StoreCatalogue
from data.store import Store


def now() -> datetime:
    return datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def item(sku: str, name: str, **fields: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "sku": sku,
        "gtins": [],
        "plu": None,
        "name": name,
        "price": "1.19",
        "cost": None,
        "department": "Dairy",
        "tax": "standard",
        "unit": "each",
        "weighed": False,
        **fields,
    }


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.create(tmp_path / "store", simulated=False, clock=now, state=tmp_path / "state")
    with store.transaction(operator="owner") as tx:
        tx.insert("items", item("MILK", "Semi-skimmed milk", gtins=["05449000000996"]))
        tx.insert("items", item("milk2", "Goat milk", price=None))
        tx.insert("items", item("4011", "Other", price="2.555"))
        tx.insert("items", item("BAN", "Bananas", plu="4011", unit="kg", weighed=True, department="Fruit"))
    yield store
    store.close()


def skus(found: tuple[Any, ...]) -> list[str]:
    return [item.sku for item in found]


def test_lookups(store: Store) -> None:
    catalogue = StoreCatalogue(store)
    assert skus(catalogue.by_code("MILK")) == ["MILK"]
    assert catalogue.by_code("milk") == ()
    assert skus(catalogue.by_folded_code("mIlK")) == ["MILK"]
    assert skus(catalogue.by_code("4011")) == ["4011"]
    assert skus(catalogue.by_folded_code("4011")) == ["4011", "BAN"]
    assert skus(catalogue.by_gtin("05449000000996")) == ["MILK"]
    assert catalogue.by_gtin("5449000000996") == ()
    assert catalogue.get("nothing") is None
    bananas = catalogue.get("BAN")
    assert bananas is not None
    assert (bananas.price, bananas.weighed, bananas.unit.value) == (Decimal("1.19"), True, "kg")
    goat = catalogue.get("milk2")
    assert goat is not None
    assert goat.price is None


def test_search(store: Store) -> None:
    catalogue = StoreCatalogue(store)
    for _ in catalogue.preparing():
        pass
    assert set(skus(catalogue.search("milk"))) == {"MILK", "milk2"}
    assert skus(catalogue.search("996")) == ["MILK"]
    assert skus(catalogue.search("fruit")) == ["BAN"]
    assert len(catalogue.search("dairy", limit=2)) == 2


def test_what_is_asked_while_the_search_is_made_ready_is_answered(store: Store) -> None:
    with store.transaction(operator="owner") as tx:
        for number in range(1200):
            tx.insert("items", item(f"N{number}", f"Nut {number}"))
    store.close_segment()
    store.reopen()
    catalogue = StoreCatalogue(store)
    steps = catalogue.preparing()
    for _ in range(5):
        next(steps)
    assert skus(catalogue.by_folded_code("n7")) == ["N7"]
    assert skus(catalogue.search("nut 1199")) == ["N1199"]
    with store.transaction(operator="owner") as tx:
        tx.insert("items", item("LATE", "Late nut", gtins=["05000112637922"]))
    assert list(steps) == [], "somebody could not wait"
    assert skus(catalogue.search("late")) == ["LATE"]
    assert skus(catalogue.by_gtin("05000112637922")) == ["LATE"]


def test_a_change_while_the_search_is_made_ready_is_found(store: Store) -> None:
    catalogue = StoreCatalogue(store)
    for number, _ in enumerate(catalogue.preparing()):
        with store.transaction(operator="owner") as tx:
            tx.insert("items", item(f"LATE{number}", f"Late nut {number}", plu=str(number)))
    for late in range(number + 1):
        assert skus(catalogue.search(f"late nut {late}"))[0] == f"LATE{late}"
        assert skus(catalogue.by_code(str(late))) == [f"LATE{late}"]


def test_the_search_follows_changes_of_this_and_other_programs(store: Store) -> None:
    catalogue = StoreCatalogue(store)
    assert catalogue.search("oat") == (catalogue.get("milk2"),)
    with store.transaction(operator="owner") as tx:
        tx.insert("items", item("OAT", "Oat drink"))
        found = tx.find("items", "sku", "milk2")
        assert found is not None
        tx.set("items", found.doc_id, name="Sheep milk")
    assert skus(catalogue.search("oat")) == ["OAT"]
    other = Store.open(store.folder, clock=now, state=store.folder.parent / "state")
    with other.transaction(operator="admin") as tx:
        found = tx.find("items", "sku", "OAT")
        assert found is not None
        tx.remove("items", found.doc_id)
    other.close()
    assert store.refresh() > 0
    assert catalogue.search("oat drink") == ()
    assert skus(catalogue.search("sheep")) == ["milk2"]
