"""A printed document, free of any printer: blocks from top to bottom.

The same `Document` is laid out for the screen's preview, for a printer of any width and for a golden test, so
what is shown is what is printed. Texts are kept as they came; `devices.layout` filters them at the sink.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right"]
BarcodeKind = Literal["CODE128", "EAN13", "EAN8"]


@dataclass(frozen=True, slots=True)
class Style:
    """How letters look; where a printer cannot, it prints them plain."""

    bold: bool = False
    wide: bool = False
    """Twice as wide: such a line has half the columns."""
    tall: bool = False
    """Twice as high."""


PLAIN = Style()
BOLD = Style(bold=True)
HEADING = Style(bold=True, wide=True, tall=True)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, broken at words into as many lines as it needs."""

    text: str
    align: Align = "left"
    style: Style = PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """One line of columns: words on the left, amounts on the right.

    `left` is broken into further lines when it is too long; `middle` and `right` are amounts, set flush right
    and never cut. The last line of `left` stands beside the amounts.
    """

    left: str
    right: str = ""
    middle: str = ""
    style: Style = PLAIN
    indent: int = 0
    """Columns kept free before `left`, on each of its lines."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper, drawn with one character."""

    char: str = "-"


@dataclass(frozen=True, slots=True)
class Barcode:
    """A bar code with its text below; left out, text apart, where the paper is too narrow for it."""

    data: str
    kind: BarcodeKind = "CODE128"


@dataclass(frozen=True, slots=True)
class QR:
    """A QR code; `data` is sent as UTF-8."""

    data: str
    size: int = 4
    """Dots per module, 1 to 16."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Logo:
    """The place of the shop's logo: the one that the printer's address names, else this picture."""

    picture: bytes = b""
    """A PNG file."""
    name: str = ""
    """What a preview calls it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a slip: fed past the blade and cut, or only fed where the printer has no blade."""

    partial: bool = True


Block = Text | Row | Rule | Barcode | QR | Feed | Logo | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in the order in which they are printed."""

    blocks: tuple[Block, ...] = field(default=())
    title: str = ""
    """What a list of print jobs calls it, such as "receipt 1-000142"."""

    def __add__(self, other: Document) -> Document:
        """Return one document after the other, under the first one's title."""
        return Document(self.blocks + other.blocks, self.title)
