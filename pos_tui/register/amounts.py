"""Quantities, prices and sums of money as people type them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import PRICE_DECIMALS, decimal, parse_amount
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.words import _
from pos_tui.services import selling

if TYPE_CHECKING:
    from decimal import Decimal

    from .register import Register


def quantity_of(register: Register, text: str | None) -> Decimal | None:
    """The quantity that was typed with a code, else the one that waits, else none. Raises InvalidValue."""
    return register.pending if text is None else typed_quantity(register.heard(text))


def typed_quantity(text: str) -> Decimal:
    """A quantity as typed. Raises InvalidValue."""
    if selling.looks_like_barcode(text):
        raise InvalidValue(_("{text} is a bar code, not a quantity", text=text))
    return parse_quantity(text)


def unit_price(register: Register, text: str) -> Decimal:
    """A unit price as typed, in major units. Raises InvalidValue."""
    if selling.looks_like_barcode(text):
        raise InvalidValue(_("{text} is a bar code, not a price", text=text))
    text = register.heard(text)
    value = decimal(text, _("price"), decimals=PRICE_DECIMALS)
    if register.counter.rules.minor_entry and text.isdigit():
        value = value.scaleb(-register.shop.currency.digits)
    if abs(value) > register.counter.rules.price_limit:
        raise InvalidValue(_("{text} is more than the price limit (limits.price)", text=text))
    return value


def amount_of(register: Register, text: str, currency: str = "") -> int:
    """An amount of money as typed, in minor units, of the shop's currency or another. Raises InvalidValue."""
    if selling.looks_like_barcode(text):
        raise InvalidValue(_("{text} is a bar code, not an amount of money", text=text))
    text = register.heard(text)
    money = Currency.parse(currency) if currency else register.shop.currency
    return parse_amount(text, money, minor=register.counter.rules.minor_entry)
