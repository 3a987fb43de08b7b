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
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from data import archive, peoplefile
from data.backup import Copying
from data.envelope import MAGIC, Sealing, WrongPassphrase, opened
from data.oslayer import OsLayer
from data.people import PersonKeys
from pos_tui.core.backup import BACKUP
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.words import _
from pos_tui.services import events

from .clocks import utc_now
from .front import open_shop
from .making import sync_folder
from .people import frame

if TYPE_CHECKING:
    from data.archive import Manifest, Progress
    from data.store import Store

    from .front import Shopfront

Passphrase = Callable[[], str]
_OLDEST_KEYS: Final = timedelta(days=30)
"""After this what is left of old keys of persons is removed (RELIABILITY.md, erasure)."""
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


def people_file(folder: Path, store_id: str) -> Path:
    """Where the keys of persons lie beside the backups of a store."""
    return folder / f"pos-{store_id[:8]}.people"


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
            with _new_file(partial) as file:
                _send(copying, file, said, progress)
            size = partial.stat().st_size
            check(partial, None if said is None else lambda: said)
            partial.rename(path)
            notes += _keep_people(front.store, folder, said)
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
        return archive.read(opened(file, passphrase or _no_passphrase), path.stat().st_size)


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


def read_people(path: Path, passphrase: Passphrase | None) -> bytes:
    """The keys of persons in a file beside backups, or of a store. Raises Refused, StoreError, OSError."""
    with path.open("rb") as file:
        data = opened(file, passphrase or _no_passphrase).read()
    try:
        peoplefile.unpacked(data)
    except (ValueError, LookupError) as error:
        raise StoreError(_("{file} holds no keys of customers", file=path.name)) from error
    return data


def follow_erasure(store: Store) -> None:
    """Takes who was erased out of the keys beside the last backup, where these are within reach.

    One under a passphrase follows with the next backup. Wrapped as they are, the keys that lie there open
    nothing on this machine any more.
    """
    kept = store.find("settings", "key", BACKUP)
    if kept is None or kept["file"] == "-":
        return
    folder = Path(kept["file"]).parent
    path = people_file(folder, store.id)
    with suppress(OSError, StoreError):
        if path.is_file() and not is_sealed(path):
            for _note in _keep_people(store, folder, None):
                pass  # said when the backup was made


def _no_passphrase() -> str:
    raise Refused(_("this backup is sealed: its passphrase is needed"))


def _send(copying: Copying, target: BinaryIO, said: str | None, progress: Progress | None) -> None:
    if said is None:
        copying.write(target, progress)
        return
    sealing = Sealing(target, said)
    copying.write(sealing, progress)
    sealing.close()


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A new private file that is on the disk when the block is left. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


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


def _keep_people(store: Store, folder: Path, said: str | None) -> Iterator[str]:
    """Writes the keys of persons beside the backups; says what a person should know. Raises OSError."""
    path = people_file(folder, store.id)
    before = b""
    if path.exists():
        try:
            before = read_people(path, None if said is None else lambda: said)
        except (Refused, WrongPassphrase):
            _put_aside(path)
            yield _("{file} was under another passphrase and is kept beside for 30 days", file=path.name)
    erased = {row["id"] for row in store.documents("customers", copy=False) if row.get("erased")}
    keys = PersonKeys(OsLayer(), store.folder, store.machine_folder)
    data = keys.pack(erased, before)
    _clear(path, frozenset() if keys.can_recover else erased, keeps=not keys.can_recover)
    if not data:
        return
    if peoplefile.unpacked(before)[2] and not keys.can_recover:
        _put_aside(path)  # its keys are not wrapped: for now the only ones that open elsewhere
    _replace(path, data, said)
    if not keys.can_recover:
        yield _("customers can be read on this machine alone: pos customers recover makes a code for others")


def _clear(path: Path, erased: Collection[str], *, keeps: bool) -> None:
    """Takes who was erased out of the bare keys that were put aside, or all of them; drops what is old.

    They are kept while nothing else opens on another machine.
    """
    for old in path.parent.glob(f"{path.name}.*"):
        if datetime.now(UTC) - datetime.fromtimestamp(old.stat().st_mtime, UTC) > _OLDEST_KEYS:
            old.unlink()
        elif not is_sealed(old):
            bare = peoplefile.unpacked(old.read_bytes())[2]
            left = {who: key for who, key in bare.items() if keeps and who not in erased}
            if left != bare:
                found = old.stat()
                _replace(old, peoplefile.bare_file(left), None)
                os.utime(old, ns=(found.st_atime_ns, found.st_mtime_ns))
            if not left:
                old.unlink()


def _put_aside(path: Path) -> None:
    path.rename(f"{path}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}")


def _replace(path: Path, data: bytes, said: str | None) -> None:
    """Puts a file in place whole, and overwrites the one before as far as the disk lets us."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    with _new_file(partial) as file:
        if said is None:
            file.write(data)
        else:
            sealing = Sealing(file, said)
            sealing.write(data)
            sealing.close()
    old = path.open("r+b") if path.exists() else None
    partial.rename(path)
    if old is not None:
        with old:
            old.write(bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())


def is_sealed(path: Path) -> bool:
    """Whether a file is under a passphrase. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
