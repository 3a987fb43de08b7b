"""A sale to practise on, which counts nowhere."""

from __future__ import annotations

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, LATER, Ending, Sheet, Step


class Practice(Step):
    """Now or later."""

    name = "practice"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """What will happen."""
        return Question(
            _("A practice sale"),
            (
                _("The till opens on a copy that is thrown away: scan, pay, give change."),
                _("Nothing of it is kept, printed or counted. /quit ends it and comes back here."),
            ),
            choices=(
                Choice("now", _("Practise now"), _("two minutes")),
                Choice(LATER, _("Not now")),
            ),
            later=_("no practice"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Stops the questions for it."""
        if answer == LATER:
            return self.later(sheet)
        sheet.answers[self.name] = DONE
        sheet.ending = Ending.PRACTICE
        return None
