"""A customer display with a thread of its own: the latest thing to show wins, and nobody waits for it.

What it cannot show is dropped. When the line is gone it is tried again now and then, and shows what is right
then. Only that it went, and that it is back, is told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ..errors import DeviceError
from ..links import link_to
from .panel import Face, panel_for

if TYPE_CHECKING:
    from ..address import Address
    from ..ports import Link

PAUSE: Final = 1.0
"""Seconds between two attempts to reach it."""
_OPEN_SECONDS: Final = 3.0
_STALL_SECONDS: Final = 2.0
_LIMIT_SECONDS: Final = 5.0
_FINISH_SECONDS: Final = 0.5
_MOST: Final = 256
_BLANK: Final = Face()


class CustomerDisplay:
    """One display. `show` may be called from any thread and returns at once."""

    def __init__(
        self, address: Address, idle: Face, tell: Callable[[str], None] = lambda trouble: None
    ) -> None:
        """`idle` greets who comes next. `tell` hears in the display's thread what is wrong, "" after it.

        Raises AddressError where it is no display's address, NotSupported without a driver.
        """
        self.name = str(address)
        self._panel = panel_for(address)
        self._link = display_link(address)
        self._idle, self._tell = idle, tell
        self._changed = threading.Condition()
        self._face, self._until = idle, 0.0
        self._is_closed = False
        self.trouble: str | None = None
        """What is wrong; "" while it shows what it should, None before it was reached for the first time."""
        self._thread = threading.Thread(target=self._run, name="customer display", daemon=True)

    def start(self) -> None:
        """Begins to show."""
        self._thread.start()

    def show(self, face: Face | None = None, seconds: float = 0.0) -> None:
        """Shows `face` from now on, or for some seconds and then the greeting; without one the greeting."""
        with self._changed:
            self._face = self._idle if face is None else face
            self._until = time.monotonic() + seconds if seconds else 0.0
            self._changed.notify()

    def close(self, timeout: float = 1.0) -> None:
        """Ends it dark, if it can be done in `timeout` seconds."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._is_closed:
            try:
                self._link.open(_OPEN_SECONDS)
                self._send(self._panel.begin())
                self._serve()
            except DeviceError as error:
                self._told(error.message)
            finally:
                self._link.close()
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed, PAUSE)

    def _serve(self) -> None:
        """Shows what there is to show, until the till closes. Raises DeviceError."""
        shown: Face | None = None
        while (face := self._next(shown)) is not None:
            # Whoever switched it off and on finds it in order again when nobody buys.
            self._send((self._panel.begin() if face == self._idle else b"") + self._panel.show(face))
            self._told("")
            shown = face
        self._send(self._panel.show(_BLANK))
        self._link.finish(_FINISH_SECONDS)

    def _next(self, shown: Face | None) -> Face | None:
        """Waits for something else to show; None when the till closes."""
        with self._changed:
            while not self._is_closed and self._face == shown:
                left = self._until - time.monotonic() if self._until else None
                if left is not None and left <= 0:
                    self._face, self._until = self._idle, 0.0
                    continue
                self._changed.wait(left)
            return None if self._is_closed else self._face

    def _send(self, data: bytes) -> None:
        self._link.read(_MOST, 0)  # what is gone says so when it is read, and not yet when it is written to
        self._link.write(data, _STALL_SECONDS, _LIMIT_SECONDS)

    def _told(self, trouble: str) -> None:
        before, self.trouble = self.trouble, trouble
        if bool(trouble) != bool(before):
            self._tell(trouble)


def display_link(address: Address) -> Link:
    """Return the link to a display."""
    if address.scheme == "dummy":
        from ..virtual.display import virtual_display

        return virtual_display(address).link()
    return link_to(address)
