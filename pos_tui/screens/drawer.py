"""When a cashier is told that the cash drawer still stands open."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 30.0
"""Seconds that giving change may take."""


class OpenDrawer:
    """Tells once for each opening: when more is sold meanwhile, or when it took too long."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._lines = 0
        self._told = False

    def must_tell(self, is_open: bool | None, lines: int, now: float) -> bool:
        """Whether it is to be said now; `lines` are those of the sale, `now` is in seconds."""
        if not is_open:
            self._since = None
            return False
        if self._since is None:
            self._since, self._lines, self._told = now, lines, False
        self._lines = min(self._lines, lines)
        if self._told or (lines <= self._lines and now - self._since < PATIENCE):
            return False
        self._told = True
        return True
