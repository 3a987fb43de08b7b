"""What a label printer makes of ZPL, as far as tills send it. It shares no code with what writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COMMAND = re.compile(rb"[\^~]([A-Z0-9@][A-Z0-9@])([^\^~]*)")
_HEX = re.compile(rb"_([0-9A-Fa-f]{2})")
_KNOWN = (b"CI", b"LH", b"PW", b"LL", b"FB", b"BY", b"FH")


@dataclass(slots=True)
class Field:
    """Something printed at a place."""

    x: int
    y: int
    kind: str
    """text, EAN13, EAN8 or CODE128."""
    text: str
    """The letters, or what a scanner reads from it, check digit and all."""
    height: int
    width: int = 0
    """Of a block of text."""


@dataclass(slots=True)
class Printed:
    """One label and how many of it came out."""

    fields: list[Field] = field(default_factory=list)
    copies: int = 1
    width: int = 0
    height: int = 0
    unknown: list[bytes] = field(default_factory=list)

    def texts(self, kind: str = "text") -> list[str]:
        """What stands on it of a kind, from top to bottom."""
        return [one.text for one in sorted(self.fields, key=lambda one: (one.y, one.x)) if one.kind == kind]


def read(data: bytes) -> list[Printed]:
    """Return the labels that some bytes print, oldest first."""
    return [_label(body) for body in re.findall(rb"\^XA(.*?)\^XZ", data, re.DOTALL)]


def _label(body: bytes) -> Printed:
    made, x, y, kind, height, width = Printed(), 0, 0, "text", 0, 0
    for name, rest in _COMMAND.findall(body):
        numbers = [int(part) for part in rest.split(b",") if part.isdigit()]
        if name == b"FO":
            (x, y), kind, width = numbers, "text", 0
        elif name == b"A0":
            kind, height = "text", numbers[0]
        elif name in (b"BE", b"B8", b"BC"):
            kind, height = {b"BE": "EAN13", b"B8": "EAN8", b"BC": "CODE128"}[name], numbers[0]
        elif name == b"FD":
            made.fields.append(Field(x, y, kind, _field_text(kind, rest), height, width))
        elif name == b"PQ":
            made.copies = numbers[0]
        elif name == b"PW":
            made.width = numbers[0]
        elif name == b"LL":
            made.height = numbers[0]
        elif name == b"FB":
            width = numbers[0]
        elif name not in (*_KNOWN, b"FS"):
            made.unknown.append(name + rest)
    return made


def _field_text(kind: str, data: bytes) -> str:
    text = _HEX.sub(lambda match: bytes((int(match[1], 16),)), data).decode("utf-8", "replace")
    if kind == "CODE128":
        return text.replace("><", ">")
    if kind == "text":
        return text
    digits = text[: {"EAN13": 12, "EAN8": 7}[kind]].rjust({"EAN13": 12, "EAN8": 7}[kind], "0")
    weights = (3, 1) * 7
    total = sum(int(digit) * weight for digit, weight in zip(reversed(digits), weights, strict=False))
    return digits + str(-total % 10)
