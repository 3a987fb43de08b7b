"""In which encoding a file is that does not say so: UTF-8, or what its letters look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from data.exchange_text import WrongEncoding, opened

if TYPE_CHECKING:
    from pathlib import Path

_WESTERN: Final = "cp1252"
_PAGES: Final = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro", "bs"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be"), "cp1251"),
    "el": "cp1253",
    "tr": "cp1254",
    **dict.fromkeys(("he", "yi"), "cp1255"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("et", "lv", "lt"), "cp1257"),
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
"""What spreadsheets on Windows save by language (Unicode's mapping tables of code pages)."""
_WHOLE: Final = frozenset(("cp1251", "cp1253", "cp1255", "cp1256", "cp874"))
"""Pages of scripts whose words have no ASCII letters."""
_SAMPLE: Final = 1 << 20
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
_HEBREW: Final = frozenset(range(0xE0, 0xFB))


def guessed(file: Path, locale: str = "") -> str | None:
    """The encoding to read a file in: None for UTF-8 (or UTF-16 by its mark), else a Windows code page.

    Where the bytes are no UTF-8, whole words beyond ASCII are a script of their own: the page of the shop's
    language if that is one, else Hebrew or Cyrillic by which letters occur. Other words are Latin letters.
    It is a guess, to be looked at. Raises FileRefused: it cannot be read at all.
    """
    try:
        with opened(file) as (lines, _position):
            for _line in lines:
                pass
    except WrongEncoding:
        return _by_letters(file, _page_of(locale))
    return None


def _page_of(locale: str) -> str:
    language = locale.replace("-", "_").partition("_")[0].casefold()
    return "big5" if locale.replace("-", "_") in ("zh_TW", "zh_HK") else _PAGES.get(language, _WESTERN)


def _by_letters(file: Path, usual: str) -> str:
    with opened(file, "latin-1") as (lines, _position):
        sample = bytearray()
        for _number, line in lines:
            sample += line.encode("latin-1", "replace")
            if len(sample) > _SAMPLE:
                break
    words = [word for word in _WORD.findall(bytes(sample)) if max(word) >= 0x80]
    if usual not in _WHOLE and usual not in ("cp1250", "cp1252", "cp1254", "cp1257", "cp1258"):
        return usual  # letters of several bytes
    whole = [word for word in words if min(word) >= 0x80]
    if 2 * len(whole) <= len(words):
        return usual if usual not in _WHOLE else _WESTERN
    if usual in _WHOLE:
        return usual
    hebrew = sum(byte in _HEBREW for word in whole for byte in word)
    return "cp1255" if hebrew > 0.98 * sum(map(len, whole)) else "cp1251"
