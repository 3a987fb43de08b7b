"""In-store codes: what a shop's own label says of the item, and of its price or weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .barcode import GTIN_LENGTHS, has_check_digit, is_digits
from .errors import InvalidValue
from .words import _

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
    """What an in-store code says: the item's number and the sticker's price or weight."""

    item: str
    price: str | None = None
    """Digits of the sticker price in minor units."""
    weight: Decimal | None = None
    """In the item's own unit."""
    misread: bool = False
    """The label's inner check digit does not fit the price or the weight."""


_MASK = re.compile(r"\d+I+[CV]?(P+|W+)K?\Z", re.ASCII)
_VERIFIED_LENGTHS = (len(_OF_FOUR), len(_OF_FIVE))


@dataclass(frozen=True, slots=True)
class Mask:
    """The shape of a shop's in-store code, such as 28IIIIIVWWWWK: digits as they are, I item number, P price,
    W weight, K check digit; before price or weight an inner check digit: V by GS1's rule, which is verified,
    or C by another rule, which is read over.

    A weight has three decimals unless the mask ends in another count: 29IIIIIWWWWWK.2
    """

    pattern: str
    decimals: int

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
            raise InvalidValue(
                _("'{text}': write the weight's decimals as one digit after the point", text=text)
            )
        return cls(pattern, int(decimals) if decimals else 3)

    def read(self, code: str) -> Measured | None:
        """What a code of this shape says, or None where it has another shape or a wrong check digit."""
        if len(code) != len(self.pattern) or not is_digits(code):
            return None
        if any(m.isdigit() and m != c for m, c in zip(self.pattern, code, strict=True)):
            return None
        if self.pattern.endswith("K") and not has_check_digit(code):
            return None
        places = list(zip(self.pattern, code, strict=True))
        fields = {kind: "".join(digit for mark, digit in places if mark == kind) for kind in "IPWV"}
        value = fields["P"] or fields["W"]
        misread = bool(fields["V"]) and measure_check_digit(value) != int(fields["V"])
        if fields["W"]:
            return Measured(fields["I"], None, Decimal(value).scaleb(-self.decimals), misread)
        return Measured(fields["I"], value, None, misread)
