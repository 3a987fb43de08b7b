"""Bar codes as a till reads them: GTINs, check digits, scanner prefixes; and card numbers, which it must not.

Bare digits are only ever a GTIN or an in-store code; GS1 messages with application identifiers are
recognised by their AIM id or separator alone, as a misread EAN is a valid GS1 message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

GTIN_LENGTHS = (8, 12, 13, 14)
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")


def check_digit(body: str) -> int:
    """The GS1 mod 10 check digit of the digits before it (GS1 General Specifications, 7.9.1)."""
    odd = sum(map(int, body[-1::-2]))
    return -(3 * odd + sum(map(int, body[-2::-2]))) % 10


def has_check_digit(code: str) -> bool:
    """Whether a digit string ends in its own GS1 check digit."""
    return check_digit(code[:-1]) == int(code[-1])


def is_digits(text: str) -> bool:
    """ASCII digits only: other scripts' digits are no bar code."""
    return text.isascii() and text.isdigit()


def gtin14(code: str) -> str | None:
    """A GTIN-8, -12, -13 or -14 as GTIN-14, or None where length or check digit is wrong."""
    if len(code) in GTIN_LENGTHS and is_digits(code) and has_check_digit(code):
        return code.zfill(14)
    return None


def short_gtin(gtin: str) -> str:
    """A GTIN-14 as it stands under the bars: with 8, 12, 13 or all 14 digits."""
    return next((gtin[-length:] for length in (8, 12, 13) if not gtin[:-length].strip("0")), gtin)


def restored_gtin14(code: str) -> str | None:
    """As `gtin14`, and for codes of 9 to 11 digits that a spreadsheet robbed of their leading zeros."""
    if 8 <= len(code) <= 14 and is_digits(code) and has_check_digit(code):
        return code.zfill(14)
    return None


def is_misread(code: str) -> bool:
    """Whether a code has a GTIN's length but a wrong check digit: a scanner's misread, or a typing error."""
    if len(code) not in GTIN_LENGTHS or not is_digits(code) or has_check_digit(code):
        return False
    return expand_upc_e(code) is None


def expand_upc_e(code: str) -> str | None:
    """The GTIN-12 of an 8-digit UPC-E with number system 0 or 1 (GS1 General Specifications, 5.2.2.4)."""
    if len(code) != 8 or not is_digits(code) or code[0] not in "01":
        return None
    system, body, last, check = code[0], code[1:6], code[6], code[7]
    if last in "012":
        digits = f"{system}{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        digits = f"{system}{body[:3]}00000{body[3:5]}"
    elif last == "4":
        digits = f"{system}{body[:4]}00000{body[4]}"
    else:
        digits = f"{system}{body}0000{last}"
    return digits + check if check_digit(digits) == int(check) else None


@dataclass(frozen=True, slots=True)
class Scan:
    """A code as it arrived, without the scanner's AIM id."""

    code: str
    aim: str = ""

    @classmethod
    def parse(cls, text: str) -> Scan:
        """Takes a leading AIM id off ("]E0" before an EAN) and expands a UPC-E that is named as one."""
        match = _AIM.match(text)
        if not match:
            return cls(text)
        aim, code = match.group(), text[match.end() :]
        if aim == "]E0" and len(code) == 8:
            code = expand_upc_e(code) or code
        return cls(code, aim)


_CARD_LENGTHS = range(13, 20)
_STRIPE = re.compile(r"%[A-Z]?\d{8,}|;\d{8,19}=")
_LONGEST_GROUP = 8
_DIGIT_GROUPS = re.compile(r"\d+(?:[ ./-]{1,2}\d+)*")
# Of ISO/IEC 7812: JCB, Amex, Diners, Visa, Maestro, RuPay, UnionPay and Discover; Mastercard's second range
# with Mir before it; RuPay's and Troy's own.
_ISSUERS = re.compile(r"[3-6]|2(?:20[0-4]|22[1-9]|2[3-9]|[3-6]|7[01]|720)|8[12]|9792")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_card_number(digits: str) -> bool:
    """ISO/IEC 7812: an issuer's first digits, a length, and the Luhn check digit."""
    if len(digits) not in _CARD_LENGTHS or not _ISSUERS.match(digits) or not _luhn(digits):
        return False
    if len(digits) == 13:
        return digits[0] == "4" and gtin14(digits) is None
    return gtin14(digits) is None


def holds_card_number(text: str) -> bool:
    """Whether free text holds a payment card's number or a magnetic stripe (PCI DSS 3.3.1: never kept).

    A number may stand in groups, and next to others: "4111 1111 1111 1111 12/28" holds one.
    """
    runs = (run for run in _DIGIT_GROUPS.findall(text) if len(run) >= _CARD_LENGTHS[0])
    return bool(_STRIPE.search(text)) or any(
        map(_is_card_number, chain.from_iterable(map(_candidates, runs)))
    )


def _candidates(run: str) -> Iterator[str]:
    """What may be a number in a run of groups of digits: each group, and short ones together."""
    # Digits of any script, as what was typed may be full-width.
    groups = ["".join(str(int(digit)) for digit in group) for group in re.findall(r"\d+", run)]
    yield from groups
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(group) > _LONGEST_GROUP or len(digits) > _CARD_LENGTHS[-1]:
                break
            yield digits
