"""What a receipt printer makes of ESC/POS bytes, as far as this package sends them.

It shares nothing with the encoder but Python's codecs, so that it can contradict it. Pages are numbered as on
an Epson printer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 21: "cp874", 32: "cp720", 33: "cp775", 34: "cp855",
    35: "cp861", 36: "cp862", 38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125", 45: "cp1250",
    46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
_ONE_PARAMETER = frozenset(
    (b"\x1ba", b"\x1b!", b"\x1bE", b"\x1bM", b"\x1d!", b"\x1dh", b"\x1dw", b"\x1dH", b"\x1df", b"\x1b3")
)
_TWO_PARAMETERS = frozenset((b"\x1cp",))
_NO_PARAMETER = frozenset((b"\x1b2",))
_DRAWER_PARAMETERS = 3
_UNREADABLE = "\ufffd"


@dataclass(slots=True)
class Receipt:
    """What came out of the printer for one job."""

    lines: list[str] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    """Kind (CODE128, EAN, QR, image) and what a scanner would read from it."""
    cuts: int = 0
    drawer_kicks: int = 0
    unknown: list[bytes] = field(default_factory=list)
    """Commands and bytes a printer would not understand."""

    @property
    def text(self) -> str:
        """The printed lines without the space at their ends."""
        return "".join(f"{line.rstrip()}\n" for line in self.lines)


def read(data: bytes, kanji: str = "gb18030") -> Receipt:
    """Return what a printer with East Asian letters in the codec `kanji` prints from `data`."""
    return _Reader(data, kanji).read()


class _Reader:
    def __init__(self, data: bytes, kanji: str) -> None:
        self._data, self._kanji_codec = data, kanji
        self._at = 0
        self._page, self._kanji = 0, False
        self._line = ""
        self._qr = ""
        self._receipt = Receipt()
        self._commands: dict[bytes, Callable[[], None]] = {
            b"\x1b@": self._reset, b"\x1bt": self._select_page, b"\x1c&": self._kanji_on,
            b"\x1c.": self._kanji_off, b"\x1bd": self._feed, b"\x1dV": self._cut, b"\x1bp": self._kick,
            b"\x1dk": self._barcode, b"\x1d(": self._extended, b"\x1dv": self._raster, b"\x1b*": self._column,
        }  # fmt: skip

    def read(self) -> Receipt:
        while self._at < len(self._data):
            byte = self._data[self._at]
            if byte >= 0x20:
                self._letters()
            elif byte == 0x0A:
                self._at += 1
                self._end_line()
            else:
                self._command()
        return self._receipt

    def _letters(self) -> None:
        end = self._at
        while end < len(self._data) and self._data[end] >= 0x20:
            end += 1
        codec = self._kanji_codec if self._kanji else PAGES.get(self._page, "ascii")
        text = self._data[self._at : end].decode(codec, "replace")
        if _UNREADABLE in text:
            self._receipt.unknown.append(self._data[self._at : end])
        self._line += text
        self._at = end

    def _command(self) -> None:
        name = self._data[self._at : self._at + 2]
        self._at += 2
        if name in self._commands:
            self._commands[name]()
        elif name in _ONE_PARAMETER | _TWO_PARAMETERS | _NO_PARAMETER:
            self._at += 1 if name in _ONE_PARAMETER else 2 if name in _TWO_PARAMETERS else 0
        else:
            self._receipt.unknown.append(name)

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        self._at += count
        if len(taken) < count:
            self._receipt.unknown.append(taken)
            taken = taken.ljust(count, b"\0")
        return taken

    def _end_line(self) -> None:
        self._receipt.lines.append(self._line)
        self._line = ""

    def _reset(self) -> None:
        self._page, self._kanji, self._line = 0, False, ""

    def _select_page(self) -> None:
        self._page = self._take(1)[0]

    def _kanji_on(self) -> None:
        self._kanji = True

    def _kanji_off(self) -> None:
        self._kanji = False

    def _feed(self) -> None:
        self._take(1)
        if self._line:
            self._end_line()

    def _cut(self) -> None:
        self._take(1)
        self._receipt.cuts += 1

    def _kick(self) -> None:
        self._take(_DRAWER_PARAMETERS)
        self._receipt.drawer_kicks += 1

    def _barcode(self) -> None:
        kind = self._take(1)[0]
        if kind <= 6:
            end = self._data.find(b"\0", self._at)
            self._receipt.codes.append(("EAN", self._take(end - self._at).decode("latin-1")))
            self._at += 1
        else:
            self._receipt.codes.append(("CODE128", _scanned(self._take(self._take(1)[0]))))

    def _extended(self) -> None:
        self._take(1)
        length = int.from_bytes(self._take(2), "little")
        function = self._take(length)
        if function[:2] == b"1P":
            self._qr = function[3:].decode("utf-8", "replace")
        elif function[:2] == b"1Q":
            self._receipt.codes.append(("QR", self._qr))

    def _raster(self) -> None:
        head = self._take(6)
        self._take(int.from_bytes(head[2:4], "little") * int.from_bytes(head[4:6], "little"))
        self._receipt.codes.append(("image", ""))

    def _column(self) -> None:
        head = self._take(3)
        self._take(int.from_bytes(head[1:3], "little") * (3 if head[0] in (32, 33) else 1))
        if ("image", "") not in self._receipt.codes:
            self._receipt.codes.append(("image", ""))


def _scanned(data: bytes) -> str:
    """Return what a scanner reads from CODE128 data in a printer's form."""
    text, code_set, index = "", "B", 0
    while index < len(data):
        if data[index : index + 1] == b"{" and index + 1 < len(data):
            sign = chr(data[index + 1])
            text += "{" if sign == "{" else ""
            code_set = sign if sign in "ABC" else code_set
            index += 2
        else:
            text += f"{data[index]:02}" if code_set == "C" else chr(data[index])
            index += 1
    return text
