"""The PINs of an open shop's operators, for its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import Refused
from pos_tui.core.operator import check_code, check_pin
from pos_tui.core.words import _

from .people import frame, make_owner, staff_of

if TYPE_CHECKING:
    from .front import Shopfront


class StaffBoard:
    """What is done about PINs; each asks for the right first."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    @property
    def has_people(self) -> bool:
        """Whether somebody has to sign on."""
        return staff_of(self._front).is_needed

    def check_pin(self, code: str, pin: str) -> None:
        """Raises InvalidValue for what can be no PIN of an operator; "" is the owner to be."""
        check_pin(pin, staff_of(self._front).get(code).role if code else "owner")

    def give_pin(self, code: str, pin: str) -> None:
        """Gives somebody a PIN, which they replace at their sign-on; one's own stays. Raises PosError."""
        front = self._front
        front.permit("operators.change")
        is_own = code == front.acting()
        staff_of(front).set_pin(frame(front), code, pin, by_another=not is_own, by=front.acting_rights())

    def make_owner(self, code: str, pin: str) -> str:
        """Makes the first operator, who owns the shop; the recovery code. Raises PosError."""
        front = self._front
        front.permit("operators.change")
        if self.has_people:
            raise Refused(_("this shop has operators already"))
        _owner, recovery = make_owner(front, check_code(code), code, pin)
        return recovery
