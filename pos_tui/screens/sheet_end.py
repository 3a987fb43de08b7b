"""How a sheet ends on the screen: posted, once it was seen what that does, or given up for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.money import format_amount
from pos_tui.core.words import N_, _, ngettext
from pos_tui.terminal.router import Press

from .asking import AskText, Question
from .pages import TextView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .sheet import SheetView
    from .stock_port import Facts

POSTS: Final = frozenset({"f1", "f9"})
"""The keys that post."""
TITLES: Final = {
    "count": N_("COUNT"),
    "receive": N_("GOODS IN"),
    "waste": N_("WASTE"),
    "send": N_("TRANSFER"),
}


def ask_drop(view: SheetView, code: str) -> None:
    """Asks why a sheet is given up, and does it."""

    desk = view.desk

    def drop(reason: str) -> None:
        desk.run(f"/sheet {code} drop for {reason}", after=partial(_ended, view))

    title = _("GIVE SHEET {code} UP", code=code)
    desk.open(AskText(desk, Question(title, _("why"), drop, lambda answer: "")))
    desk.say("")


def end_sheet(view: SheetView, sheet: Facts) -> None:
    """Says what posting will do, and asks for it once more."""
    desk = view.desk
    if sheet["kind"] == "waste":

        def post(reason: str) -> None:
            desk.run(f"/sheet {sheet['code']} post for {reason}", after=partial(_ended, view))

        desk.open(AskText(desk, Question(_("WRITE OFF"), _("why"), post, lambda answer: "")))
        desk.say("")
        return
    stock = desk.register.looking.stockroom
    if sheet["kind"] == "count":
        desk.fetch(
            lambda: (stock.findings(sheet["code"]), stock.uncounted(sheet["code"])),
            lambda found: desk.open(EndView(view, sheet, _differences(desk, *found))),
            # Who may count and not close sees no figures: the count is blind.
            failed=lambda: desk.open(EndView(view, sheet, [_("whoever may close it sees the differences")])),
            hold=True,
        )
    else:
        lines = stock.sheet(sheet["code"])[1]
        told = [f"{line['qty']:>8}  {clean(line['name'] or line['said'])}" for line in lines]
        desk.open(EndView(view, sheet, told))


def _differences(desk: Desk, found: Sequence[Facts], uncounted: int) -> list[str]:
    lines = [
        f"{row['difference']:>8}  {clean(row['name'])}  "
        + _("({counted} counted, {book} in the books)", counted=row["counted"], book=row["book"])
        for row in found
    ]
    total = format_amount(sum(int(row["value"]) for row in found), desk.shown.currency)
    lines = lines or [_("no differences")]
    if uncounted:
        lines.append(
            ngettext(
                "{count} item was not counted: it stays as it is",
                "{count} items were not counted: they stay as they are",
                uncounted,
            )
        )
    return [*lines, _("worth at cost: {amount}", amount=total)] if found else lines


class EndView(TextView):
    """What posting will do; F1 does it. A scan goes onto the sheet."""

    def __init__(self, view: SheetView, sheet: Facts, lines: Sequence[str]) -> None:
        self._below, self._sheet = view, sheet
        title = _("POST {what} {code}", what=_(TITLES[sheet["kind"]]), code=sheet["code"])
        super().__init__(view.desk, lines, title)

    def press(self, key: str, text: str) -> Press:
        """Posts."""
        if key not in POSTS:
            return super().press(key, text)
        self.desk.run(f"/sheet {self._sheet['code']} post", after=partial(_ended, self._below))
        return Press.ACTED

    def hint(self) -> str:
        """What can be done."""
        return _("F1 posts it, Esc goes back")

    def keys(self) -> list[tuple[str, str]]:
        """Post, or back."""
        return [("F1", _("Post")), ("Esc", _("Back"))]


def _ended(view: SheetView, outcome: Outcome) -> None:
    """Leaves what a sheet that is over had on the screen."""
    while outcome.ok and view.desk.has(view):
        view.desk.drop(view.desk.view)
