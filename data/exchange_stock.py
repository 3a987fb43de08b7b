"""Stock that an item file counts: what it says, and who writes it into the shop's books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from data.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of an item, whatever the books say."""

    sku: str
    qty: str
    location: str
    cost: str | None
    """What one cost, in major units; None where the file does not say."""


class StockBook(Protocol):
    """The shop's stock, which one service writes, whoever counts it."""

    def place(self, name: str) -> str:
        """The place of a name; nothing is the usual one. Raises InvalidValue."""

    def there(self, sku: str, location: str) -> str | None:
        """How many there are by the books; None where it is not kept in stock there."""

    def write(self, tx: Transaction, counted: Sequence[Counted]) -> None:
        """Puts what was counted into a commit, with the movements that lead to it. Raises Refused."""
