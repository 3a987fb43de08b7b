"""Large figures out of characters that every console font has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pos_tui.styles.palette import STRONG, Style

from .paint import Row, row

MARKS = ".,"


@dataclass(frozen=True, slots=True)
class Font:
    """Figures of one height. Marks stand in the gap between two figures."""

    height: int
    glyphs: Mapping[str, tuple[str, ...]]

    def width(self, text: str) -> int | None:
        """How many cells `text` takes; None where a character has no figure."""
        drawn = self.draw(text)
        return None if drawn is None else len(drawn[0])

    def draw(self, text: str) -> list[str] | None:
        """`text` as rows of the same width; None where a character has no figure."""
        rows = [""] * self.height
        before = ""
        for char in text:
            glyph = self.glyphs.get(char)
            if glyph is None:
                return None
            gap = " " if before and char not in MARKS and before not in MARKS else ""
            rows = [f"{start}{gap}{part}" for start, part in zip(rows, glyph, strict=True)]
            before = char
        return rows


TALL = Font(
    5,
    {
        "0": ("#####", "#   #", "#   #", "#   #", "#####"),
        "1": ("  #  ", " ##  ", "  #  ", "  #  ", "#####"),
        "2": ("#####", "    #", "#####", "#    ", "#####"),
        "3": ("#####", "    #", " ####", "    #", "#####"),
        "4": ("#   #", "#   #", "#####", "    #", "    #"),
        "5": ("#####", "#    ", "#####", "    #", "#####"),
        "6": ("#####", "#    ", "#####", "#   #", "#####"),
        "7": ("#####", "    #", "   # ", "  #  ", "  #  "),
        "8": ("#####", "#   #", "#####", "#   #", "#####"),
        "9": ("#####", "#   #", "#####", "    #", "#####"),
        "-": ("     ", "     ", "#####", "     ", "     "),
        "x": ("     ", "#   #", " # # ", "  #  ", " # # "),
        " ": ("  ", "  ", "  ", "  ", "  "),
        ".": ("   ", "   ", "   ", "   ", " # "),
        ",": ("   ", "   ", "   ", " # ", " # "),
    },
)
SMALL = Font(
    3,
    {
        "0": (" _ ", "| |", "|_|"),
        "1": ("   ", "  |", "  |"),
        "2": (" _ ", " _|", "|_ "),
        "3": (" _ ", " _|", " _|"),
        "4": ("   ", "|_|", "  |"),
        "5": (" _ ", "|_ ", " _|"),
        "6": (" _ ", "|_ ", "|_|"),
        "7": (" _ ", "  |", "  |"),
        "8": (" _ ", "|_|", "|_|"),
        "9": (" _ ", "|_|", " _|"),
        "-": ("   ", " _ ", "   "),
        "x": ("  ", "\\/", "/\\"),
        " ": (" ", " ", " "),
        ".": (" ", " ", "."),
        ",": (" ", " ", ","),
    },
)
"""Seven strokes: two figures differ in few cells, so a total that changes costs a slow line little."""


def large(text: str, width: int, style: Style = STRONG, *, most: Font = TALL) -> list[Row]:
    """`text` (digits, a mark, '-') as large as `width` allows, centred; one plain row where nothing fits."""
    for font in (TALL, SMALL) if most is TALL else (SMALL,):
        drawn = font.draw(text)
        if drawn is not None and len(drawn[0]) <= width:
            left = " " * ((width - len(drawn[0])) // 2)
            return [row(f"{left}{line}".rstrip(), style) for line in drawn]
    return [row(text.center(width).rstrip(), style)]


def at_right(text: str, width: int, *, tall: bool = False) -> list[str]:
    """`text` as large as `width` allows, as rows of `width` cells with the figures at their right ends.

    The height is that of the font whatever fits, so that nothing below it moves.
    """
    wanted = TALL if tall else SMALL
    for font in (TALL, SMALL) if tall else (SMALL,):
        drawn = font.draw(text)
        if drawn is not None and len(drawn[0]) <= width:
            above = wanted.height - font.height
            return [" " * width] * above + [line.rjust(width) for line in drawn]
    return [" " * width] * (wanted.height - 1) + [text.rjust(width)]
