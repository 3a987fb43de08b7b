"""Vouchers that the till issues: what one is worth, and what a recorded sale does to those it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .currency import Currency
from .errors import InvalidValue, Refused
from .money import format_amount
from .sale import REDEEMED, RELOADED, TAXED_VOUCHER, VOUCHER
from .words import _

LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Of codes that the till makes: no two look alike, and they make no words."""
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{3,31}", re.ASCII)
_LENGTH: Final = 10


def checked_code(text: str) -> str:
    """A voucher's code as it is kept: capital letters, digits and hyphens. Raises InvalidValue."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise InvalidValue(
            _("'{code}' is no voucher's code: 4 to 32 letters, digits and hyphens", code=text[:40])
        )
    return code


def code_from(unique: str, length: int = _LENGTH) -> str:
    """A code of so many letters made from a unique text of hex digits."""
    number, letters = int(unique or "0", 16), []
    for _place in range(length):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def voucher_code(unique: str) -> str:
    """A voucher's code made from a unique text of hex digits; its last letter checks the others."""
    code = code_from(unique)
    return code + check_letter(code)


def check_letter(code: str) -> str:
    """What stands behind letters of ours to check them: the Luhn algorithm modulo their number, by which
    any one letter that is wrong shows, and nearly any two that changed places."""
    total, base = 0, len(LETTERS)
    for place, letter in enumerate(reversed(code)):
        value = LETTERS.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // base + value % base
    return LETTERS[-total % base]


def is_mistyped(code: str) -> bool:
    """Whether this looks like a code of the till's own making, and its last letter says that it is not."""
    if len(code) != _LENGTH + 1 or not set(code) <= set(LETTERS):
        return False
    return check_letter(code[:-1]) != code[-1]


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher, or store credit, as it stands."""

    code: str
    type: str
    """The tender type it is redeemed as; "" for a single-purpose one, which comes off as a line."""
    value: int
    """What was paid in, in minor units of the currency."""
    balance: int
    currency: str
    tax: str = ""
    """The tax code of what a single-purpose one is for; it was taxed when it was sold."""
    until: str = ""
    """The last business day it holds; "" is for ever."""
    issued: str = ""
    """The number of the receipt that issued it; "" where no sale did."""
    day: str = ""
    """The business day of that."""
    customer: str = ""
    """The id of who was given it as store credit; "" is whoever has it."""
    moves: tuple[tuple[str, int], ...] = ()
    """(receipt, what it added) of each change, the first one included."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "v": 1,
            "code": self.code,
            "type": self.type,
            "value": self.value,
            "balance": self.balance,
            "currency": self.currency,
            "tax": self.tax,
            "until": self.until,
            "issued": self.issued,
            "day": self.day,
            **({"customer": self.customer} if self.customer else {}),
            "moves": [list(move) for move in self.moves],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Voucher:
        """The voucher of a stored form."""
        names = ("code", "type", "value", "balance", "currency", "tax", "until", "issued", "day")
        moves = tuple((number, amount) for number, amount in document["moves"])
        customer = document.get("customer") or ""
        return cls(**{name: document[name] for name in names}, customer=customer, moves=moves)

    def check_holds(self, day: str) -> None:
        """Raises Refused where its time is over."""
        if self.until and day > self.until:
            raise Refused(_("voucher {code} ended on {day}", code=self.code, day=self.until))

    def moved(self, receipt: str, amount: int) -> Voucher:
        """With an amount more, or less; value goes up with what is paid in. Raises Refused below zero."""
        if self.balance + amount < 0:
            left = format_amount(self.balance, Currency.parse(self.currency))
            raise Refused(
                _(
                    "voucher {code} has only {left} left: take it off the sale with /takeback or /void",
                    code=self.code,
                    left=left,
                )
            )
        return replace(self, balance=self.balance + amount, moves=(*self.moves, (receipt, amount)))


@dataclass(frozen=True, slots=True)
class Move:
    """What one recorded sale adds to a voucher, or takes off it."""

    code: str
    amount: int
    """Minor units."""
    type: str = ""
    tax: str = ""
    until: str = ""
    opens: bool = False
    """It has to be a new one."""
    loads: bool = False
    """It was paid for, to be put on one that there is."""


def moves_of(sale: Mapping[str, Any], kinds: frozenset[str]) -> dict[str, Move]:
    """What a sale document does to vouchers, by code; `kinds` are the tender types that redeem them."""
    found: dict[str, Move] = {}
    for move in _each(sale, kinds):
        before = found.get(move.code)
        found[move.code] = move if before is None else replace(before, amount=before.amount + move.amount)
    return found


def _each(sale: Mapping[str, Any], kinds: frozenset[str]) -> Iterator[Move]:
    for line in sale["lines"]:
        if line["void"]:
            continue
        until = line.get("traits", {}).get("use_by", "")
        if line["source"] == VOUCHER:
            yield Move(line["code"], line["amount"], line["department"], "", until, opens=True)
        elif line["source"] == RELOADED:
            yield Move(line["code"], line["amount"], line["department"], loads=True)
        elif line["source"] == TAXED_VOUCHER:
            opens = line["amount"] > 0
            yield Move(line["code"], line["amount"], "", line["tax"], until, opens=opens)
        elif line["source"] == REDEEMED:
            yield Move(line["code"], line["amount"], tax=line["tax"])
    for tender in sale["tenders"]:
        if tender["type"] in kinds and tender["ref"]:
            yield Move(tender["ref"], -tender["amount"], tender["type"])
