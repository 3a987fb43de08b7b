"""Cash in another currency: what it is worth here, at the rate of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from .currency import Currency
from .errors import InvalidValue, Refused
from .money import decimal, divide_half_up, plain
from .words import _

RATE_DECIMALS: Final = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """What one major unit of a currency is worth in major units of the shop's, from a business day on."""

    currency: Currency
    rate: Decimal
    day: str

    @classmethod
    def parse(cls, code: str, text: str, day: str, home: Currency) -> Rate:
        """The rate that a person set. Raises InvalidValue."""
        currency = Currency.parse(code)
        if currency == home:
            raise InvalidValue(_("{currency} is the shop's own currency", currency=home.code))
        rate = decimal(text, _("rate"), decimals=RATE_DECIMALS)
        if not 0 < rate < 10**6:
            raise InvalidValue(_("a rate is more than 0: what 1 {currency} is worth", currency=currency.code))
        return cls(currency, rate, day)

    def to_document(self) -> dict[str, Any]:
        """The stored form; a day has one rate of a currency."""
        code = f"{self.currency.code} {self.day}"
        facts = {"currency": self.currency.code, "day": self.day, "rate": plain(self.rate)}
        return {"v": 1, "code": code, **facts}

    def worth(self, amount: int, home: Currency, step: int) -> int:
        """Minor units of the shop's currency for minor units of this one, half up to the smallest coin."""
        exact = self._of_one(home) * amount / step
        return divide_half_up(exact.numerator, exact.denominator) * step

    def needed(self, asked: int, home: Currency, step: int) -> int:
        """The fewest minor units of this currency that are worth so much of the shop's."""
        of_one = self._of_one(home)
        least = Fraction(2 * asked - step, 2) / of_one  # from half a coin below it is rounded up
        found = max(-(-least.numerator // least.denominator), 0)
        return found if self.worth(found, home, step) >= asked else found + 1

    def _of_one(self, home: Currency) -> Fraction:
        scale = Fraction(10) ** (home.digits - self.currency.digits)
        return Fraction(self.rate) * scale


def rate_on(rows: Iterable[Mapping[str, Any]], currency: str, day: str) -> Rate:
    """The rate of a business day: the last one set for it or before. Raises Refused where there is none."""
    found = [row for row in rows if row["currency"] == currency and row["day"] <= day]
    if not found:
        raise Refused(_("nobody has set a rate for {currency}: pos tenders rate", currency=currency))
    row = max(found, key=lambda one: str(one["day"]))
    return Rate(Currency.parse(currency), Decimal(row["rate"]), row["day"])


@dataclass(frozen=True, slots=True)
class Foreign:
    """What was handed over in another currency."""

    currency: str
    amount: int
    """Its minor units."""
    rate: str
    step: int
    """Its worth was rounded, half up, to a multiple of so many minor units of the shop's currency."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "currency": self.currency,
            "amount": self.amount,
            "rate": self.rate,
            "rounded": f"half_up {self.step}",
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Foreign:
        """The same of a stored form."""
        step = int(document["rounded"].rpartition(" ")[2])
        return cls(document["currency"], document["amount"], document["rate"], step)


def in_digits(amount: int, currency: Currency, home: Currency) -> int:
    """An amount with the decimals of the shop's currency, by which drawers are counted; cut off beyond."""
    moved = home.digits - currency.digits
    return amount * int(10**moved) if moved >= 0 else amount // int(10**-moved)
