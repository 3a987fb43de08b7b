"""The lines of the page of what is usual, one question each."""

from __future__ import annotations

from typing import Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import decimal, plain, to_minor
from pos_tui.core.words import _

from .. import places
from ..countries import preset
from ..question import Choice, Question, Reply
from ..rates import parse_rates, rates_text, said
from ..sheet import Sheet, Step
from .usual import CUTOFFS, Usual, coin, currency, cutoff_name, prices, rates_said, zone

_HIGHEST_COIN: Final = 1000


class _Part(Step):
    """A line of the page; back to it afterwards."""

    def keep(self, sheet: Sheet, value: str) -> Reply | None:
        """Keeps an answer under the last part of the step's name."""
        sheet.answers[self.name.partition(".")[2]] = value
        sheet.go = Usual.name
        return None


class CurrencyStep(_Part):
    """What customers pay with."""

    name = "usual.currency"

    def ask(self, sheet: Sheet) -> Question:
        """All currencies by name."""
        choices = places.currencies(sheet.names)
        values = [choice.value for choice in choices]
        money = currency(sheet)
        return Question(
            _("Currency"),
            (_("What do customers pay with? Type a few letters to find it."),),
            choices=choices,
            chosen=values.index(money) if money in values else -1,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it; the smallest coin is another one then."""
        sheet.drop("coin")
        return self.keep(sheet, answer)


class Prices(_Part):
    """Whether shelf prices contain the taxes."""

    name = "usual.prices"

    def ask(self, sheet: Sheet) -> Question:
        """Two ways."""
        return Question(
            _("Prices"),
            (_("An item is marked 10.00, and the tax is 20 %. What does the customer pay?"),),
            choices=(
                Choice("inclusive", _("10.00: prices contain the tax")),
                Choice("exclusive", _("12.00: the tax is added")),
            ),
            chosen=0 if prices(sheet) == "inclusive" else 1,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it."""
        return self.keep(sheet, answer)


class Rates(_Part):
    """The tax rates."""

    name = "usual.rates"

    def ask(self, sheet: Sheet) -> Question:
        """A list to be typed, as the law names them."""
        now = rates_said(sheet)
        return Question(
            _("Tax rates"),
            (
                _("Names and percent with commas between, the usual one first: Standard 20, Zero 0"),
                _("One rate alone is its number: 8.25, of state, county and city together."),
                _("To have each on the receipt: Sales tax: State 6.25 + City 2. No tax at all: none"),
            ),
            prompt=_("rates"),
            enter=_("keeps {rates}", rates=now) if now else "",
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps them as they are understood."""
        tax = preset(sheet.text("country")).tax
        codes = parse_rates(answer or rates_said(sheet), tax)
        self.keep(sheet, rates_text(codes, tax))
        return Reply(_("understood: {rates}", rates=", ".join(said(code, tax) for code in codes)))


class Coin(_Part):
    """What cash is rounded to."""

    name = "usual.coin"

    def ask(self, sheet: Sheet) -> Question:
        """The smallest coin there is."""
        step = coin(sheet)
        return Question(
            _("Rounding of cash"),
            (
                _("What is the smallest coin you give? 0.05 makes 9.98 in cash 10.00; cards pay 9.98."),
                _("0 rounds nothing."),
            ),
            prompt=_("smallest coin"),
            enter=_("keeps {coin}", coin=step or _("no rounding")),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it; nothing for what is no rounding at all."""
        if not answer:
            return self.keep(sheet, coin(sheet))
        money = Currency.parse(currency(sheet))
        step = decimal(answer.replace(",", "."), _("coin"), decimals=money.digits)
        if not 0 <= step <= _HIGHEST_COIN:
            raise InvalidValue(_("{coin} is no coin: give the smallest one, such as 0.05", coin=plain(step)))
        return self.keep(sheet, plain(step) if to_minor(step, money) > 1 else "")


class Zone(_Part):
    """The time receipts and days go by."""

    name = "usual.zone"

    def ask(self, sheet: Sheet) -> Question:
        """The country's cities with the time it is there."""
        choices = places.zones(sheet.text("country"), sheet.port.now())
        values = [choice.value for choice in choices]
        here = zone(sheet)
        return Question(
            _("Time"),
            (_("Which clock does the shop go by? Choose the nearest city in its time zone."),),
            choices=choices,
            chosen=values.index(here) if here in values else -1,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it."""
        return self.keep(sheet, answer)


class Cutoff(_Part):
    """When a business day ends."""

    name = "usual.cutoff"

    def ask(self, sheet: Sheet) -> Question:
        """A few hours of the night."""
        return Question(
            _("End of the day"),
            (_("A shop or bar that is open past midnight counts what it sells then to the evening before."),),
            choices=tuple(Choice(time, cutoff_name(time)) for time in CUTOFFS),
            chosen=CUTOFFS.index(time) if (time := sheet.text("cutoff")) in CUTOFFS else 0,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it."""
        return self.keep(sheet, answer)
