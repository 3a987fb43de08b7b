"""A receipt printer in memory: it takes jobs through a link like any other, and can be off, deaf or torn."""

from __future__ import annotations

import threading
from typing import Literal

from devices.words import _

from ..errors import LinkDown, LinkStalled
from . import reader

State = Literal["ready", "off", "deaf", "torn"]
"""Ready; not reachable; takes `takes` bytes and then no more; ends the connection after as many."""

_REAL_TIME, _IN_ORDER, _PROCESS, _PULSE = b"\x10\x04", b"\x1dr\x01", b"\x1d(H", b"\x1bp"
_PROCESS_REPLY = b"\x37\x22"
_FIXED_BITS = 0x12

_printers: dict[str, VirtualPrinter] = {}
_making = threading.Lock()


class VirtualPrinter:
    """One printer; used from the print thread and read from any other."""

    def __init__(self) -> None:
        self.state: State = "ready"
        self.takes = 0
        """Bytes of a job it takes before it goes deaf or is torn off."""
        self.is_mute = False
        """It says nothing, like a printer on a line that only writes."""
        self.paper_out = self.cover_open = self.drawer_open = False
        self.kicks = 0
        """How often the drawer was opened."""
        self._changed = threading.Condition()
        self._jobs: list[bytes] = []

    def link(self) -> VirtualLink:
        """Return a new link to this printer."""
        return VirtualLink(self)

    @property
    def jobs(self) -> tuple[bytes, ...]:
        """The bytes of the finished jobs, oldest first."""
        with self._changed:
            return tuple(self._jobs)

    @property
    def receipts(self) -> tuple[reader.Receipt, ...]:
        """What was printed, oldest first."""
        return tuple(map(reader.read, self.jobs))

    def wait_for(self, count: int, timeout: float) -> bool:
        """Wait until `count` jobs are finished; return whether they were in `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._jobs) >= count, timeout)

    def answer(self, request: bytes) -> bytes:
        """What it says to a request for its status; b"" where it keeps silent."""
        if self.is_mute or self.state == "deaf":
            return b""
        if request.startswith(_REAL_TIME):
            return bytes((_FIXED_BITS | self._status(request[2]),))
        if self.paper_out or self.cover_open:
            return b""  # what comes in order comes when all before it is printed
        return b"\0" if request == _IN_ORDER else _PROCESS_REPLY + request[-4:] + b"\0"

    def _status(self, what: int) -> int:
        stopped = self.paper_out or self.cover_open
        return {
            1: 0x08 * stopped | 0x04 * self.drawer_open,
            2: 0x04 * self.cover_open | 0x20 * self.paper_out,
            4: 0x60 * self.paper_out,
        }.get(what, 0)

    def kick(self) -> None:
        """Open the drawer."""
        with self._changed:
            self.kicks += 1
            self.drawer_open = True
            self._changed.notify_all()

    def print_out(self, job: bytes) -> None:
        """Finish a job."""
        with self._changed:
            self._jobs.append(job)
            self._changed.notify_all()


class VirtualLink:
    """A `Link` to a `VirtualPrinter`."""

    def __init__(self, printer: VirtualPrinter) -> None:
        self._printer = printer
        self._job: bytearray | None = None
        self._said = b""

    @property
    def can_answer(self) -> bool:
        """Yes, unless the printer is mute."""
        return True

    def open(self, timeout: float) -> None:
        """Begin a job. Raises LinkDown while the printer is off."""
        if self._printer.state == "off":
            raise LinkDown(_("the virtual printer is off"))
        self._job, self._said = bytearray(), b""

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Take `data`, or as much as the printer's state allows."""
        job = self._begun()
        if data.startswith((_REAL_TIME, _IN_ORDER, _PROCESS)):
            self._said += self._printer.answer(data)
            return
        if data.startswith(_PULSE):
            self._printer.kick()
            return
        state = self._printer.state
        if state in ("ready", "off"):
            job += data
            return
        taken = min(len(data), max(0, self._printer.takes - len(job)))
        job += data[:taken]
        if taken < len(data):
            error = LinkStalled if state == "deaf" else LinkDown
            raise error(f"the virtual printer took {taken} of {len(data)} bytes", taken)

    def read(self, most: int, timeout: float) -> bytes:
        """Return what it said."""
        self._begun()
        said, self._said = self._said[:most], self._said[most:]
        return said

    def finish(self, timeout: float) -> None:
        """Print the job."""
        job = bytes(self._begun())
        if job:
            self._printer.print_out(job)
        self._job = None

    def close(self) -> None:
        """Drop a job that was not finished."""
        self._job = None

    def _begun(self) -> bytearray:
        if self._job is None:
            raise LinkDown(_("it is not open"))
        return self._job


def virtual_printer(name: str) -> VirtualPrinter:
    """Return this process's virtual printer of that name, as `dummy://name` reaches it."""
    with _making:
        return _printers.setdefault(name, VirtualPrinter())
