"""The looks of the till: what each role of text is in colours and attributes, by the name of a theme.

`16` takes the terminal's own colours and is what a till has that sets nothing. Themes with colours of their
own name those of the 256 that look alike everywhere (16-231 are a fixed cube, 232-255 fixed greys; 0-15 are
the user's); on a terminal with sixteen colours each becomes the nearest of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from rich.style import Style as Look

from .palette import Style

__all__ = ["COLOURS", "NAMES", "SIXTEEN", "Look", "Theme", "choose", "has_colours", "named"]

_LARGE: Final = "large"
_COLOURLESS: Final = ("dumb", "unknown", "vt", "wy", "adm", "h19", "ansi-m", "linux-m", "xterm-m", "screen-m")
"""What the names of terminals begin with that have no colours."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How the roles look. `choose` makes each but once, so themes may be compared by identity."""

    name: str
    colours: str
    """The name of its colours."""
    looks: Mapping[Style, Look]
    is_large: bool = False
    """Large type: bigger totals, fewer and wider apart lines."""

    def look(self, style: Style) -> Look:
        """What a role is on the terminal."""
        return self.looks[style]


def _theme(name: str, looks: Mapping[Style, str]) -> Theme:
    """A theme of styles as Rich writes them; each role has to be there."""
    return Theme(name, name, MappingProxyType({style: Look.parse(looks[style]) for style in Style}))


def _sixteen() -> Theme:
    """Colours come with a background of their own: nobody knows whether the terminal's is dark or light."""
    return _theme(
        "16",
        {
            Style.PLAIN: "none",
            Style.STRONG: "bold",
            Style.REVERSE: "reverse",
            Style.TOTAL: "bold",
            Style.CHANGE: "bold green on black",
            Style.STRUCK: "strike",
            Style.PICKED: "reverse",
            Style.WARNING: "bold yellow on black",
            Style.REFUSED: "bold reverse",
        },
    )


def _none() -> Theme:
    """Bold, reverse and underlined only: what a vt100 has."""
    return _theme(
        "none",
        {
            Style.PLAIN: "none",
            Style.STRONG: "bold",
            Style.REVERSE: "reverse",
            Style.TOTAL: "bold",
            Style.CHANGE: "bold",
            Style.STRUCK: "none",
            Style.PICKED: "reverse",
            Style.WARNING: "bold underline",
            Style.REFUSED: "bold reverse",
        },
    )


def _dark() -> Theme:
    return _theme(
        "dark",
        {
            Style.PLAIN: "color(252) on color(234)",
            Style.STRONG: "bold color(231) on color(234)",
            Style.REVERSE: "color(16) on color(250)",
            Style.TOTAL: "bold color(231) on color(234)",
            Style.CHANGE: "bold color(120) on color(234)",
            Style.STRUCK: "strike color(250) on color(234)",
            Style.PICKED: "color(16) on color(152)",
            Style.WARNING: "bold color(228) on color(234)",
            Style.REFUSED: "bold color(231) on color(88)",
        },
    )


def _light() -> Theme:
    return _theme(
        "light",
        {
            Style.PLAIN: "color(16) on color(254)",
            Style.STRONG: "bold color(16) on color(254)",
            Style.REVERSE: "color(231) on color(236)",
            Style.TOTAL: "bold color(16) on color(254)",
            Style.CHANGE: "bold color(18) on color(254)",
            Style.STRUCK: "strike color(238) on color(254)",
            Style.PICKED: "color(231) on color(18)",
            Style.WARNING: "bold color(16) on color(221)",
            Style.REFUSED: "bold color(231) on color(88)",
        },
    )


def _contrast() -> Theme:
    return _theme(
        "contrast",
        {
            Style.PLAIN: "color(231) on color(16)",
            Style.STRONG: "bold color(226) on color(16)",
            Style.REVERSE: "bold color(16) on color(231)",
            Style.TOTAL: "bold color(226) on color(16)",
            Style.CHANGE: "bold color(119) on color(16)",
            Style.STRUCK: "strike color(231) on color(16)",
            Style.PICKED: "bold color(16) on color(226)",
            Style.WARNING: "bold underline color(226) on color(16)",
            Style.REFUSED: "bold color(16) on color(231)",
        },
    )


_MAKERS: Final = {"16": _sixteen, "none": _none, "contrast": _contrast, "dark": _dark, "light": _light}
COLOURS: Final = tuple(_MAKERS)
"""The colours that a theme may have, each in two sizes of type."""
NAMES: Final = (*COLOURS, _LARGE, *(f"{_LARGE}-{name}" for name in COLOURS if name != "16"))
"""What the setting `theme` may be, besides nothing."""


@cache
def named(name: str) -> Theme:
    """The theme of that name; any other name is the usual one."""
    if name not in NAMES:
        name = "16"
    colours = name.removeprefix(_LARGE).removeprefix("-") or "16"
    return replace(_MAKERS[colours](), name=name, is_large=name.startswith(_LARGE))


SIXTEEN: Final = named("16")


def has_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal has colours and its user wants them: TERM, and NO_COLOR (no-color.org), say so."""
    terminal = environ.get("TERM") or "dumb"
    return not (environ.get("NO_COLOR") or terminal.startswith(_COLOURLESS) or terminal.endswith("-mono"))


def choose(name: str, colours: bool = True) -> Theme:
    """The theme of that name, or what is left of it without colours; any other name is the usual one."""
    chosen = named(name)
    return chosen if colours else named(f"{_LARGE}-none" if chosen.is_large else "none")
