"""The machine: programs, disk, clock, terminal."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from data.errors import StoreDamaged
from data.locations import filesystem_of
from data.migrations import FORMAT
from data.store import RESERVE
from pos_tui import __version__
from pos_tui.core.finding import Finding, Level
from pos_tui.core.words import _, ngettext
from pos_tui.services.events import CLOCK_JUMP

from .shop import last_record

if TYPE_CHECKING:
    from ..front import Shopfront

_VANISHES: Final = frozenset({"tmpfs", "ramfs", "overlay"})
"""File systems that a power cut, or the next start of a container, may take along."""
_UNSAFE_MOUNTS: Final = ("nobarrier", "barrier=0", "data=writeback")
_LOW: Final = 1 << 30
_SYNCS: Final = 5
_SLOW: Final = 0.05
"""Seconds of a sync that a cashier notices."""
_TOO_QUICK: Final = 15e-6
"""Seconds in which nothing is on any disk."""
_LATEST: Final = 2000
"""Records at the end of the journal that are looked through for clocks that were set."""
_FUTURE: Final = timedelta(minutes=2)
_UNSYNCHRONISED: Final = 5
"""TIME_ERROR of adjtimex(2)."""


def versions() -> Iterator[Finding]:
    """The programs, and whether textual is the release that the screen was made for."""
    text = _(
        "pos-tui {version}, store format {format}, Python {python}, {system}",
        version=__version__,
        format=FORMAT,
        python=platform.python_version(),
        system=platform.platform(terse=True),
    )
    yield Finding("versions", Level.OK, text)
    pin, found = _textual()
    if pin and found != pin:
        text = _("textual is {found}, and the screen is made for {pin}", found=found, pin=pin)
        yield Finding("versions", Level.DO, text, f"pip install textual=={pin}")


def _textual() -> tuple[str, str]:
    """(the release that is asked for, the one that is there); empty where it cannot be known."""
    try:
        wanted = metadata.requires("pos-tui") or []
        pin = next((line.partition("==")[2] for line in wanted if line.startswith("textual==")), "")
        return pin.partition(";")[0].strip(), metadata.version("textual")
    except metadata.PackageNotFoundError:
        return "", ""


def disk(folder: Path, *, writes: bool = True) -> Iterator[Finding]:
    """Room and kind of the disk that the store is on; where it `writes`, how long a small one takes."""
    if not folder.is_dir():
        return
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize
    text = _("{mb} MB free for {folder}", mb=free >> 20, folder=folder)
    if free < RESERVE:
        yield Finding("disk", Level.BAD, text, _("make room: no money is taken below 16 MB"))
    elif free < _LOW:
        yield Finding("disk", Level.DO, text, _("make room before it runs out"))
    else:
        yield Finding("disk", Level.OK, text)
    kind = filesystem_of(folder)
    if kind in _VANISHES:
        text = _("the store is on {kind}, which a power cut or restart may take along", kind=kind)
        yield Finding("disk", Level.DO, text, _("move it to a disk: pos backup, then pos restore --to DIR"))
    unsafe = [option for option in _mount_options(folder) if option in _UNSAFE_MOUNTS]
    if unsafe:
        text = _("the disk is mounted with {options}: a power cut may damage it", options=", ".join(unsafe))
        yield Finding("disk", Level.DO, text, _("mount it without"))
    if writes:
        yield from _sync(folder, kind)


def _mount_options(folder: Path) -> list[str]:
    """Of the mount that the folder is on."""
    try:
        rows = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    real, best, options = str(folder.resolve()), "", ""
    for row in rows:
        fields = row.split(" ")
        inside = real == fields[1] or real.startswith(fields[1].rstrip("/") + "/")
        if inside and len(fields[1]) >= len(best):
            best, options = fields[1], fields[3]
    return options.split(",")


def _sync(folder: Path, kind: str) -> Iterator[Finding]:
    """How long a small write takes until the disk says that it has it; five of them."""
    path = folder / f".doctor-{os.getpid()}"
    times = []
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            for number in range(_SYNCS):
                os.pwrite(fd, bytes([number]) * 1024, 0)
                start = time.perf_counter()
                os.fdatasync(fd)
                times.append(time.perf_counter() - start)
        finally:
            os.close(fd)
            path.unlink()
    except OSError as error:
        text = _("nothing can be written to {folder}: {why}", folder=folder, why=error.strerror or error)
        if error.errno == errno.EROFS:
            yield Finding("disk", Level.DO, text, _("mount the disk so that it can be written to"))
        else:
            yield Finding("disk", Level.DO, text, _("run this as the owner of the store"))
        return
    took = median(times)
    text = _("a write is on the disk after {ms} ms", ms=f"{took * 1000:.2f}")
    if took > _SLOW:
        yield Finding("disk", Level.NOTE, text, _("each sale waits for it: a better disk helps"))
    elif took < _TOO_QUICK and kind not in _VANISHES:
        yield Finding(
            "disk",
            Level.NOTE,
            text,
            _("that is too quick: it may say so before it is true, so back up often"),
        )
    else:
        yield Finding("disk", Level.OK, text)


def clock(front: Shopfront) -> Iterator[Finding]:
    """Whether the time goes on from the journal's, is kept by anybody, and was set lately."""
    now = datetime.now(UTC)
    last = last_record(front)
    if last is not None and last - now > _FUTURE and not front.shop.simulated:
        text = _("the last record is of {time}, which is still to come", time=last.isoformat(" ", "minutes"))
        yield Finding("clock", Level.DO, text, _("set the clock; receipts keep their order all the same"))
    is_kept = synchronised()
    if is_kept is None:
        yield Finding("clock", Level.NOTE, _("nothing says whether the clock is kept by a time server"))
    elif is_kept:
        yield Finding("clock", Level.OK, _("the clock is kept by a time server"))
    else:
        yield Finding("clock", Level.NOTE, _("no time server keeps the clock"), "timedatectl set-ntp true")
    zone = front.shop.timezone
    here = now.astimezone().utcoffset()
    from zoneinfo import ZoneInfo

    if here != now.astimezone(ZoneInfo(zone)).utcoffset():
        text = _("the shop's time is {zone}, the machine's is another", zone=zone)
        yield Finding("clock", Level.NOTE, text, _("receipts go by the shop's"))
    jumps = _jumps(front)
    if jumps:
        text = ngettext("the clock was set once lately", "the clock was set {count} times lately", jumps)
        yield Finding(
            "clock", Level.NOTE, text, _("/journal at the till shows when; a weak battery does that")
        )


def synchronised() -> bool | None:
    """Whether the kernel says that the clock is kept; None where it says nothing. Reads, sets nothing."""
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _UNSYNCHRONISED


def _jumps(front: Shopfront) -> int:
    last = front.store.at()
    try:
        return sum(
            op[0] == "put" and op[1] == "events" and op[3].get("kind") == CLOCK_JUMP
            for record in front.store.records(max(1, last - _LATEST + 1), last)
            for op in record.ops
        )
    except StoreDamaged:
        return 0


def terminal() -> Iterator[Finding]:
    """Whether the terminal of the moment could show the till."""
    if not sys.stderr.isatty():
        return
    term, size = os.environ.get("TERM", ""), os.get_terminal_size(sys.stderr.fileno())
    text = _("{term}, {columns}x{lines}", term=term or "-", columns=size.columns, lines=size.lines)
    if term in ("", "dumb", "unknown"):
        yield Finding("terminals", Level.NOTE, text, _("it shows no screen: pos --plain needs none"))
    elif size.columns < 40 or size.lines < 20:
        yield Finding("terminals", Level.DO, text, _("make it 40x20 at least"))
    else:
        yield Finding("terminals", Level.OK, text)
