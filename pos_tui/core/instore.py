"""In-store codes: what a shop's own label says of the item, and of its price or weight."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from .barcode import GTIN_LENGTHS, check_digit, has_check_digit, is_digits
from .errors import InvalidValue
from .traits import NO_TRAITS, Traits
from .words import _

if TYPE_CHECKING:
    from .quantity import Unit

# Weighted products of GS1 General Specifications, 7.9: digit x factor, its tens added (+) or taken off (-).
_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_OF_FOUR = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_OF_FIVE = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def measure_check_digit(field: str) -> int:
    """The check digit of a price or weight of four or five digits, as in the same section."""
    digits = list(map(int, field))
    if len(digits) == len(_OF_FOUR):
        return 3 * sum(table[digit] for table, digit in zip(_OF_FOUR, digits, strict=True)) % 10
    total = sum(table[digit] for table, digit in zip(_OF_FIVE, digits, strict=True))
    return _FIVE_MINUS.index(-total % 10)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a label says besides which item it is: price or weight, a count, and traits of this piece."""

    item: str
    """The item's number in an in-store code."""
    price: str | None = None
    """Digits of the sticker price."""
    weight: Decimal | None = None
    misread: bool = False
    """The label's inner check digit does not fit the price or the weight."""
    count: int | None = None
    """Pieces."""
    decimals: int | None = None
    """Of the price; None where it is in minor units."""
    unit: Unit | None = None
    """Of the weight; None where it is the item's own."""
    currency: str = ""
    """Of the price, as ISO 4217 writes it in digits; empty where it is the shop's."""
    traits: Traits = NO_TRAITS
    codes: tuple[str, ...] = field(default=(), compare=False)
    """What the shop may have the item of an in-store code under, the surest first."""


_MASK = re.compile(r"\d+I+[CV]?(P+|W+|N+)K?\Z", re.ASCII)
_VERIFIED_LENGTHS = (len(_OF_FOUR), len(_OF_FIVE))
_LONGEST = max(GTIN_LENGTHS)
_FIELDS = "IPWNVC"


@dataclass(frozen=True, slots=True)
class Mask:
    """The shape of a shop's in-store code, such as 28IIIIIVWWWWK: digits as they are, I item number, P price,
    W weight, N number of pieces, K check digit; before price, weight or number an inner check digit: V by
    GS1's rule, which is verified, or C by another rule, which is read over.

    A weight has three decimals and a price those of the currency, unless the mask ends in another count:
    29IIIIIWWWWWK.2
    """

    pattern: str
    decimals: int | None = None

    @classmethod
    def parse(cls, text: str) -> Mask:
        """Raises InvalidValue for anything that is no mask of 8, 12, 13 or 14 places."""
        pattern, _point, decimals = text.strip().upper().partition(".")
        match = _MASK.match(pattern)
        if match is None or len(pattern) not in GTIN_LENGTHS:
            raise InvalidValue(_("'{text}' is not an in-store code mask, such as 28IIIIIWWWWWK", text=text))
        if "V" in pattern and len(match.group(1)) not in _VERIFIED_LENGTHS:
            raise InvalidValue(
                _(
                    "'{text}': V verifies a price or a weight of four or five digits; C reads over it",
                    text=text,
                )
            )
        if decimals and not (is_digits(decimals) and len(decimals) == 1):
            raise InvalidValue(_("'{text}': write the decimals as one digit after the point", text=text))
        return cls(pattern, int(decimals) if decimals else None)

    def read(self, code: str) -> Measured | None:
        """What a code of this shape says, or None where it has another shape or a wrong check digit.

        A code of 12 digits and one of 13 or 14 with zeros before it are the same.
        """
        places = self._places(code)
        if places is None or any(mark.isdigit() and mark != digit for mark, digit in places):
            return None
        if self.pattern.endswith("K") and not has_check_digit(code):
            return None
        fields = {kind: "".join(digit for mark, digit in places if mark == kind) for kind in _FIELDS}
        price, weight, count = fields["P"], fields["W"], fields["N"]
        value = price or weight or count
        misread = bool(fields["V"]) and measure_check_digit(value) != int(fields["V"])
        codes = self._codes(places, fields["I"])
        if weight:
            decimals = 3 if self.decimals is None else self.decimals
            measure = Decimal(weight).scaleb(-decimals)
            return Measured(fields["I"], weight=measure, misread=misread, codes=codes)
        if count:
            return Measured(fields["I"], count=int(count), misread=misread, codes=codes)
        return Measured(fields["I"], price, misread=misread, decimals=self.decimals, codes=codes)

    def _places(self, code: str) -> list[tuple[str, str]] | None:
        """(mark, digit) of each place of the mask; None where the code has no such shape."""
        pattern = self.pattern
        if not is_digits(code) or len(code) > _LONGEST:
            return None
        if len(code) != len(pattern):
            if min(len(code), len(pattern)) < 12:
                return None
            code, pattern = code.zfill(_LONGEST), pattern.zfill(_LONGEST)
        return list(zip(pattern, code, strict=True))

    def _codes(self, places: list[tuple[str, str]], item: str) -> tuple[str, ...]:
        """The code without its price or weight, the prefix with the item's number, and that alone."""
        bare = "".join(digit if mark == "I" or mark.isdigit() else "0" for mark, digit in places)
        value = [mark for mark, _digit in places if mark in "PWN"]
        if "V" in self.pattern:
            inner = str(measure_check_digit("0" * len(value)))
            bare = "".join(
                inner if mark == "V" else digit for (mark, _digit), digit in zip(places, bare, strict=True)
            )
        if self.pattern.endswith("K"):
            bare = bare[:-1] + str(check_digit(bare[:-1]))
        padding = len(places) - len(self.pattern)
        front = bare[padding : padding + self.pattern.rindex("I") + 1]
        return tuple(dict.fromkeys((bare, front, item, item.lstrip("0") or "0")))
