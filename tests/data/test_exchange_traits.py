"""What selling an item asks for comes in with item files, and goes out with them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.exchange import ImportOptions, ImportResult, export_items, import_items
from tests.data.shop import Books, new_store

if TYPE_CHECKING:
    from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def load(store: Store, content: str, name: str = "items.csv") -> ImportResult:
    file = store.folder.parent / name
    file.write_text(content)
    return import_items(store, file, ImportOptions(), operator="owner", stock=Books(store))


def test_a_minimum_age_comes_in_and_goes_out(store: Store) -> None:
    assert not load(store, "sku,name,price,age\nW,Wine,8,18+\nB,Beer,2,16\nT,Tea,1,\n").errors
    ages = {document["sku"]: document.get("age") for document in store.documents("items")}
    assert ages == {"W": 18, "B": 16, "T": None}
    for kind in ("csv", "jsonl"):
        out = io.BytesIO()
        export_items(store, out, kind)
        again = load(store, out.getvalue().decode(), f"again.{kind}")
        assert (again.errors, again.new, again.changed) == ((), 0, 0)


@pytest.mark.parametrize("age", ["old", "121", "-1", "18.5"])
def test_what_is_no_age_is_refused_by_its_line(store: Store, age: str) -> None:
    (problem,) = load(store, f"sku,name,age\nW,Wine,{age}\n").errors
    assert (problem.line, "is no age in years" in problem.reason) == (2, True)


def test_what_an_item_asks_for_comes_in(store: Store) -> None:
    assert not load(store, "sku,name,asks\nP,Phone,Serial\nY,Yeast,lot\nT,Tea,\n").errors
    asks = {document["sku"]: document.get("asks") for document in store.documents("items")}
    assert asks == {"P": "serial", "Y": "lot", "T": None}
    (problem,) = load(store, "sku,name,asks\nP,Phone,colour\n").errors
    assert "neither serial nor lot" in problem.reason


MADE = (
    "sku,name,price,coming,parts,parent,variant,options,status,per,allergens,image\n"
    "TEE,T-shirt,9,,,,,size; colour,,,,tee.png\n"
    "TEE-M,T-shirt M,9,2026-12-01=9.50; 2027-01-01=10,,TEE,M;red,,ended,,,\n"
    "KIT,Kit,,,2*TEE-M; 0.5*TEE,,,,Active,100 g,milk; nuts,\n"
)


def test_what_items_are_made_of_comes_in_and_goes_out(store: Store) -> None:
    assert not load(store, MADE).errors
    made = {document["sku"]: document for document in store.documents("items")}
    assert made["TEE"]["options"] == ["size", "colour"]
    assert made["TEE-M"]["coming"] == [["2026-12-01", "9.5"], ["2027-01-01", "10"]]
    assert made["KIT"]["parts"] == [["TEE-M", "2"], ["TEE", "0.5"]]
    assert "status" not in made["KIT"]
    for kind in ("csv", "jsonl"):
        out = io.BytesIO()
        export_items(store, out, kind)
        again = load(store, out.getvalue().decode(), f"again.{kind}")
        assert (again.errors, again.new, again.changed, again.same) == ((), 0, 0, 3)


def test_a_price_that_has_begun_is_exported_as_the_price(store: Store) -> None:
    load(store, MADE)
    out = io.BytesIO()
    export_items(store, out, "csv", "2026-12-15")
    (row,) = [line for line in out.getvalue().decode().splitlines() if line.startswith("TEE-M")]
    assert ",9.5," in row and "2027-01-01=10" in row and "2026-12-01" not in row


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("coming,1.20", "no price to come"),
        ("coming,2026-13-01=1", "no date"),
        ("parts,0*X", "no part"),
        ("status,gone", "neither active"),
        ("per,7 g", "1, 10, 100 or 500"),
        ("image,../x.png", "leave the folders out"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_line(store: Store, cell: str, why: str) -> None:
    field, _, value = cell.partition(",")
    (problem,) = load(store, f"sku,{field}\nA,{value}\n").errors
    assert why in problem.reason
