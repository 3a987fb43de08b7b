"""A printer behind a path: a USB printer's device, a tty, a FIFO, or a file that collects what is printed."""

from __future__ import annotations

import os
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from devices.words import _

from ..errors import LinkDown
from .descriptor import read_some, reason, wait_until_sent, write_all

if TYPE_CHECKING:
    from ..address import Address

_LPGETSTATUS = 0x060B
"""Linux, include/uapi/linux/lp.h: the status lines of a parallel or USB printer's port."""


class FileLink:
    """A `Link` to a path. Nothing blocks: a plain write to a device out of paper would wait for ever."""

    def __init__(self, address: Address) -> None:
        self._path = Path(address.path)
        self._descriptor: int | None = None
        self._finished = True

    @property
    def can_answer(self) -> bool:
        """Devices and ttys can, plain files and FIFOs cannot."""
        return self._descriptor is not None and stat.S_ISCHR(os.fstat(self._descriptor).st_mode)

    def open(self, timeout: float) -> None:
        """Open the device or FIFO, or the file to be added to (made, for its owner alone, if missing)."""
        self.close()
        try:
            self._descriptor = os.open(self._path, self._flags(), 0o600)
            if os.isatty(self._descriptor):
                _make_raw(self._descriptor)
        except OSError as error:
            self.close()
            raise LinkDown(f"{self._path}: {reason(error)}") from error

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Write `data`; see `Link`."""
        descriptor = self._opened()
        self._finished = False
        write_all(descriptor, data, stall, limit, lambda piece: os.write(descriptor, piece))

    def read(self, most: int, timeout: float) -> bytes:
        """Return what the device said; plain files and FIFOs say nothing."""
        descriptor = self._opened()
        if not self.can_answer:
            return b""
        return read_some(descriptor, timeout, lambda: os.read(descriptor, most))

    def finish(self, timeout: float) -> None:
        """Wait until a tty's or FIFO's reader took all of it; files and lp devices take it when written."""
        wait_until_sent(self._opened(), timeout)
        self._finished = True

    def port_status(self) -> int | None:
        """Return the status lines of /dev/usb/lpN; None where the path is no such device."""
        import fcntl

        if not self.can_answer:
            return None
        try:
            said = fcntl.ioctl(self._opened(), _LPGETSTATUS, struct.pack("i", 0))
        except OSError:
            return None
        return int(struct.unpack("i", said)[0]) & 0xFF

    def close(self) -> None:
        """Let go of the file; what a tty has not sent is thrown away, as closing would wait for it."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if not self._finished and os.isatty(descriptor):
            import termios

            with suppress(termios.error):
                termios.tcflush(descriptor, termios.TCOFLUSH)
        with suppress(OSError):
            os.close(descriptor)

    def _opened(self) -> int:
        if self._descriptor is None:
            raise LinkDown(_("it is not open"))
        return self._descriptor

    def _flags(self) -> int:
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            mode = self._path.stat().st_mode
        except FileNotFoundError:
            # A missing device is a printer that is off; a plain file in its place would swallow receipts.
            return flags | os.O_WRONLY | (0 if self._path.is_relative_to("/dev") else os.O_CREAT | os.O_EXCL)
        if stat.S_ISCHR(mode):
            return flags | os.O_RDWR
        return flags | os.O_WRONLY | (0 if stat.S_ISFIFO(mode) else os.O_APPEND)


def _make_raw(descriptor: int) -> None:
    import tty

    tty.setraw(descriptor)  # else the driver turns each line feed of an image into two bytes
