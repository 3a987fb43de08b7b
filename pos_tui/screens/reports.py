"""The list of reports. Enter reads the chosen one; F2 takes another period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import fit
from pos_tui.core.errors import InvalidValue
from pos_tui.core.report.period import Period, said_period
from pos_tui.core.report.registry import REPORTS
from pos_tui.core.words import _
from pos_tui.terminal.router import Entry, Press

from .lists import ListView
from .report import open_report

if TYPE_CHECKING:
    from .desk import Desk

PERIODS: Final = ("today", "yesterday", "week", "last-week", "month", "last-month", "quarter", "year", "all")
"""What F2 goes through; a period that is typed before it is taken as it is."""
_TITLE = 20
_ANY_DAY: Final = date(2000, 1, 1)
"""Whether a text names a period does not depend on the day."""


class ReportsView(ListView):
    """All reports there are, with what each shows."""

    stays = True

    def __init__(self, desk: Desk, period: str = "today") -> None:
        super().__init__(desk)
        self.period = period

    @property
    def prompt(self) -> str:
        """Says that a period may be typed."""
        return _("report or period: ")

    @property
    def title(self) -> str:
        """The period they will be of."""
        return _("REPORTS  {period}", period=said_period(self.period))

    @property
    def hint(self) -> str:
        """How to choose a period."""
        return _("F2: another period, or what you type")

    def labels(self) -> Sequence[str]:
        """Title and what it shows."""
        return [f"{fit(_(report.title), _TITLE)}{_(report.about)}" for report in REPORTS.values()]

    def take(self, place: int) -> None:
        """Reads it."""
        name = list(REPORTS)[place]
        self.edited("")
        open_report(self.desk, name, self.period)

    def enter(self, entry: Entry) -> None:
        """A period that is typed is the period from then on; else as in any list."""
        if asks_for_period(self, entry):
            self.press("f2", entry.text)
        else:
            super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """F2 is another period."""
        if key == "f2":
            self.period = next_period(self.period, text)
            self.edited("")
            return Press.TOOK
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """Read, period, back."""
        return [("Enter", _("Read")), ("F2", _("Period")), ("Esc", _("Back"))]


def asks_for_period(view: ListView, entry: Entry) -> bool:
    """Whether what was typed and entered is no row of the list, but the name of a period."""
    if entry.is_scan or not entry.text:
        return False
    view.edited(entry.text)
    if view.picked is not None:
        return False
    try:
        Period.parse(entry.text, _ANY_DAY)
    except InvalidValue:
        return False
    return True


def next_period(period: str, text: str = "") -> str:
    """What is typed, else the next of the usual ones."""
    if text.strip():
        return text.strip()
    place = PERIODS.index(period) + 1 if period in PERIODS else 0
    return PERIODS[place % len(PERIODS)]


def open_reports(desk: Desk, words: str = "") -> None:
    """The list; with words the report of that name, of a period and listed by what is behind it."""
    if desk.front is None:
        desk.say(_("reports need a shop"), "refused")
        return
    name, period, by = (*words.split(), "", "", "")[:3]
    if name and name not in REPORTS:
        desk.say(_("there is no report {name}: /report lists them", name=name[:40]), "refused")
        return
    if name:
        open_report(desk, name, period or "today", by)
    else:
        desk.open(ReportsView(desk))
        desk.say("")
