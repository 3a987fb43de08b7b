"""Room on the disk: looked at before money is taken, as what cannot be recorded must not be sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter

_MEGABYTE = 1_000_000


def check(counter: Counter) -> str:
    """What somebody should do about the disk before long; nothing where there is room.

    Reads the disk. Raises StoreError where no money may be taken.
    """
    counter.room = counter.ledger.assert_room()
    return warning(counter)


def warning(counter: Counter) -> str:
    """The same by what was found at the last look."""
    if counter.room is None or counter.room >= counter.rules.disk_low:
        return ""
    megabytes = counter.room // _MEGABYTE
    return _("the disk is nearly full, {left} MB left: move or delete files soon", left=megabytes)
