"""A backup's file: what a shop cannot make again, as of one record, as a gzipped tar.

First `manifest.json`, which says what follows and how long it is; last `sums.json`, with the SHA-256 of each.
It is read by rules of its own: plain files with names that a store has, of the length that was announced, and
nothing else, so that no archive can write elsewhere, make a link, or fill the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, cast

import msgspec

from data.errors import StoreError
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.envelope import Opening, Sealing

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SUMS: Final = "sums.json"
_BLOCK: Final = 512
_PIECE: Final = 1 << 20
_MOST_MANIFEST: Final = 8 << 20
_EASE: Final = 16 << 20
_MOST_SHRUNK: Final = 100
"""Journals shrink to a fifth; what shrank to less than a hundredth was made to fill a disk."""
_NAME: Final = re.compile(
    r"store\.json|config\.toml|people/(keys|wrapped|recovery)|journal/[0-9]{6}\.jsonl|held/[A-Za-z][A-Za-z0-9.]{0,40}"
    r"|quarantine/[A-Za-z0-9][A-Za-z0-9._-]{0,80}",
    re.ASCII,
)
Progress = Callable[[int, int], None]


class Entry(msgspec.Struct, frozen=True):
    """One file: its name in the store, and its length in bytes."""

    name: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds, and of which moment."""

    v: int
    store: str
    format: int
    created: str
    """When it was made, ISO 8601 UTC."""
    epoch: int
    n: int
    h: str
    """The last record in it: number and hash."""
    files: tuple[Entry, ...]

    @property
    def bytes(self) -> int:
        """What the files come to."""
        return sum(entry.size for entry in self.files)


class Bad(StoreError):
    """This is no backup, or one that is damaged or was tampered with: nothing of it is used."""


def write(
    target: BinaryIO | Sealing,
    manifest: Manifest,
    content: Callable[[Entry], Iterator[bytes]],
    progress: Progress | None = None,
) -> None:
    """Writes the archive; `content` gives the pieces of a file. Raises OSError, StoreError."""
    sums: dict[str, str] = {}
    done = 0
    with gzip.GzipFile(filename="", mode="wb", compresslevel=5, fileobj=target, mtime=0) as out:
        _write_member(out, MANIFEST, len(text := msgspec.json.encode(manifest)), iter((text,)))
        for entry in manifest.files:
            sums[entry.name] = _write_member(out, entry.name, entry.size, content(entry))
            done += entry.size
            if progress is not None:
                progress(done, manifest.bytes)
        _write_member(out, SUMS, len(text := msgspec.json.encode(sums)), iter((text,)))
        out.write(bytes(2 * _BLOCK))


def _write_member(out: gzip.GzipFile, name: str, size: int, pieces: Iterator[bytes]) -> str:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    out.write(info.tobuf(tarfile.USTAR_FORMAT))
    digest, written = hashlib.sha256(), 0
    for piece in pieces:
        out.write(piece)
        digest.update(piece)
        written += len(piece)
    if written != size:
        raise StoreError(_("{name} changed while it was copied: try again", name=name))
    out.write(bytes(-size % _BLOCK))
    return digest.hexdigest()


def read(
    source: BinaryIO | Opening, length: int, take: Callable[[Manifest], Callable[[Entry], Any]] | None = None
) -> Manifest:
    """Reads an archive of so many bytes to its end and checks it; returns what it holds.

    `take` is given the manifest before anything else (it may refuse by raising) and returns what makes a
    writable file for an entry. Raises Bad; StoreError and OSError as they come.
    """
    try:
        with gzip.GzipFile(fileobj=cast("IO[bytes]", source), mode="rb") as stream:
            manifest = _manifest(stream, length)
            target = take(manifest) if take is not None else None
            sums = {entry.name: _read_member(stream, entry, target) for entry in manifest.files}
            if msgspec.json.decode(_small(stream, SUMS)) != sums:
                raise Bad(_("the backup is damaged: a file in it is not what was put there"))
            if stream.read(2 * _BLOCK) != bytes(2 * _BLOCK) or stream.read(1):
                raise Bad(_("the backup is damaged: it does not end where it should"))
    except (EOFError, gzip.BadGzipFile, zlib.error, msgspec.MsgspecError) as error:
        raise Bad(_("this file holds no shop, or it is damaged or not whole: {error}", error=error)) from None
    return manifest


def _manifest(stream: gzip.GzipFile, length: int) -> Manifest:
    manifest = msgspec.json.decode(_small(stream, MANIFEST), type=Manifest)
    if manifest.v != VERSION:
        raise Bad(_("this backup is of a newer version of the program: update it first"))
    names = [entry.name for entry in manifest.files]
    wrong = next((name for name in names if not _NAME.fullmatch(name) or names.count(name) > 1), None)
    if wrong is not None:
        raise Bad(
            _("this backup has a file {name}, which no shop has: it is not used", name=repr(wrong[:60]))
        )
    if any(entry.size < 0 for entry in manifest.files) or manifest.bytes > length * _MOST_SHRUNK + _EASE:
        raise Bad(_("this backup says that it is far larger than it can be: it is not used"))
    return manifest


def _small(stream: gzip.GzipFile, name: str) -> bytes:
    size = _header(stream, name)
    if size > _MOST_MANIFEST:
        raise Bad(_("this is no backup of a shop"))
    return _exactly(stream, size + -size % _BLOCK)[:size]


def _read_member(stream: gzip.GzipFile, entry: Entry, target: Callable[[Entry], Any] | None) -> str:
    if _header(stream, entry.name) != entry.size:
        raise Bad(_("the backup is damaged at {name}", name=entry.name))
    digest, left = hashlib.sha256(), entry.size
    file = target(entry) if target is not None else None
    try:
        while left:
            piece = _exactly(stream, min(left, _PIECE))
            digest.update(piece)
            left -= len(piece)
            if file is not None:
                file.write(piece)
    finally:
        if file is not None:
            file.close()
    _exactly(stream, -entry.size % _BLOCK)
    return digest.hexdigest()


def _header(stream: gzip.GzipFile, name: str) -> int:
    """The length of the plain file that comes next, which has to be this one."""
    try:
        info = tarfile.TarInfo.frombuf(_exactly(stream, _BLOCK), "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise Bad(_("the backup is damaged before {name}", name=name)) from None
    if info.name != name or not info.isreg() or info.size < 0:
        raise Bad(_("this backup has something else where {name} should be: it is not used", name=name))
    return info.size


def _exactly(stream: gzip.GzipFile, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError(_("it ends too early"))
    return data


def unpacking(folder: Path) -> Callable[[Entry], BinaryIO]:
    """What makes the files of an archive below a folder that is new and private. Raises OSError."""

    def make(entry: Entry) -> BinaryIO:
        path = folder / entry.name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")

    return make
