"""Print jobs on disk, one file each: what was to be printed survives a killed till, and says how far it got.

A job's file holds a line of JSON and behind it the bytes for the printer, and never changes; its state is the
ending of its name, so a state changes by one rename. Nothing is half a job: a file is written under another
name, synced and renamed, and the folder is synced after each rename.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, cast, get_args

from devices.words import N_, _

State = Literal["queued", "sending", "held", "old", "unsure", "failed", "printed", "cancelled"]
"""Waiting its turn; on its way; could not leave yet; so late that somebody has to say whether it is wanted;
perhaps printed; cannot be printed here; printed; given up by somebody."""

KEPT_FOR = timedelta(days=7)
"""How long finished jobs are kept: they hold names, and a reprint comes from the journal."""

_DAY = timedelta(days=1)

# What is held waits on disk like what is queued: why it waits is only true while the till runs.
_ON_DISK = {state: "queued" if state == "held" else state for state in get_args(State)}
_DONE = frozenset({"printed", "cancelled"})
_SINCE = "since"
_STOPPED = N_("the till stopped while it was printed")


@dataclass(frozen=True, slots=True)
class Job:
    """A print job, without its bytes."""

    number: int
    """Per printer, from 1; 0 before it is in the spool."""
    title: str
    """What it is, for people."""
    made: str
    """When it was given in, ISO 8601, UTC."""
    sale: str = ""
    """The receipt number it is about, if it is about one."""
    copy: int = 0
    """0 for the first print, then 1, 2…"""
    state: State = "queued"
    reason: str = ""
    """Why it is held, old, unsure or failed, in plain words."""
    attempts: int = 0

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do or to decide."""
        return self.state not in _DONE


class Spool:
    """The jobs of one printer in a folder of their own. One thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be made."""
        self._folder = folder
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._last = 0
        self._forgot: datetime | None = None
        self.since = self._made()
        """When the spool was made; what was sold before has no jobs here, and needs none."""

    def start(self, now: datetime) -> list[Job]:
        """Returns the open jobs, oldest first; what was being sent may be printed. Drops what is past."""
        jobs: list[Job] = []
        for path in sorted(self._folder.iterdir()):
            if path.name.startswith("."):
                path.unlink()
                continue
            job = _read_head(path)
            if job is None:
                continue
            self._last = max(self._last, job.number)
            if job.state == "sending":
                job = self.move(job, "unsure", _(_STOPPED))
            if job.is_open:
                jobs.append(job)
        self.forget(now)
        return jobs

    def forget(self, now: datetime) -> None:
        """Deletes the jobs that are done with and past; once a day is enough, and more costs nothing."""
        if self._forgot is not None and now - self._forgot < _DAY:
            return
        self._forgot = now
        for path in self._folder.iterdir():
            job = _read_head(path)
            if job is not None and not job.is_open and now - datetime.fromisoformat(job.made) > KEPT_FOR:
                path.unlink(missing_ok=True)

    def peek(self) -> list[Job]:
        """Returns the open jobs as they are, changing nothing: another program may be at them."""
        found = map(_read_head, sorted(self._folder.iterdir()))
        return [job for job in found if job is not None and job.is_open]

    def add(self, job: Job, body: bytes) -> Job:
        """Keeps a new job and returns it with its number. Raises OSError, and then nothing of it is kept."""
        self._last += 1
        job = replace(job, number=self._last)
        draft = self._folder / f".{job.number:08d}"
        try:
            with draft.open("xb") as file:
                file.write(_head(job, body) + body)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self._path(job))
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        self._sync()
        return job

    def move(self, job: Job, state: State, reason: str = "") -> Job:
        """Puts a job into another state, on disk before it returns. Raises OSError."""
        after = replace(job, state=state, reason=reason)
        if self._path(after) != self._path(job):
            self._path(job).rename(self._path(after))
            self._sync()
        return after

    def body(self, job: Job) -> bytes:
        """Returns a job's bytes. Raises ValueError where they were changed, OSError where they are gone."""
        head, _, body = self._path(job).read_bytes().partition(b"\n")
        if json.loads(head).get("sha256") != hashlib.sha256(body).hexdigest():
            raise ValueError(f"job {job.number} is damaged on the disk")
        return body

    def sales(self) -> set[str]:
        """Returns the receipt numbers that jobs are about, open or done with."""
        found = map(_read_head, self._folder.iterdir())
        return {job.sale for job in found if job is not None and job.sale}

    def _made(self) -> datetime:
        path = self._folder / _SINCE
        try:
            return datetime.fromisoformat(path.read_text())
        except (FileNotFoundError, ValueError):
            now = datetime.now(UTC).replace(microsecond=0)  # sales know their time to the second
            path.write_text(now.isoformat())
            return now

    def _path(self, job: Job) -> Path:
        return self._folder / f"{job.number:08d}.{_ON_DISK[job.state]}"

    def _sync(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def new_job(title: str, *, sale: str = "", copy: int = 0, now: datetime | None = None) -> Job:
    """Returns a job that is not in a spool yet."""
    return Job(0, title, (now or datetime.now(UTC)).isoformat(timespec="seconds"), sale, copy)


def _head(job: Job, body: bytes) -> bytes:
    known = asdict(job)
    for changing in ("state", "reason", "attempts"):
        del known[changing]
    known["sha256"] = hashlib.sha256(body).hexdigest()
    return json.dumps(known, ensure_ascii=True).encode() + b"\n"


def _read_head(path: Path) -> Job | None:
    """The job in a file; None for a file that is none of ours."""
    number, _, state = path.name.partition(".")
    if not number.isdecimal() or state not in get_args(State):
        return None
    try:
        with path.open("rb") as file:
            known = json.loads(file.readline())
        del known["sha256"]
        known["number"] = int(number)
        return Job(**known, state=cast("State", state))
    except (OSError, ValueError, TypeError, KeyError):
        return None
