"""Amounts, prices and quantities as columns of text, with the decimal mark of the shop's language."""

from __future__ import annotations

from decimal import Decimal

from pos_tui.core.money import plain
from pos_tui.core.quantity import Unit


def price_text(price: Decimal, digits: int, mark: str = ".") -> str:
    """A unit price with at least the currency's digits: 1.50, 0.015."""
    whole, _, part = plain(price).partition(".")
    part = part.ljust(digits, "0")
    return f"{whole}{mark}{part}" if part else whole


def quantity_text(quantity: Decimal, unit: Unit, mark: str = ".") -> str:
    """A quantity with its unit, which pieces do not need: 2, 0.734 kg."""
    text = plain(quantity).replace(".", mark)
    return text if unit is Unit.EACH else f"{text} {unit.value}"


def sides(text: str, mark: str) -> tuple[int, int]:
    """How many cells stand before the decimal mark of a number, and how many behind it."""
    whole, _, part = text.partition(mark)
    return len(whole), len(part)


def on_mark(text: str, before: int, behind: int, mark: str = ".") -> str:
    """A number in `before` cells, a mark and `behind` cells, so that marks stand under each other."""
    whole, found, part = text.partition(mark)
    tail = f"{found or ' '}{part.ljust(behind)}" if behind else ""
    return f"{whole.rjust(before)}{tail}"
