"""System calls that fail, or "kill", where a test wants them to."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from data.oslayer import OsLayer


class Stopped(BaseException):
    """The process "dies" here: nothing of ours may catch it."""


class FailingCalls(OsLayer):
    """Counts the changing calls; the `at`-th one fails with `error`, or "kills" when that is None.

    A pwrite that fails has written half of its bytes, as on a full disk.
    """

    def __init__(self, at: int = 0, error: int | None = errno.EIO, *, only: str = "") -> None:
        self.at = at
        self.error = error
        self.only = only
        self.made = 0
        for name in ("pwrite", "ftruncate", "fsync", "fdatasync"):
            setattr(self, name, self._counted(name, getattr(os, name)))

    def rename(self, source: Path, target: Path) -> None:
        self._counted("rename", super().rename)(source, target)

    def unlink(self, path: Path) -> None:
        self._counted("unlink", super().unlink)(path)

    def _counted(self, name: str, call: Any) -> Any:
        def counted(*given: Any) -> Any:
            if not self.only or name == self.only:
                self.made += 1
                if self.made == self.at:
                    self._fail(name, given)
            return call(*given)

        return counted

    def _fail(self, name: str, given: tuple[Any, ...]) -> None:
        if name == "pwrite":
            fd, data, offset = given
            os.pwrite(fd, data[: len(data) // 2], offset)
        if self.error is None:
            raise Stopped
        raise OSError(self.error, os.strerror(self.error))
