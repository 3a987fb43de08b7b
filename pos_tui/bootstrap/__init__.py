"""Putting the till together: the one place that knows store, devices, services and register alike.

Nothing that draws a screen is imported here, and what only some commands need is imported when they run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.locations import default_store
from devices.words import install
from pos_tui.core.words import _

from .clocks import SimulatedClock
from .front import Shopfront, open_shop

if TYPE_CHECKING:
    from .till import OpenRegister

# What devices say is said in the language of the moment, too.
install(_)

__all__ = ["Shopfront", "SimulatedClock", "default_store", "open_register", "open_shop"]


def open_register(front: Shopfront, till: str | None = None, role: str = "") -> OpenRegister:
    """Takes a till and the basket that was open there; without a name the shop's only one.

    `role` allows no more there than that role may.

    Raises:
        InvalidValue: the shop has no such till, or several. TillInUse, StoreError: it cannot be taken.
    """
    from .till import take

    return take(front, till, role=role)
