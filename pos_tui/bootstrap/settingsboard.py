"""The settings of an open shop, for its screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue, PosError
from pos_tui.core.words import _
from pos_tui.settings import FILE, KEYS, as_text, kinds, known, parsed

from .configuring import history, last_changes
from .pictures import keep_file, kept

if TYPE_CHECKING:
    from pos_tui.core.setting_history import SettingChange
    from pos_tui.settings import Settings

    from .front import Shopfront


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it stands."""

    key: str
    value: str
    default: str
    source: str
    help: str
    has_lines: bool
    choices: tuple[str, ...]
    changed: str


class SettingsBoard:
    """What can be asked about settings."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        self._sale: Mapping[str, Any] | None = None
        self._read: tuple[int, Settings] | None = None

    def _in_force(self) -> Settings:
        """The settings as they are now, also where the till takes them up between two sales only."""
        file = self._front.store.folder / FILE
        stamp = file.stat().st_mtime_ns if file.exists() else 0
        if self._read is None or self._read[0] != stamp:
            self._front.store.refresh()
            try:
                self._read = (stamp, self._front.load_settings())
            except PosError:
                self._read = (stamp, self._front.settings)  # the till says what is wrong with the file
        return self._read[1]

    def rows(self) -> Sequence[SettingRow]:
        """All there are, by key: those that a person can set, and the keys chosen for commands."""
        last, chosen = last_changes(self._front), self._in_force()
        keys = [*KEYS, *(f"keys.{word}" for word in chosen.keys)]
        return [self._row(chosen, key, last.get(key, ())) for key in sorted(keys)]

    def objection(self, key: str, text: str) -> str:
        """Why a setting cannot be this; nothing where it can."""
        try:
            parsed(key, text)
            if key == "receipt.logo" and text:
                from .pictures import check_logo

                check_logo(self._front, text)
        except InvalidValue as error:
            return error.message
        return ""

    def history(self, key: str) -> Sequence[SettingChange]:
        """The changes of one, or of all for "", the newest first. Raises StoreError."""
        return history(self._front, key)

    def preview(self, wanted: Mapping[str, str], columns: int) -> Sequence[str]:
        """The lines of the last receipt, or an example, with other settings. Raises PosError."""
        from .receipting import preview

        return preview(self._front, wanted, columns, self._sale)

    def columns(self) -> int:
        """Letters on a line of the shop's paper; looks up the sale that previews are of as well."""
        from .receipting import last_sale, paper_columns

        self._sale = last_sale(self._front)
        return paper_columns(self._front)

    def pictures(self) -> Sequence[str]:
        """The names of the pictures that are kept for receipts."""
        return kept(self._front)

    def keep_picture(self, path: str) -> str:
        """Keeps the picture in a file of this machine; its name. Raises PosError."""
        return keep_file(self._front, path)

    def _row(self, chosen: Settings, key: str, last: Sequence[str]) -> SettingRow:
        about = known(key)
        return SettingRow(
            key,
            chosen.text(key),
            as_text(about.default),
            chosen.sources.get(key, ""),
            about.help,
            isinstance(about.default, tuple),
            tuple(self.pictures()) if key == "receipt.logo" else kinds.choices_of(about.parse),
            self._told(*last) if last else "",
        )

    def _told(self, time: str, operator: str) -> str:
        moment = datetime.fromisoformat(time).astimezone(ZoneInfo(self._front.shop.timezone))
        return f"{moment:%Y-%m-%d %H:%M} {operator or _('(in the file)')}"
