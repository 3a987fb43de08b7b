"""A scanner on a serial line, the surest kind: no focus, layout or dialog is between it and the till."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from devices.words import _

from ..errors import LinkDown
from ..links.descriptor import reason
from ..links.serial import close_port, open_port, settings
from .framing import framer

if TYPE_CHECKING:
    from ..address import Address

_MOST = 4096


class SerialScanner:
    """Reads codes when its descriptor is readable; used from the event loop's thread once it is open."""

    def __init__(self, address: Address, scanned: Callable[[str], None]) -> None:
        """`scanned` takes each code as it came, not yet checked in any way."""
        self.name = str(address)
        self._path, self._settings = address.path, settings(address)
        self._good, self._bad = address.get("good").encode("latin-1"), address.get("bad").encode("latin-1")
        self._framer = framer(address)
        self._scanned = scanned
        self._port: Any = None

    def open(self) -> None:
        """Opens the line for this till alone. Raises LinkDown."""
        self._port = open_port(self._path, self._settings)

    def fileno(self) -> int:
        """Returns the descriptor to be watched."""
        return int(self._port.fd)

    def readable(self) -> None:
        """Takes what is there. Raises LinkDown where the scanner was unplugged."""
        try:
            data = os.read(self.fileno(), _MOST)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            raise LinkDown(_("the scanner is gone: {reason}", reason=reason(error))) from error
        if not data:
            raise LinkDown(_("the scanner was unplugged"))
        for code in self._framer.feed(data):
            self._scanned(code)

    @property
    def silence_after(self) -> bool:
        """Whether a pause from here on would end a code."""
        return self._framer.is_waiting

    def silence(self) -> None:
        """The pause came."""
        for code in self._framer.silence():
            self._scanned(code)

    def answer(self, *, good: bool) -> None:
        """Has the scanner say whether the code was good, where it is set up to; never waits."""
        data = self._good if good else self._bad
        if data and self._port is not None:
            try:
                os.write(self.fileno(), data)
            except OSError:
                return  # it is told when it is read

    def close(self) -> None:
        """Lets go of the line; half a code goes with it."""
        self._framer.reset()
        if self._port is not None:
            port, self._port = self._port, None
            close_port(port)
