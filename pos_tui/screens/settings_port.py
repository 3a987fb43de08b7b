"""What the screens about settings ask of the shop; `pos_tui.bootstrap.settingsboard.SettingsBoard` is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pos_tui.core.setting_history import SettingChange


class SettingRow(Protocol):
    """One setting as it stands."""

    @property
    def key(self) -> str:
        """Such as limits.quantity."""

    @property
    def value(self) -> str:
        """As text; several lines are apart by line feeds."""

    @property
    def default(self) -> str:
        """What it is where nobody set it."""

    @property
    def source(self) -> str:
        """Where the value came from: the store's file, the till, the environment, the command line; nothing
        where it is the default."""

    @property
    def help(self) -> str:
        """One line."""

    @property
    def has_lines(self) -> bool:
        """Whether it may have several lines."""

    @property
    def choices(self) -> Sequence[str]:
        """The values there are, where it can be nothing else."""

    @property
    def changed(self) -> str:
        """When, on the shop's clock, and by whom it was set last; nothing where that is not on record."""


class SettingsPort(Protocol):
    """The settings of the shop. Changing is `FrontPort.change_settings`."""

    def rows(self) -> Sequence[SettingRow]:
        """All there are, by key; reads memory only."""

    def objection(self, key: str, text: str) -> str:
        """Why a setting cannot be this; nothing where it can. Reads memory only."""

    def history(self, key: str) -> Sequence[SettingChange]:
        """The changes of one, or of all for "", the newest first; reads the journal. Raises StoreError."""

    def preview(self, wanted: Mapping[str, str], columns: int) -> Sequence[str]:
        """The lines of the last receipt, or an example, with other settings. Reads. Raises PosError."""

    def columns(self) -> int:
        """Letters on a line of the shop's paper; looks up the last sale for previews, too. Reads the disk."""

    def pictures(self) -> Sequence[str]:
        """The names of the pictures that are kept for receipts."""

    def keep_picture(self, path: str) -> str:
        """Keeps the picture in a file of the till's machine; its name. Raises PosError."""
