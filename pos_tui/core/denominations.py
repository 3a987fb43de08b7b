"""Notes and coins of currencies, and a drawer counted by them.

The pieces are those that the central bank of a currency has in circulation and that turn up in a till (2026):
ecb.europa.eu (EUR), bankofengland.co.uk and royalmint.com (GBP), federalreserve.gov and usmint.gov (USD),
snb.ch (CHF), bankofcanada.ca (CAD; the cent was withdrawn in 2013), rba.gov.au (AUD), rbnz.govt.nz (NZD),
riksbank.se (SEK), norges-bank.no (NOK), nationalbanken.dk (DKK), nbp.pl (PLN), cnb.cz (CZK), mnb.hu (HUF),
bnr.ro (RON), boj.or.jp (JPY), pbc.gov.cn (CNY), rbi.org.in (INR), boi.org.il (ILS).
Where a currency is not listed, its pieces are typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.words import _

from .errors import InvalidValue
from .money import decimal, parse_amount, plain, to_major, to_minor

if TYPE_CHECKING:
    from .currency import Currency

_PIECES: Final[Mapping[str, str]] = {
    "EUR": "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "GBP": "50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "USD": "100 50 20 10 5 2 1 0.50 0.25 0.10 0.05 0.01",
    "CHF": "1000 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05",
    "CAD": "100 50 20 10 5 2 1 0.25 0.10 0.05",
    "AUD": "100 50 20 10 5 2 1 0.50 0.20 0.10 0.05",
    "NZD": "100 50 20 10 5 2 1 0.50 0.20 0.10",
    "SEK": "1000 500 200 100 50 20 10 5 2 1",
    "NOK": "1000 500 200 100 50 20 10 5 1",
    "DKK": "500 200 100 50 20 10 5 2 1 0.50",
    "PLN": "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01",
    "CZK": "5000 2000 1000 500 200 100 50 20 10 5 2 1",
    "HUF": "20000 10000 5000 2000 1000 500 200 100 50 20 10 5",
    "RON": "500 200 100 50 20 10 5 1 0.50 0.10 0.05 0.01",
    "JPY": "10000 5000 2000 1000 500 100 50 10 5 1",
    "CNY": "100 50 20 10 5 1 0.50 0.10",
    "INR": "500 200 100 50 20 10 5 2 1",
    "ILS": "200 100 50 20 10 5 2 1 0.50 0.10",
}
# The largest note of more currencies whose unit is small, in hundreds of units.
_HUNDREDS: Final[Mapping[str, int]] = {
    "CLP": 200, "COP": 1000, "IDR": 1000, "IRR": 10_000, "ISK": 100, "KRW": 500, "LBP": 1000, "PYG": 1000,
    "TZS": 100, "UGX": 500, "UZS": 2000, "VND": 5000, "XAF": 100, "XOF": 100,
}  # fmt: skip
_MOST_PIECES: Final = 100_000


def pieces_of(currency: Currency) -> tuple[int, ...]:
    """Notes and coins in minor units, the largest first; none for a currency that is not listed."""
    return tuple(to_minor(Decimal(text), currency) for text in _PIECES.get(currency.code, "").split())


def times_usual(currency: Currency) -> int:
    """How many times more units things cost than where the largest note is of 100 units or so; at least 1."""
    largest = next(iter(_PIECES.get(currency.code, "").split()), "")
    hundreds = int(largest) // 100 if largest else _HUNDREDS.get(currency.code, 1)
    return hundreds if hundreds >= 50 else 1


@dataclass(frozen=True, slots=True)
class Counted:
    """What a person counted, in minor units."""

    cash: int
    pieces: Mapping[int, int] = field(default_factory=dict)
    """How many of which note or coin; empty where only the sum was said."""
    others: Mapping[str, int] = field(default_factory=dict)
    """What slips and vouchers add up to, by tender type."""

    @classmethod
    def parse(cls, text: str, currency: Currency, *, minor: bool = False) -> Counted:
        """`20x3 5x7 0.50x11`, each a note or coin and how many; `63.50`, a sum; `card=125.40`, another type.

        Sums add up. With `minor` a sum of 6350 without a point is 63.50. Raises InvalidValue.
        """
        cash, pieces, others = 0, dict[int, int](), dict[str, int]()
        for word in text.split():
            kind, equals, amount = word.partition("=")
            value, times, many = word.casefold().partition("x")
            if equals and kind:
                others[kind.casefold()] = _positive(amount, currency, minor=minor)
            elif times:
                piece, count = _piece(value, currency), _number_of(many)
                pieces[piece] = pieces.get(piece, 0) + count
                cash += piece * count
            else:
                cash += _positive(word, currency, minor=minor)
        return cls(cash, dict(sorted(pieces.items(), reverse=True)), others)

    def to_document(self, currency: Currency) -> dict[str, Any]:
        """The stored form: the notes and coins in major units, as text."""
        there = {plain(to_major(piece, currency)): count for piece, count in self.pieces.items() if count}
        pieces = [{"piece": piece, "count": count} for piece, count in there.items()]
        return {"cash": self.cash, "pieces": pieces, "others": dict(self.others)}


def _positive(text: str, currency: Currency, *, minor: bool) -> int:
    amount = parse_amount(text, currency, minor=minor)
    if amount < 0:
        raise InvalidValue(_("{amount} is less than nothing", amount=text))
    return amount


def _piece(text: str, currency: Currency) -> int:
    piece = to_minor(decimal(text, _("sum of money"), decimals=currency.digits), currency)
    known = pieces_of(currency)
    if piece <= 0 or (known and piece not in known):
        there = " ".join(plain(to_major(one, currency)) for one in known)
        raise InvalidValue(
            _(
                "there is no note or coin of {piece} {currency}: {known}",
                piece=text,
                currency=currency.code,
                known=there,
            )
        )
    return piece


def _number_of(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > _MOST_PIECES:
        raise InvalidValue(_("'{text}' is not how many there are: 20x3 means three of 20", text=text[:40]))
    return int(text)
