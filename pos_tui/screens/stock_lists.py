"""Lists of the stockroom: what runs low, expires, is below zero, or is on its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.words import N_, _
from pos_tui.widgets.paint import beside

from .asking import AskText, Question
from .find import quoted
from .lists import ListView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .stock_port import Facts

_NARROW: Final = 60
ALL: Final = N_("all")


def open_list(desk: Desk, what: str) -> None:
    """Reads a list and shows it; `what` is one of LISTS."""
    stock = desk.register.looking.stockroom
    read: Callable[[], Sequence[Facts]] = getattr(stock, what)

    def show(rows: Sequence[Facts]) -> None:
        desk.open(TransfersView(desk, rows) if what == "transfers" else GoodsView(desk, what, rows))

    desk.fetch(read, show, hold=True)


TITLES: Final = {
    "low": N_("WHAT RUNS LOW"),
    "expiring": N_("WHAT EXPIRES SOON"),
    "below_zero": N_("WHAT IS BELOW ZERO"),
    "blocked": N_("WHAT IS NOT SOLD"),
}


class GoodsView(ListView):
    """Items, one a row; Enter shows all about one."""

    stays = True

    def __init__(self, desk: Desk, what: str, rows: Sequence[Facts]) -> None:
        self._what, self._facts = what, rows
        super().__init__(desk)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _(TITLES[self._what])

    @property
    def nothing(self) -> str:
        """Said where there are none."""
        return _("nothing; Esc goes back")

    def labels(self) -> Sequence[str]:
        """Each item, and what is the matter with it."""
        tells = {
            "low": self._low,
            "expiring": self._expiring,
            "below_zero": self._below,
            "blocked": self._blocked,
        }
        tell = tells[self._what]
        return [beside(clean(row["name"] or row["sku"]), tell(row), self.width - 3) for row in self._facts]

    def searched(self) -> Sequence[str]:
        """Names and codes, however narrow the list is."""
        return [f"{row['sku']} {row['name']}" for row in self._facts]

    def take(self, place: int) -> None:
        """Shows all about it."""
        from .stock import open_stock

        open_stock(self.desk, quoted(self._facts[place]["sku"]))

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        return [("Enter", _("Show")), ("Esc", _("Back"))]

    def _low(self, row: Facts) -> str:
        if self.width < _NARROW:
            return _("{here} of {low}", here=row["here"], low=row["low"])
        facts = {"here": row["here"], "low": row["low"], "coming": row["coming"]}
        told = _("{here} here, {coming} coming, low at {low}", **facts)
        return f"{told}: {row['order']} {row['supplier'] or '?'}"

    def _expiring(self, row: Facts) -> str:
        lot = "" if self.width < _NARROW else clean(f"{row['lot']} {row['location']} ")
        return f"{lot}{row['qty']} x {row['expires']}"

    def _blocked(self, row: Facts) -> str:
        if row["always"]:
            return _("blocked")
        place = "" if self.width < _NARROW else clean(f"{row['location']} ")
        return place + _("{count} left", count=row["qty"])

    def _below(self, row: Facts) -> str:
        place = "" if self.width < _NARROW else clean(f"{row['location']} ")
        return f"{place}{row['qty']}"


class TransfersView(ListView):
    """What is on its way; Enter asks what came of it."""

    stays = True

    def __init__(self, desk: Desk, rows: Sequence[Facts]) -> None:
        self._facts = rows
        super().__init__(desk)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("GOODS ON THEIR WAY")

    @property
    def nothing(self) -> str:
        """Said where there are none."""
        return _("nothing is on its way; Esc goes back")

    def labels(self) -> Sequence[str]:
        """Number, from where, to where, when, what."""
        return [
            clean(
                f"{row['code']:>4} {row['here']} > {row['there']} {row['sent'][5:10]}  {row['missing']}", 300
            )
            for row in self._facts
        ]

    def take(self, place: int) -> None:
        """Asks what came."""
        chosen = self._facts[place]
        known = [(_("sent"), chosen["missing"]), (_("answers"), _("all, 4*CODE, lost for REASON"))]
        title = _("TRANSFER {code} TO {place}", code=chosen["code"], place=chosen["there"])
        question = Question(
            title,
            _("what came"),
            lambda answer: self._arrive(chosen["code"], answer),
            lambda answer: "",
            known,
            _(ALL),
        )
        self.desk.open(AskText(self.desk, question))

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        return [("Enter", _("Arrived")), ("Esc", _("Back"))]

    def _arrive(self, code: str, answer: str) -> None:
        goods = "" if answer.strip().casefold() == _(ALL).casefold() else f" {answer}"

        def done(outcome: Outcome) -> None:
            if outcome.ok:
                self.desk.close()
                self._facts = self.desk.register.looking.stockroom.transfers()

        self.desk.run(f"/arrive {code}{goods}", after=done)
