"""What a screen asks about who stands at the till."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pos_tui.core.operator import Operator
    from pos_tui.services.counter import Approval


class StationPort(Protocol):
    """Who stands at the till; `pos_tui.register.station.Station` is one. What takes a PIN waits."""

    @property
    def is_locked(self) -> bool:
        """Whether somebody has to sign on first."""

    @property
    def must_change(self) -> bool:
        """Whether who signed on has to choose another PIN first."""

    def people(self) -> list[Operator]:
        """Who can sign on."""

    def approvers(self, permission: str) -> list[Operator]:
        """Who else may allow it."""

    def sign_on(self, code: str, pin: str) -> Operator:
        """Takes the place. Raises Refused, StoreError."""

    def change_pin(self, pin: str) -> None:
        """Gives who stands here another PIN. Raises Refused, StoreError."""

    def check_pin(self, pin: str) -> None:
        """Raises InvalidValue for what can be no PIN of who stands here."""

    def approve(self, code: str, pin: str, permission: str) -> Approval:
        """Somebody else's word for one action. Raises Refused, StoreError."""
