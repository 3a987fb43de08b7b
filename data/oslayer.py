"""Every call of the operating system that the store makes, in one object, so that a test can make any of them
fail."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

DIRECT = os.O_CLOEXEC | os.O_NOFOLLOW
"""Added to every open: no file of the store is reached through a symbolic link or inherited by a child."""


class OsLayer:
    """The real calls. Tests subclass it."""

    pread = staticmethod(os.pread)
    pwrite = staticmethod(os.pwrite)
    fdatasync = staticmethod(os.fdatasync) if hasattr(os, "fdatasync") else staticmethod(os.fsync)
    fsync = staticmethod(os.fsync)
    flock = staticmethod(fcntl.flock)
    close = staticmethod(os.close)
    ftruncate = staticmethod(os.ftruncate)
    fchmod = staticmethod(os.fchmod)

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """Opens `path` without following a symbolic link and returns the descriptor."""
        return os.open(path, flags | DIRECT, mode)

    if hasattr(os, "posix_fadvise"):

        @staticmethod
        def start_writing(fd: int, offset: int, length: int) -> None:
            """Has the kernel begin to write these bytes to the disk now; waits and vouches for nothing."""
            try:  # noqa: SIM105 - this is part of every sale
                os.posix_fadvise(fd, offset, length, os.POSIX_FADV_DONTNEED)
            except OSError:
                pass

    else:

        @staticmethod
        def start_writing(fd: int, offset: int, length: int) -> None:
            """There is no way to ask for it: the sync does the whole of it."""

    def rename(self, source: Path, target: Path) -> None:
        """Puts `source` in the place of `target`, atomically."""
        source.rename(target)

    def unlink(self, path: Path) -> None:
        """Removes a file."""
        path.unlink()

    def mkdir(self, path: Path) -> None:
        """Makes a private folder; one that exists is left as it is."""
        path.mkdir(mode=0o700, exist_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Makes the names in a folder durable."""
        fd = self.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self.fsync(fd)
        finally:
            self.close(fd)

    def size(self, fd: int) -> int:
        """The length of an open file, in bytes."""
        return os.fstat(fd).st_size

    def room(self, path: Path) -> tuple[int, bool]:
        """(bytes left for this user on the file system of `path`, whether it can be written at all)."""
        room = os.statvfs(path)
        return room.f_bavail * room.f_frsize, not room.f_flag & os.ST_RDONLY


def read_file(fs: OsLayer, path: Path) -> bytes:
    """The whole of a file.

    Raises:
        OSError: it cannot be opened or read.
    """
    fd = fs.open(path, os.O_RDONLY)
    try:
        return read_from(fs, fd, 0)
    finally:
        fs.close(fd)


def read_from(fs: OsLayer, fd: int, offset: int, until: int | None = None) -> bytes:
    """The bytes of an open file from `offset` to `until`, or to the end of the file if that comes first."""
    end = fs.size(fd) if until is None else until
    parts = []
    while offset < end:
        part = fs.pread(fd, min(end - offset, 1 << 26), offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def write_all(fs: OsLayer, fd: int, data: bytes, offset: int) -> None:
    """Writes all of `data` at `offset`.

    Raises:
        OSError: a write failed or stopped short; part of the data may be in the file.
    """
    view = memoryview(data)
    while view:
        written = fs.pwrite(fd, view[: 1 << 26], offset)
        if written <= 0:
            raise OSError("a write wrote nothing")
        view = view[written:]
        offset += written


def replace_file(fs: OsLayer, path: Path, data: bytes, *, keep: Path | None = None) -> None:
    """Puts `data` in the place of `path`: written aside, synced, renamed, folder synced. A crash leaves old
    or new.

    Args:
        keep: where the file that was there goes, instead of being dropped.

    Raises:
        OSError: as the calls raise it; the file that was there is then still there (or at `keep`).
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}.new")
    fd = fs.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(fs, fd, data, 0)
        fs.fsync(fd)
    finally:
        fs.close(fd)
    if keep is not None:
        with contextlib.suppress(FileNotFoundError):
            fs.rename(path, keep)
    fs.rename(aside, path)
    fs.sync_folder(path.parent)
