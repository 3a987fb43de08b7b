"""Payment cards' numbers and magnetic stripes, which a till must neither show nor keep (PCI DSS 3.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from .barcode import gtin14

_CARD_LENGTHS = range(13, 20)
_STRIPE = re.compile(r"%[A-Z]?\d{8,}|[;+]\d{8,19}=")
_BEGINS = re.compile(r"(?<!\w)(%[A-Z]?\d|;\d{2})")
_AIM = re.compile(r"\][A-Za-z]\d", re.ASCII)
# A GS1 code that names its article, parcel or coupon first has longer rows of digits than any card.
_GS1 = re.compile(r"(?:\d+\*)?\][A-Za-z]\d(?:00\d{18}|0[12](\d{14})|811[0-2])", re.ASCII)
_LINK = re.compile(r"https?://[^\s?#]*/01/(\d{8,14})(?=[/?#]|\Z)", re.ASCII | re.IGNORECASE)
_LONGEST_GROUP = 8
_LONGEST = 500
_DIGIT_GROUPS = re.compile(r"\+?\d+(?:[ ./-]{1,2}\d+)*")
_LONGEST_PHONE = 15
"""Digits of a telephone number with its country's, which a + stands before (ITU-T E.164)."""
# Of ISO/IEC 7812: JCB, Amex, Diners, Visa, Maestro, RuPay, UnionPay and Discover; Mastercard's second range
# with Mir before it; RuPay's and Troy's own.
_ISSUERS = re.compile(r"[3-6]|2(?:20[0-4]|22[1-9]|2[3-9]|[3-6]|7[01]|720)|8[12]|9792")

_LENGTHS = {"4": (13, 16, 19), **{str(number): (16,) for number in range(51, 56)}}
"""Of Visa's and Mastercard's numbers, by their first digits; other lengths are tax numbers and the like."""
_OTHERS = range(14, 20)


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
    lengths = next((found for first, found in _LENGTHS.items() if digits.startswith(first)), _OTHERS)
    return len(digits) in lengths and gtin14(digits) is None


def holds_card_number(text: str) -> bool:
    """Whether free text holds a payment card's number or a magnetic stripe (PCI DSS 3.3.1: never kept).

    A number may stand in groups, and next to others: "4111 1111 1111 1111 12/28" holds one.
    """
    code = _GS1.match(text) or _LINK.search(text)
    if code and (code[1] is None or gtin14(code[1])):
        return bool(_STRIPE.search(text))
    # The AIM id of a bar code ends in a digit, which is none of the number behind it.
    bare = _AIM.sub("] ", text)
    runs = (run for run in _DIGIT_GROUPS.findall(bare) if len(run) >= _CARD_LENGTHS[0] and not _is_phone(run))
    return bool(_STRIPE.search(text)) or any(
        map(_is_card_number, chain.from_iterable(map(_candidates, runs)))
    )


def _is_phone(run: str) -> bool:
    return run[0] == "+" and sum(map(str.isdigit, run)) <= _LONGEST_PHONE


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


def masked(text: str) -> str:
    """A text as it may be shown while it is entered: of a card's number or stripe only how long it is.

    So is one that is longer than any entry: nobody has to look through it at each of its characters.
    """
    return (
        "*" * len(text) if len(text) > _LONGEST or _BEGINS.search(text) or holds_card_number(text) else text
    )
