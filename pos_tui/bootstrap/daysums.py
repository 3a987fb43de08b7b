"""What was sealed is added up at once, so that whoever reads a report of a year never waits for that."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pos_tui.core.errors import PosError

if TYPE_CHECKING:
    from pathlib import Path

    from .front import Shopfront
    from .reporting import Tell

_ALL = 10**9


class DaySums:
    """Keeps the sums of the days that this process seals: at a Z, and when the shop is closed.

    It takes 60 µs for a sale that was sealed, and nothing where nothing was. What a kill leaves undone, who
    reads a report does.
    """

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        self._known = self._sealed

    @property
    def _sealed(self) -> int:
        return len(self._front.store.storage.core.sealed.entries)

    def catch_up(self) -> None:
        """Adds up what was sealed since the last time; of trouble whoever reads a report will hear."""
        new, self._known = self._sealed - self._known, self._sealed
        if new > 0:
            from .reporting import ShopReports

            with suppress(PosError, OSError):
                ShopReports(self._front).keep(new)


def make_all(folder: Path, tell: Tell | None) -> None:
    """Adds up all that a shop has sealed, such as one that was just restored; `tell` hears how far it is."""
    from .front import open_shop
    from .reporting import ShopReports

    with suppress(PosError, OSError), open_shop(folder, readonly=True) as front:
        ShopReports(front).keep(_ALL, tell or (lambda done, whole: None))
