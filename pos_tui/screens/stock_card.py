"""Everything about one item on a page: facts first, the past as soon as the journal has been read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import Row, block, row, wrapped
from pos_tui.widgets.stockcard import facts_lines, past_lines

from .find import quoted
from .pages import TextView

if TYPE_CHECKING:
    from pos_tui.core.item import Item

    from .desk import Desk
    from .stock_port import Facts

_WIDE = 76
"""Columns from which on the past stands beside the facts."""


def open_card(desk: Desk, item: Item) -> None:
    """The page of an item, which is there at once and fills in as it is read."""
    card = StockCard(desk, item)
    desk.open(card)
    card.read()


class StockCard(TextView):
    """Everything about one item; a scan shows the next one."""

    def __init__(self, desk: Desk, item: Item) -> None:
        self._sku = item.sku
        self._facts = [clean(f"{item.sku}  {item.department}".rstrip()), "", _("reading...")]
        self._past: list[str] = []
        self._reading = 0
        self.places: Sequence[Facts] = ()
        """What there is where, once that was read."""
        super().__init__(desk, (), clean(item.name, 200))

    def read(self) -> None:
        """Has the worker read what is known, then the past; an answer that comes too late is not shown."""
        self._reading += 1
        stock, turn = self.desk.register.looking.stockroom, self._reading
        self._fetch(lambda: stock.facts(quoted(self._sku)), self._show_facts, turn)
        self._fetch(lambda: stock.past(self._sku), self._show_past, turn)

    def _fetch(self, job: Callable[[], Facts], show: Callable[[Facts], None], turn: int) -> None:
        def is_wanted() -> bool:
            return self.desk.has(self) and turn == self._reading

        self.desk.fetch(
            lambda: job() if is_wanted() else None,  # nobody waits for the past of a page that was left
            lambda facts: show(facts) if facts is not None and is_wanted() else None,
            failed=partial(self._fail, turn),
        )

    def _fail(self, turn: int) -> None:
        if turn == self._reading:
            self._facts = [*self._facts[:1], "", self.desk.notice.text]

    def _show_facts(self, facts: Facts) -> None:
        shown = self.desk.shown
        self.places = facts["places"]
        self._facts = list(facts_lines(facts, shown.currency.digits, shown.mark))
        self._past = self._past or [_("reading what moved...")]

    def _show_past(self, past: Facts) -> None:
        self._past = list(past_lines(past))

    @property
    def prompt(self) -> str:  # type: ignore[override]
        """Says that nothing is sold here."""
        return _("stock: ")

    def press(self, key: str, text: str) -> Press:
        """Moves stock, changes rules, opens the item; else scrolls."""
        from .stock_acts import ACTS, begin_act

        if key in ACTS:
            begin_act(self, self._sku, key)
            return Press.ACTED
        if key == "f7":
            self.desk.sale_action("item", quoted(self._sku))
            return Press.ACTED
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with its stock."""
        acts = (_("Goods in"), _("Put right"), _("Waste"), _("Send"), _("Rules"), _("Item"))
        return [*((f"F{number}", label) for number, label in enumerate(acts, 2)), ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The facts and the past, beside each other where there is room."""
        if width < _WIDE:
            self.lines = [*self._facts, "", *self._past]
            return super().body(width, height)
        room, half = max(height - 2, 1), width // 2
        left = [piece for line in self._facts for piece in wrapped(line, half - 3)]
        right = [piece for line in self._past for piece in wrapped(line, half - 3)]
        count = max(len(left), len(right))
        self._room, self._most = room, max(count - room, 0)
        self._top = min(self._top, self._most)
        rows = [
            row(f" {_at(left, place):<{half - 2}}| {_at(right, place)}")
            for place in range(self._top, min(self._top + room, count))
        ]
        return [row(f" {self.title}", STRONG), *block(rows, room), row(f" {self.hint()}")]


def _at(lines: Sequence[str], place: int) -> str:
    return lines[place] if place < len(lines) else ""
