"""A shop brought in from a copy of its folder, or of its journal alone, checked before it is in place."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data.errors import StoreDamaged
from data.rebuild import rebuild
from data.verify import Problem, verify_folder
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.words import _, ngettext
from pos_tui.wizard.port import Restored

from .front import open_shop, utc_now
from .making import check_free, sync_folder

_FILES: Final = ("store.json", "config.toml", "head")
_FOLDERS: Final = {
    "journal": "*.jsonl",
    "drafts": "*.jsonl",
    "held": "*",
    "quarantine": "*",
    "people": "keys",
}
_SHOWN: Final = 3


def restore(text: str, target: Path) -> Restored:
    """Copies a shop to `target`, whole or not at all; the copy it comes from is only read.

    Everything but the journal is made again from it. Receipts written from then on carry a new epoch.

    Raises Refused: it is no shop, or not all of it is right. StoreError: it cannot be put there.
    """
    source = _source(Path(text).expanduser())
    check_free(target)
    made = target.parent / f".{target.name}.{secrets.token_hex(4)}.new"
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(source, made)
        restored = _checked(made)
        made.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be brought in: {why}", folder=text[:80], why=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return restored


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


def _checked(made: Path) -> Restored:
    """What the copy is, once all of it is right. Raises Refused naming what is not.

    What this machine remembers of the store is left out of it, so that the next write sees that the journal
    comes from elsewhere, or from earlier, and starts a new epoch.
    """
    with tempfile.TemporaryDirectory(prefix="pos-restore-") as state:
        try:
            with rebuild(made, clock=utc_now, state=Path(state)) as store:
                warnings = list(store.warnings)
                deep = store.verify(deep=True)
        except StoreDamaged:
            problems = verify_folder(made).problems
            raise _damaged(problems) from None
        if not deep.ok:
            raise _damaged(deep.problems)
        with open_shop(made, readonly=True, environ={}, state=Path(state)) as front:
            name, simulated = front.shop.name, front.shop.simulated
    notes = [*warnings, *_missing(made)]
    if simulated:
        notes.append(_("it is a simulated shop, for ever"))
    return Restored(name, deep.records, tuple(notes))


def _damaged(problems: Sequence[Problem]) -> Refused:
    shown = "; ".join(map(str, problems[:_SHOWN]))
    return Refused(_("this copy is damaged, so nothing was brought in: {problems}", problems=shown))


def _missing(made: Path) -> list[str]:
    if (made / "config.toml").exists():
        held = len(list((made / "held").glob("*.json*")))
        return [ngettext("{count} held sale", "{count} held sales", held)] if held else []
    return [_("the copy has no settings: printer, address and others are to be set again")]
