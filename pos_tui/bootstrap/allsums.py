"""The sums of all days of a shop that is not open, such as one that was just restored."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from pos_tui.core.errors import PosError

from .front import open_shop
from .reporting import ShopReports

if TYPE_CHECKING:
    from pathlib import Path

    from .reporting import Tell

_ALL = 10**9


def make_all(folder: Path, tell: Tell | None) -> None:
    """Adds up all that a shop has sealed, such as one that was just restored; `tell` hears how far it is."""
    with suppress(PosError, OSError), open_shop(folder, readonly=True) as front:
        ShopReports(front).keep(_ALL, tell or (lambda done, whole: None))
