"""Making everything but the journal again."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data import segindex, snapshots
from data.chain import ChainReader
from data.codec import GENESIS
from data.errors import NotAStore, StoreError
from data.figures import NAME as FIGURES
from data.journal import segment_path
from data.keys import NAME as KEYS
from data.migrations import FORMAT, READABLE
from data.oslayer import OsLayer, read_file
from data.storefile import NAME as STORE_FILE
from data.storefile import StoreFile, write_store_file
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.store import Store


def rebuild(
    folder: Path, *, clock: Callable[[], datetime], fs: OsLayer | None = None, state: Path | None = None
) -> Store:
    """Drops snapshots, the index of segments, the keys and kept figures, and makes them again from the
    journal alone (figures when somebody asks for them), with `store.json` and `head` where they are gone.

    Returns the open store.

    Raises:
        NotAStore: there is no journal. StoreDamaged: the journal is damaged. StoreError: the files cannot be
        written.
    """
    from data.store import Store

    layer = fs if fs is not None else OsLayer()
    try:
        lock = layer.open(folder / "lock", os.O_RDWR | os.O_CREAT)
        try:
            layer.flock(lock, fcntl.LOCK_EX)
            if not (folder / STORE_FILE).exists():
                write_store_file(layer, folder, _facts(layer, folder))
            _drop(layer, folder)
        finally:
            layer.close(lock)
    except OSError as error:
        raise StoreError(
            _(
                "the store at {folder} cannot be rebuilt: {error}",
                folder=folder,
                error=error.strerror or error,
            )
        ) from error
    store = Store.open(folder, clock=clock, fs=layer, state=state, background=False)
    store.snapshot()
    store.recorded("")  # has the file of keys made
    return store


def _drop(fs: OsLayer, folder: Path) -> None:
    names = [
        folder / segindex.NAME,
        folder / KEYS,
        folder / FIGURES,
        *(folder / snapshots.FOLDER).glob("*.jsonl"),
    ]
    for path in names:
        with contextlib.suppress(FileNotFoundError):
            fs.unlink(path)
    fs.sync_folder(folder)


def _facts(fs: OsLayer, folder: Path) -> StoreFile:
    """What `store.json` said, from the first record."""
    try:
        data = read_file(fs, segment_path(folder, 1))
    except FileNotFoundError:
        raise NotAStore(_("there is no journal at {folder}", folder=folder)) from None
    first = next(iter(ChainReader(data, 0, GENESIS)), None)
    if first is None or not first.ops or first.ops[0][0] != "store":
        raise NotAStore(
            _("the journal at {folder} does not begin with a store's first record", folder=folder)
        )
    facts = first.ops[0][1]
    return StoreFile(FORMAT, READABLE, facts["id"], facts["created"], facts["simulated"])
