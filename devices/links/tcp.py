"""A printer on the network, port 9100: one connection a job, closed when it is done.

Many printers serve one client at a time or run out of sockets, so an idle connection is never kept.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

from devices.words import _

from ..errors import LinkDown, LinkStalled
from .descriptor import read_some, ready, reason, write_all

if TYPE_CHECKING:
    from ..address import Address

# Small, so that a stall shows after kilobytes and not after the megabytes a system buffers by default.
_SEND_BUFFER = 4096
_UNACKNOWLEDGED_MS = 30_000
_CHUNK = 4096
_GRACE = 0.5


class TcpLink:
    """A `Link` over TCP."""

    def __init__(self, address: Address) -> None:
        self._host = address.host.strip("[]")
        self._port = address.port or 9100
        self._socket: socket.socket | None = None

    @property
    def can_answer(self) -> bool:
        """Yes."""
        return True

    def open(self, timeout: float) -> None:
        """Connect, trying each address of the host, all within `timeout` seconds."""
        self.close()
        end = time.monotonic() + timeout
        error: LinkDown | None = None
        for family, place in _resolve(self._host, self._port, timeout):
            try:
                self._socket = _connect(family, place, end - time.monotonic())
                return
            except LinkDown as failed:
                error = failed
        raise error or LinkDown(_("{host} has no address", host=self._host))

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Send `data`; see `Link`."""
        connected = self._connected()
        write_all(connected.fileno(), data, stall, limit, connected.send)

    def read(self, most: int, timeout: float) -> bytes:
        """Return what the printer said; see `Link`."""
        connected = self._connected()
        return read_some(connected.fileno(), timeout, lambda: connected.recv(most))

    def finish(self, timeout: float) -> None:
        """Say that no more comes, and wait until the printer closes too.

        Closing with its status bytes unread would reset the connection and take the end of the job with it.
        """
        connected, end = self._connected(), time.monotonic() + timeout
        try:
            connected.shutdown(socket.SHUT_WR)
            # Some printers never close; what they have acknowledged is theirs.
            while not _closed(connected, min(_GRACE, end - time.monotonic())) and _unsent(connected):
                if time.monotonic() >= end:
                    raise LinkStalled(_("it did not take the end of the data"), sent=1)
        except OSError as error:
            raise LinkDown(
                _("the connection broke at the end: {reason}", reason=reason(error)), sent=1
            ) from error

    def close(self) -> None:
        """Drop the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise LinkDown(_("there is no connection"))
        return self._socket


def _connect(family: int, place: Any, timeout: float) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED_MS)
        try:
            connection.connect(place)
        except BlockingIOError:
            if not ready(connection.fileno(), select.POLLOUT, timeout):
                raise LinkStalled(
                    _("no answer from {host} port {port}", host=place[0], port=place[1])
                ) from None
        failed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if failed:
            raise OSError(failed, os.strerror(failed))
    except OSError as error:
        connection.close()
        raise LinkDown(
            _("{host} port {port}: {reason}", host=place[0], port=place[1], reason=reason(error))
        ) from error
    except LinkStalled:
        connection.close()
        raise
    return connection


def _closed(connection: socket.socket, seconds: float) -> bool:
    """Return whether the printer closes its side within that time, reading away what it says before."""
    end = time.monotonic() + seconds
    while ready(connection.fileno(), select.POLLIN, end - time.monotonic()):
        if not connection.recv(_CHUNK):
            return True
    return False


def _unsent(connection: socket.socket) -> bool:
    """Return whether bytes wait in this machine that the printer has not acknowledged (Linux: SIOCOUTQ)."""
    import fcntl
    import struct
    import termios

    try:
        waiting = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
    except OSError:
        return False
    return bool(struct.unpack("i", waiting)[0])


def _resolve(host: str, port: int, timeout: float) -> list[tuple[int, Any]]:
    """Return socket families and addresses; looked up in a thread, as that call has no time limit."""
    found: list[tuple[int, Any]] = []
    failed: list[OSError] = []

    def look_up() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend((family, place) for family, _, _, _, place in entries)
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=look_up, name=f"look up {host}", daemon=True)
    thread.start()
    thread.join(timeout)
    if failed:
        raise LinkDown(_("{host} is not known: {reason}", host=host, reason=reason(failed[0])))
    if thread.is_alive():
        raise LinkStalled(
            _("the name {host} was not found in {timeout:g} seconds", host=host, timeout=timeout)
        )
    return found
