"""Values of a report as people read them; scripts get the values themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pos_tui.core.currency import DIGITS, Currency
from pos_tui.core.money import format_amount
from pos_tui.core.tender import said_type
from pos_tui.core.words import N_, _

from .spec import Kind

_WEEKDAYS: Final = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_KINDS: Final = {
    "line": N_("on a line"),
    "markdown": N_("marked down"),
    "basket": N_("on a whole sale"),
    "promotion": N_("promotion"),
    "paid_in": N_("paid in"),
    "paid_out": N_("paid out"),
    "loan": N_("from the safe"),
    "pickup": N_("to the safe"),
    "tip_out": N_("tips paid out"),
}


def said(name: str, value: str) -> str:
    """The value of a key column in the language that is spoken."""
    if name == "weekday":
        return _(_WEEKDAYS[int(value) - 1])
    if name == "tender":
        return said_type(value)
    if name == "kind":
        return _(_KINDS.get(value, value))
    return value


def figure(kind: Kind, value: int, currency: str) -> str:
    """A value of a column that is no text, with "." as the decimal mark."""
    if kind is Kind.MONEY:
        digits = DIGITS.get(currency, 2)
        return format_amount(value, Currency(currency, digits))
    if kind is Kind.QUANTITY:
        text = format_amount(value, Currency("", 3))
        return text.rstrip("0").rstrip(".")
    if kind is Kind.PERCENT:
        return format_amount(value, Currency("", 1))
    return str(value)


def cell(name: str, kind: Kind, row: Mapping[str, Any]) -> str:
    """The value of a column in a row as text, empty where it has none."""
    value = row.get(name)
    if value is None:
        return ""
    if kind is Kind.TEXT:
        return said(name, str(value))
    # What was taken of another currency is in that one's minor units.
    money = row["money"] if name == "foreign" else row["currency"]
    return figure(kind, value, money)
