"""Whether money is taken in shifts, each counted."""

from __future__ import annotations

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step

_YES, _NO = "true", "false"


class Shifts(Step):
    """With shifts or without."""

    name = "shifts"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """What a shift is, and what one may do without."""
        return Question(
            _("Counting the drawer"),
            (
                _("With shifts the till sells from /open, with a float in the drawer, to /z, with the"),
                _("drawer counted: the Z says what is missing or over, is numbered and signed. Many"),
                _("tax offices ask for one a day. Without, the till sells at any time."),
                _("Either can be changed on any day: pos config set shifts true, or false."),
            ),
            choices=(
                Choice(_YES, _("With shifts"), _("a float, a count, a Z")),
                Choice(_NO, _("Without")),
            ),
            chosen=0 if sheet.port.standing().shifts else 1,
            later=_("without shifts for now"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Sets it."""
        sheet.port.set("shifts", answer)
        sheet.answers[self.name] = DONE
        return Reply(_("/open begins the first shift") if answer == _YES else "", "good")
