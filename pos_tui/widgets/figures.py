"""Amounts, prices and quantities as columns of text."""

from __future__ import annotations

from decimal import Decimal

from pos_tui.core.money import plain
from pos_tui.core.quantity import Unit


def price_text(price: Decimal, digits: int) -> str:
    """A unit price with at least the currency's digits: 1.50, 0.015."""
    text = plain(price)
    whole, _, part = text.partition(".")
    part = part.ljust(digits, "0")
    return f"{whole}.{part}" if part else whole


def on_mark(text: str, width: int, digits: int, spare: int) -> str:
    """`text` in `width` cells so that decimal marks stand under each other; `spare` are for odd prices."""
    _, _, part = text.partition(".")
    extra = max(0, len(part) - digits)
    if not digits and part:
        extra += 1  # the mark itself is extra in a currency without digits
    padded = text + " " * (spare - extra) if extra <= spare else text
    return padded.rjust(width)[:width]


def quantity_text(quantity: Decimal, unit: Unit) -> str:
    """A quantity with its unit, which pieces do not need: 2, 0.734 kg."""
    text = plain(quantity)
    return text if unit is Unit.EACH else f"{text} {unit.value}"
