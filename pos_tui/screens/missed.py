"""What was entered that met no item, and what every way to sell it all the same ends with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui.core.errors import PosError
from pos_tui.register.grammar import parse_entry

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was entered that met no item; without a code, goods that have none."""

    code: str = ""
    quantity: str = ""
    """As an entry begins, such as "3*"."""
    price: str = ""

    @classmethod
    def of(cls, code: str, text: str) -> Unknown:
        """Of the entry that missed."""
        try:
            entry = parse_entry(text.strip(), lambda _code: False)
        except PosError:
            return cls(code)
        return cls(code, f"{entry.quantity}*" if entry.quantity else "", entry.price or "")

    @property
    def reference(self) -> str:
        """How a department line keeps the code."""
        return f" ref {self.code}" if self.code else ""


def done(desk: Desk, outcome: Outcome) -> None:
    """Back to the sale with what was sold; a refusal stays where it can be answered better."""
    if outcome.ok:
        desk.close_all()
