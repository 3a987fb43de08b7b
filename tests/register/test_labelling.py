"""`/label` at the till, and which items need new labels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from devices.virtual import zpl
from devices.virtual.printer import virtual_printer
from pos_tui.bootstrap.labelling import changed_since

from .shop import EAN

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


@pytest.fixture
def till(new_till: NewTill) -> Till:
    made: Till = new_till(settings={"label_printer": "zpl+dummy://shelf"})
    return made


def printed() -> list[tuple[str, int]]:
    (label,) = zpl.read(virtual_printer("shelf").jobs[-1])
    return [(label.texts()[0], label.copies)]


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("/label COLA", ("Cola 0.33 l", 1)),
        (f"/label {EAN} 12", ("Cola 0.33 l", 12)),
        ("/label BANK CHARGES 2", ("Bank charges", 2)),
        ('/label "BANK CHARGES"', ("Bank charges", 1)),
        ("/label 123", ("Numbered", 1)),
        ("/label 123 3", ("Numbered", 3)),
        ("/label 4011", ("Bananas, loose", 1)),
    ],
)
def test_a_code_and_how_many(till: Till, entry: str, wanted: tuple[str, int]) -> None:
    assert till.register.blocks(entry)
    till(entry)
    assert printed() == [wanted]
    assert till.register.basket.is_empty


def test_what_is_no_item_or_no_number_prints_nothing(till: Till) -> None:
    before = len(virtual_printer("shelf").jobs)
    for entry in ("/label", "/label NOSUCH", "/label COLA 0", "/label COLA 9999"):
        till.refused(entry)
    assert len(virtual_printer("shelf").jobs) == before


def test_without_a_printer_it_says_how_to_set_one(new_till: NewTill) -> None:
    assert "pos config set label_printer" in new_till().refused("/label COLA")


def test_what_changed_on_the_label_since_a_day(till: Till) -> None:
    store = till.front.store

    def changed(day: str) -> list[str]:
        return [item.sku for item in changed_since(till.front, day)]

    assert "COLA" in changed("2026-11-23") and changed("2026-11-24") == []
    till.clock.now += timedelta(days=1)
    cola, book = store.find("items", "sku", "COLA"), store.find("items", "sku", "BOOK")
    with store.transaction(operator="owner") as tx:
        tx.set("items", cola.doc_id, price="1.29")
        tx.set("items", book.doc_id, cost="5")
    till("COLA", "/cash 5")
    assert changed("2026-11-24") == ["COLA"]
    assert changed("2026-11-25") == []
