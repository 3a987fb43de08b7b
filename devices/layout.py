"""A document set in columns: the one place that breaks lines and lines up amounts.

Preview and printers print the lines made here, each with its own repertoire: what it can show of a text, and
how wide that is. Alignment is done with spaces, so a line reads the same on paper, on screen and in a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from . import text_filter
from .document import PLAIN, QR, Align, Barcode, Cut, Document, Feed, Logo, Row, Rule, Style, Text

_AMOUNT_COLUMN = 10
_MOST_LINES = 4
_LEAST_NAME = 6


class Repertoire(Protocol):
    """What a sink can show."""

    wide: int
    """Columns one letter of a double-width line takes: 2 on paper, 1 in a preview."""

    def prepare(self, text: str) -> str:
        """Return `text` as it will be seen: filtered, with stand-ins for what is missing."""

    def cells(self, text: str) -> int:
        """Return the columns prepared `text` takes."""

    def order(self, text: str) -> str:
        """Return a line of prepared text with its letters in the order in which the sink sets them."""


class Unicode:
    """The repertoire of a screen: every character there is, letters of one size."""

    wide = 1

    def prepare(self, text: str) -> str:
        """Return `text` filtered."""
        return text_filter.printable(text)

    def cells(self, text: str) -> int:
        """Return the terminal cells of `text`."""
        return text_filter.cells(text)

    def order(self, text: str) -> str:
        """Return `text`: terminals know how Hebrew is set, or leave it as it is read."""
        return text


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, no wider than the paper."""

    text: str
    style: Style = PLAIN


Piece = Line | Barcode | QR | Feed | Logo | Cut


def lay_out(document: Document, columns: int, repertoire: Repertoire) -> Iterator[Piece]:
    """Yield the lines of `document` on paper of `columns` columns, and its codes and cuts as they are."""
    for block in document.blocks:
        if isinstance(block, Text):
            yield from _paragraph(block, columns, repertoire)
        elif isinstance(block, Row):
            yield from _row(block, columns, repertoire)
        elif isinstance(block, Rule):
            yield Line((repertoire.prepare(block.char)[:1] or "-") * columns)
        else:
            yield block


def _columns(columns: int, style: Style, repertoire: Repertoire) -> int:
    return max(1, columns // repertoire.wide) if style.wide else columns


def _paragraph(block: Text, columns: int, repertoire: Repertoire) -> Iterator[Line]:
    width = _columns(columns, block.style, repertoire)
    for line in _wrap(repertoire.prepare(block.text), width, repertoire):
        yield Line(_aligned(line, width, block.align, repertoire), block.style)


def _aligned(text: str, width: int, align: Align, repertoire: Repertoire) -> str:
    room = max(0, width - repertoire.cells(text))
    return " " * {"left": 0, "center": room // 2, "right": room}[align] + text


def _row(block: Row, columns: int, repertoire: Repertoire) -> Iterator[Line]:
    width = _columns(columns, block.style, repertoire)
    indent = " " * min(block.indent, width // 2)
    amounts = _amounts(block, repertoire)
    taken = repertoire.cells(amounts)
    beside = width - len(indent) - taken - 1 if taken else width - len(indent)
    alone = beside < min(_LEAST_NAME, repertoire.cells(block.left))
    names = _wrap(repertoire.prepare(block.left), width - len(indent) if alone else beside, repertoire)
    *above, last = names[:_MOST_LINES]  # a name of any length must not fill the roll
    yield from (Line(indent + name, block.style) for name in above)
    if alone:
        yield Line(indent + last, block.style)
        for part in _chunks(amounts.strip(), width, repertoire):
            yield Line(_aligned(part, width, "right", repertoire), block.style)
    else:
        room = width - len(indent) - repertoire.cells(last) - taken
        yield Line((indent + last + " " * room + amounts).rstrip(), block.style)


def _amounts(block: Row, repertoire: Repertoire) -> str:
    """Return the amounts with the space between them; `middle` ends where the column of amounts begins."""
    right = repertoire.order(repertoire.prepare(block.right))
    if not block.middle:
        return right
    gap = max(1, _AMOUNT_COLUMN - repertoire.cells(right))
    return repertoire.order(repertoire.prepare(block.middle)) + " " * gap + right


def _wrap(text: str, width: int, repertoire: Repertoire) -> list[str]:
    """Break prepared `text` at spaces into lines of at most `width` columns, and a longer word anywhere."""
    if repertoire.cells(text) <= width:
        return [repertoire.order(text.rstrip())]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if repertoire.cells(joined) <= width:
            lines[-1] = joined
            continue
        parts = _chunks(word, width, repertoire)
        lines[-1:] = [lines[-1], *parts] if lines[-1] else parts
    return [repertoire.order(line) for line in lines]


def _chunks(text: str, width: int, repertoire: Repertoire) -> list[str]:
    chunks = [""]
    for char in text:
        if chunks[-1] and repertoire.cells(chunks[-1]) + repertoire.cells(char) > width:
            chunks.append("")
        chunks[-1] += char
    return chunks
