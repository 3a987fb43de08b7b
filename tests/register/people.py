"""Operators of a till for tests, without the price of a slow hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.bootstrap.people import frame, lock_up
from pos_tui.core.operator import Operator
from pos_tui.core.permission import EVERYTHING
from pos_tui.services.operators import Staff

if TYPE_CHECKING:
    from .shop import Till

PINS = {"ann": "735162", "bob": "4711", "eve": "9317", "sue": "5028"}
ROLES = {"ann": "owner", "bob": "cashier", "eve": "cashier", "sue": "supervisor"}


class QuickPins:
    """Hashes that cost nothing and hide nothing."""

    def hash(self, pin: str) -> str:
        """As data.pins.PinHasher."""
        return f"hash of {pin}"

    def check(self, pin: str, hashed: str) -> bool:
        """As data.pins.PinHasher."""
        return hashed == f"hash of {pin}"


def staff(till: Till) -> Staff:
    """Its operators."""
    return Staff(till.front.store, QuickPins())


def employ(till: Till, *codes: str) -> None:
    """Adds operators, and has the till ask who stands there."""
    for code in codes:
        wanted = Operator(code, code.title(), ROLES[code])
        staff(till).add(frame(till.front), EVERYTHING, wanted, PINS[code])
    relock(till)


def relock(till: Till) -> None:
    """Locks as a till does that starts."""
    lock_up(till.front, till.register)
    station = till.register.station
    assert station is not None
    station.staff = staff(till)


def sign_on(till: Till, code: str, pin: str | None = None) -> None:
    """Signs on."""
    station = till.register.station
    assert station is not None
    station.sign_on(code, PINS[code] if pin is None else pin)
