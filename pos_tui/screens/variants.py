"""Which of its variants an item is sold as: the size, the colour. What is scanned meanwhile sells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.words import _
from pos_tui.register.grammar import as_entry, parse_entry
from pos_tui.widgets.found import found_row, heads

from .lists import Labels, ListView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .view import After


class VariantsView(ListView):
    """The variants with price and stock; words narrow them, Enter sells the chosen one."""

    def __init__(self, desk: Desk, outcome: Outcome, text: str, after: After | None) -> None:
        super().__init__(desk)
        self._items = tuple(desk.register.looking.items_of(outcome.data["variants_of"]))
        self._entry, self._after = parse_entry(text, desk.register.has_code, desk.formats.mark), after
        self._title = outcome.message

    @property
    def title(self) -> str:
        """What is asked."""
        return self._title

    def heads(self) -> str:
        """The heads of the columns."""
        return heads(self.width - 3)

    def labels(self) -> Sequence[str]:
        """The values that make each what it is, with stock and price."""
        return Labels(len(self._items), self._label)

    def searched(self) -> Sequence[str]:
        """Values, names and codes."""
        return [f"{' '.join(item.variant)} {item.name} {item.sku}" for item in self._items]

    def take(self, place: int) -> None:
        """Sells it, as many of it and at the price that were entered."""
        self.desk.run(as_entry(replace(self._entry, code=self._items[place].sku)), "search", self._after)

    def keys(self) -> list[tuple[str, str]]:
        """How to choose."""
        return [("Enter", _("Sell")), ("Esc", _("Back"))]

    def _label(self, place: int) -> str:
        item = self._items[place]
        shown = replace(item, name=" / ".join(item.variant) or item.name)
        digits = self.desk.shown.currency.digits
        return found_row(shown, self.desk.stock(item.sku), self.width - 3, digits)


def choose_variant(desk: Desk, outcome: Outcome, text: str, after: After | None) -> None:
    """Lists the variants of what was entered; for a command only says that one has to be named."""
    if text.startswith("/"):
        codes = ", ".join(row["code"] for row in outcome.data["items"][:5])
        desk.say(_("{question}: enter one of {codes}", question=outcome.message, codes=codes), "unknown")
        return
    desk.open(VariantsView(desk, outcome, text, after))
    desk.say(outcome.message, "unknown")
