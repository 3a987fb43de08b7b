"""Checking a journal, and making everything else again from it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from data import segindex, snapshots
from data.chain import ChainReader
from data.codec import GENESIS, HASH_END, START, Record, decode, plausible
from data.errors import StoreDamaged
from data.head import Head, read_head
from data.journal import segment_path
from data.oslayer import OsLayer, read_file
from data.segments import segment_numbers
from data.state import State
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.storage import JournalStorage


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was recorded."""

    file: str
    byte: int
    record: int
    """The number of the record, 0 where it is not about one."""
    why: str

    def __str__(self) -> str:
        return _(
            "{file}, byte {byte}, record {record}: {why}",
            file=self.file,
            byte=self.byte,
            record=self.record,
            why=self.why,
        )


@dataclass(slots=True)
class Report:
    """What a check found."""

    records: int = 0
    """Good records."""
    segments: int = 0
    bytes: int = 0
    """Length of the good records."""
    last_n: int = 0
    last_h: str = GENESIS
    epoch: int = 1
    fingerprint: str | None = None
    """Of the store's signing key, as the first record says; None where it says none."""
    pinned: str = ""
    """The one that must have signed; empty where nobody said."""
    problems: list[Problem] = field(default_factory=list)
    state: State = field(default_factory=State)
    """What the good records add up to; filled by a deep check."""

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems

    @property
    def key(self) -> str:
        """Whether the signing key is known to be the right one."""
        return self.pinned or "key not pinned"


def verify_folder(folder: Path, *, deep: bool = False, fs: OsLayer | None = None) -> Report:
    """Checks every record of a store that need not be open, or that refuses to open. Changes nothing.

    Args:
        deep: also keep in `state` what the records add up to.
    """
    layer = fs if fs is not None else OsLayer()
    return _check(layer, folder, _published(layer, folder), deep=deep)


def verify_store(storage: JournalStorage, *, deep: bool) -> Report:
    """Checks the journal of an open store; `deep` compares tables, snapshots and index with a replay of
    it."""
    storage.refresh()
    report = _check(storage.fs, storage.folder, _published(storage.fs, storage.folder), deep=deep)
    first = report.state.identity if deep else None
    if first is not None and first.get("id") != storage.facts.id:
        report.problems.append(Problem("store.json", 0, 1, _("its id is not the one in the first record")))
    if deep and report.ok:
        with storage.mutex:
            _compare(storage, report)
    return report


def _published(fs: OsLayer, folder: Path) -> Head | None:
    with contextlib.suppress(OSError):
        fd = fs.open(folder / "head", 0)
        try:
            return read_head(fs, fd)[1]
        finally:
            fs.close(fd)
    return None


def _check(fs: OsLayer, folder: Path, head: Head | None, *, deep: bool) -> Report:
    report = Report()
    entries = segindex.load(fs, folder)
    try:
        numbers = segment_numbers(folder)
    except StoreDamaged as damage:
        report.problems.append(Problem(damage.file.name, 0, 0, damage.why))
        numbers = []
    n, h = 0, GENESIS
    for segment in numbers:
        sealed = segment < numbers[-1]
        n, h = _check_segment(fs, folder, segment, n, h, report, head=None if sealed else head, deep=deep)
        report.segments += 1
        if (
            segment <= len(entries)
            and sealed
            and (entries[segment - 1].last_n, entries[segment - 1].h) != (n, h)
        ):
            report.problems.append(
                Problem(
                    segindex.NAME, 0, n, _("the entry of segment {segment} is not of it", segment=segment)
                )
            )
    report.last_n, report.last_h = n, h
    report.epoch = report.state.epoch
    if head is not None and head.n > n:
        name = segment_path(folder, head.segment).name
        report.problems.append(
            Problem(name, head.offset, n + 1, _("record {n} was acknowledged and is missing", n=head.n))
        )
    return report


def _check_segment(
    fs: OsLayer, folder: Path, segment: int, n: int, h: str, report: Report, *, head: Head | None, deep: bool
) -> tuple[int, str]:
    path = segment_path(folder, segment)
    try:
        data = read_file(fs, path)
    except OSError as error:
        report.problems.append(Problem(path.name, 0, n + 1, _("it cannot be read: {error}", error=error)))
        return n, h
    if head is not None and head.segment == segment:
        data = data[: head.offset]  # what comes after is a commit in progress, or a tail for the next opening
    reader = ChainReader(data, n, h)
    while True:
        start = reader.position
        for record in reader:
            _count(report, record, deep)
        report.bytes += reader.position - start
        if reader.only_padding_left():
            return reader.n, reader.h
        why = _("the record is damaged, or not the one that follows")
        report.problems.append(Problem(path.name, reader.position, reader.n + 1, why))
        if not _skip(reader):
            return reader.n, reader.h


def _skip(reader: ChainReader) -> bool:
    """Goes on after a bad place: with the next record if it follows the hash that the bad one states, else
    after the next whole record, believing its hash; False where there is none."""
    data, end = reader.data, reader.data.find(b"\n", reader.position) + 1
    stated = data[reader.position + len(START) : reader.position + HASH_END]
    following = data[end : data.find(b"\n", end) + 1] if end else b""
    if stated.isalnum() and stated.isascii() and decode(following, stated.decode()) is not None:
        reader.position, reader.n, reader.h = end, reader.n + 1, stated.decode()
        return True
    at = data.find(START, reader.position + 1)
    while at >= 0:
        end = data.find(b"\n", at) + 1
        record = plausible(data[at:end]) if end else None
        if record is not None:
            reader.position, reader.n, reader.h = (
                end,
                record.n,
                data[at + len(START) : at + HASH_END].decode(),
            )
            return True
        at = data.find(START, at + 1)
    return False


def _count(report: Report, record: Record, deep: bool) -> None:
    report.records += 1
    if record.n == 1 and record.ops and record.ops[0][0] == "store":
        report.fingerprint = record.ops[0][1].get("fingerprint")
    if deep:
        report.state.apply(record)
    else:
        for op in record.ops:
            if op[0] == "epoch":
                report.state.epoch = op[1]["epoch"]


def _compare(storage: JournalStorage, report: Report) -> None:
    """Memory and snapshots against the replayed journal."""
    core = storage.core
    if core.journal.n != report.last_n:
        return  # somebody committed meanwhile; there is nothing to compare with
    for name, rows in core.state.tables.items():
        replayed = report.state.rows(name)
        if rows.spec.append_only:
            same = len(rows.docs) + core.sealed.count(name) == len(replayed.docs) and all(
                replayed.docs.get(doc_id) == document for doc_id, document in rows.docs.items()
            )
        else:
            same = dict(rows.docs.items()) == replayed.docs
        if not same:
            report.problems.append(
                Problem(name, 0, core.journal.n, _("this table in memory is not what the journal says"))
            )
    for path in sorted((storage.folder / snapshots.FOLDER).glob("*.jsonl")):
        with contextlib.suppress(OSError):
            if snapshots.unpack(read_file(storage.fs, path)) is None:
                report.problems.append(
                    Problem(path.name, 0, 0, _("this snapshot is damaged; it is made again at a closing"))
                )
