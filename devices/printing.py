"""A receipt printer and its thread: documents in from any thread, paper out when there is some.

Nothing here makes a sale wait. A job that cannot leave is held with its reason and tried again after 1, 2, 5
and then every 10 seconds, and the jobs after it wait, so receipts come out in order. A job of which something
left before it failed may have been printed: it is set aside and only printed again when somebody says so.

Jobs live in memory and the callers hold on to what they came from; a spool on disk goes between `submit` and
the thread, with the job's bytes as its unit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .document import HEADING, Document, Text
from .errors import DeviceError, LinkDown, NotSupported
from .links import link_to

if TYPE_CHECKING:
    from .address import Address
    from .ports import Link

State = Literal["queued", "sending", "held", "unsure", "failed"]
"""Waiting its turn; on its way; could not leave yet; perhaps printed; cannot be printed by this printer."""

BACKOFF = (1.0, 2.0, 5.0, 10.0)
"""Seconds between attempts; the last one repeats."""
TWICE = "MAYBE PRINTED TWICE"

_OPEN_SECONDS = 3.0
_STALL_SECONDS = 5.0
_FINISH_SECONDS = 5.0
_SLOWEST_RATE = 960
_SPARE_SECONDS = 10.0
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())  # the screen is no place for a log nobody asked for


@dataclass(frozen=True, slots=True)
class Job:
    """A document on its way to paper."""

    number: int
    document: Document
    state: State = "queued"
    reason: str = ""
    """Why it is held, unsure or failed, in plain words."""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """How a printer does, for a status line."""

    printed: int = 0
    """Jobs handed over; without an answer from the printer that is all there is to know."""
    jobs: tuple[Job, ...] = ()
    """Those waiting, oldest first, then those set aside."""

    @property
    def trouble(self) -> str:
        """What is wrong, "" when all is well."""
        return next((job.reason for job in self.jobs if job.reason), "")


class Printer:
    """A `ReceiptPrinter` at an address."""

    def __init__(
        self,
        address: Address,
        *,
        cache: Path | None = None,
        on_status: Callable[[PrinterStatus], None] | None = None,
        backoff: Sequence[float] = BACKOFF,
        link: Link | None = None,
    ) -> None:
        """`cache` is a folder for the encoder's tables. `on_status` is called in the print thread.

        Raises NotSupported where the address names a device without a driver.
        """
        self._address, self._cache = address, cache
        self._on_status = on_status or _nobody
        self._backoff = tuple(backoff)
        self._link = link or link_to(address)
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._aside: list[Job] = []
        self._printed = 0
        self._numbers = 0
        self._due = 0.0
        self._closing = False
        self._thread: threading.Thread | None = None

    def submit(self, document: Document) -> int:
        """Queue a document and return its job number, at once and from any thread."""
        with self._changed:
            self._numbers += 1
            self._waiting.append(Job(self._numbers, document))
            if not self._closing and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._run, name=f"print {self._address}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._numbers

    @property
    def status(self) -> PrinterStatus:
        """How it does now."""
        with self._changed:
            return PrinterStatus(self._printed, (*self._waiting, *self._aside))

    def retry(self, number: int | None = None) -> None:
        """Try a held job now; with a `number`, print that job set aside, marked if it may be a second one."""
        with self._changed:
            for job in [job for job in self._aside if job.number == number]:
                self._aside.remove(job)
                mark = Document((Text(TWICE, "center", HEADING),)) if job.state == "unsure" else Document()
                again = replace(mark + job.document, title=job.document.title)
                self._waiting.append(Job(job.number, again, attempts=job.attempts))
            self._due = 0.0
            self._changed.notify_all()

    def discard(self, number: int) -> None:
        """Drop a job, unless it is on its way at this moment."""
        with self._changed:
            self._aside = [job for job in self._aside if job.number != number]
            self._waiting = deque(
                job for job in self._waiting if job.number != number or job.state == "sending"
            )
            self._changed.notify_all()

    def close(self, timeout: float) -> bool:
        """Print what can be printed within `timeout` seconds, then stop; return whether nothing is left."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        with self._changed:
            return not self._waiting and not self._aside

    def _run(self) -> None:
        while (job := self._next()) is not None:
            self._on_status(self.status)
            self._settle(job, self._attempt(job))
            self._on_status(self.status)

    def _next(self) -> Job | None:
        """Wait for the first job's turn and return it as sending; None when it is time to stop."""
        with self._changed:
            while True:
                first = self._waiting[0] if self._waiting else None
                if self._closing and (first is None or first.state == "held"):
                    return None
                pause = None if first is None else self._due - time.monotonic()
                if first is not None and pause is not None and (first.state == "queued" or pause <= 0):
                    self._waiting[0] = replace(first, state="sending", attempts=first.attempts + 1)
                    return self._waiting[0]
                self._changed.wait(pause)  # for ever while there is nothing to do

    def _settle(self, job: Job, outcome: Job | None) -> None:
        """Take a job off the queue if it is done with; `outcome` is what is left of it, None if printed."""
        with self._changed:
            if outcome is not None and outcome.state == "held":
                self._waiting[0] = outcome
                pause = self._backoff[min(outcome.attempts, len(self._backoff)) - 1]
                self._due = time.monotonic() + pause
                return
            self._waiting.popleft()
            if outcome is None:
                self._printed += 1
            else:
                self._aside.append(outcome)

    def _attempt(self, job: Job) -> Job | None:
        try:
            self._send(self._render(job.document))
        except LinkDown as error:
            return replace(job, state="unsure" if error.sent else "held", reason=error.message)
        except DeviceError as error:
            return replace(job, state="failed", reason=error.message)
        except Exception as error:  # noqa: BLE001
            # The worker boundary: a document that breaks the encoder must not stop the receipts after it.
            _log.exception("job %d broke the encoder", job.number)
            return replace(job, state="failed", reason=f"it cannot be printed: {type(error).__name__}")
        finally:
            self._link.close()
        return None

    def _render(self, document: Document) -> bytes:
        from .escpos.encode import encode
        from .escpos.profiles import profile_for

        return encode(document, profile_for(self._address), self._cache)

    def _send(self, data: bytes) -> None:
        self._link.open(_OPEN_SECONDS)
        rate = int(self._address.get("rate") or _SLOWEST_RATE)
        self._link.write(data, _STALL_SECONDS, len(data) / rate + _SPARE_SECONDS)
        self._link.finish(_FINISH_SECONDS)


def check(address: Address) -> None:
    """See whether an address can be printed to, without touching the device.

    Raises AddressError for an unknown profile or code page, NotSupported for a device without a driver.
    """
    from .escpos.profiles import profile_for

    if address.protocol or address.scheme in ("wedge", "evdev", "zvt", "manual"):
        raise NotSupported(f"{address} is no printer")
    link_to(address)
    profile_for(address)


def _nobody(_: PrinterStatus) -> None:
    """Take a status that nobody asked for."""
