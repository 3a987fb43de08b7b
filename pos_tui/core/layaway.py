"""Orders put aside for a deposit: what was agreed, what is paid of it, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .errors import InvalidValue, Refused
from .money import decimal, parse_amount, percentage
from .words import N_, _

if TYPE_CHECKING:
    from .currency import Currency

LETTER: Final = "L"
"""Of the series of numbers: 1-L000012."""
OPEN: Final = "open"
COLLECTED: Final = "collected"
CANCELLED: Final = "cancelled"
_STATES: Final = {OPEN: N_("open"), COLLECTED: N_("collected"), CANCELLED: N_("cancelled")}
_NUMBER: Final = re.compile(r"(?:([A-Za-z0-9.]+)-)?[Ll](\d{1,9})", re.ASCII)
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Layaway:
    """One order as it stands."""

    number: str
    name: str
    """Whose it is, as it was typed."""
    state: str
    total: int
    """What was agreed, in minor units with taxes."""
    paid: int
    """What is paid and neither used nor given back."""
    currency: str
    basket: Mapping[str, Any]
    """The stored form of what is put aside, at its prices of then."""
    taxed: bool
    """Deposits are taxed when they are taken."""
    time: str
    until: str
    """The last business day to collect it; "" is for ever."""
    moves: tuple[tuple[str, int], ...] = ()
    """(receipt, what it paid) of each change."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Layaway:
        """The order of a stored form."""
        names = ("number", "name", "state", "total", "paid", "currency", "basket", "taxed", "time", "until")
        moves = tuple((number, amount) for number, amount in document["moves"])
        return cls(**{name: document[name] for name in names}, moves=moves)

    @property
    def whose(self) -> str:
        """The name that was given, else the id of the customer the sale was for."""
        return self.name or str(self.basket.get("customer") or "")

    @property
    def owed(self) -> int:
        """What is still to pay, in minor units."""
        return self.total - self.paid

    def is_late(self, day: str) -> bool:
        """Whether it waits beyond its last day."""
        return self.state == OPEN and bool(self.until) and day > self.until

    def check_open(self) -> None:
        """Raises Refused where it was collected or cancelled."""
        if self.state != OPEN:
            raise Refused(_("order {number} is {state}", number=self.number, state=said_state(self.state)))


def said_state(state: str) -> str:
    """What people call a state."""
    return _(_STATES.get(state, state))


def number_of(text: str, till: str) -> str | None:
    """The order's number that a text means: 1-L000012, 1-L12, or L12 of this till; None for any other."""
    match = _NUMBER.fullmatch(text.strip())
    return None if match is None else f"{match[1] or till}-{LETTER}{int(match[2]):0{_DIGITS}d}"


def deposit_of(text: str, total: int, currency: Currency) -> int:
    """What a deposit of 20% or 50.00 comes to, in minor units; nothing for "". Raises InvalidValue."""
    if not text:
        return 0
    if text.endswith("%"):
        percent = decimal(text[:-1], _("percentage"), decimals=2)
        if not 0 <= percent <= 100:
            raise InvalidValue(_("a deposit is 0 to 100 %"))
        return percentage(total, Decimal(percent))
    amount = parse_amount(text, currency)
    if amount < 0:
        raise InvalidValue(_("a deposit is not below zero"))
    return amount
