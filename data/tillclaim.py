"""One live program a till: the claim is an flock on `<till>.lock`, whose text says who holds it.

flock and not the text decides: the kernel drops it however the holder ends, so a stale text never keeps a
till shut. The file is never deleted, as a deleted lock file would let two programs hold "the" lock.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from data.oslayer import OsLayer, write_all
from data.privatefiles import open_private
from pos_tui.core.errors import InvalidValue, StoreError
from pos_tui.core.words import _

_TILL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}", re.ASCII)
_HOLDER_BYTES: Final = 1024
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class Holder(msgspec.Struct, frozen=True):
    """Who has a till open, for the one who is refused."""

    pid: int = 0
    user: str = "somebody"
    host: str = ""
    tty: str = ""
    boot: str = ""
    """The kernel's id of this run of the machine; empty where there is none."""
    closed: bool = False
    """Whether the holder left in good order, with everything synced."""

    def __str__(self) -> str:
        if not self.pid:
            return _("another process")
        facts = {"user": self.user, "tty": self.tty, "host": self.host, "pid": self.pid}
        if self.tty and self.host:
            return _("{user} on {tty} at {host} (process {pid})", **facts)
        if self.tty:
            return _("{user} on {tty} (process {pid})", **facts)
        if self.host:
            return _("{user} at {host} (process {pid})", **facts)
        return _("{user} (process {pid})", **facts)


class TillInUse(StoreError):
    """Another live program has this till open; `holder` says which."""

    def __init__(self, till: str, holder: Holder) -> None:
        super().__init__(
            _(
                "till {till} is open already: {holder}. Close it there, or take another till",
                till=till,
                holder=holder,
            )
        )
        self.till = till
        self.holder = holder


def checked_till(till: str) -> str:
    """The till code itself: 1 to 16 letters, digits and hyphens, as it becomes a file name.

    Raises:
        InvalidValue: for anything else.
    """
    if not _TILL.fullmatch(till):
        raise InvalidValue(
            _("{till} is no till code: letters, digits and hyphens only, 16 at most", till=repr(till[:40]))
        )
    return till


@dataclass(slots=True)
class TillClaim:
    """A till held by this process until `release`; `before` is who held it last."""

    fs: OsLayer
    fd: int
    before: Holder | None
    me: Holder

    @classmethod
    def take(cls, fs: OsLayer, folder: Path, till: str) -> TillClaim:
        """Claims the till.

        Raises:
            TillInUse: another live program holds it.
            UnsafeFile, OSError: the lock file cannot be used.
        """
        fd = open_private(fs, folder / f"{till}.lock")
        try:
            fs.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read_holder(fs, fd)
            fs.close(fd)
            raise TillInUse(till, holder or Holder()) from None
        claim = cls(fs, fd, _read_holder(fs, fd), _myself())
        claim._write(claim.me)
        return claim

    @property
    def power_was_cut(self) -> bool:
        """Whether the last holder may have ended with the machine, taking un-synced bytes with it."""
        if self.before is None or self.before.closed:
            return False
        return not self.me.boot or self.before.boot != self.me.boot

    def sync(self) -> None:
        """Puts the holder's text on the disk: after a power cut it tells that the till was open."""
        self.fs.fdatasync(self.fd)

    def release(self) -> None:
        """Gives the till up, noting that all was well."""
        try:
            self._write(msgspec.structs.replace(self.me, closed=True))
        finally:
            self.fs.close(self.fd)

    def _write(self, holder: Holder) -> None:
        text = msgspec.json.encode(holder)
        write_all(self.fs, self.fd, text.ljust(_HOLDER_BYTES - 1) + b"\n", 0)


def _read_holder(fs: OsLayer, fd: int) -> Holder | None:
    text = fs.pread(fd, _HOLDER_BYTES, 0)
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=Holder)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Holder()


def _myself() -> Holder:
    return Holder(os.getpid(), _user(), socket.gethostname()[:64], _tty(), _boot())


def _user() -> str:
    try:
        return getpass.getuser()[:32]
    except (KeyError, OSError):  # a uid without a name: containers, mostly
        return f"uid {os.getuid()}"


def _tty() -> str:
    try:
        return os.ttyname(0)[:64]
    except OSError:
        return ""


def _boot() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""
