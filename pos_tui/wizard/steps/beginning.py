"""New shop, restore or demo; and the language."""

from __future__ import annotations

from pos_tui.core.words import _, ngettext

from .. import places
from ..question import Choice, Question, Reply
from ..sheet import Ending, Sheet, Step


class Start(Step):
    """The very first question."""

    name = "start"

    def ask(self, sheet: Sheet) -> Question:
        """Three ways to begin."""
        return Question(
            _("Welcome"),
            (
                _("There is no shop at {folder} yet.", folder=sheet.port.folder),
                _("What you answer is kept at once: leave when you like, the next start goes on there."),
            ),
            choices=(
                Choice("new", _("Set up a new shop"), _("about ten questions")),
                Choice("restore", _("Bring a shop in from a copy"), _("another machine, a backup disk")),
                Choice("demo", _("Try the till with a sample shop"), _("thrown away afterwards")),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Goes the way that was chosen."""
        if answer == "demo":
            sheet.ending = Ending.DEMO
            return None
        sheet.port.check_free()
        sheet.answers[self.name] = answer
        if answer == "restore":
            sheet.go = "start.restore"
        return None


class Restore(Step):
    """Which folder holds the copy."""

    name = "start.restore"

    def ask(self, sheet: Sheet) -> Question:
        """The folders that look like one, and what can be brought in."""
        found = sheet.port.copies()
        return Question(
            _("Bring a shop in from a copy"),
            (
                _("A copy of the shop's folder, made while the till was closed: on a stick, a disk."),
                _("It is checked to the last record first. A journal alone will do, without settings."),
            ),
            prompt=_("folder"),
            choices=tuple(Choice(place.address, place.label, place.detail) for place in found),
            free=True,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Checks the copy and puts it in place."""
        shop = sheet.port.restore(answer)
        sheet.go = "remaining"
        records = ngettext("{count} record", "{count} records", shop.records)
        text = _("{shop} is here again: {records}, all right", shop=shop.name, records=records)
        return Reply("; ".join((text, *shop.notes)), "good")


class Language(Step):
    """The language of names, numbers and dates."""

    name = "language"

    def ask(self, sheet: Sheet) -> Question:
        """Languages by what they call themselves."""
        choices = places.languages()
        values = [choice.value for choice in choices]
        guess = sheet.text(self.name) or sheet.port.surroundings().language
        return Question(
            _("Language"),
            (_("How are names, numbers and dates written? Type a few letters to find a language."),),
            choices=choices,
            chosen=values.index(guess) if guess in values else 0,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it, and speaks it where there are words in it."""
        sheet.answers[self.name] = answer
        sheet.names = sheet.port.speak(answer)
        return None
