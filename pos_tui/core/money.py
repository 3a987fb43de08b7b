"""Money as integers of minor units, and every rounding the till does, by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pos_tui.core.words import _

from .errors import InvalidValue

if TYPE_CHECKING:
    from .currency import Currency

#: Money and quantities never need more digits; what would need them is refused, not rounded.
EXACT = Context(prec=50)
PRICE_DECIMALS = 6
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII)


def decimal(text: str, what: str = "", *, decimals: int | None = None) -> Decimal:
    """The number a plain decimal text says; no exponent, no grouping, at most `decimals` places.

    Raises InvalidValue, naming `what` was asked for.
    """
    text = text.strip()
    if len(text) > 30 or not _DECIMAL.match(text):
        raise InvalidValue(
            _(
                "'{text}' is not a {what}: write digits with '.' as the decimal mark",
                text=text[:40],
                what=what or _("number"),
            )
        )
    value = Decimal(text)
    if decimals is not None and -int(value.as_tuple().exponent) > decimals:
        trimmed = value.normalize(EXACT)
        if -int(trimmed.as_tuple().exponent) > decimals:
            raise InvalidValue(_("'{text}' has more than {decimals} decimals", text=text, decimals=decimals))
        value = trimmed
    return value


def plain(value: Decimal) -> str:
    """Decimal text without an exponent and without trailing zeros: '2.5', '20', '-0.734'."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def round_half_up(value: Decimal) -> int:
    """The nearest integer, halves away from zero."""
    return int(value.to_integral_value(ROUND_HALF_UP))


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest integer, halves away from zero; exact, no Decimal."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient


def to_minor(amount: Decimal, currency: Currency) -> int:
    """Major units to minor units, rounded half up (away from zero) to the minor unit."""
    return round_half_up(amount.scaleb(currency.digits, EXACT))


def to_major(minor: int, currency: Currency) -> Decimal:
    """Minor units as a Decimal of major units with the currency's digits."""
    return Decimal(minor).scaleb(-currency.digits, EXACT)


def parse_amount(text: str, currency: Currency, *, minor: bool = False) -> int:
    """Minor units from what a person typed; `minor` reads a '2000' without a point as 20.00.

    Raises InvalidValue for more decimals than the currency has.
    """
    value = decimal(text, _("sum of money"), decimals=currency.digits)
    return int(value) if minor and "." not in text else to_minor(value, currency)


def format_amount(minor: int, currency: Currency) -> str:
    """Minor units as plain text with the currency's digits and '.': '-2.55'."""
    if not currency.digits:
        return str(minor)
    whole, part = divmod(abs(minor), 10**currency.digits)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{currency.digits}d}"


def format_price(price: Decimal, currency: Currency) -> str:
    """A unit price as plain text with at least the currency's digits: '4.50', '1.2345'."""
    _, mark, decimals = plain(price).partition(".")
    missing = currency.digits - len(decimals)
    return plain(price) + ("" if missing <= 0 else ("" if mark else ".") + "0" * missing)


@lru_cache(maxsize=4096)  # each scan prices all the lines before it again
def line_amount(unit_price: Decimal, quantity: Decimal, currency: Currency) -> int:
    """unit price x quantity in minor units, rounded half up (away from zero)."""
    return to_minor(EXACT.multiply(unit_price, quantity), currency)


def percentage(amount: int, percent: Decimal) -> int:
    """`percent` of an amount in minor units, rounded half up (away from zero)."""
    return round_half_up(EXACT.multiply(Decimal(amount), percent).scaleb(-2, EXACT))


def allocate(total: int, weights: Sequence[int], keys: Sequence[object] | None = None) -> list[int]:
    """Spread `total` over `weights` by largest remainder; the parts add up to the total exactly.

    Ties go to the smaller key (the position when there are none), so that with keys made from what
    the parts are, the spread does not depend on their order. Weights are >= 0; all zero counts as equal.
    """
    if not weights:
        if total:
            raise ValueError("nothing to spread the amount over")
        return []
    if min(weights) < 0:
        raise ValueError("weights must not be negative")
    base = list(weights) if any(weights) else [1] * len(weights)
    whole, sign = sum(base), -1 if total < 0 else 1
    shares = [divmod(abs(total) * weight, whole) for weight in base]
    parts = [share for share, _ in shares]
    left = abs(total) - sum(parts)
    order = sorted(range(len(base)), key=lambda i: (-shares[i][1], keys[i] if keys else i))
    for i in order[:left]:
        parts[i] += 1
    return [sign * part for part in parts]


def share_of(whole: int, taken_before: Decimal, taken_now: Decimal, of: Decimal) -> int:
    """The part of `whole` that belongs to `taken_now` of `of`, when `taken_before` are gone already.

    Rounds the running total half up, so that parts taken one by one add up exactly to the whole.
    """

    def until(taken: Decimal) -> int:
        return round_half_up(EXACT.divide(EXACT.multiply(Decimal(whole), taken), of))

    return until(taken_before + taken_now) - until(taken_before)
