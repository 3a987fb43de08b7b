"""Deadlines for a non-blocking file descriptor, shared by the links that have one."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Callable

from devices.words import _

from ..errors import LinkDown, LinkStalled

_CHUNK = 4096
_MILLISECONDS = 1000
_POLL_SECONDS = 0.01


def ready(descriptor: int, events: int, seconds: float) -> bool:
    """Wait at most `seconds` for poll `events` or an error on `descriptor`; return whether there was one."""
    poller = select.poll()
    poller.register(descriptor, events)
    return bool(poller.poll(max(0.0, seconds) * _MILLISECONDS))


def write_all(
    descriptor: int, data: bytes, stall: float, limit: float, send: Callable[[memoryview], int]
) -> None:
    """Hand `data` to `send` in pieces as the descriptor takes them. Raises LinkDown and LinkStalled."""
    rest, end = memoryview(data), time.monotonic() + limit
    while rest:
        sent = len(data) - len(rest)
        patience = min(stall, end - time.monotonic())
        if patience <= 0 or not ready(descriptor, select.POLLOUT, patience):
            raise LinkStalled(
                _("it took {sent} of {count} bytes and then no more", sent=sent, count=len(data)), sent
            )
        try:
            rest = rest[send(rest[:_CHUNK]) :]
        except (BlockingIOError, InterruptedError):
            continue
        except OSError as error:
            raise LinkDown(
                _(
                    "it is gone after {sent} of {count} bytes: {reason}",
                    sent=sent,
                    count=len(data),
                    reason=reason(error),
                ),
                sent,
            ) from error


def read_some(descriptor: int, timeout: float, receive: Callable[[], bytes]) -> bytes:
    """Return what `receive` gets within `timeout` seconds, or b"". Raises LinkDown at the stream's end."""
    if not ready(descriptor, select.POLLIN, timeout):
        return b""
    try:
        data = receive()
    except (BlockingIOError, InterruptedError):
        return b""
    except OSError as error:
        raise LinkDown(_("it is gone: {reason}", reason=reason(error))) from error
    if not data:
        raise LinkDown(_("it closed the connection"))
    return data


def reason(error: OSError) -> str:
    """Return the system's words for `error`, as in "connection refused"."""
    return (error.strerror or str(error)).lower()


def wait_until_sent(descriptor: int, timeout: float) -> None:
    """Wait until a tty's or FIFO's other side has taken all. Raises LinkStalled, LinkDown."""
    end = time.monotonic() + timeout
    try:
        while _unsent(descriptor):
            if time.monotonic() >= end:
                raise LinkStalled(_("it did not take the end of the data"), sent=1)
            time.sleep(_POLL_SECONDS)
    except OSError as error:
        raise LinkDown(_("it is gone: {reason}", reason=reason(error)), sent=1) from error


def _unsent(descriptor: int) -> bool:
    """Return whether a tty or FIFO still holds bytes that its other side has not taken."""
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISFIFO(mode) and not os.isatty(descriptor):
        return False
    import fcntl
    import struct
    import termios

    request = termios.FIONREAD if stat.S_ISFIFO(mode) else termios.TIOCOUTQ
    return bool(struct.unpack("i", fcntl.ioctl(descriptor, request, struct.pack("i", 0)))[0])
