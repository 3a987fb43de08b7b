"""Large figures out of characters that every console font has."""

from __future__ import annotations

from pos_tui.styles.palette import STRONG, Style

from .paint import Row, row

HEIGHT = 5
_GLYPHS = {
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
    ".": ("  ", "  ", "  ", "  ", "##"),
}


def large(text: str, width: int, style: Style = STRONG) -> list[Row]:
    """`text` (digits, '.', '-') five rows high and centred; one plain row where it would not fit."""
    glyphs = [_GLYPHS[char] for char in text if char in _GLYPHS]
    wide = sum(len(glyph[0]) + 1 for glyph in glyphs) - 1
    if wide > width or len(glyphs) != len(text):
        return [row(text.center(width).rstrip(), style)]
    left = " " * ((width - wide) // 2)
    return [row(left + " ".join(glyph[y] for glyph in glyphs).rstrip(), style) for y in range(HEIGHT)]
