"""What a shop can set at the till: for who stands there at once, for the shop from the next sale on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import fit
from pos_tui.core.words import _, ngettext
from pos_tui.styles.themes import COLOURS, named

from .changing import change
from .keys import KeysView
from .lists import ListView

if TYPE_CHECKING:
    from .desk import Desk

_NAME = 14


class SettingsView(ListView):
    """Enter changes the chosen one, or opens what there is to choose from."""

    stays = True

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("SETTINGS")

    @property
    def hint(self) -> str:
        """Where the others are."""
        return _("Enter changes it; pos config does the same")

    def labels(self) -> Sequence[str]:
        """Each setting and its value."""
        return [f"{fit(name, _NAME)} {value}" for name, value, _act in self._settings()]

    def take(self, place: int) -> None:
        """Changes it."""
        self._settings()[place][2]()

    def keys(self) -> list[tuple[str, str]]:
        """How to change one."""
        return [("Enter", _("Change")), ("Esc", _("Back"))]

    def _settings(self) -> list[tuple[str, str, Callable[[], None]]]:
        """(name, value, what Enter does)."""
        desk = self.desk
        colours, is_large = _parts(desk)
        chosen = 0 if desk.front is None else len(desk.front.key_choices)
        keys = ngettext("{count} chosen", "{count} chosen", chosen) if chosen else _("the till's own")
        return [
            (_("Theme"), theme_name(colours), lambda: desk.open(ThemeView(desk))),
            (_("Large type"), _on(is_large), lambda: _dress(desk, colours, not is_large)),
            (_("Sounds"), _on(desk.sounds), lambda: _sound(desk, not desk.sounds)),
            (_("Also when sold"), _on(desk.good_sounds), lambda: _good_sound(desk, not desk.good_sounds)),
            (_("Keys"), keys, lambda: desk.open(KeysView(desk))),
            (_("Receipts"), _("what stands on them"), lambda: _layout(desk)),
            (_("Operators"), _("who may stand at a till"), lambda: _operators(desk)),
            (_("All settings"), _("of the shop, with their history"), lambda: _all(desk)),
        ]


class ThemeView(ListView):
    """Enter shows the till in the chosen theme, and stays, so that another may be tried."""

    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.scroll.chosen = COLOURS.index(_parts(desk)[0])

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("THEME")

    @property
    def hint(self) -> str:
        """What to know about it."""
        return _("it counts at once") if self.desk.colours else _("this terminal has no colours")

    def labels(self) -> Sequence[str]:
        """Their names; the one in force is marked."""
        now = _parts(self.desk)[0]
        return [f"{'*' if name == now else ' '} {theme_name(name)}" for name in COLOURS]

    def take(self, place: int) -> None:
        """Shows it."""
        _dress(self.desk, COLOURS[place], _parts(self.desk)[1])


def theme_name(colours: str) -> str:
    """What the colours of a theme are called."""
    names = {
        "16": _("16 colours: those of the terminal"),
        "none": _("no colours: bold and reverse"),
        "contrast": _("high contrast"),
        "dark": _("dark"),
        "light": _("light"),
    }
    return names[colours]


def _parts(desk: Desk) -> tuple[str, bool]:
    """(colours, whether in large type) of the theme that is set."""
    theme = named("" if desk.front is None else desk.front.setting("theme"))
    return theme.colours, theme.is_large


def _dress(desk: Desk, colours: str, is_large: bool) -> None:
    name = f"large-{colours}" if is_large else colours
    plain = {"large-16": "large"}
    change(desk, {"theme": plain.get(name, name)}, _("theme: {name}", name=theme_name(colours)))


def _sound(desk: Desk, on: bool) -> None:
    change(desk, {"sounds": "true" if on else "false"}, _("sounds are on") if on else _("sounds are off"))


def _good_sound(desk: Desk, on: bool) -> None:
    said = _("a bell for what was sold") if on else _("no bell for what was sold")
    change(desk, {"sounds_good": "true" if on else "false"}, said)


def _layout(desk: Desk) -> None:
    from .receipt_layout import open_layout

    open_layout(desk)


def _operators(desk: Desk) -> None:
    from .operators import open_operators

    open_operators(desk, "")


def _all(desk: Desk) -> None:
    from .settings_list import AllSettingsView

    if desk.front is not None:
        desk.open(AllSettingsView(desk, desk.front.settings_board))


def _on(value: bool) -> str:
    return _("on") if value else _("off")
