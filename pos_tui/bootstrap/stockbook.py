"""The shop's stock for item files and for who keeps the items: counted by one service, whoever counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pos_tui.services import stockroom

from .counters import without_till

if TYPE_CHECKING:
    from data.exchange_stock import Counted
    from data.transaction import Transaction

    from .front import Shopfront


class ShopStock:
    """See `data.exchange_stock.StockBook`."""

    def __init__(self, front: Shopfront, location: str = "", reason: str = "import") -> None:
        """Counts at a place (else the shop's own) for a reason. Raises InvalidValue: no such place."""
        self._counter, self._reason = without_till(front), reason
        self._usual = stockroom.place_of(self._counter, location)
        self._place_of = cache(lambda name: stockroom.place_of(self._counter, name))

    def place(self, name: str) -> str:
        """The place of a name; nothing is the usual one. Raises InvalidValue."""
        return self._place_of(name) if name else self._usual

    def there(self, sku: str, location: str) -> str | None:
        """How many there are by the books; None where it is not kept in stock there."""
        row = self._counter.ledger.find("stock", "sku_location", f"{sku}\n{location}")
        return None if row is None else str(row["qty"])

    def write(self, tx: Transaction, counted: Sequence[Counted]) -> None:
        """Puts what was counted into a commit; what came at a cost keeps it. Raises Refused."""
        moves = map(self._move, counted)
        why = stockroom.Why(self._reason, self._usual)
        stockroom.write(self._counter, tx, "count", moves, why)

    def _move(self, one: Counted) -> stockroom.Move:
        quantity, cost = Decimal(one.qty), None if one.cost is None else Decimal(one.cost)
        place = "" if one.location == self._usual else one.location
        return stockroom.Move(one.sku, Decimal(0), cost, becomes=quantity, location=place)
