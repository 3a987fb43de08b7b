"""The jobs of one printer: which wait, which were set aside, and the same on disk. One thread has them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from devices.words import N_, _

from .spool import Job, Spool, State, new_job

if TYPE_CHECKING:
    from pathlib import Path

OLD: Final = timedelta(minutes=10)
"""After so long a job is only printed when somebody still wants it."""
_WAITED: Final = N_("it has waited for more than 10 minutes: is it still wanted?")


class Jobs:
    """Every change is on disk when a method returns, or `notice` says that it could not be."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Takes up what the spool holds."""
        self.notice = ""
        """Why jobs are in memory only, "" while they are not."""
        self.waiting: deque[Job] = deque()
        self.aside: list[Job] = []
        self._bodies: dict[int, bytes] = {}
        """Of jobs that the spool could not take; their numbers are negative."""
        self._wanted: set[int] = set()
        """Old ones that somebody asked for."""
        self._spool: Spool | None = None
        try:
            self._spool = Spool(folder)
            for job in self._spool.start(now):
                (self.waiting if job.state == "queued" else self.aside).append(job)
        except OSError as error:
            self._complain(error)

    @property
    def open(self) -> tuple[Job, ...]:
        """Those with something to do or to decide, in the order they come out."""
        return (*self.waiting, *self.aside)

    def missing(self, sales: Iterable[tuple[str, datetime]]) -> list[str]:
        """Returns the receipt numbers that never had a job, of sales since the spool was made."""
        spool = self._spool
        if spool is None:
            return []
        known = spool.sales()
        return [number for number, time in sales if number not in known and time >= spool.since]

    def add(self, job: Job, body: bytes) -> None:
        """Puts a new job behind the others."""
        try:
            if self._spool is None:
                raise OSError("there is no spool")
            job = self._spool.add(job, body)
            self._spool.forget(datetime.fromisoformat(job.made))
            self.notice = ""
        except OSError as error:
            self._complain(error)
            job = replace(job, number=-1 - len(self._bodies))
            self._bodies[job.number] = body
        self.waiting.append(job)

    def fail(self, job: Job, reason: str) -> None:
        """Sets aside what could not even be made into a job."""
        self.aside.append(replace(job, number=-1 - len(self._bodies), state="failed", reason=reason))
        self._bodies[self.aside[-1].number] = b""

    def body(self, job: Job) -> bytes:
        """The bytes of a job. Raises OSError or ValueError where the disk lost or changed them."""
        if job.number in self._bodies:
            return self._bodies[job.number]
        if self._spool is None:
            raise OSError("there is no spool")
        return self._spool.body(job)

    def next(self, now: datetime) -> Job | None:
        """The first job that waits; those that became old are set aside until somebody wants them."""
        while self.waiting:
            job = self.waiting[0]
            if now - datetime.fromisoformat(job.made) <= OLD or job.number in self._wanted:
                return job
            self.settle("old", _(_WAITED))
        return None

    def attempt(self) -> None:
        """The first job is about to be sent: on disk before its first byte leaves."""
        self.waiting[0] = self._move(self.waiting[0], "sending", "")

    def hold(self, reason: str) -> Job:
        """The first job could not leave; it stays first."""
        job = self.waiting[0]
        self.waiting[0] = self._move(replace(job, attempts=job.attempts + 1), "held", reason)
        return self.waiting[0]

    def settle(self, state: State, reason: str = "") -> None:
        """The first job is done with, or set aside for somebody to decide."""
        job = self._move(self.waiting.popleft(), state, reason)
        if job.is_open:
            self.aside.append(job)
        else:
            self._bodies.pop(job.number, None)

    def want(self, number: int, mark: Callable[[], bytes]) -> None:
        """Puts a job that was set aside behind the others again.

        One that may have been printed becomes a copy that begins with `mark`. Raises OSError or ValueError
        where its bytes are lost.
        """
        for job in [job for job in self.aside if job.number == number]:
            if job.state == "unsure":
                copy = new_job(job.title, sale=job.sale, copy=job.copy + 1)
                self.add(copy, mark() + self.body(job))
                self.cancel(number)
            else:
                self.aside.remove(job)
                self._wanted.add(number)
                self.waiting.append(self._move(job, "queued", ""))

    def cancel(self, number: int) -> None:
        """Gives a job up."""
        for jobs in (self.waiting, self.aside):
            for job in [job for job in jobs if job.number == number]:
                jobs.remove(job)
                self._move(job, "cancelled", "")

    def _move(self, job: Job, state: State, reason: str) -> Job:
        if self._spool is None or job.number in self._bodies:
            return replace(job, state=state, reason=reason)
        try:
            return self._spool.move(job, state, reason)
        except OSError as error:
            self._complain(error)
            return replace(job, state=state, reason=reason)

    def _complain(self, error: OSError) -> None:
        why = error.strerror or error
        self.notice = _("print jobs are not kept on the disk: {error}", error=why)
