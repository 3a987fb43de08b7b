"""Stock added up again from what was recorded: movement by movement, sale by sale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from .stock import Balance
from .stock_lines import SHOP, moves_stock, parts_of

Place = tuple[str, str]
"""(SKU, location)."""


class Recorded(Protocol):
    """One commit: what it wrote."""

    @property
    def ops(self) -> Sequence[Sequence[Any]]: ...


@dataclass(slots=True)
class Sums:
    """Quantities (and lots) as the sum of what is recorded, in the order of the journal."""

    balances: dict[Place, Balance] = field(default_factory=dict)
    opened: set[Place] = field(default_factory=set)
    """What began with a quantity that no movement accounts for."""

    def take(self, record: Recorded) -> None:
        """Adds one commit."""
        movements = [op[3] for op in record.ops if op[:2] == ["put", "movements"]]
        sales = [op[3] for op in record.ops if op[:2] == ["put", "sales"]]
        for movement in movements:
            self.add_movement(movement)
        for sale in sales:
            self.add_sale(sale)
        if not movements and not sales:
            self._open(op[3] for op in record.ops if op[:2] == ["put", "stock"])

    def add_movement(self, movement: Mapping[str, Any]) -> None:
        """Adds what a movement says; what moves for the first time is kept in stock from then on."""
        for line in movement.get("lines") or ():
            if "sku" in line and "qty" in line:
                key = (line["sku"], line.get("location") or movement.get("location", SHOP))
                there = self.balances.get(key) or Balance(*key)
                moved = there.moved(Decimal(line["qty"]), line.get("lot", ""), line.get("expires", ""))
                self.balances[key] = moved

    def add_sale(self, sale: Mapping[str, Any]) -> None:
        """Takes off what was sold of items that are kept in stock where it was sold."""
        if sale["kind"] == "cancelled":
            return
        place = sale.get("location", SHOP)
        for line in filter(moves_stock, sale["lines"]):
            lot = (line.get("traits") or {}).get("lot", "")
            for sku, quantity in parts_of(line):
                there = self.balances.get((sku, place))
                if there is not None:
                    self.balances[sku, place] = there.moved(-quantity, lot if sku == line["sku"] else "")

    def _open(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for row in rows:
            key = (row["sku"], row["location"])
            if key not in self.balances:
                self.balances[key] = Balance.from_document(row)
                if self.balances[key].quantity:
                    self.opened.add(key)

    def differences(self, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Place, Decimal, Decimal]]:
        """(place, by the sum, by the table) wherever the rows of the table say something else."""
        table = {(row["sku"], row["location"]): Decimal(row["qty"]) for row in rows}
        nothing = Decimal(0)
        found = []
        for key in sorted(table.keys() | self.balances.keys()):
            there = self.balances.get(key)
            summed, held = nothing if there is None else there.quantity, table.get(key, nothing)
            if summed != held:
                found.append((key, summed, held))
        return found
