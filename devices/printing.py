"""A receipt printer and its thread: documents in from any thread, paper out when there is some.

Nothing here makes a sale wait. A job is on disk before it is sent (`spool`); one that cannot leave is held
with its reason and tried again after 1, 2, 5 and then every 10 seconds, and the jobs after it wait, so
receipts come out in order. A job of which something left before it failed may have been printed: it is set
aside and only printed again when somebody says so, with a mark. One that waited so long that its customer has
gone is set aside, too.

Only the print thread touches jobs and device: what others want are orders in a queue, and what they see is
the status it last made known.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from devices.words import N_, _

from .delivering import Delivery, Look
from .document import BOLD, HEADING, Document, Text
from .errors import DeviceError, NotSupported
from .jobs import Jobs
from .links import link_to
from .spool import Job, Spool, new_job

if TYPE_CHECKING:
    from pathlib import Path

    from .address import Address
    from .ports import Link

BACKOFF = (1.0, 2.0, 5.0, 10.0)
"""Seconds between attempts; the last one repeats."""
TWICE = N_("MAYBE PRINTED TWICE")


def _mark() -> Document:
    return Document((Text(_("COPY"), "center", HEADING), Text(_(TWICE), "center", BOLD)))


KICK_SECONDS = 2.0
"""After so long an order to open the drawer is forgotten, not carried out."""
TOO_LATE = N_("the printer was busy")
SENSE_SECONDS = (1.0, 5.0)
"""Between looks at an open drawer, in its first half minute and after it."""
_LONG_OPEN = 30.0

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # the screen is no place for a log nobody asked for

Order = Callable[[Jobs], None]


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """How a printer does, for a status line."""

    printed: int = 0
    """Jobs handed over since the start."""
    jobs: tuple[Job, ...] = ()
    """Those waiting, oldest first, then those set aside."""
    answers: bool | None = None
    """Whether it answered the last time; if not, what was sent may be on paper or not. None before a job."""
    drawer_open: bool | None = None
    """Whether the cash drawer stands open, where that is known."""
    notice: str = ""
    """What else a person should know: the spool's disk is full."""

    @property
    def trouble(self) -> str:
        """What is wrong, "" when all is well."""
        return next((job.reason for job in self.jobs if job.reason), self.notice)


class Printer:
    """A `ReceiptPrinter` at an address."""

    def __init__(
        self,
        address: Address,
        folder: Path,
        *,
        cache: Path | None = None,
        on_status: Callable[[PrinterStatus], None] | None = None,
        backoff: Sequence[float] = BACKOFF,
        link: Link | None = None,
    ) -> None:
        """`folder` is the spool's, `cache` one for the encoder's tables. `on_status` is called in the print
        thread. Raises NotSupported where the address names a device without a driver.
        """
        self._address, self._folder, self._cache = address, folder, cache
        self._on_status = on_status or _nobody
        self._backoff = tuple(backoff)
        self._delivery = Delivery(address, link or link_to(address))
        self._changed = threading.Condition()
        self._orders: deque[Order] = deque()
        self._status = PrinterStatus()
        self._printed = 0
        self._answers: bool | None = None
        self._due = 0.0
        self._open_since = 0.0
        self._sense_due: float | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    # From any thread

    @property
    def status(self) -> PrinterStatus:
        """How it did when it last said so."""
        return self._status

    def start(self, sales: Sequence[tuple[str, datetime, Callable[[], Document]]] = ()) -> None:
        """Go on with the jobs the spool holds, and print the receipts of those (number, completed, receipt)
        that never had a job: what was sold just before the till was killed.
        """
        # Made before anything more is sold: a sale older than the spool is taken to need no job.
        with suppress(OSError):
            Spool(self._folder)
        self._order(lambda jobs: self._catch_up(jobs, sales))
        if self._delivery.senses_drawer:
            self.look(_unheard)

    def submit(self, document: Document, *, sale: str = "", copy: int = 0) -> None:
        """Queue a document."""
        job = new_job(document.title, sale=sale, copy=copy)
        self._order(lambda jobs: self._take(jobs, job, document))

    def kick(self, pin: str, done: Callable[[str], None]) -> None:
        """Open the drawer on that pin now or never; `done` gets "" or why not, in the print thread."""
        until = time.monotonic() + KICK_SECONDS
        self._order(
            lambda _jobs: done(self._delivery.kick(pin) if time.monotonic() < until else _(TOO_LATE)),
            first=True,
        )

    def look(self, done: Callable[[Look], None]) -> None:
        """Ask the printer how it is, between two jobs; `done` is told in the print thread."""
        self._order(lambda _jobs: done(self._delivery.look()))

    def retry(self, number: int | None = None) -> None:
        """Try a held job now; with a `number`, print that job set aside, marked if it may be a second one."""
        self._order(lambda jobs: self._again(jobs, number))

    def discard(self, number: int) -> None:
        """Give a job up."""
        self._order(lambda jobs: jobs.cancel(number))

    def close(self, timeout: float) -> bool:
        """Print what can be printed within `timeout` seconds, then stop; return whether nothing is left."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        with self._changed:
            return not self._orders and not self._status.jobs

    @property
    def is_running(self) -> bool:
        """Whether its thread has not ended: until then nobody else may have its spool."""
        return self._thread is not None and self._thread.is_alive()

    def _order(self, order: Order, *, first: bool = False) -> None:
        with self._changed:
            (self._orders.appendleft if first else self._orders.append)(order)
            if not self._closing and self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"print {self._address}", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    # In the print thread

    def _run(self) -> None:
        jobs = Jobs(self._folder, datetime.now(UTC))
        self._publish(jobs)
        while (order := self._next(jobs)) is not None:
            order(jobs)
            self._publish(jobs)

    def _next(self, jobs: Jobs) -> Order | None:
        """Wait for an order or for the first job's turn; None when it is time to stop."""
        with self._changed:
            while True:
                if self._orders:
                    return self._orders.popleft()
                job = jobs.next(datetime.now(UTC))
                pause = None if job is None else self._due - time.monotonic()
                if self._closing and (job is None or (job.state == "held" and self._due > time.monotonic())):
                    return None
                if job is not None and pause is not None and (job.state != "held" or pause <= 0):
                    return self._attempt
                until_sense = None if self._sense_due is None else self._sense_due - time.monotonic()
                if until_sense is not None and until_sense <= 0:
                    return self._sense
                # For ever while there is nothing to do.
                self._changed.wait(min((s for s in (pause, until_sense) if s is not None), default=None))

    def _sense(self, _jobs: Jobs) -> None:
        """Look whether the drawer is still open."""
        self._delivery.look()

    def _publish(self, jobs: Jobs) -> None:
        is_open, now = self._delivery.drawer_open, time.monotonic()
        if not is_open:
            self._open_since, self._sense_due = now, None
        else:
            self._sense_due = now + SENSE_SECONDS[now - self._open_since > _LONG_OPEN]
        self._make_known(PrinterStatus(self._printed, jobs.open, self._answers, is_open, jobs.notice))

    def _make_known(self, status: PrinterStatus) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)

    def _catch_up(self, jobs: Jobs, sales: Sequence[tuple[str, datetime, Callable[[], Document]]]) -> None:
        missing = set(jobs.missing((number, time) for number, time, _ in sales))
        for number, _time, receipt in sales:
            if number in missing:
                document = receipt()
                self._take(jobs, new_job(document.title, sale=number), document)

    def _take(self, jobs: Jobs, job: Job, document: Document) -> None:
        try:
            body = self._render(document)
        except DeviceError as error:
            jobs.fail(job, error.message)
        except Exception as error:  # noqa: BLE001
            # The worker boundary: a document that breaks the encoder must not stop the receipts after it.
            _log.exception("%s broke the encoder", job.title)
            jobs.fail(job, _("it cannot be printed: {name}", name=type(error).__name__))
        else:
            jobs.add(job, body)

    def _again(self, jobs: Jobs, number: int | None) -> None:
        self._due = 0.0
        if number is None:
            return
        try:
            jobs.want(number, lambda: self._render(_mark()))
        except (OSError, ValueError) as error:
            _log.warning("job %d: %s", number, error)
            jobs.cancel(number)

    def _attempt(self, jobs: Jobs) -> None:
        try:
            body = jobs.body(jobs.waiting[0])
        except (OSError, ValueError) as error:
            jobs.settle("failed", _("the job is lost: {error}", error=error))
            return
        number = jobs.waiting[0].number
        result = self._delivery.deliver(number, body, lambda: self._sending(jobs), self._tell)
        self._answers = result.answers
        if result.state == "held":
            attempts = jobs.hold(result.reason).attempts
            self._due = time.monotonic() + self._backoff[min(attempts, len(self._backoff)) - 1]
        else:
            self._printed += result.state == "printed"
            jobs.settle(result.state, result.reason)

    def _sending(self, jobs: Jobs) -> None:
        jobs.attempt()
        self._publish(jobs)

    def _tell(self, trouble: str) -> None:
        """Word of a printer that stopped in the middle of a job."""
        first, *rest = self._status.jobs
        self._make_known(replace(self._status, jobs=(replace(first, reason=trouble), *rest)))

    def _render(self, document: Document) -> bytes:
        from .escpos.encode import encode
        from .escpos.profiles import profile_for

        return encode(document, profile_for(self._address), self._cache)


def check(address: Address) -> None:
    """See whether an address can be printed to, without touching the device.

    Raises AddressError for an unknown profile or code page, NotSupported for a device without a driver.
    """
    from .escpos.profiles import profile_for

    if address.protocol or address.scheme in ("wedge", "evdev", "zvt", "manual"):
        raise NotSupported(_("{address} is no printer", address=address))
    link_to(address)
    profile_for(address)


def _unheard(_: Look) -> None:
    """Take what a printer said; its status has it by then."""


def _nobody(_: PrinterStatus) -> None:
    """Take a status that nobody asked for."""
