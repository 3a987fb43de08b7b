"""`store.json`, and making a new store."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from data.codec import GENESIS, Doc, Record, encode
from data.errors import NotAStore, StoreError, StoreExists, StoreReadOnly, UnsafeFolder
from data.head import Head, pack
from data.journal import PADDING, segment_path
from data.locations import check_folder
from data.migrations import FORMAT, READABLE, newer_message, readable
from data.oslayer import OsLayer, read_file, replace_file, write_all
from pos_tui.core.words import _

NAME = "store.json"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class StoreFile(msgspec.Struct, frozen=True):
    """What `store.json` says."""

    format: int
    readable_by: int
    id: str
    created: str
    simulated: bool
    """Made for replaying a history at its own times; marked for ever, and on every receipt."""


def milliseconds(moment: datetime) -> int:
    """Since 1970 UTC."""
    return (moment - _EPOCH) // _MILLISECOND


def read_store_file(fs: OsLayer, folder: Path) -> StoreFile:
    """The store's own facts.

    Raises:
        NotAStore: there is none. StoreReadOnly: a program this old cannot even read the store.
    """
    try:
        raw = msgspec.json.decode(read_file(fs, folder / NAME))
        if not isinstance(raw, dict) or not readable(raw):
            raise StoreReadOnly(newer_message(raw.get("format", 0) if isinstance(raw, dict) else 0))
        return msgspec.convert(raw, StoreFile)
    except FileNotFoundError:
        raise NotAStore(_("there is no store at {folder}", folder=folder)) from None
    except OSError as error:
        raise NotAStore(
            _("the store at {folder} cannot be read: {error}", folder=folder, error=error.strerror)
        ) from error
    except msgspec.MsgspecError as error:
        raise NotAStore(
            _("{folder} is not what a store has there: {error}", folder=folder / NAME, error=error)
        ) from error


def write_store_file(fs: OsLayer, folder: Path, facts: StoreFile) -> None:
    """Writes `store.json` anew.

    Raises:
        OSError: as the calls raise it.
    """
    replace_file(fs, folder / NAME, msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")


def create(
    fs: OsLayer,
    folder: Path,
    *,
    simulated: bool,
    clock: Callable[[], datetime],
    fingerprint: Callable[[str], str | None] | None = None,
) -> StoreFile:
    """Makes a store in a folder that is new, empty or left over from a creation that did not come to its end.

    `fingerprint` gives that of the signing key of the store with this id, for the first record.
    `store.json` comes last and makes it a store: a crash before leaves nothing that looks like one.

    Raises:
        StoreExists: there is one, or a journal that must not be buried. UnsafeFolder, StoreError: it cannot
        be made.
    """
    try:
        _make_folder(fs, folder)
        lock = fs.open(folder / "lock", os.O_RDWR | os.O_CREAT)
        try:
            fs.flock(lock, fcntl.LOCK_EX)
            _refuse_existing(folder)
            moment = clock()
            created = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
            facts = StoreFile(FORMAT, READABLE, secrets.token_hex(8), created, simulated)
            _first_segment(fs, folder, facts, milliseconds(moment), fingerprint and fingerprint(facts.id))
            fs.sync_folder(folder)
            write_store_file(fs, folder, facts)
            fs.sync_folder(folder.parent)
        finally:
            fs.close(lock)
    except OSError as error:
        raise StoreError(
            _("a store cannot be made at {folder}: {error}", folder=folder, error=error.strerror or error)
        ) from error
    return facts


def _make_folder(fs: OsLayer, folder: Path) -> None:
    if folder.is_symlink():
        raise UnsafeFolder(_("{folder} is a symbolic link; name the folder itself", folder=folder))
    if not folder.exists():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fs.mkdir(folder)
    elif folder.is_dir() and not any(folder.iterdir()):
        folder.chmod(0o700)
    check_folder(folder)


def _refuse_existing(folder: Path) -> None:
    if (folder / NAME).exists():
        raise StoreExists(_("there is a store at {folder} already", folder=folder))
    segments = sorted((folder / "journal").glob("*.jsonl"))
    if len(segments) > 1 or (segments and segments[0].stat().st_size > PADDING):
        raise StoreExists(
            _(
                "{folder} holds the journal of a store without its {name}; run `pos journal rebuild`",
                folder=folder,
                name=NAME,
            )
        )
    if segments and segments[0].read_bytes().rstrip(b"\n").count(b"\n"):
        raise StoreExists(
            _(
                "{folder} holds the journal of a store without its {name}; run `pos journal rebuild`",
                folder=folder,
                name=NAME,
            )
        )


def _first_segment(fs: OsLayer, folder: Path, facts: StoreFile, t: int, fingerprint: str | None) -> None:
    """The journal with its first record, and the head that names it."""
    identity: Doc = {
        "id": facts.id,
        "format": facts.format,
        "created": facts.created,
        "simulated": facts.simulated,
        "fingerprint": fingerprint,
    }
    first = Record("0" * 32, 1, t, "", f"/{os.getpid()}", None, [["store", identity]], 1)
    line = encode(first, GENESIS)
    fs.mkdir(folder / "journal")
    fd = fs.open(segment_path(folder, 1), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    try:
        write_all(fs, fd, line.ljust(PADDING, b"\n"), 0)
        fs.fsync(fd)
    finally:
        fs.close(fd)
    fs.sync_folder(folder / "journal")
    replace_file(fs, folder / "head", pack(Head(FORMAT, 1, len(line), 1, 1, first.h)))
