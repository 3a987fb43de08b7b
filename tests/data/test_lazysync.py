"""The lazy sync: it happens, and closing never waits for ever."""

from __future__ import annotations

import threading

from data.lazysync import LazySync


class _StopSetAfterTheWait(threading.Event):
    """An event that is set in the gap between a wait that timed out and what comes next."""

    def __init__(self, touched: threading.Event) -> None:
        super().__init__()
        self._touched = touched

    def wait(self, timeout: float | None = None) -> bool:
        was_set = super().wait(timeout)
        self.set()
        self._touched.set()
        return was_set


def test_a_close_between_the_wait_and_the_clear_ends_the_thread() -> None:
    lazy = LazySync(lambda: None, 0.0, "test")
    lazy._stop = _StopSetAfterTheWait(lazy._touched)
    lazy.touch()
    assert lazy._thread is not None
    lazy._thread.join(10)
    assert not lazy._thread.is_alive()


def test_what_was_touched_is_synced_by_the_close() -> None:
    synced = []
    lazy = LazySync(lambda: synced.append(1), 60.0, "test")
    lazy.touch()
    lazy.close()
    assert synced == [1]
