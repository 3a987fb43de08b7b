"""All settings: a list that narrows as somebody types, and a page of each with its help and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import BLANK, Row, block, row, wrapped

from .asking import Asking
from .changing import change
from .form import EMPTY
from .lists import ListView
from .pages import TextView
from .pick import PickView

if TYPE_CHECKING:
    from pos_tui.core.setting_history import SettingChange
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .settings_port import SettingRow, SettingsPort

_KEY: Final = 22
_BETWEEN: Final = " | "
"""Shown, and typed, between the lines of a setting that has several."""
_CHOOSE, _HISTORY, _EDIT, _DEFAULT = "f2", "f3", "f4", "f6"


class AllSettingsView(ListView):
    """One row a setting; Enter opens its page. Words look through keys, values and helps."""

    stays = True

    def __init__(self, desk: Desk, board: SettingsPort) -> None:
        super().__init__(desk)
        self._board = board
        self._rows_now: Sequence[SettingRow] = board.rows()

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("ALL SETTINGS")

    @property
    def hint(self) -> str:
        """What the sign means."""
        return _("words narrow the list, Enter opens; * is set")

    def labels(self) -> Sequence[str]:
        """Key and value; * where it is not the default."""
        return [
            f"{'*' if one.source else ' '}{fit(one.key, _KEY)} {clean(_shown(one.value))}"
            for one in self._rows_now
        ]

    def searched(self) -> Sequence[str]:
        """All that is said of each."""
        return [f"{one.key} {one.value} {_(one.help)} {one.source}" for one in self._rows_now]

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """What it is for, and where its value came from."""
        return [
            row(f" {line}") for text in _facts(self._rows_now[place]) for line in wrapped(text, width - 2)
        ]

    def take(self, place: int) -> None:
        """Opens its page."""
        self.desk.open(SettingView(self.desk, self._board, self._rows_now[place].key, self))
        self.desk.say("")

    def press(self, key: str, text: str) -> Press:
        """F3 shows all that was changed."""
        if key == _HISTORY:
            show_history(self.desk, self._board, "")
            return Press.ACTED
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """On, what was changed, and back."""
        return [("Enter", _("Open")), ("F3", _("History")), ("Esc", _("Back"))]

    def reload(self) -> None:
        """Reads them again, as one was changed."""
        self._rows_now = self._board.rows()


class SettingView(Asking):
    """One setting: what is typed is checked and set by Enter, on record."""

    def __init__(self, desk: Desk, board: SettingsPort, key: str, above: AllSettingsView) -> None:
        self.desk, self._board, self._key, self._above = desk, board, key, above
        self._seen = self._row.value

    @property
    def _row(self) -> SettingRow:
        return next(one for one in self._board.rows() if one.key == self._key)

    @property
    def prompt(self) -> str:
        """What is asked for."""
        return _("new value: ")

    def enter(self, entry: Entry) -> None:
        """A hand may type what looks like a bar code."""
        if entry.is_scan:
            super().enter(entry)
        else:
            self.answer(entry)

    def answer(self, entry: Entry) -> None:
        """Checks and sets it; what cannot be right stays to be corrected."""
        if entry.text.strip():
            self._set(entry.text.strip())

    def press(self, key: str, text: str) -> Press:
        """F2 lists what it can be, F3 what it was, F4 takes its value into the prompt, F6 the default."""
        chosen = self._row
        if key == _CHOOSE and chosen.choices:
            choices = [(value or EMPTY, value or _("(empty)")) for value in chosen.choices]
            self.desk.open(PickView(self.desk, self._key, choices, self._set))
        elif key == _HISTORY:
            show_history(self.desk, self._board, self._key)
            return Press.ACTED
        elif key == _EDIT and chosen.value and not text:
            self.desk.router.put_text(_shown(chosen.value))
            return Press.ACTED
        elif key == _DEFAULT:
            self._write(None)
        else:
            return Press.IGNORED
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        chosen = self._row
        choose = [("F2", _("Choose"))] if chosen.choices else []
        edit = [("F4", _("Edit"))] if chosen.value else []
        unset = [("F6", _("Default"))] if chosen.source else []
        return [("Enter", _("Set")), *choose, ("F3", _("History")), *edit, *unset, ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """Its value, what it is for, where it came from, and how to go on."""
        chosen = self._row
        self._seen = chosen.value
        value = wrapped(clean(_shown(chosen.value) or EMPTY), width - 2)
        told = [row(f" {line}") for text in _facts(chosen) for line in wrapped(text, width - 2)]
        lines = _("{mark} begins another line; ", mark=_BETWEEN.strip()) if chosen.has_lines else ""
        hint = lines + _("{empty} empties it", empty=EMPTY)
        rows = [
            row(f" {self._key}", STRONG),
            BLANK,
            *(row(f" {line}", STRONG) for line in value),
            BLANK,
            *told,
        ]
        return [*block(rows, height - 1), row(f" {hint}")]

    def _set(self, text: str) -> None:
        wanted = typed_value(text, has_lines=self._row.has_lines)
        objection = self._board.objection(self._key, wanted)
        if objection:
            self.desk.say(objection, "refused")
            self.desk.router.give_back(text)
            return
        self._write(wanted)

    def _write(self, text: str | None) -> None:
        said = _("{key} is set, and counts from the next sale on", key=self._key)
        if text is None:
            said = _("{key} is its default again", key=self._key)
        seen = {self._key: self._seen}

        def changed() -> None:
            self._seen = self._row.value
            self._above.reload()

        change(self.desk, {self._key: text}, said, changed, seen)


def typed_value(text: str, *, has_lines: bool) -> str:
    """The value that a text in the prompt means."""
    if text == EMPTY:
        return ""
    return "\n".join(part.strip() for part in text.split(_BETWEEN.strip())) if has_lines else text


def show_history(desk: Desk, board: SettingsPort, key: str) -> None:
    """A page of what a setting was, or all of them."""

    def show(found: Sequence[SettingChange]) -> None:
        zone = ZoneInfo(desk.register.shop.timezone)
        lines = [line for one in found for line in _told(one, zone)]
        title = _("WHAT {name} WAS", name=key) if key else _("WHAT SETTINGS WERE")
        desk.open(TextView(desk, lines or [_("nothing of it is on record")], title))
        desk.say("")

    desk.fetch(lambda: board.history(key), show, hold=True)


def _told(one: SettingChange, zone: ZoneInfo) -> Sequence[str]:
    moment = datetime.fromtimestamp(one.time // 1000, UTC).astimezone(zone)
    who = _("by hand, in the file") if one.by_hand else one.operator
    before, after = _shown(one.before) or EMPTY, _shown(one.after) or EMPTY
    return f"{moment:%Y-%m-%d %H:%M} {who}", f"  {one.key}: {before} > {after}"


def _shown(value: str) -> str:
    return _BETWEEN.join(value.split("\n"))


def _facts(one: SettingRow) -> list[str]:
    source = _("from: {source}", source=one.source) if one.source else _("nobody set it")
    facts = [_(one.help), _("default: {value}", value=_shown(one.default) or EMPTY), source]
    return [*facts, _("set last: {changed}", changed=one.changed)] if one.changed else facts
