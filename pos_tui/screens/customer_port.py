"""What the screen asks of a register about customers (`pos_tui.register.asking.AskingCustomers`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.asking import Facts
    from pos_tui.services.invoicing import Wanted
    from pos_tui.services.serving import Statement


class CustomersPort(Protocol):
    """The questions."""

    is_locked: bool
    """Whether names of some cannot be read on this machine, as of the first search."""

    def search(self, text: str) -> Iterator[Sequence[Customer]]:
        """Customers that words mean, in batches; opens everybody. Raises StoreError."""

    def served(self) -> str:
        """What the open sale's customer is called; nothing where it is for nobody in particular."""

    def invoice(self, number: str) -> Wanted:
        """What is known of the invoice of a sale, or of the open one; reads the disk. Raises PosError."""

    def facts(self, id: str) -> Facts:
        """All about one; reads the disk. Raises PosError."""

    def history(self, id: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """What was sold to one, newest first, in batches; reads the disk. Raises PosError."""

    def statement(self, id: str, first: str, last: str) -> Statement:
        """What happened on their account; reads the disk. Raises PosError."""

    def joined(self, keep: str, gone: str) -> list[str]:
        """What making one part of another does, to be read; reads the disk. Raises PosError."""

    def erased(self, id: str) -> tuple[list[str], bool]:
        """(what erasing one does, to be read; whether something is open); reads the disk. Raises PosError."""

    def groups(self) -> list[str]:
        """The groups that price lists and promotions are for; reads the disk. Raises PosError."""

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
