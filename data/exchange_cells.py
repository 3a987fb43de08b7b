"""The cells of a row, whatever table it is for: cleaned, and numbers in the form the store keeps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pos_tui.core.display import MARK
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import decimal, plain
from pos_tui.core.words import _

LIMIT: Final = 10**9
"""Prices in major units and stock stay below it."""
PRICE_DECIMALS: Final = 6
STOCK_DECIMALS: Final = 3
_PLAIN: Final = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{0,5}[1-9]))?", re.ASCII)
"""A number as it is stored: nothing to check, nothing to change."""
_COMMA: Final = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?", re.ASCII)
"""1.234,56: points only where thousands have them, so that 1.19 is not taken for 119."""
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACING: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
"""Control characters that only lay a text out: real names have them where somebody pressed Enter."""
_NEVER: Final = re.compile("[\x00\ud800-\udfff]")
"""What no document of the store holds."""
_YES: Final = frozenset(("1", "yes", "y", "true", "t", "on", "x"))
_NO: Final = frozenset(("", "0", "no", "n", "false", "f", "off", "-"))


@dataclass(slots=True)
class Notes:
    """What was taken as it is but may deserve a look, counted over a file."""

    counts: Counter[str] = field(default_factory=Counter)

    def texts(self) -> list[str]:
        """One line a kind, the most frequent first."""
        return [f"{count} × {what}" for what, count in self.counts.most_common()]


class BadCell(ValueError):
    """A field that cannot be taken; the message is the reason."""


def cleaned(
    texts: Mapping[str, str], free: Collection[str], notes: Notes, commas: Collection[str] = ()
) -> dict[str, str]:
    """The texts of a row without spaces around them, on one line, with a mark for what could steer a terminal
    or a printer; the fields in `commas` have a decimal comma. Raises BadCell.

    Only `free` texts, which people read, are put right. The others are keys and numbers.
    """
    texts = {name: text.strip() for name, text in texts.items()}
    joined = "".join(texts.values())
    if not joined.isprintable() and _CONTROL.search(joined):
        texts = _without_controls(texts, free, notes)
    if commas:
        texts = {name: _pointed(name, text) if name in commas else text for name, text in texts.items()}
    return texts


def _without_controls(texts: Mapping[str, str], free: Collection[str], notes: Notes) -> dict[str, str]:
    clean: dict[str, str] = {}
    for name, text in texts.items():
        bad = (_NEVER if name in free else _CONTROL).search(text)
        if bad:
            raise BadCell(_("{name} holds the control character U+{ord:04X}", name=name, ord=ord(bad[0])))
        line = _SPACING.sub(" ", text)
        clean[name] = _CONTROL.sub(MARK, line)
        if clean[name] != line:
            notes.counts[_("control character in a {field}: shown as {mark}", field=name, mark=MARK)] += 1
        elif line != text:
            notes.counts[_("line break or tab in a {field}: taken as a space", field=name)] += 1
    return clean


def _pointed(name: str, text: str) -> str:
    """A number with a decimal comma as one with a point."""
    if not text:
        return text
    if not _COMMA.fullmatch(text):
        raise BadCell(_("{name} {text} is no number with a decimal comma", name=name, text=text[:40]))
    return text.replace(".", "").replace(",", ".")


def number(name: str, text: str, decimals: int, *, signed: bool = False) -> str:
    """A number as it is stored: plain decimal text without needless zeros. Raises BadCell."""
    match = _PLAIN.fullmatch(text)
    if match and len(match[2] or "") <= decimals:
        return text
    try:
        value = decimal(text, name, decimals=decimals)
    except InvalidValue as error:
        hint = _(" (--comma reads 1,19)") if "," in text else ""
        raise BadCell(f"{name}: {error.message}{hint}") from None
    if value.is_signed() and value and not signed:
        raise BadCell(_("{name} {text} is negative", name=name, text=text))
    if abs(value) >= LIMIT:
        raise BadCell(
            _(
                "{name} {text} is over the limit: it has to stay below {decimal:,}",
                name=name,
                text=text,
                decimal=Decimal(LIMIT),
            )
        )
    return plain(value)


def yes_no(name: str, text: str) -> bool:
    """Whether a cell says yes. Raises BadCell."""
    word = text.lower()
    if word not in _YES and word not in _NO:
        raise BadCell(_("{name} '{word}' is neither yes nor no", name=name, word=word[:40]))
    return word in _YES


def text_within(name: str, text: str, limit: int) -> str:
    """The text itself. Raises BadCell where it is longer than `limit` characters."""
    if len(text) > limit:
        raise BadCell(
            _(
                "{name} has {count} characters; {limit} are the limit",
                name=name,
                count=len(text),
                limit=limit,
            )
        )
    return text
