"""Right-to-left letters for printers that set every letter to the right of the one before.

A receipt printer knows no direction: Hebrew sent as it is read comes out mirrored (escpos-php issue 1204).
This is the part of Unicode's bidirectional algorithm (UAX #9) that a receipt needs: no nesting, no controls.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

_RIGHT_TO_LEFT = ("R", "AL")
_NUMBERS = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*%?")
_MIRRORED = str.maketrans("()[]{}<>", ")(][}{><")


def visual(text: str) -> str:
    """Return `text` with its letters in the order in which they stand on paper, from the left."""
    kinds = ["" if char.isascii() else unicodedata.bidirectional(char) for char in text]
    if not any(kind in _RIGHT_TO_LEFT for kind in kinds):
        return text
    strong = [_direction(char) for char in text]
    base_is_rtl = next((kind == "R" for kind in strong if kind), False)
    runs = _runs(text, strong, base_is_rtl)
    shown = [_reversed(run) if rtl else run for run, rtl in runs]
    return "".join(reversed(shown) if base_is_rtl else shown)


def _direction(char: str) -> str:
    if char.isascii():
        return "L" if char.isalpha() else ""
    kind = unicodedata.bidirectional(char)
    return "R" if kind in _RIGHT_TO_LEFT else "L" if kind == "L" else ""


def _runs(text: str, strong: list[str], base_is_rtl: bool) -> list[tuple[str, bool]]:
    """Cut `text` into runs of one direction; signs and figures between two of a kind join them."""
    base = "R" if base_is_rtl else "L"
    before = list(accumulate(strong, _or_last, initial=base))
    after = list(accumulate(reversed(strong), _or_last, initial=base))[::-1]
    runs: list[tuple[str, bool]] = []
    for index, char in enumerate(text):
        left, right = before[index], after[index + 1]
        rtl = (strong[index] or (left if left == right else base)) == "R"
        if runs and runs[-1][1] == rtl:
            runs[-1] = (runs[-1][0] + char, rtl)
        else:
            runs.append((char, rtl))
    return runs


def _or_last(last: str, direction: str) -> str:
    return direction or last


def _reversed(run: str) -> str:
    """Return a right-to-left run as it stands on paper: mirrored, with its numbers the right way round."""
    kept = _NUMBERS.sub(lambda number: number[0][::-1], run)
    return kept[::-1].translate(_MIRRORED)
