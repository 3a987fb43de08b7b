"""What one handle of a store does about epochs (see `data.epochs`).

It looks once, before its first write, and tells this machine how far it got.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from data.epochs import EpochMemory, Seen
from data.lazysync import LazySync

if TYPE_CHECKING:
    from pathlib import Path

    from data.codec import Op
    from data.core import Core

_AFTER: Final = 0.5
"""Seconds from a commit to its entry in the state folder; with the writing this stays under one."""


class EpochWatch:
    """Says which epoch the next record belongs to, and remembers what was recorded."""

    def __init__(self, core: Core, folder: Path) -> None:
        """`folder` is the store's own in the state folder."""
        self.folder = folder
        self._core = core
        self._memory = EpochMemory(core.fs, folder, self._position)
        self._lazy = LazySync(self._memory.write, _AFTER, "pos-store-epoch")
        self._looked = False
        self._next: tuple[int, Seen | None] | None = None
        """The epoch that the next record starts, and what was remembered; None: it starts none."""

    def _position(self) -> Seen:
        return Seen(*self._core.last)

    def look(self) -> None:
        """Finds out, the first time, whether the journal is the one that this machine saw; before a write."""
        if not self._looked:
            core = self._core
            self._next = self._memory.next_epoch(core.state.epoch, core.journal.n, core.hash_at)
            self._looked = True

    @property
    def epoch(self) -> int:
        """The epoch that the next record belongs to."""
        return self._core.state.epoch if self._next is None else self._next[0]

    def begun(self, ops: list[Op]) -> list[Op]:
        """The operations of the next record, with the one that starts an epoch before them if it does."""
        if self._next is None:
            return ops
        epoch, seen = self._next
        state, journal = self._core.state, self._core.journal
        parent = {"epoch": state.epoch, "n": journal.n, "h": journal.h}
        remembered = None if seen is None else {"epoch": seen.epoch, "n": seen.n, "h": seen.h}
        return [["epoch", {"epoch": epoch, "parent": parent, "remembered": remembered}], *ops]

    def recorded(self) -> None:
        """Remembers the record that was made: soon, or, where it started an epoch, now."""
        if self._next is None:
            self._lazy.touch()
        else:
            self._next = None
            self._remember_now()

    def created(self) -> None:
        """A store that was just made here is known here: it starts no new epoch."""
        if self._memory.can_write():
            self._remember_now()

    def _remember_now(self) -> None:
        try:
            self._lazy.now()
        except OSError:
            self._lazy.touch()

    def close(self) -> bool:
        """Remembers what is not remembered yet; False where the state folder cannot be written."""
        with contextlib.suppress(OSError):
            self._lazy.close()
            return True
        return False
