"""Themes: every role has a look, colours can be read, and none of them needs a colour to be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.color import Color, ColorSystem
from rich.terminal_theme import TerminalTheme

from pos_tui.settings.keys import THEMES
from pos_tui.styles.palette import Style
from pos_tui.styles.themes import NAMES, Look, choose, has_colours

if TYPE_CHECKING:
    from rich.color_triplet import ColorTriplet

LINUX = TerminalTheme(
    (0, 0, 0),
    (170, 170, 170),
    [(0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170),
     (170, 170, 170)],
    [(85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255),
     (85, 255, 255), (255, 255, 255)],
)  # fmt: skip
"""The colours of the Linux console, which are the VGA's."""

SYSTEMS = [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD]
FIXED = {"contrast": 7.0, "dark": 4.5, "light": 4.5}
"""WCAG 2.2: 1.4.3 asks for 4.5 to 1, 1.4.6 for 7 to 1."""


def luminance(colour: ColorTriplet) -> float:
    """WCAG 2.2's relative luminance."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(look: Look, system: ColorSystem) -> float:
    """The contrast of letters on their background, as a terminal with that many colours shows them."""
    shown = [_shown(colour, system) for colour in (look.color, look.bgcolor)]
    lighter, darker = sorted(map(luminance, shown), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shown(colour: Color | None, system: ColorSystem) -> ColorTriplet:
    assert colour is not None, "a fixed theme leaves no colour to the terminal"
    return colour.downgrade(system).get_truecolor(LINUX)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("name", FIXED)
def test_everything_can_be_read(name: str, style: Style, system: ColorSystem) -> None:
    assert contrast(choose(name).look(style), system) >= FIXED[name]


@pytest.mark.parametrize("name", FIXED)
def test_fixed_themes_take_no_colour_that_a_user_may_have_changed(name: str) -> None:
    for look in choose(name).looks.values():
        assert all(colour is not None and (colour.number or 0) >= 16 for colour in (look.color, look.bgcolor))


@pytest.mark.parametrize("name", ["none", "large-none"])
def test_no_colours_means_none_at_all(name: str) -> None:
    for look in choose(name).looks.values():
        assert look.color is None
        assert look.bgcolor is None
        assert not (look.strike or look.dim or look.italic or look.blink), "a vt100 has none of these"


def test_colours_of_the_usual_theme_come_with_their_background() -> None:
    for look in choose("").looks.values():
        assert (look.color is None) == (look.bgcolor is None)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_refused_a_warning_and_what_is_picked_stand_out(name: str) -> None:
    theme = choose(name)
    plain = theme.look(Style.PLAIN)
    for style in (Style.REFUSED, Style.WARNING, Style.PICKED, Style.REVERSE, Style.STRONG):
        assert theme.look(style) != plain


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "vt100"}, False),
        ({"TERM": "vt220"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_the_environment_says_whether_there_are_colours(environ: dict[str, str], colours: bool) -> None:
    assert has_colours(environ) is colours


def test_without_colours_only_the_size_of_a_theme_is_left() -> None:
    assert choose("dark", False).name == "none"
    assert choose("large-dark", False).name == "large-none"
    assert choose("large-dark").is_large
    assert choose("no such theme").name == "16"
    assert choose("dark") is choose("dark")


def test_the_setting_takes_the_themes_there_are() -> None:
    assert THEMES == NAMES
