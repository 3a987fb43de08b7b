"""What the screen asks of the stockroom (`pos_tui.register.stock_looking.StockLooking`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Facts = Mapping[str, Any]


class StockPort(Protocol):
    """What can be asked of stock, sheets and orders without changing anything."""

    def facts(self, text: str) -> Facts:
        """What is known of the item of a code now. Raises PosError."""

    def past(self, sku: str) -> Facts:
        """What moved of an item, and was sold of it; reads the disk for as long as it takes."""

    def objection(self, goods: str) -> str:
        """Why goods (`[qty*]CODE[@cost] ...`) cannot be booked; nothing where they can be."""

    def places(self) -> Sequence[str]:
        """The places of the shop, the till's own first."""

    def sheets(self, kind: str = "") -> Sequence[Facts]:
        """The sheets that are open."""

    def sheet(self, code: str) -> tuple[Facts, Sequence[Facts]]:
        """A sheet and its lines, the one that changed last at the end. Raises PosError."""

    def sheets_changed(self) -> int:
        """The number of the last record that put something on a sheet. Raises PosError."""

    def findings(self, code: str) -> Sequence[Facts]:
        """What a count found that differs. Raises PosError."""

    def uncounted(self, code: str) -> int:
        """How many items nobody counted. Raises PosError."""

    def transfers(self) -> Sequence[Facts]:
        """What is on its way."""

    def low(self) -> Sequence[Facts]:
        """What is at its reorder point or below."""

    def below_zero(self) -> Sequence[Facts]:
        """What there is fewer than nothing of."""

    def blocked(self) -> Sequence[Facts]:
        """What is not sold, or not below zero."""

    def expiring(self) -> Sequence[Facts]:
        """The lots that expire soon."""

    def suppliers(self) -> Sequence[Facts]:
        """All suppliers."""

    def supplies(self, supplier: str) -> Sequence[Facts]:
        """What a supplier sells. Raises Refused."""

    def orders(self, supplier: str = "") -> Sequence[Facts]:
        """The orders that are not over; of a supplier all."""

    def order(self, code: str) -> Facts:
        """One order with what is missing. Raises PosError."""
