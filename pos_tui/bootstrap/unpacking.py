"""A backup's file, unpacked into a new folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from data import archive, people, peoplefile
from data.envelope import WrongPassphrase, opened
from data.errors import StoreFull
from data.migrations import FORMAT, newer_message
from data.oslayer import OsLayer
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.words import _

from .keysbeside import people_file, read_people
from .making import sync_folder

if TYPE_CHECKING:
    from data.archive import Entry, Manifest

Passphrase = Callable[[], str]
_SPARE: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Brought:
    """What was put into a new folder."""

    notes: tuple[str, ...] = ()
    """What a person should know of it."""
    last: tuple[int, str] | None = None
    """Number and hash of the record that it says is its last; None where it says none."""


def unpack(source: Path, made: Path, passphrase: Passphrase | None, keys: Path | None) -> Brought:
    """Unpacks a backup, with the keys of persons.

    Raises Refused: it is damaged, sealed, or says something else than it holds. StoreError, OSError.
    """
    asked: list[str] = []

    def once() -> str:
        if not asked:
            if passphrase is None:
                raise Refused(_("this backup is sealed: pos restore asks for its passphrase"))
            asked.append(passphrase())
        return asked[0]

    def take(manifest: Manifest) -> Callable[[Entry], BinaryIO]:
        if manifest.format > FORMAT:
            raise Refused(newer_message(manifest.format))
        _check_room(made.parent, manifest)
        made.mkdir(mode=0o700)
        return archive.unpacking(made)

    try:
        with source.open("rb") as file:
            manifest = archive.read(opened(file, once), source.stat().st_size, take)
    except (archive.Bad, WrongPassphrase) as error:
        raise Refused(error.message) from None
    beside = people_file(source.parent, manifest.store) if keys is None else keys
    notes = _take_people(made, beside, once, named=keys is not None)
    _sync(made)
    said = _("made {time}, up to record {n}", time=manifest.created, n=manifest.n)
    return Brought((said, *notes), (manifest.n, manifest.h))


def _check_room(folder: Path, manifest: Manifest) -> None:
    room = os.statvfs(folder)
    if room.f_bavail * room.f_frsize < manifest.bytes + _SPARE:
        raise StoreFull(
            _("{folder} has too little room: {mb} MB are needed", folder=folder, mb=manifest.bytes >> 20)
        )


def _take_people(made: Path, path: Path, passphrase: Passphrase, *, named: bool) -> list[str]:
    """Puts keys of persons in; those in the backup itself stay, unless somebody named a file of them."""
    inside = [made / people.FOLDER / name for name in (people.NAME, peoplefile.BARE)]
    if (not named and any(path.exists() for path in inside)) or not path.is_file():
        return []
    try:
        kept = read_people(path, passphrase)
    except StoreError as error:
        return [_("{file} was not used: {why}", file=path.name, why=error.message)]
    for before in inside:
        before.unlink(missing_ok=True)
    people.put_in(OsLayer(), made, kept)
    return []


def _sync(made: Path) -> None:
    """Puts all of it on the disk."""
    for path in [made, *sorted(made.rglob("*"))]:
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb") as file:
            os.fchmod(file.fileno(), 0o600)
            os.fsync(file.fileno())
