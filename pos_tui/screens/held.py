"""The baskets that wait, to take one back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.display import clean, fit

from .pages import ListView

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk

_LONGEST_ID = 6


class HeldView(ListView):
    """Enter, or an id and Enter, recalls."""

    title = "HELD SALES"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held = tuple(desk.held())
        if not self._held:
            self.hint = "nothing is held; Esc goes back"

    def labels(self) -> Sequence[str]:
        """Id, name, total and time of each."""
        money = self.desk.shown.money
        return [
            f"{fit(held.id, 5)} {fit(clean(held.name or ''), 14)}{money(held.total):>10}  {when}"
            for held, when in ((held, self._when(held.time)) for held in self._held)
        ]

    def take(self, place: int) -> None:
        """Recalls it; the register refuses while another sale is open."""
        self.desk.run(f"/recall {self._held[place].id}")

    def enter(self, entry: Entry) -> None:
        """A short entry names one of them; anything else is for the counter."""
        text = entry.text.strip()
        if 0 < len(text) <= _LONGEST_ID and not entry.is_scan and self._named(text):
            self.desk.close()
            self.desk.run(f"/recall {self._named(text)}")
        else:
            super().enter(entry)

    def _named(self, text: str) -> str | None:
        wanted = text.casefold()
        return next((h.id for h in self._held if wanted in (h.id.casefold(), h.id.lstrip("H"))), None)

    def _when(self, time: str) -> str:
        """Day and time in the shop's time zone of an ISO 8601 text; nothing where it is none."""
        if not time:
            return ""
        zone = ZoneInfo(self.desk.register.shop.timezone)
        return f"{datetime.fromisoformat(time).astimezone(zone):%d %b %H:%M}"
