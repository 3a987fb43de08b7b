"""A scan that meets what was typed: the router only says how the keys came, here it is told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.barcode import gtin14
from pos_tui.core.errors import PosError, UnknownCode
from pos_tui.services.selling import looks_like_barcode

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .looking_port import LookingPort
    from .words import Vocabulary

_CODE_AT_END = re.compile(r"\d{12,14}\Z", re.ASCII)


def apart(entry: Entry) -> tuple[str, Entry | None]:
    """(what was typed, the scan behind it) of an entry where no scan belongs; None where there is none.

    A bar code counts as scanned however it came. Digits before a scan are only parted from it where the scan
    is a GTIN and the whole is none: a till that halts for a moment tears a scan like that, too.
    """
    typed, scanned = _parted(entry)
    if not scanned:
        return entry.text, None
    return typed, replace(entry, text=scanned, is_scan=True, scanned=scanned)


def _parted(entry: Entry) -> tuple[str, str]:
    text, scanned = entry.text.strip(), entry.scanned.strip()
    if looks_like_barcode(text) and gtin14(text):
        return "", text
    typed = text[: len(text) - len(scanned)]
    if scanned and typed and (gtin14(scanned) or not typed.isdigit()):
        return typed, scanned
    if entry.is_scan or looks_like_barcode(text):
        return "", text
    match = _CODE_AT_END.search(text)
    return (text[: match.start()], match.group()) if match and gtin14(match.group()) else (text, "")


def parted(words: Vocabulary, looking: LookingPort, entry: Entry) -> tuple[str, Entry | None]:
    """(line, scan) of a scan that met a half typed command which takes no text, or none that is goods."""
    if not entry.text.startswith("/") or not entry.scanned:
        return entry.text, None
    typed, scan = apart(entry)
    command = words.of_text(typed)
    takes_it = command is not None and command[0].takes_words(typed)
    if command is not None and scan is not None and command[0].word == "serial":
        takes_it = not _is_goods(looking, scan.text)
    return (entry.text, None) if takes_it else (typed, scan)


def _is_goods(looking: LookingPort, code: str) -> bool:
    """Whether a scan is an item's, and so no serial number."""
    try:
        looking.check(code)
    except UnknownCode:
        return False
    except PosError:
        return True
    return True
