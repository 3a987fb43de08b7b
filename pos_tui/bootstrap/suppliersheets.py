"""Suppliers, and how each sells what, as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.exchange_cells import PRICE_DECIMALS, STOCK_DECIMALS, yes_no
from data.exchange_sheet import Cells, Column, Sheet, decimals, text
from pos_tui.core.errors import Refused
from pos_tui.core.money import plain
from pos_tui.core.words import _
from pos_tui.services.suppliers import FIELDS, SUPPLIES, TABLE, Supply, put_in, supply_in

from .counters import without_till

if TYPE_CHECKING:
    from .front import Shopfront


def suppliers(front: Shopfront) -> Sheet:
    """Who supplies the shop."""
    counter, names = without_till(front), ("code", *FIELDS)

    def rows() -> Iterator[Cells]:
        for row in front.store.documents(TABLE, copy=False):
            yield {name: str(row.get(name) or "") for name in names}

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        if not after["name"]:
            raise Refused(_("a new supplier needs a name: name=..."))

    def write_all(tx: Any, pairs: Sequence[tuple[Cells | None, Cells]]) -> None:
        for _before, after in pairs:
            put_in(counter, tx, after["code"], {name: after[name] for name in FIELDS})

    columns = (Column("code", text(32)), *map(Column, FIELDS))
    return Sheet("suppliers", columns, 1, rows, write, write_all)


def supplies(front: Shopfront) -> Sheet:
    """How a supplier sells an item: their code, how many at once, what one costs."""
    counter = without_till(front)

    def rows() -> Iterator[Cells]:
        for row in front.store.documents(SUPPLIES, copy=False):
            yield _cells(Supply.from_document(row))

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        if front.store.find(TABLE, "code", after["supplier"]) is None:
            raise Refused(_("there is no supplier {code}", code=after["supplier"]))
        if front.store.find("items", "sku", after["sku"]) is None:
            raise Refused(_("there is no item {sku}", sku=after["sku"]))

    def write_all(tx: Any, pairs: Sequence[tuple[Cells | None, Cells]]) -> None:
        supply_in(counter, tx, [_supply(after) for _before, after in pairs])

    columns = (
        Column("supplier", text(32)),
        Column("sku", text(64)),
        Column("their"),
        Column("pack", decimals(STOCK_DECIMALS), number=True),
        Column("cost", decimals(PRICE_DECIMALS), number=True),
        Column("preferred", lambda cell: "1" if yes_no("preferred", cell) else "0"),
    )
    return Sheet("supplies", columns, 2, rows, write, write_all)


def _cells(one: Supply) -> Cells:
    return {
        "supplier": one.supplier,
        "sku": one.sku,
        "their": one.their,
        "pack": plain(one.pack),
        "cost": "" if one.cost is None else plain(one.cost),
        "preferred": "1" if one.preferred else "0",
    }


def _supply(cells: Cells) -> Supply:
    made = Supply(cells["supplier"], cells["sku"], cells["their"], preferred=cells["preferred"] == "1")
    pack = Decimal(cells["pack"]) if cells["pack"] else made.pack
    return replace(made, pack=pack, cost=Decimal(cells["cost"]) if cells["cost"] else None)
