"""What the screens about operators ask of the shop; `pos_tui.bootstrap.staffboard.StaffBoard` is one."""

from __future__ import annotations

from typing import Protocol


class StaffPort(Protocol):
    """PINs, which are in no command. What hashes one takes a tenth of a second."""

    @property
    def has_people(self) -> bool:
        """Whether somebody has to sign on; without any operator everybody is the owner."""

    def check_pin(self, code: str, pin: str) -> None:
        """Raises InvalidValue for what can be no PIN of an operator; "" is the owner to be."""

    def give_pin(self, code: str, pin: str) -> None:
        """Gives somebody a PIN, which they replace when they sign on. Raises PosError."""

    def make_owner(self, code: str, pin: str) -> str:
        """Makes the first operator, who owns the shop; the recovery code. Raises PosError."""
