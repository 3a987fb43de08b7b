"""What a register can be asked of stock, sheets and orders without changing anything."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import PosError
from pos_tui.core.money import plain
from pos_tui.services import (
    purchasing,
    reordering,
    sheets,
    stock_facts,
    stock_history,
    stockroom,
    stocktaking,
    suppliers,
    transfers,
)

from .goods import named_item, parse_goods

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter

_LAST = 12
"""Movements of an item that are shown."""
EXPIRES_SOON = 14
"""Days."""


class StockLooking:
    """The questions, of what others recorded up to now, too; those that say so read the disk."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def card(self, text: str) -> dict[str, Any]:
        """Everything about the item of a code, its past included. Reads the disk. Raises PosError."""
        facts = self.facts(text)
        return {**facts, **self.past(facts["sku"])}

    def facts(self, text: str) -> dict[str, Any]:
        """What is known of the item of a code now. Raises PosError."""
        self._refresh()
        return stock_facts.card(self._counter, named_item(self._counter, text))

    def past(self, sku: str) -> dict[str, Any]:
        """What moved last of an item (`movements`), and the last `weeks` of its sales.

        Reads the disk, which may take a while. Raises StoreError.
        """
        weeks = stock_history.sold_by_week(self._counter, sku)
        last = list(islice(stock_history.movements(self._counter, sku), _LAST))
        return {"movements": last, "weeks": weeks}

    def objection(self, goods: str) -> str:
        """Why `[qty*]CODE[@cost] ...` cannot be booked; nothing where it can be."""
        try:
            parse_goods(self._counter, goods)
        except PosError as error:
            return error.message
        return ""

    def places(self) -> list[str]:
        """The places of the shop, the till's own first."""
        return stockroom.places(self._counter)

    def sheets(self, kind: str = "") -> list[dict[str, Any]]:
        """The sheets that are open, oldest first."""
        self._refresh()
        return sheets.open_ones(self._counter, kind)

    def sheet(self, code: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """A sheet and its lines, each with its item's `name`; the line that changed last is the last.

        Raises Refused: it is not open.
        """
        self._refresh()
        sheet = sheets.find(self._counter, code)
        lines = sorted(sheets.lines(self._counter, sheet["code"]), key=lambda line: str(line["at"]))
        return sheet, [{**line, "name": self._name(line["sku"])} for line in lines]

    def sheets_changed(self) -> int:
        """The number of the last record that put something on a sheet, or took it off."""
        self._refresh()
        return self._counter.ledger.changed(sheets.LINES)

    def findings(self, code: str) -> list[dict[str, Any]]:
        """What a count found that differs. Raises Refused, and NotAllowed for who may not close it."""
        self._counter.rights.require("stock.change", self._counter.shop.currency)
        found = stocktaking.findings(self._counter, sheets.find(self._counter, code)["code"])
        return [
            {
                "sku": one.sku,
                "name": one.name,
                "counted": plain(one.counted),
                "book": plain(one.book),
                "difference": plain(one.difference),
                "value": one.value,
            }
            for one in found
            if one.difference
        ]

    def uncounted(self, code: str) -> int:
        """How many items the books have that nobody counted. Raises Refused."""
        return len(stocktaking.uncounted(self._counter, code))

    def transfers(self) -> list[dict[str, Any]]:
        """What is on its way, each with what is `missing` as text."""
        self._refresh()
        rows = transfers.under_way(self._counter)
        return [{**row, "missing": self._said(transfers.missing(row))} for row in rows]

    def low(self) -> list[dict[str, Any]]:
        """What is at its reorder point or below, with what would fill it up."""
        self._refresh()
        return [
            {
                "sku": one.sku,
                "name": self._name(one.sku),
                "here": plain(one.here),
                "coming": plain(one.coming),
                "low": plain(one.low),
                "order": plain(one.order),
                "supplier": "" if one.supply is None else one.supply.supplier,
            }
            for one in reordering.suggestions(self._counter)
        ]

    def below_zero(self) -> list[dict[str, Any]]:
        """What there is fewer than nothing of."""
        self._refresh()
        return stock_facts.below_zero(self._counter)

    def blocked(self) -> list[dict[str, Any]]:
        """What is not sold, or not below zero."""
        self._refresh()
        return stock_facts.blocked(self._counter)

    def expiring(self) -> list[dict[str, Any]]:
        """The lots that expire within two weeks, or have."""
        self._refresh()
        return stock_facts.expiring(self._counter, EXPIRES_SOON)

    def suppliers(self) -> list[dict[str, Any]]:
        """All suppliers, by name."""
        return suppliers.listed(self._counter)

    def supplies(self, supplier: str) -> list[dict[str, Any]]:
        """What a supplier sells, each with its item's `name`. Raises Refused."""
        self._refresh()
        rows = suppliers.supplies_by(self._counter, suppliers.get(self._counter, supplier)["code"])
        found = [{**one.to_document(), "name": self._name(one.sku)} for one in rows]
        return sorted(found, key=lambda row: str(row["name"]).casefold())

    def orders(self, supplier: str = "") -> list[dict[str, Any]]:
        """The orders that are not over, newest first, each with its supplier's name and its `total`.

        Of a supplier all there were.
        """
        self._refresh()
        found = purchasing.listed(self._counter, everything=bool(supplier))
        return [self._order(order) for order in found if supplier in ("", order["supplier"])]

    def order(self, code: str) -> dict[str, Any]:
        """One order, each line with what is `missing`. Raises Refused."""
        self._refresh()
        order = purchasing.get(self._counter, code)
        left = purchasing.missing(order)
        lines = [{**line, "missing": plain(left.get(line["sku"], Decimal(0)))} for line in order["lines"]]
        return {**self._order(order), "lines": lines}

    def _order(self, order: Mapping[str, Any]) -> dict[str, Any]:
        who = self._counter.ledger.find(suppliers.TABLE, "code", order["supplier"])
        return {
            **order,
            "name": order["supplier"] if who is None else who.get("name", ""),
            "said": purchasing.said_state(order),
            "total": purchasing.total_of(self._counter, order),
        }

    def _refresh(self) -> None:
        self._counter.ledger.refresh()

    def _name(self, sku: str) -> str:
        item = self._counter.catalogue.get(sku) if sku else None
        return "" if item is None else item.name

    def _said(self, goods: Mapping[str, Decimal]) -> str:
        return ", ".join(f"{plain(quantity)} {self._name(sku) or sku}" for sku, quantity in goods.items())
