"""The shop's name, address and tax number, and the moment it is made."""

from __future__ import annotations

from pos_tui.core.words import _

from .. import places
from ..countries import preset
from ..port import ShopPlan
from ..question import Choice, Question, Reply
from ..rates import rates_text
from ..sheet import DONE, Sheet, Step
from . import usual


def address_lines(text: str) -> list[str]:
    """An address typed on one line, as the lines of a receipt."""
    return [line.strip() for line in text.split(",") if line.strip()]


def printed_number(sheet: Sheet, text: str) -> str:
    """A tax number as receipts print it, with what it is called in the country before it."""
    word = preset(sheet.text("country")).number
    return text if not text or not word or text.casefold().startswith(word.casefold()) else f"{word} {text}"


class Name(Step):
    """What the shop is called."""

    name = "name"

    def ask(self, sheet: Sheet) -> Question:
        """A text."""
        before = sheet.text(self.name)
        return Question(
            _("Name of the shop"),
            (_("As it stands at the top of receipts, such as Corner Shop."),),
            prompt=_("name"),
            enter=_("keeps {name}", name=before) if before else "",
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it."""
        sheet.answers[self.name] = sheet.port.check_name(answer or sheet.text(self.name))
        return None


class Address(Step):
    """Where the shop is, for receipts."""

    name = "address"

    def ask(self, sheet: Sheet) -> Question:
        """A text with commas."""
        before = sheet.text(self.name)
        return Question(
            _("Address"),
            (
                _("Receipts print it under the name, each part on a line of its own."),
                _("With commas between: 12 High Street, Ambridge BC1 2AB, Tel. 0123 456789"),
            ),
            prompt=_("address"),
            enter=_("keeps {address}", address=before) if before else _("no address on receipts"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it, once it can be a setting."""
        text = answer or sheet.text(self.name)
        lines = address_lines(text)
        sheet.port.check_setting("shop.address", "\n".join(lines))
        sheet.answers[self.name] = text
        return Reply(_("on receipts: {lines}", lines=" / ".join(lines))) if lines else None


class TaxNumber(Step):
    """The number that tax offices want on receipts."""

    name = "tax_number"

    def ask(self, sheet: Sheet) -> Question:
        """A text."""
        before = sheet.text(self.name)
        word = preset(sheet.text("country")).number or _("tax number")
        return Question(
            _("Tax number"),
            (_("The number under which the shop pays tax ({name}), as receipts print it.", name=word),),
            prompt=word,
            enter=_("keeps {number}", number=before) if before else _("no number on receipts"),
            digits=True,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it, once it can be a setting."""
        text = answer or sheet.text(self.name)
        sheet.port.check_setting("shop.tax_number", printed_number(sheet, text))
        sheet.answers[self.name] = text
        return Reply(_("on receipts: {number}", number=printed_number(sheet, text))) if text else None


class Make(Step):
    """All of it once more; then the shop is made."""

    name = "make"

    def due(self, sheet: Sheet) -> bool:
        """Always: it ends with a shop."""
        return True

    def ask(self, sheet: Sheet) -> Question:
        """What receipts and sums will go by."""
        country, money = sheet.text("country"), usual.currency(sheet)
        address = ", ".join(address_lines(sheet.text("address")))
        number = printed_number(sheet, sheet.text("tax_number"))
        return Question(
            _("Make the shop"),
            (
                *(line for line in (sheet.text("name"), address, number) if line),
                _(
                    "{country}, {currency}, time of {zone}",
                    country=places.country_name(country, sheet.names),
                    currency=places.currency_name(money, sheet.names),
                    zone=places.zone_name(usual.zone(sheet)),
                ),
                _("Taxes: {rates}", rates=usual.rates_said(sheet)),
                _("Esc goes back to change any of it."),
            ),
            choices=(Choice(DONE, _("Make the shop")),),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Makes it."""
        name = sheet.text("name")
        sheet.port.make(plan(sheet))
        sheet.answers["rates"] = rates_text(usual.taxes(sheet), preset(sheet.text("country")).tax)
        return Reply(_("{name} is made. What follows can wait: F2 puts it off.", name=name), "good")


def plan(sheet: Sheet) -> ShopPlan:
    """The shop that the answers describe. Raises InvalidValue."""
    country, language = sheet.text("country"), sheet.text("language", "en")
    settings = {
        "locale": f"{language}_{country}",
        "day.cutoff": sheet.text("cutoff", usual.CUTOFFS[0]),
        "shop.address": "\n".join(address_lines(sheet.text("address"))),
        "shop.tax_number": printed_number(sheet, sheet.text("tax_number")),
    }
    return ShopPlan(
        sheet.text("name"),
        country,
        usual.currency(sheet),
        usual.prices(sheet),
        usual.taxes(sheet),
        usual.zone(sheet),
        usual.coin(sheet),
        {key: value for key, value in settings.items() if value},
    )
