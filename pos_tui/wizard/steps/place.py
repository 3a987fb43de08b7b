"""Where the shop is."""

from __future__ import annotations

from pos_tui.core.words import _

from .. import places
from ..countries import preset
from ..question import Choice, Question, Reply
from ..sheet import Sheet, Step

FOLLOWS = ("currency", "prices", "rates", "coin", "zone", "usual", "region")
"""Answers that are another country's when the country changes."""


class Country(Step):
    """The country: most of what is usual follows from it."""

    name = "country"

    def ask(self, sheet: Sheet) -> Question:
        """All countries, the one this machine seems to stand in first."""
        choices = places.countries(sheet.names, sheet.text("language"))
        values = [choice.value for choice in choices]
        guess = sheet.text(self.name) or sheet.port.surroundings().country
        return Question(
            _("Country"),
            (_("Where is the shop? Currency, taxes and time follow from it. A few letters find it."),),
            choices=choices,
            chosen=values.index(guess) if guess in values else -1,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it; what followed from another country is forgotten."""
        if sheet.text(self.name) != answer:
            sheet.drop(*FOLLOWS)
        sheet.answers[self.name] = answer
        return None


class Region(Step):
    """The province, where taxes differ by it."""

    name = "region"

    def due(self, sheet: Sheet) -> bool:
        """Only where the country's rates are by region."""
        return bool(preset(sheet.text("country")).regions) and super().due(sheet)

    def ask(self, sheet: Sheet) -> Question:
        """The regions of the country."""
        regions = preset(sheet.text("country")).regions or {}
        chosen = list(regions).index(region) if (region := sheet.text(self.name)) in regions else -1
        return Question(
            _("Province"),
            (_("In which province or territory? The sales taxes follow from it."),),
            choices=tuple(Choice(name, name) for name in regions),
            chosen=chosen,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it; rates of another region are forgotten."""
        sheet.answers[self.name] = answer
        sheet.drop("rates", "usual")
        return None
