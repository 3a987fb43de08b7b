"""SMA SCP-0499, the Scale Manufacturers Association's protocol: `LF W CR` is answered with all there is.

    LF s r n m f xxxxxx.xxx uuu CR
       | | | | |     |       `- unit, three characters
       | | | | |     `--------- weight, ten characters, or dashes
       | | | | `--------------- for later use
       | | | `----------------- M in motion
       | | `------------------- G gross, N net
       | `--------------------- range
       `----------------------- Z zero, O over, U under, E I T errors, space none of them

As the Sartorius PR 5210 manual, 5.4.1, gives it. `LF ? CR`: not a command; `LF ! CR`: not received.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .reading import Reading

_LENGTH = 18
_WEIGHT = re.compile(r"-?\d{0,9}\.?\d{1,9}", re.ASCII)
_GRAMS = {"kg": Decimal(1000), "g": Decimal(1)}


class Sma:
    """The `Language` of these scales."""

    request = b"\nW\r"
    start = b"\n"
    line = (("baud", "9600"), ("bits", "8"), ("parity", "N"), ("stop", "1"))

    def read(self, answer: bytes) -> Reading:
        """Return what an answer says."""
        text = answer.decode("ascii", "replace")
        if len(text) != _LENGTH:
            return Reading("faulty")
        status, kind, motion = text[0], text[2], text[3]
        weight, unit = text[5:15].strip(), text[15:].strip(" _")
        if status in "EIT":
            return Reading("faulty")
        if status == "O":
            return Reading("over")
        if motion == "M":
            return Reading("moving")
        if status == "U" or (weight.startswith("-") and weight.strip("-")):
            return Reading("under")
        if kind != "G":
            return Reading("tared" if kind == "N" else "faulty")
        return _weight(weight, unit)


def _weight(text: str, unit: str) -> Reading:
    if not _WEIGHT.fullmatch(text):
        return Reading("faulty")
    if unit.lower() not in _GRAMS:
        return Reading("foreign")
    grams = Decimal(text) * _GRAMS[unit.lower()]
    if grams != grams.to_integral_value():
        return Reading("foreign")
    return Reading("stable", int(grams))
