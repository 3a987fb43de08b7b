"""What a promotion must say, by its kind: one that makes no sense is refused before it is recorded."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .errors import InvalidValue
from .money import EXACT
from .promotion import EACH_KINDS, Kind, Promotion
from .words import _

if TYPE_CHECKING:
    from .currency import Currency

_HUNDRED = Decimal(100)
_MOST_PIECES = 100
"""Pieces of one set."""


def checked(promotion: Promotion, currency: Currency) -> Promotion:
    """Itself. Raises InvalidValue, saying what is missing or too much."""
    _check_reward(promotion)
    _check_parts(promotion)
    if promotion.percent is not None and not 0 < promotion.percent <= _HUNDRED:
        raise InvalidValue(_("percent is more than 0 and at most 100"))
    for value in (promotion.price, promotion.amount, promotion.least, promotion.spend):
        if value is not None and value < 0:
            raise InvalidValue(_("no figure of a promotion is below zero"))
    if promotion.amount is not None and promotion.amount == 0:
        raise InvalidValue(_("an amount of zero takes nothing off"))
    if promotion.kind is Kind.SPEND and (promotion.least is not None or promotion.spend is not None):
        raise InvalidValue(_("spend says in its steps what has to be spent: steps='50=5 100=15'"))
    _check_digits(promotion, currency)
    return promotion


def _check_reward(promotion: Promotion) -> None:
    """One way to save, of those its kind knows."""
    said = [
        name for name in ("price", "percent", "amount", "steps") if getattr(promotion, name) not in (None, ())
    ]
    wanted = {
        Kind.PRICE: ("price",),
        Kind.PERCENT: ("percent",),
        Kind.AMOUNT: ("amount",),
        Kind.CHEAPEST: ("percent",),
        Kind.SPEND: ("steps",),
    }.get(promotion.kind, ("price", "percent", "amount"))
    if len(said) == 1 and said[0] in wanted:
        return
    if len(wanted) == 1:
        text = _(
            "a promotion of kind {kind} needs {name}, and no other figure",
            kind=promotion.kind,
            name=wanted[0],
        )
        raise InvalidValue(text)
    raise InvalidValue(
        _("a promotion of kind {kind} says one of {names}", kind=promotion.kind, names=", ".join(wanted))
    )


def _check_parts(promotion: Promotion) -> None:
    kind, parts = promotion.kind, promotion.parts
    if kind is Kind.BUY_GET and len(parts) < 2:
        raise InvalidValue(_("buy_get needs two parts: goods='2*PIZZA + COLA'"))
    if kind not in (Kind.SET, Kind.BUY_GET) and len(parts) > 1:
        raise InvalidValue(_("only set and buy_get have several parts"))
    pieces = sum(part.count for part in parts)
    if (kind in EACH_KINDS or kind is Kind.SPEND) and pieces > 1:
        raise InvalidValue(_("with {kind} each piece counts for itself: leave the number away", kind=kind))
    if kind is Kind.CHEAPEST and not 0 < promotion.free < pieces:
        raise InvalidValue(_("cheapest needs more pieces than are free: goods='3*MILK,CREAM'"))
    if pieces > _MOST_PIECES:
        raise InvalidValue(_("a set has at most {most} pieces", most=_MOST_PIECES))


def _check_digits(promotion: Promotion, currency: Currency) -> None:
    """Amounts of money are whole minor units; a price of each may be one of a kilogram, and finer."""
    values = [promotion.amount, *(value for step in promotion.steps for value in step)]
    if promotion.kind is not Kind.PRICE:
        values.append(promotion.price)
    for value in values:
        if value is not None and EXACT.scaleb(value, currency.digits) % 1:
            raise InvalidValue(
                _("{amount} has more decimals than {currency}", amount=value, currency=currency.code)
            )
