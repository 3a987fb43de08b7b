"""Code pages as tables from letter to byte."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

# Preferred pages first: Western with and without the euro, then by reach. Pages not named here come after.
_ORDER = ("cp858", "cp1252", "cp852", "cp866", "cp857", "cp437", "cp850", "cp737", "cp862", "cp1253")
_EPSON_NUMBERS = {
    "cp437": 0, "cp850": 2, "cp860": 3, "cp863": 4, "cp865": 5, "cp857": 13, "cp737": 14, "iso8859_7": 15,
    "cp1252": 16, "cp866": 17, "cp852": 18, "cp858": 19, "cp720": 32, "cp775": 33, "cp855": 34, "cp861": 35,
    "cp862": 36, "cp869": 38, "iso8859_2": 39, "iso8859-15": 40, "cp1250": 45, "cp1251": 46, "cp1253": 47,
    "cp1254": 48, "cp1255": 49, "cp1256": 50, "cp1257": 51, "cp1258": 52,
}  # fmt: skip
# cp864 moves the percent sign and wants joined Arabic letters; cp932 is no single-byte page.
_UNUSED = ("cp864", "cp932")
# The 2003 edition of ISO 8859-7 put the euro at A4; printers hold the 1987 one, where A4 is something else.
_NOT_ON_PAPER = {"iso8859_7": "€₯ͺ"}
# Elsewhere an accent or a Hebrew vowel would be printed after its letter, in a place of its own.
_MARKS_PRINTED = ("cp874",)
_LAST = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """The upper half of one code page; the lower half is ASCII in all of them."""

    name: str
    letters: Mapping[str, int]
    epson: int | None
    """Its number on printers numbered like Epson's."""
    rank: int
    """Its place in the order of preference."""

    def __hash__(self) -> int:
        return hash(self.name)


def table_of(name: str, encoding: Mapping[str, Any]) -> Table | None:
    """Return the table for an entry of python-escpos' list of encodings, None if it has no usable one."""
    codec = encoding.get("python_encode")
    if codec:
        return None if codec in _UNUSED else _from_codec(codec)
    rows = encoding.get("data")
    return _from_rows(name, tuple(rows)) if rows else None


def epson_table(number: int) -> Table | None:
    """Return the table of a code page by Epson's number, None where there is none."""
    codec = next((name for name, known in _EPSON_NUMBERS.items() if known == number), "")
    return _from_codec(codec) if codec else None


@cache
def _from_codec(codec: str) -> Table:
    letters: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        try:
            letter = bytes((byte,)).decode(codec)
        except UnicodeDecodeError:
            continue
        mark = unicodedata.category(letter[:1] or " ") == "Mn" and codec not in _MARKS_PRINTED
        if _shown(letter) and not mark and letter not in _NOT_ON_PAPER.get(codec, ""):
            letters.setdefault(letter, byte)
    return _table(codec, letters)


@cache
def _from_rows(name: str, rows: tuple[str, ...]) -> Table:
    letters: dict[str, int] = {}
    for index, letter in enumerate("".join(rows)):
        if _shown(letter) and not letter.isascii():
            letters.setdefault(unicodedata.normalize("NFC", letter), 0x80 + index)
    return _table(name, letters)


def _shown(letter: str) -> bool:
    return len(letter) == 1 and letter.isprintable()


def _table(name: str, letters: dict[str, int]) -> Table:
    rank = _ORDER.index(name) if name in _ORDER else _LAST
    return Table(name, letters, _EPSON_NUMBERS.get(name), rank)
