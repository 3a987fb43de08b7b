"""The baskets that wait, to take one back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.display import clean, fit
from pos_tui.core.pricing import line_figures
from pos_tui.core.sale import Basket
from pos_tui.core.words import _, ngettext
from pos_tui.styles.palette import PLAIN, STRONG
from pos_tui.widgets.figures import quantity_text
from pos_tui.widgets.paint import Row, beside, row

from .lists import ListView

if TYPE_CHECKING:
    from pos_tui.core.sale import SaleLine

    from .desk import Desk
    from .port import HeldSale

_ID, _AGE, _WHO, _ITEMS, _TOTAL = 5, 7, 9, 9, 10
_NARROW = 56


class HeldView(ListView):
    """Enter recalls the chosen one; an id or part of a name, typed, chooses it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: Sequence[HeldSale] | None = None
        self._baskets: list[Basket] = []
        desk.fetch(desk.register.held, self._show, hold=True)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("HELD SALES")

    @property
    def nothing(self) -> str:
        """Until the files are read it is not known whether there are any."""
        return _("looking...") if self._held is None else _("nothing is held; Esc goes back")

    def labels(self) -> Sequence[str]:
        """Id, name, who held it, how many items, total, and how long it waits; a narrow screen has less."""
        return list(map(self._label, self._held or (), self._baskets))

    def searched(self) -> Sequence[str]:
        """Id, name, note and who held it."""
        return [
            f"{held.id} {held.name or ''} {basket.reference or ''} {held.document.get('operator', '')}"
            for held, basket in zip(self._held or (), self._baskets, strict=True)
        ]

    @property
    def places(self) -> Sequence[int]:
        """A whole id, with or without its letter, means that one alone."""
        wanted = self.text.casefold()
        exact = [
            place
            for place, held in enumerate(self._held or ())
            if wanted and wanted in (held.id.casefold(), held.id[1:])
        ]
        return exact or super().places

    def take(self, place: int) -> None:
        """Recalls it; the register refuses while another sale is open."""
        if self._held:
            self.desk.run(f"/recall {self._held[place].id}")

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """Its lines, and what was noted with it."""
        if not self._held:
            return []
        held, basket = self._held[place], self._baskets[place]
        when = self._when(held.time)
        head = _("held {when} at till {till}", when=when, till=held.till) if when else held.id
        rows = [row(f" {head}", STRONG)]
        if basket.reference:
            rows.append(row(f" {basket.reference}"))
        lines = [self._line(line, width) for line in basket.lines]
        room = max(height - len(rows), 1)
        if len(lines) > room:
            more = len(lines) - room + 1
            lines = [*lines[: room - 1], row(" " + ngettext("{count} line more", "{count} lines more", more))]
        return rows + lines

    def _show(self, held: Sequence[HeldSale]) -> None:
        self._baskets = [Basket.from_document(one.document) for one in held]
        self._held = held

    def _label(self, held: HeldSale, basket: Basket) -> str:
        live = [line for line in basket.lines if not line.void]
        name = held.name or basket.reference or (live[0].name if live else "")
        end = f"{self.desk.shown.money(held.total):>{_TOTAL}} {self._age(held.time):>{_AGE}}"
        if self.width >= _NARROW:
            count = ngettext("{count} item", "{count} items", len(live))
            who = fit(clean(str(held.document.get("operator") or "")), _WHO - 1)
            end = f" {who}{count:>{_ITEMS}}{end}"
        room = max(self.width - _ID - len(end) - 4, 6)
        return f"{fit(held.id, _ID)} {fit(clean(name), room)}{end}"

    def _line(self, line: SaleLine, width: int) -> Row:
        gross, off = line_figures(line, self.desk.shown.currency)
        amount = _("void") if line.void else self.desk.shown.money(gross - off)
        left = f"{quantity_text(line.quantity, line.unit):>9} {clean(line.name)}"
        return ((beside(left, f" {amount}", width - 1), PLAIN),)

    def _when(self, time: str) -> str:
        """Day and time in the shop's time zone of an ISO 8601 text; nothing where it is none."""
        if not time:
            return ""
        zone = ZoneInfo(self.desk.register.shop.timezone)
        return f"{datetime.fromisoformat(time).astimezone(zone):%Y-%m-%d %H:%M}"

    def _age(self, time: str) -> str:
        """How long ago that was."""
        if not time or self.desk.front is None:
            return ""
        seconds = int((self.desk.front.clock() - datetime.fromisoformat(time)).total_seconds())
        minutes = max(seconds // 60, 0)
        if minutes < 60:
            return _("{minutes} min", minutes=minutes)
        return (
            _("{hours} h", hours=minutes // 60) if minutes < 24 * 60 else _("{days} d", days=minutes // 1440)
        )
