"""The keys of persons beside the backups, which hold none: who is erased later is erased of them, too."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from data import peoplefile
from data.envelope import MAGIC, Sealing, WrongPassphrase, opened
from data.oslayer import OsLayer
from data.people import PersonKeys
from pos_tui.core.backup import BACKUP
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.words import _

from .making import sync_folder

if TYPE_CHECKING:
    from data.store import Store

Passphrase = Callable[[], str]
_OLDEST_KEYS: Final = timedelta(days=30)
"""After this what is left of old keys of persons is removed (RELIABILITY.md, erasure)."""


def people_file(folder: Path, store_id: str) -> Path:
    """Where the keys of persons lie beside the backups of a store."""
    return folder / f"pos-{store_id[:8]}.people"


def read_people(path: Path, passphrase: Passphrase | None) -> bytes:
    """The keys of persons in a file beside backups, or of a store. Raises Refused, StoreError, OSError."""
    with path.open("rb") as file:
        data = opened(file, passphrase or no_passphrase).read()
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
            for _note in keep_people(store, folder, None):
                pass  # said when the backup was made


def keep_people(store: Store, folder: Path, said: str | None) -> Iterator[str]:
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


def is_sealed(path: Path) -> bool:
    """Whether a file is under a passphrase. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def no_passphrase() -> str:
    """For a backup of which nobody said that it is sealed. Raises Refused."""
    raise Refused(_("this backup is sealed: its passphrase is needed"))


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A new private file that is on the disk when the block is left. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


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
    with new_file(partial) as file:
        if said is None:
            file.write(data)
        else:
            sealing = Sealing(file, said)
            sealing.write(data)
            sealing.close()
    old = path.open("r+b") if path.exists() else None
    partial.rename(path)
    sync_folder(path.parent)  # else a power cut brings back the old file, overwritten
    if old is not None:
        with old:
            old.write(bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())
