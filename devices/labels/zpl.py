"""A label in ZPL II, as Zebra's programming guide (45541L-004) gives the commands.

Text goes as UTF-8 (^CI28) with every byte that is no plain ASCII, or could begin a command, in hex (^FH): an
item's name can command nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..text_filter import cell, printable

if TYPE_CHECKING:
    from .label import Label, Size

_SPECIAL: Final = b"^~_\\"
_MODULES: Final = {"EAN13": 95, "EAN8": 67}
_QUIET: Final = 11
"""Modules of white that an EAN-13 needs on its left."""
_NARROW: Final = frozenset("ijlI.,:;!|'()[] ")
_WIDE: Final = frozenset("mwMW@%&")
_BROKEN_LINES: Final = 85
"""Percent of several lines that text fills: words are not broken."""


def zpl(label: Label, size: Size, copies: int = 1) -> bytes:
    """Return the bytes that print a label so many times: name, price, unit price, bar code, small print."""
    margin = size.dots * 2
    width, height = size.width - 2 * margin, size.height
    price = f"{label.price} / {label.per}" if label.per else label.price
    parts = [
        f"^XA^CI28^LH0,0^PW{size.width}^LL{size.height}".encode(),
        _text(label.name, margin, height * 5 // 100, height * 12 // 100, width, lines=2),
        _text(
            price, margin, height * 31 // 100, _fitting(price, height * 27 // 100, width), width, align="R"
        ),
        _text(label.unit_price, margin, height * 60 // 100, height * 9 // 100, width, align="R"),
        _bars(label, margin, height * 70 // 100, height * 17 // 100, width),
        _text(label.note, margin, height * 62 // 100, height * 7 // 100, width // 2),
        f"^PQ{copies}^XZ\n".encode(),
    ]
    return b"".join(parts)


def _text(text: str, x: int, y: int, height: int, width: int, *, lines: int = 1, align: str = "L") -> bytes:
    """Return a block of text of so many lines; what does not fit is cut off, as ZPL would print over it."""
    shown = _cut(printable(text), height, width * lines * (_BROKEN_LINES if lines > 1 else 100) // 100)
    if not shown:
        return b""
    place = f"^FO{x},{y}^A0N,{height}^FB{width},{lines},0,{align}^FH_^FD"
    return place.encode() + _escaped(shown) + b"^FS"


def _cut(text: str, height: int, room: int) -> str:
    while _width(text, height) > room:
        text = text[:-1]
    return text.rstrip()


def _fitting(text: str, height: int, width: int) -> int:
    """The height of letters at which a text is no wider than the label."""
    return min(height, height * width // max(1, _width(printable(text), height)))


def _width(text: str, height: int) -> int:
    """Dots that a text takes in font 0, rather more than less."""
    hundredths = sum(
        28 if letter in _NARROW else 75 if letter in _WIDE else 50 * max(1, cell(letter)) for letter in text
    )
    return hundredths * height // 100


def _escaped(text: str) -> bytes:
    out = bytearray()
    for byte in text.encode("utf-8"):
        out += b"_%02X" % byte if byte in _SPECIAL or not 0x20 <= byte < 0x7F else bytes((byte,))
    return bytes(out)


def _bars(label: Label, x: int, y: int, height: int, width: int) -> bytes:
    """Return the bar code as wide as fits; nothing where it does not. The printer adds check digits."""
    code = label.code
    if label.symbology in _MODULES:
        module = min(3, width // (_MODULES[label.symbology] + 2 * _QUIET))
        command, data = ("^BEN" if label.symbology == "EAN13" else "^B8N"), code[:-1]
    elif label.symbology == "CODE128" and code.isascii() and code.isprintable():
        module = min(2, width // (11 * len(code) + 35 + 2 * _QUIET))
        command, data = "^BCN", code
    else:
        return b""
    if not module:
        return b""
    more = ",N,N" if command == "^BCN" else ",N"
    place = f"^FO{x + module * _QUIET},{y}^BY{module}{command},{height},Y{more}^FH_^FD"
    # In Code 128 `>` chooses a set of letters, and `><` is the sign itself.
    return place.encode() + _escaped(data.replace(">", "><") if command == "^BCN" else data) + b"^FS"
