"""A shop brought in from a backup, from a copy of its folder or of its journal alone, checked before it is
in place."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from data.errors import StoreDamaged
from data.locations import state_folder
from data.oslayer import OsLayer
from data.people import PersonKeys
from data.rebuild import rebuild
from data.verify import Problem, verify_folder
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.words import _, ngettext
from pos_tui.wizard.port import Restored

from .aftermath import remarks
from .clocks import utc_now
from .closings import problems
from .front import open_shop
from .making import check_free, sync_folder
from .unpacking import Brought, unpack

_FILES: Final = ("store.json", "config.toml", "head")
_FOLDERS: Final = {
    "journal": "*.jsonl",
    "drafts": "*.jsonl",
    "held": "*",
    "quarantine": "*",
    "people": "[kwr]*[!w]",  # keys, wrapped, recovery; not what a crash left aside (.new), nor the lock
}
_SHOWN: Final = 3


def restore(
    text: str,
    target: Path,
    passphrase: Callable[[], str] | None = None,
    *,
    keys: Path | None = None,
    state: Path | None = None,
) -> Restored:
    """Brings a shop in to `target`, whole or not at all; what it comes from is only read.

    Everything but the journal is made again from it. Receipts written from then on carry a new epoch.

    Args:
        text: a backup's file, or a folder. passphrase: asks for that of a sealed backup. keys: the file with
        the keys of persons, where it does not lie beside the backup.

    Raises Refused: it is no shop, or not all of it is right. StoreError: it cannot be put there.
    """
    source = Path(text).expanduser()
    check_free(target)
    made = target.parent / f".{target.name}.{secrets.token_hex(4)}.new"
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        restored = _checked(made, _bring(source, made, passphrase, keys), state, stays=True)
        made.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be brought in: {why}", folder=text[:80], why=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return restored


def test(path: Path, passphrase: Callable[[], str] | None = None, *, state: Path | None = None) -> Restored:
    """Restores a backup into a folder that is thrown away, and checks records and closings of it.

    Raises Refused: not all of it is right. StoreError: it cannot be unpacked here.
    """
    with tempfile.TemporaryDirectory(prefix="pos-restore-") as folder:
        made = Path(folder) / "store"
        try:
            return _checked(made, _bring(path, made, passphrase, None), state)
        except OSError as error:
            raise StoreError(
                _("{folder} cannot be brought in: {why}", folder=path, why=error.strerror or error)
            ) from error


def _bring(source: Path, made: Path, passphrase: Callable[[], str] | None, keys: Path | None) -> Brought:
    """Puts the files of a shop into a new folder. Raises OSError, Refused, StoreError."""
    if not source.is_file():
        _copy(_source(source), made)
        return Brought()
    return unpack(source, made, passphrase, keys)


def _source(folder: Path) -> Path:
    """The folder that holds `journal`; it may be named itself. Raises Refused."""
    found = folder.parent if folder.name == "journal" else folder
    if not (found / "journal" / "000001.jsonl").is_file():
        raise Refused(
            _("{folder} holds no shop: a shop's folder has a journal folder in it", folder=str(folder)[:80])
        )
    return found


def _copy(source: Path, made: Path) -> None:
    """Copies plain files only, private to this user, and syncs each of them."""
    made.mkdir(mode=0o700)
    for name in _FILES:
        _copy_file(source / name, made / name)
    for name, pattern in _FOLDERS.items():
        (made / name).mkdir(mode=0o700)
        for path in sorted((source / name).glob(pattern)):
            _copy_file(path, made / name / path.name)
        sync_folder(made / name)
    sync_folder(made)


def _copy_file(source: Path, target: Path) -> None:
    if source.is_symlink() or not source.is_file():
        return
    with source.open("rb") as old, target.open("xb") as new:
        os.fchmod(new.fileno(), 0o600)
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())


def _checked(made: Path, brought: Brought, state: Path | None, *, stays: bool = False) -> Restored:
    """What the copy is, once all of it is right. Raises Refused naming what is not.

    Where it stays, what is known of persons is wrapped by a key of its own from now on.

    What this machine remembers of the store is left out of it, so that the next write sees that the journal
    comes from elsewhere, or from earlier, and starts a new epoch.
    """
    with tempfile.TemporaryDirectory(prefix="pos-restore-") as folder:
        try:
            with rebuild(made, clock=utc_now, state=Path(folder)) as store:
                warnings = list(store.warnings)
                deep = store.verify(deep=True)
                wrong = [] if not deep.ok else [Problem(z, 0, 0, why) for z, why in problems(store)]
        except StoreDamaged:
            raise _damaged(verify_folder(made).problems) from None
        if not deep.ok or wrong:
            raise _damaged([*deep.problems, *wrong])
        if brought.last not in (None, (deep.last_n, deep.last_h)):
            raise Refused(_("it ends before the record that it says is its last: nothing was brought in"))
        with open_shop(made, readonly=True, environ={}, state=Path(folder)) as front:
            machine = state_folder(made, front.store.id) if state is None else state / front.store.id
            if stays:
                PersonKeys(OsLayer(), made, machine).settle_in()
            todo = [*remarks(front, machine), *_missing(made)]
            name = front.shop.name
    return Restored(name, deep.records, (*warnings, *brought.notes, *todo))


def _damaged(problems: Sequence[Problem]) -> Refused:
    shown = "; ".join(map(str, problems[:_SHOWN]))
    return Refused(_("this copy is damaged, so nothing was brought in: {problems}", problems=shown))


def _missing(made: Path) -> list[str]:
    if (made / "config.toml").exists():
        held = len(list((made / "held").glob("*.json*")))
        return [ngettext("{count} held sale", "{count} held sales", held)] if held else []
    return [_("the copy has no settings: printer, address and others are to be set again")]
