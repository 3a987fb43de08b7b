"""The bar code of a receipt: store, till, number and a check character, as CODE128 text.

    A3F91-000142P
    |   |        `- check character, ISO/IEC 7064 MOD 37,36
    |   `---------- receipt number as printed: till, epoch from the second on, running number
    `-------------- first four letters or digits of the store's id

Short enough for 58 mm paper, and unlike any item code: it has a dash, our store and a right check.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

_VALUES = string.digits + string.ascii_uppercase
_STORE_LENGTH = 4
_NUMBER = re.compile(r"(?P<till>[!-~]+?)(?:\.(?P<epoch>[1-9]\d*))?-(?P<seq>\d{6,})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What the bar code of a receipt says."""

    store: str
    """The first four letters or digits of the store's id, upper case."""
    number: str
    """The receipt number, such as "1-000142" or, from the second epoch on, "1.2-000142"."""
    till: str
    epoch: int
    seq: int

    def belongs_to(self, store_id: str) -> bool:
        """Return whether the store with this id may have printed it."""
        return self.store == store_part(store_id)


def store_part(store_id: str) -> str:
    """Return the part of a store's id that its receipts carry: four characters, filled with 0."""
    letters = "".join(char for char in store_id.upper() if char in _VALUES)
    return letters[:_STORE_LENGTH].ljust(_STORE_LENGTH, "0")


def code_text(store_id: str, number: str) -> str | None:
    """Return the text of the bar code for receipt `number`, or None if a bar code cannot hold that number."""
    if not _NUMBER.fullmatch(number):
        return None
    text = store_part(store_id) + number
    return text + _check(text)


def parse(text: str) -> ReceiptCode | None:
    """Return what a scanned receipt code says, or None if this is no receipt's code or was misread."""
    body, check = text[:-1], text[-1:]
    store, number = body[:_STORE_LENGTH], body[_STORE_LENGTH:]
    match = _NUMBER.fullmatch(number)
    if match is None or any(char not in _VALUES for char in store) or _check(body) != check:
        return None
    return ReceiptCode(store, number, match["till"], int(match["epoch"] or 1), int(match["seq"]))


def _check(text: str) -> str:
    """Return the check character of ISO/IEC 7064 MOD 37,36 over the letters and digits of `text`."""
    product = 36
    for char in text.upper():
        if char in _VALUES:
            product = (product + _VALUES.index(char)) % 36 or 36
            product = product * 2 % 37
    return _VALUES[(37 - product) % 36]
