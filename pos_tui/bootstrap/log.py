"""The machine's log file: when tills began and ended, what devices and disk did, where a program failed.

Nothing of a sale or a person is written: kinds of things, names of devices, places in the program. Digits of
more than a few are left out whatever they are, and messages of errors that nobody foresaw, as what somebody
typed may be in them. It lies with what is this machine's own, outside of every backup.
"""

from __future__ import annotations

import fcntl
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from data.errors import StoreError
from data.locations import state_folder
from data.oslayer import OsLayer
from data.storefile import read_store_file
from pos_tui.core.display import clean

NAME: Final = "pos.log"
CRASH: Final = "crash"
_LIMIT: Final = 256 * 1024
_KEPT: Final = 4
"""Files behind the one that is written: a megabyte and a quarter in all."""
_DIGITS: Final = re.compile(r"\d[\d \-]{5,}\d")
_LONGEST: Final = 2000


class Log:
    """A log file that several programs write to, a whole line at a time; without one it keeps quiet."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is the machine's own about the store; None where there is no place for a log."""
        self.path = None if folder is None else folder / "log" / NAME

    def note(self, kind: str, **facts: object) -> None:
        """Writes a line; a log that cannot be written stops nothing."""
        if self.path is None:
            return
        told = " ".join(f"{name}={scrubbed(str(value))}" for name, value in facts.items() if value != "")
        line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {os.getpid()} {kind} {told}".rstrip()
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._rotate()
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            fd = os.open(self.path, flags, 0o600)
            try:
                os.write(fd, line[:_LONGEST].encode("utf-8", "replace") + b"\n")
            finally:
                os.close(fd)

    def _rotate(self) -> None:
        assert self.path is not None
        if not self.path.exists() or self.path.stat().st_size < _LIMIT:
            return
        with _alone(self.path.parent / "lock"):
            if self.path.stat().st_size < _LIMIT:
                return  # another program was quicker
            files = [self.path, *(self.path.with_name(f"{NAME}.{number + 1}") for number in range(_KEPT))]
            for newer, older in reversed(list(pairwise(files))):
                with suppress(FileNotFoundError):
                    newer.rename(older)


def log_of(store: Path) -> Log:
    """The log of the store in a folder, which need not open."""
    try:
        return Log(state_folder(store, read_store_file(OsLayer(), store).id))
    except (StoreError, OSError):
        return Log(None)


def scrubbed(text: str) -> str:
    """A text on one line, without anything that could be a number of somebody's."""
    return clean(_DIGITS.sub("#", text).replace("\n", " "), _LONGEST)


def places(error: BaseException) -> str:
    """Where an error came from, innermost first: places of the program, no values."""
    frames = traceback.extract_tb(error.__traceback__)
    named = [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}" for frame in reversed(frames)]
    why = f" errno {error.errno}" if isinstance(error, OSError) else ""
    return f"{type(error).__name__}{why} at {' < '.join(named[:20])}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)
