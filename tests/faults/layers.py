"""Operating systems that fail: at the Nth call, or by losing power."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.oslayer import OsLayer

if TYPE_CHECKING:
    import random

CHANGING = ("open", "pwrite", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "mkdir", "fchmod")
"""Calls that are counted: those that change something, or that a full or broken disk makes fail."""
SECTOR = 512


class Crash(BaseException):
    """The process is gone. Not an Exception: nothing may catch it and go on."""


class CountingLayer(OsLayer):
    """Counts the changing calls and hands each to `at`, which may fail instead of making it.

    A sync is counted and not made: what a process has written is there for the next one either way.
    """

    @staticmethod
    def fsync(fd: int) -> None:
        """Nothing."""

    fdatasync = fsync

    def __init__(self) -> None:
        self.calls = 0
        self.armed = False
        self._open_fds: set[int] = set()
        for name in CHANGING:
            setattr(self, name, self._counted(name, getattr(self, name)))
        self.open = self._noted(self.open)
        self.close = self._forgotten

    def _noted(self, opening: Callable[..., int]) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            fd = opening(*arguments)
            self._open_fds.add(fd)
            return fd

        return call

    def _forgotten(self, fd: int) -> None:
        self._open_fds.discard(fd)
        os.close(fd)

    def bury(self) -> None:
        """Closes what a process that died here had open, as the kernel would."""
        while self._open_fds:
            os.close(self._open_fds.pop())

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if not self.armed:
                return real(*arguments)
            self.calls += 1
            return self.at(self.calls, name, real, arguments)

        return call

    def at(self, number: int, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Makes a call, or fails it."""
        return real(*arguments)


class FailingLayer(CountingLayer):
    """Fails the Nth changing call with an error, once or from then on."""

    def __init__(self, when: int, number: int, *, lasting: bool = False, short: bool = False) -> None:
        super().__init__()
        self.when = when
        self.number = number
        self.lasting = lasting
        self.short = short
        self.fired = 0

    def at(self, number: int, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if number == self.when or (self.lasting and number > self.when):
            if self.number == errno.ENOSPC and not _takes_room(name, arguments):
                return real(*arguments)
            if self.short:
                if name == "pwrite" and len(arguments[1]) > 1:
                    self.fired += 1
                    fd, data, offset = arguments
                    return real(fd, data[: len(data) // 2], offset)
                return real(*arguments)
            self.fired += 1
            raise OSError(self.number, os.strerror(self.number))
        return real(*arguments)


def _takes_room(name: str, arguments: tuple[Any, ...]) -> bool:
    if name == "open":
        return bool(arguments[1] & os.O_CREAT) and not Path(arguments[0]).exists()
    return name in ("pwrite", "fsync", "fdatasync", "rename", "mkdir")


class CrashingLayer(CountingLayer):
    """The process dies at the Nth changing call: before it, or in the middle of a write."""

    def __init__(self, when: int, *, halfway: bool = False) -> None:
        super().__init__()
        self.when = when
        self.halfway = halfway
        self.dead = False

    def at(self, number: int, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if number >= self.when:
            if number == self.when and self.halfway and name == "pwrite":
                fd, data, offset = arguments
                real(fd, data[: len(data) * 2 // 3], offset)
            self.dead = True
            raise Crash
        return real(*arguments)


@dataclass
class _Inode:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    """Writes since the last sync; a cut of the file is (new length, b"")."""


class PowerLayer(CountingLayer):
    """A disk that keeps what was synced, and of the rest what chance keeps.

    A file's data is durable by its own sync, a name by a sync of its folder; of pending writes each 512-byte
    sector may or may not be there, of pending names the first few are.
    """

    def __init__(self, root: Path, when: int = 0) -> None:
        super().__init__()
        self.root = root
        self.when = when
        self.inodes: dict[int, _Inode] = {}
        self.names: dict[str, int] = {}
        self.folders: set[str] = set()
        self.pending_names: list[tuple[str, str, int]] = []
        """(folder, name, inode or 0 for none)."""
        self.fds: dict[int, int | str] = {}
        self.armed = True
        self.dead = False
        self.kept_open: list[int] = []
        """Files whose name went: while they are open their inode number is not given to another."""

    def let_go(self) -> None:
        """Closes what was kept open."""
        for fd in self.kept_open:
            os.close(fd)
        self.kept_open.clear()

    def at(self, number: int, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        if self.dead or (self.when and number >= self.when):
            self.dead = True
            raise Crash
        return getattr(self, f"_{name}")(real, *arguments)

    def _open(self, real: Callable[..., Any], path: Path, flags: int, mode: int = 0o600) -> int:
        existed = Path(path).exists()
        fd: int = real(path, flags, mode)
        if flags & os.O_DIRECTORY:
            self.fds[fd] = str(path)
            return fd
        inode = os.fstat(fd).st_ino
        if not existed:
            self.inodes[inode] = _Inode()
            self._name(Path(path), inode)
        elif inode not in self.inodes:
            self.inodes[inode] = _Inode(bytearray(Path(path).read_bytes()))
            self.names[str(path)] = inode
        elif flags & os.O_TRUNC:
            self.inodes[inode].pending.append((0, b""))
        self.fds[fd] = inode
        return fd

    def _name(self, path: Path, inode: int) -> None:
        self.pending_names.append((str(path.parent), str(path), inode))

    def _pwrite(self, real: Callable[..., Any], fd: int, data: bytes, offset: int) -> int:
        written: int = real(fd, data, offset)
        self._inode(fd).pending.append((offset, bytes(data[:written])))
        return written

    def _inode(self, fd: int) -> _Inode:
        return self.inodes[int(self.fds[fd])]

    def _fsync(self, real: Callable[..., Any], fd: int) -> None:
        where = self.fds[fd]
        if isinstance(where, str):
            self._settle([entry for entry in self.pending_names if entry[0] == where])
            self.pending_names = [entry for entry in self.pending_names if entry[0] != where]
        else:
            inode = self.inodes[where]
            for offset, data in inode.pending:
                _write(inode.durable, offset, data)
            inode.pending.clear()

    _fdatasync = _fsync

    def _settle(self, entries: list[tuple[str, str, int]]) -> None:
        for _, path, inode in entries:
            if inode:
                self.names[path] = inode
            else:
                self.names.pop(path, None)

    def _ftruncate(self, real: Callable[..., Any], fd: int, length: int) -> None:
        real(fd, length)
        self._inode(fd).pending.append((length, b""))

    def _rename(self, real: Callable[..., Any], source: Path, target: Path) -> None:
        inode = source.stat().st_ino
        if target.exists():
            self.kept_open.append(os.open(target, os.O_RDONLY))
        real(source, target)
        # One entry a rename would be two here; the journal of a file system keeps them together.
        if source.parent == target.parent:
            self.pending_names.append((str(source.parent), str(target), inode))
            self.pending_names.append((str(source.parent), str(source), 0))

    def _unlink(self, real: Callable[..., Any], path: Path) -> None:
        self.kept_open.append(os.open(path, os.O_RDONLY))
        real(path)
        self._name(path, 0)

    def _mkdir(self, real: Callable[..., Any], path: Path) -> None:
        real(path)

    def _fchmod(self, real: Callable[..., Any], fd: int, mode: int) -> None:
        real(fd, mode)

    def cut(self, target: Path, chance: random.Random) -> None:
        """Writes what the disk holds after the power went to `target`, in the place of `root`."""
        names = dict(self.names)
        kept = self.pending_names[: chance.randint(0, len(self.pending_names))]
        for _, path, inode in kept:
            if inode:
                names[path] = inode
            else:
                names.pop(path, None)
        for folder, _, _ in [*self.pending_names]:
            _make(target / Path(folder).relative_to(self.root))
        for path, inode in names.items():
            file = target / Path(path).relative_to(self.root)
            _make(file.parent)
            file.write_bytes(_survivor(self.inodes[inode], chance))
            file.chmod(0o600)


def _make(folder: Path) -> None:
    if not folder.exists():
        _make(folder.parent)
        folder.mkdir(mode=0o700)


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if not data:
        del content[offset:]
        content.extend(bytes(max(0, offset - len(content))))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _survivor(inode: _Inode, chance: random.Random) -> bytes:
    content = bytearray(inode.durable)
    mode = chance.random()
    for offset, data in inode.pending:
        if not data:
            if chance.random() < 0.5:
                _write(content, offset, data)
            continue
        at = offset
        while at < offset + len(data):
            end = min(offset + len(data), (at // SECTOR + 1) * SECTOR)
            if mode < 0.2 or (mode < 0.8 and chance.random() < 0.5):
                _write(content, at, data[at - offset : end - offset])
            at = end
    return bytes(content)
