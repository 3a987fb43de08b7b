"""Find an item by the last digits of its code: what a cashier reads off a label that no scanner takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted
from pos_tui.terminal.router import Press
from pos_tui.widgets.figures import price_text
from pos_tui.widgets.paint import beside

from .asking import AskList
from .missed import done

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .missed import Unknown

_LEAST = 4
"""Last digits that items are looked for by."""
_MOST = 50


class EndingView(AskList):
    """The items whose codes end alike; Enter sells the only one, or the one chosen with the arrows."""

    def __init__(self, desk: Desk, unknown: Unknown) -> None:
        super().__init__(desk)
        self._unknown = unknown
        self._looked: str | None = None
        self._items: Sequence[Item] = ()
        self._moved = False

    @property
    def prompt(self) -> str:
        """What is asked for."""
        return _("last digits") + ": "

    @property
    def title(self) -> str:
        """What is looked for."""
        return _(
            "ITEMS THAT END IN {digits}", digits=clean(self.text or self._unknown.code[-_LEAST:], limit=20)
        )

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("{least} or more last digits; Enter sells", least=_LEAST)

    @property
    def nothing(self) -> str:
        """What was found out."""
        return _("no item's code ends so: type other digits, or Esc")

    @property
    def items(self) -> Sequence[Item]:
        """What was found, those first that agree in most digits."""
        wanted = self.text or self._unknown.code
        if wanted != self._looked:
            least = max(len(self.text), _LEAST)
            self._looked, self._items = wanted, self.desk.find_ending(wanted, _MOST, least)
        return self._items

    @property
    def places(self) -> Sequence[int]:
        """All of them: what is typed was looked for already."""
        return range(len(self.items))

    def labels(self) -> Sequence[str]:
        """Code, name and price."""
        return [self._label(item) for item in self.items]

    def edited(self, text: str) -> None:
        """Looks for other digits."""
        if text.strip() != self.text:
            self._moved = False
        super().edited(text)

    def press(self, key: str, text: str) -> Press:
        """Arrows choose."""
        pressed = super().press(key, text)
        self._moved = self._moved or pressed is Press.ACTED
        return pressed

    def answer(self, entry: Entry) -> None:
        """Of several, one that was typed for is not sold before it is chosen."""
        if entry.text.strip() and len(self.items) > 1 and not self._moved:
            self.desk.say(_("several end so: choose with the arrows, then Enter"), "unknown")
            self.desk.router.put_text(entry.text)
        else:
            super().answer(entry)

    def take(self, place: int) -> None:
        """Sells it."""
        text = f"{self._unknown.quantity}{quoted(self.items[place].sku)}"
        self.desk.run(text, "search", lambda outcome: done(self.desk, outcome))

    def _label(self, item: Item) -> str:
        price = (
            _("open price") if item.price is None else price_text(item.price, self.desk.shown.currency.digits)
        )
        code = self._code(item)
        return beside(f"{fit(clean(code), 14)} {clean(item.name)}", f" {price}", max(self.width - 3, 20))

    def _code(self, item: Item) -> str:
        """The code of an item that was found: the one that agrees in most digits."""
        wanted = self._looked or ""
        codes = [item.sku, *(gtin.lstrip("0") for gtin in item.gtins), *([item.plu] if item.plu else [])]
        ends = [code for code in codes if code.casefold().endswith(wanted[-_LEAST:].casefold())]
        return ends[0] if ends else item.sku
