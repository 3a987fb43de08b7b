"""The open basket of a till: `drafts/<till>.jsonl`, one delta a command.

Each line is `{"c":"<crc32 as 8 hex digits>","d":{...}}`. The checksum covers every byte after its own field,
line feed included, and starts from the checksum of the line before: a lost, repeated or swapped line shows as
well as a damaged one. Whatever follows the first line that does not fit is cut and kept in `quarantine/`.

What is promised: a delta is with the operating system when `append` returns, so `kill -9` and a lost terminal
lose nothing; it is on the disk within about a second, so a power cut may cost the last second.
`Loaded.check_last_scan` says when that may have happened. The journal, not this file, is what a finished sale
is safe in: a draft whose id is recorded there has been sold, and is to be cleared by whoever finds it.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from data.lazysync import LazySync
from data.oslayer import OsLayer, read_from, write_all
from data.privatefiles import UnsafeFile, make_folder, open_private
from data.tillclaim import Holder, TillClaim, TillInUse, checked_till
from pos_tui.core.errors import StoreError
from pos_tui.core.words import _

__all__ = ["Delta", "DraftFile", "DraftNotWritten", "Holder", "Loaded", "TillInUse", "UnsafeFile"]

Delta = dict[str, Any]

_HEAD: Final = b'{"c":"'
_MIDDLE: Final = b'","d":'
_BODY_AT: Final = len(_HEAD) + 8
"""Where the checksummed part of a line starts."""
_TAIL: Final = b"}\n"
_SYNC_LAG: Final = 0.5
"""Seconds between a delta and its sync; with the sync itself this stays under the promised second."""


class DraftNotWritten(StoreError):
    """The delta is not in the draft (disk full, I/O error): the command that made it must not take effect."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a draft held when it was read."""

    deltas: tuple[Delta, ...]
    """The deltas in the order they were appended, up to the first damage."""
    cut: int
    """Bytes after the last good delta that were cut; 0 when all was well."""
    kept: Path | None
    """The file in quarantine that holds the bytes that were cut."""
    check_last_scan: bool
    """Whether a command of the last second before the stop may be missing."""


class DraftFile:
    """One till's draft, held for this process alone from construction to `close`.

    One caller at a time; the syncing happens on a thread of its own.
    """

    def __init__(
        self,
        folder: Path,
        till: str,
        fs: OsLayer,
        *,
        quarantine: Path | None = None,
        lag: float = _SYNC_LAG,
    ) -> None:
        """Claims the till and opens its draft; torn tails go to `quarantine`, by default beside `folder`.

        Raises:
            InvalidValue: no till code. TillInUse: another live program has the till.
            UnsafeFile: a symbolic link, or a file others can reach. OSError: as the system says.
        """
        self.till = checked_till(till)
        self._fs = fs
        self._folder = folder
        self._quarantine = quarantine or folder.parent / "quarantine"
        make_folder(fs, folder)
        self._claim = TillClaim.take(fs, folder, till)
        try:
            self._fd = open_private(fs, folder / f"{till}.jsonl")
        except BaseException:  # a claim without a draft would keep everybody from the till
            self._claim.release()
            raise
        self._encoder = msgspec.json.Encoder()
        self._end = self._crc = 0
        self._loaded = self._named = False
        self._residue = True
        self._lazy = LazySync(self._sync_files, lag, f"draft-{till}")

    def load(self) -> Loaded:
        """The deltas of the draft; cuts what does not fit behind them. `append` does it where nobody did.

        Raises:
            OSError: reading failed, or the cut bytes could not be kept (then nothing was cut).
        """
        data = read_from(self._fs, self._fd, 0)
        deltas, self._end, self._crc = valid_deltas(data)
        torn = data[self._end :]
        kept = self._keep(torn) if torn else None
        if torn:
            self._fs.ftruncate(self._fd, self._end)
            self._fs.fdatasync(self._fd)
        self._residue = False
        self._loaded = True
        unsure = self._claim.power_was_cut or (self._claim.before is None and bool(data))
        return Loaded(tuple(deltas), len(torn), kept, bool(torn) or unsure)

    def append(self, delta: Delta) -> None:
        """Writes one delta (JSON values only, no floats); it is with the operating system on return.

        Raises:
            DraftNotWritten: nothing of it remains in the draft.
        """
        if not self._loaded:
            self.load()
        body = b"".join((_MIDDLE, self._encoder.encode(delta), _TAIL))
        crc = zlib.crc32(body, self._crc)
        line = b"".join((_HEAD, b"%08x" % crc, body))
        try:
            if self._residue:
                self._fs.ftruncate(self._fd, self._end)
            self._residue = True
            if self._fs.pwrite(self._fd, line, self._end) != len(line):
                write_all(self._fs, self._fd, line, self._end)
        except OSError as error:
            self._cut_back()
            why = error.strerror or error
            raise DraftNotWritten(_("the open basket cannot be written down: {why}", why=why)) from error
        self._residue = False
        self._end += len(line)
        self._crc = crc
        self._lazy.touch()

    def clear(self) -> None:
        """Empties the draft: its basket is recorded, cancelled or held.

        Raises:
            OSError: it still holds the old basket, until the next `append`; should the till stop before that,
                the journal tells at the next start that the basket is done.
        """
        self._end = self._crc = 0
        self._residue = self._loaded = True
        self._fs.ftruncate(self._fd, 0)
        self._residue = False
        self._lazy.touch()

    def sync(self) -> None:
        """Puts all deltas on the disk before returning.

        Raises:
            OSError: the disk refused; the deltas are still with the operating system.
        """
        self._lazy.now()

    @property
    def trouble(self) -> OSError | None:
        """What the last sync in the background failed with; None when it went well."""
        return self._lazy.trouble

    @property
    def is_empty(self) -> bool:
        """Whether there is no delta in the draft (as far as `load` and `append` know)."""
        return self._end == 0

    def close(self) -> None:
        """Syncs, stops the thread and gives the till up; the draft stays for the next start.

        Raises:
            OSError: the last sync failed; the till is given up all the same.
        """
        if self._fd < 0:
            return
        try:
            self._lazy.close()
        finally:
            self._fs.close(self._fd)
            self._fd = -1
            self._claim.release()

    def __enter__(self) -> DraftFile:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _keep(self, torn: bytes) -> Path:
        """Copies the cut bytes to a new file in quarantine and puts it on the disk."""
        make_folder(self._fs, self._quarantine)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        number = 1
        while (path := self._quarantine / f"draft-{self.till}-{number:04}").exists():
            number += 1
        fd = self._fs.open(path, flags, 0o600)
        try:
            write_all(self._fs, fd, torn, 0)
            self._fs.fsync(fd)
        finally:
            self._fs.close(fd)
        self._fs.sync_folder(self._quarantine)
        return path

    def _cut_back(self) -> None:
        """Removes what a failed write left; when even that fails the next append tries first."""
        try:
            self._fs.ftruncate(self._fd, self._end)
        except OSError:
            return
        self._residue = False

    def _sync_files(self) -> None:
        self._fs.fdatasync(self._fd)
        if not self._named:
            self._claim.sync()
            self._fs.sync_folder(self._folder)
            self._named = True


def valid_deltas(data: bytes) -> tuple[list[Delta], int, int]:
    """The deltas of the longest prefix of good lines, its length in bytes, and its last checksum."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    deltas: list[Delta] = []
    at = crc = 0
    while (feed := data.find(b"\n", at)) >= 0:
        line = data[at : feed + 1]
        head, body = line[:_BODY_AT], line[_BODY_AT:]
        found = zlib.crc32(body, crc)
        if head != _HEAD + b"%08x" % found or not (body.startswith(_MIDDLE) and body.endswith(_TAIL)):
            break
        try:
            deltas.append(decode(body[len(_MIDDLE) : -len(_TAIL)]))
        except (msgspec.DecodeError, UnicodeDecodeError):
            break
        at, crc = feed + 1, found
    return deltas, at, crc
