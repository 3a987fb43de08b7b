"""A device on a serial line: RS-232, or USB that looks like it.

pyserial opens the line and sets its speed, parity and flow control; bytes go through its descriptor with our
own deadlines, as its own calls can wait for ever. One program at a time: two would share the bytes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from devices.words import _

from ..errors import LinkDown
from .descriptor import read_some, reason, wait_until_sent, write_all

if TYPE_CHECKING:
    from ..address import Address

_STOP_BITS = {"1": 1, "1.5": 1.5, "2": 2}


class SerialLink:
    """A `Link` to a serial port."""

    def __init__(self, address: Address) -> None:
        self._path = address.path
        self._settings = settings(address)
        self._port: Any = None
        self._finished = True

    @property
    def can_answer(self) -> bool:
        """Yes."""
        return True

    def open(self, timeout: float) -> None:
        """Open the port for this program alone."""
        self.close()
        self._port = open_port(self._path, self._settings)

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Send `data`; see `Link`."""
        descriptor = self.fileno()
        self._finished = False
        write_all(descriptor, data, stall, limit, lambda piece: os.write(descriptor, piece))

    def read(self, most: int, timeout: float) -> bytes:
        """Return what the device said; see `Link`."""
        descriptor = self.fileno()
        return read_some(descriptor, timeout, lambda: os.read(descriptor, most))

    def finish(self, timeout: float) -> None:
        """Wait until all has left the port. Raises LinkStalled."""
        wait_until_sent(self.fileno(), timeout)
        self._finished = True

    def close(self) -> None:
        """Let go of the port; what has not left is thrown away, as the system would wait for it."""
        if self._port is not None:
            port, self._port = self._port, None
            close_port(port, drop=not self._finished)

    def fileno(self) -> int:
        """Return the descriptor, for an event loop. Raises LinkDown where the port is not open."""
        if self._port is None:
            raise LinkDown(_("it is not open"))
        return int(self._port.fd)


def settings(address: Address) -> dict[str, Any]:
    """Return what an address says of the line, in pyserial's words; else 9600 8N1 without flow control."""
    flow = address.get("flow", "none")
    return {
        "baudrate": int(address.get("baud") or 9600),
        "bytesize": int(address.get("bits") or 8),
        "parity": address.get("parity") or "N",
        "stopbits": _STOP_BITS[address.get("stop") or "1"],
        "rtscts": flow == "rtscts",
        "dsrdtr": flow == "dsrdtr",
        "xonxoff": flow == "xonxoff",
    }


def open_port(path: str, chosen: dict[str, Any]) -> Any:
    """Return the open port, for this program alone. Raises LinkDown."""
    import termios

    import serial

    if os.path.realpath(path).startswith("/dev/pts/"):
        # A pseudo-terminal, as simulators have them: no wire, so no parity, and the C library says so.
        chosen = {**chosen, "bytesize": 8, "parity": "N"}
    try:
        port = serial.Serial(path, timeout=0, write_timeout=0, exclusive=True, **chosen)
        os.set_blocking(port.fd, False)
    except serial.SerialException as error:
        number = getattr(error, "errno", None)
        why = os.strerror(number).lower() if number else str(error)
        raise LinkDown(f"{path}: {why}") from error
    except (OSError, ValueError) as error:
        raise LinkDown(f"{path}: {reason(error) if isinstance(error, OSError) else error}") from error
    except termios.error as error:  # no OSError
        raise LinkDown(_("{path} cannot be set so: {why}", path=path, why=error.args[-1])) from error
    return port


def close_port(port: Any, *, drop: bool = True) -> None:
    """Close a port at once, with `drop` without what it still has to send. An unplugged one fails in ways of
    its own (pyserial raises TypeError, too).
    """
    import termios

    if drop:
        with suppress(OSError, TypeError, termios.error):
            termios.tcflush(port.fd, termios.TCOFLUSH)
    with suppress(OSError, TypeError):
        port.close()
