"""The shift and its cash on the screen: what can be done now, each asked for in steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.words import N_, _

from .asking import AskList, AskText, Question
from .counting import CountView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .looking_port import ShiftStanding

_MOVES = (
    ("pickup", N_("Take cash to the safe")),
    ("loan", N_("Bring cash from the safe")),
    ("paidin", N_("Pay cash in")),
    ("paidout", N_("Pay cash out")),
)


def open_shift_page(desk: Desk, _arguments: str = "") -> None:
    """What can be done now."""

    def show(standing: ShiftStanding) -> None:
        desk.open(ShiftView(desk, standing))

    desk.say("")
    desk.fetch(desk.register.looking.standing, show, hold=True)


def offer_shift(desk: Desk) -> None:
    """The same to who has just signed on, where a shift has to be opened, or one of a day before closed."""

    def show(standing: ShiftStanding) -> None:
        if standing.is_late or standing.is_missing:
            desk.open(ShiftView(desk, standing))

    if desk.register.basket.is_empty:
        desk.fetch(desk.register.looking.standing, show, hold=True)


def open_move(word: str, desk: Desk, _arguments: str = "") -> None:
    """Asks how much cash is moved, and what for."""
    _ask_amount(desk, word, dict(_MOVES)[word])


def open_nosale(desk: Desk, _arguments: str = "") -> None:
    """Asks why the drawer opens."""
    _ask(desk, _("Open the drawer"), _("reason"), partial(_say, desk, "/nosale"))


def open_count(desk: Desk, _arguments: str = "") -> None:
    """Opens the drawer, and asks for the notes and coins in it."""
    if desk.register.looking.has_drawer:
        desk.run("/count", after=lambda outcome: _count(desk) if outcome.ok else None)
    else:
        _count(desk)


def _count(desk: Desk) -> None:
    others = desk.register.looking.slip_types()
    desk.open(CountView(desk, _("COUNT THE DRAWER"), others, partial(_say, desk, "/count")))
    desk.say("")


class ShiftView(AskList):
    """One row for each thing that can be done now."""

    def __init__(self, desk: Desk, standing: ShiftStanding) -> None:
        super().__init__(desk)
        self._now = standing

    @property
    def title(self) -> str:
        """Which shift."""
        shift = self._now.shift
        if shift is None:
            return _("NO SHIFT IS OPEN")
        facts = {"number": shift.number, "day": shift.day, "owner": shift.owner}
        return _("SHIFT {number} OF {day}, {owner}", **facts)

    @property
    def hint(self) -> str:
        """What to do now."""
        if self._now.is_late:
            return _("that day is over: close it, or Esc goes on")
        return super().hint

    def labels(self) -> Sequence[str]:
        """What can be done."""
        return [f"{number} {label}" for number, (label, _act) in enumerate(self._choices(), 1)]

    def take(self, place: int) -> None:
        """Asks for what it needs, and does it."""
        self._choices()[place][1]()

    def refresh(self) -> None:
        """Looks again where the till stands."""

        def show(standing: ShiftStanding) -> None:
            self._now = standing
            self.edited("")

        self.desk.fetch(self.desk.register.looking.standing, show)

    def _choices(self) -> list[tuple[str, Callable[[], None]]]:
        desk = self.desk
        if self._now.shift is None:
            return self._openings()
        count = _("Count it again") if self._now.counted else _("Count the drawer")
        closing = (_("Close the shift (Z)"), self._close)
        rows: list[tuple[str, Callable[[], None]]] = []
        rows += [(_(label), partial(open_move, word, desk)) for word, label in _MOVES]
        rows += [
            (_("Open the drawer"), partial(open_nosale, desk)),
            (_("Read an X"), partial(_run, desk, "/x")),
            (count, partial(open_count, desk)),
            closing,
        ]
        return rows

    def _openings(self) -> list[tuple[str, Callable[[], None]]]:
        desk, proposed = self.desk, self._now.proposed
        rows: list[tuple[str, Callable[[], None]]] = []
        if proposed is not None:
            amount = desk.shown.money(proposed)
            rows.append((_("Open with the float of {amount}", amount=amount), partial(_run, desk, "/open")))
        other = _("Open with another float") if rows else _("Open with a float")
        return [
            *rows,
            (other, self._other_float),
            (_("Count the float and open"), self._counted_float),
        ]

    def _other_float(self) -> None:
        _ask(self.desk, _("Open the shift"), _("float"), partial(_say, self.desk, "/open"))

    def _counted_float(self) -> None:
        self.desk.open(CountView(self.desk, _("COUNT THE FLOAT"), (), partial(_say, self.desk, "/open")))

    def _close(self) -> None:
        if self._now.counted is None:
            self.desk.say(_("count the drawer first"), "refused")
            return
        title, shift = _("Close the shift (Z)"), self._now.shift
        left = "" if shift is None else self.desk.shown.money(min(shift.float, self._now.cash))

        def ask_reason(stays: str) -> None:
            if not self._now.differs:
                _run(self.desk, f"/z {stays}")
                return
            known = [(_("stays in the drawer"), stays)]
            _ask(self.desk, title, _("why it differs"), partial(_say, self.desk, f"/z {stays}"), known)

        question = Question(title, _("stays in the drawer"), ask_reason, _any, (), left)
        self.desk.open(AskText(self.desk, question))
        self.desk.say("")


def _ask_amount(desk: Desk, word: str, label: str) -> None:
    title = _(label)

    def ask_reason(amount: str) -> None:
        _ask(desk, title, _("what for"), partial(_say, desk, f"/{word} {amount}"), [(_("amount"), amount)])

    _ask(desk, title, _("amount"), ask_reason)


def _ask(
    desk: Desk,
    title: str,
    prompt: str,
    then: Callable[[str], None],
    known: Sequence[tuple[str, str]] = (),
) -> None:
    desk.open(AskText(desk, Question(title, prompt, then, _any, known)))
    desk.say("")


def _any(_answer: str) -> str:
    """The register says what is wrong with an answer."""
    return ""


def _say(desk: Desk, command: str, answer: str) -> None:
    """Runs a command with what was answered last."""
    _run(desk, f"{command} {answer}")


def _run(desk: Desk, text: str) -> None:
    """Runs it; the steps that asked for it are left once it is done, and are still there where it is not."""
    desk.run(text, after=partial(_done, desk))


def _done(desk: Desk, outcome: Outcome) -> None:
    if not outcome.ok:
        return
    for view in desk.views:
        if isinstance(view, AskText | CountView):
            desk.drop(view)
        elif isinstance(view, ShiftView):
            view.refresh()
