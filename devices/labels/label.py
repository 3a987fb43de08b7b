"""What a shelf label says, all of it as text, and how large it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from devices.words import _

from ..errors import AddressError

Symbology = Literal["EAN13", "EAN8", "CODE128", ""]
_SIZE: Final = re.compile(r"(\d{2,3})x(\d{2,3})", re.ASCII)
_LEAST, _MOST = 20, 200
_DOTS_PER_MM: Final = {"203": 8, "300": 12, "600": 24}


@dataclass(frozen=True, slots=True)
class Label:
    """One label. Texts are as they came; who prints them filters them."""

    name: str
    price: str
    """With the currency's sign."""
    per: str = ""
    """What the price is for, where it is not one piece: kg."""
    unit_price: str = ""
    """By kilogram, litre or metre, where the price is not."""
    code: str = ""
    """Digits or letters of the bar code; check digits are right."""
    symbology: Symbology = ""
    note: str = ""
    """Small print: the item's number, the day."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of the paper, in dots."""

    width: int
    height: int
    dots: int = 8
    """To the millimetre."""

    @classmethod
    def parse(cls, text: str, dpi: str = "") -> Size:
        """The size of a text like 57x32, in millimetres. Raises AddressError."""
        match = _SIZE.fullmatch(text.strip().lower())
        if match is None or not all(_LEAST <= int(side) <= _MOST for side in match.groups()):
            raise AddressError(
                _(
                    "'{text}' is no size of a label: width x height from {least} to {most} mm, such as 57x32",
                    text=text[:20],
                    least=_LEAST,
                    most=_MOST,
                )
            )
        dots = _DOTS_PER_MM[dpi or "203"]
        return cls(int(match[1]) * dots, int(match[2]) * dots, dots)
