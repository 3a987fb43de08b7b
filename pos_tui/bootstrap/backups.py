"""Backups of a shop: made while it sells, read back, kept so many of, and on record.

Beside them lies one file with the keys of persons, wrapped by what lies on the shop's machine alone. It is
written anew each time, and when somebody is erased: who is erased is gone from all backups of the folder.
Keys of persons that the store no longer has, but never erased, stay.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from data import archive
from data.backup import Copying
from data.envelope import Sealing, opened
from data.oslayer import OsLayer
from data.people import PersonKeys
from pos_tui.core.backup import BACKUP
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.services import events

from .clocks import utc_now
from .front import open_shop
from .keysbeside import Passphrase, keep_people, new_file, no_passphrase
from .making import sync_folder
from .people import frame

if TYPE_CHECKING:
    from data.archive import Manifest, Progress

    from .front import Shopfront

_WRITER: Final = "backup"
"""Who stands in the journal for a backup: it is the machine's own work."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path | None
    """None where it went to standard output."""
    manifest: Manifest
    bytes: int
    sealed: bool
    verified: bool = False
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def pattern(store_id: str) -> re.Pattern[str]:
    """The names of the backups of a store; they sort by age."""
    return re.compile(rf"pos-{store_id[:8]}-[0-9]{{8}}T[0-9]{{6}}Z-[0-9a-f]{{4}}\.backup", re.ASCII)


def listed(folder: Path, store_id: str) -> list[Path]:
    """The backups of a store in a folder, the oldest first. Raises OSError."""
    named = pattern(store_id)
    return sorted(path for path in folder.iterdir() if named.fullmatch(path.name) and path.is_file())


def make(
    shop: Path,
    folder: Path,
    passphrase: Passphrase | None = None,
    progress: Progress | None = None,
    *,
    state: Path | None = None,
) -> Made:
    """Makes a backup in a folder, reads it back, and writes the keys of persons beside it.

    Raises Refused: the folder cannot take it, or one is being made. StoreError: the store cannot be read.
    """
    from .trying import try_backup

    notes = list(try_backup(str(folder), shop))
    said = None if passphrase is None else passphrase()
    with open_shop(shop, readonly=True, state=state) as front, _alone(front.store.machine_folder):
        copying = Copying(shop, utc_now(), with_people=False)
        manifest = copying.manifest
        _check_room(folder, manifest)
        stamp = manifest.created.replace("-", "").replace(":", "")
        path = folder / f"pos-{manifest.store[:8]}-{stamp}-{secrets.token_hex(2)}.backup"
        partial = path.with_name(f".{path.name}.partial")
        try:
            for leftover in folder.glob(f".pos-{manifest.store[:8]}-*.partial"):
                leftover.unlink()
            with new_file(partial) as file:
                _send(copying, file, said, progress)
            size = partial.stat().st_size
            check(partial, None if said is None else lambda: said)
            partial.rename(path)
            notes += keep_people(front.store, folder, said)
            sync_folder(folder)
        except OSError as error:
            raise Refused(
                _("{folder} cannot take backups: {why}", folder=folder, why=error.strerror or error)
            ) from error
        finally:
            partial.unlink(missing_ok=True)
    return Made(path, manifest, size, said is not None, notes=tuple(notes))


def send(shop: Path, target: BinaryIO, passphrase: Passphrase | None, *, with_people: bool = False) -> Made:
    """Writes a backup to a stream. Raises StoreError, OSError."""
    if with_people:
        with open_shop(shop, readonly=True) as front:
            PersonKeys(OsLayer(), shop, front.store.machine_folder).upgrade()
    copying = Copying(shop, utc_now(), with_people=with_people)
    said = None if passphrase is None else passphrase()
    _send(copying, target, said, None)
    target.flush()
    return Made(None, copying.manifest, 0, said is not None)


def check(path: Path, passphrase: Passphrase | None) -> Manifest:
    """Reads a backup to its end; what it holds. Raises StoreError: it is damaged, or not readable so."""
    with path.open("rb") as file:
        return archive.read(opened(file, passphrase or no_passphrase), path.stat().st_size)


def record(front: Shopfront, made: Made) -> None:
    """Puts on record that there is a good backup. Raises StoreError."""
    front.operator = _WRITER
    facts: dict[str, Any] = {
        "n": made.manifest.n,
        "file": "-" if made.path is None else str(made.path),
        "bytes": made.bytes,
        "sealed": made.sealed,
        "verified": made.verified,
    }
    where = frame(front)
    with front.store.transaction(operator=_WRITER) as tx:
        till = tx.find("tills", "till", where.till)
        assert till is not None, "the frame names a till of the shop"
        tx.set("tills", till.doc_id, **events.record(tx, till, [events.event(where, BACKUP, **facts)]))
        kept = tx.find("settings", "key", BACKUP)
        last = {"time": made.manifest.created, **facts}
        if kept is None:
            tx.insert("settings", {"v": 1, "key": BACKUP, **last})
        else:
            tx.set("settings", kept.doc_id, **last)


def drop_old(made: Made, keep: int) -> Made:
    """Removes the oldest backups of the same store beyond `keep`; 0 keeps all. The new one always stays."""
    if made.path is None or keep < 1:
        return made
    old = [path for path in listed(made.path.parent, made.manifest.store) if path != made.path]
    gone = old[: max(len(old) - (keep - 1), 0)]
    for path in gone:
        path.unlink(missing_ok=True)
    return replace(made, removed=tuple(path.name for path in gone))


def _send(copying: Copying, target: BinaryIO, said: str | None, progress: Progress | None) -> None:
    if said is None:
        copying.write(target, progress)
        return
    sealing = Sealing(target, said)
    copying.write(sealing, progress)
    sealing.close()


@contextmanager
def _alone(machine: Path) -> Iterator[None]:
    """One backup of a store at a time. Raises Refused."""
    machine.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(machine / "backup.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Refused(_("a backup is being made already: wait for it")) from None
    finally:
        os.close(fd)


def _check_room(folder: Path, manifest: Manifest) -> None:
    room = os.statvfs(folder)
    free = room.f_bavail * room.f_frsize
    if free < manifest.bytes // 3:
        raise Refused(
            _("{folder} has {free} MB left, too little for a backup", folder=folder, free=free >> 20)
        )
