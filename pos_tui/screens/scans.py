"""A scan that meets what was typed: the router only says how the keys came, here it is told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.barcode import gtin14
from pos_tui.services.selling import looks_like_barcode

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

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
