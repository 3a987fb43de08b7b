"""A sync that follows a write within a moment, on a thread that sleeps while nothing is written."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable


class LazySync:
    """Runs `sync` once within `lag` seconds of a `touch`, however many touches there were.

    The thread starts with the first touch and wakes only for one: an idle till costs no wake-up.
    """

    def __init__(self, sync: Callable[[], None], lag: float, name: str) -> None:
        self._sync = sync
        self._lag = lag
        self._name = name
        self._dirty = False
        self._touched = threading.Event()
        self._stop = threading.Event()
        self._one_sync = threading.Lock()
        self._thread: threading.Thread | None = None
        self.trouble: OSError | None = None
        """What the last sync failed with; None when it went well."""

    def touch(self) -> None:
        """Says that something was written; costs next to nothing while a sync is due already."""
        if self._dirty:
            return
        self._dirty = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._touched.set()

    def now(self) -> None:
        """Syncs on the calling thread.

        Raises:
            OSError: as `sync` raises it; it is kept in `trouble`, and tried again at the next touch.
        """
        with self._one_sync:
            self._dirty = False
            try:
                self._sync()
            except OSError as error:
                self.trouble = error
                raise
            self.trouble = None

    def close(self) -> None:
        """Stops the thread, then syncs what is left.

        Raises:
            OSError: that last sync failed.
        """
        self._stop.set()
        self._touched.set()
        if self._thread is not None:
            self._thread.join()
        if self._dirty or self.trouble is not None:
            self.now()

    def _run(self) -> None:
        while True:
            self._touched.wait()
            if self._stop.wait(self._lag):
                return
            self._touched.clear()
            if self._stop.is_set():  # `close` came after the wait: its wake-up is what was cleared
                return
            if self._dirty:
                with contextlib.suppress(OSError):  # kept in `trouble` for the status line
                    self.now()
