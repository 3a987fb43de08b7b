"""Backups, and who can read what."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.signing import NAME as CLOSINGS_KEY
from pos_tui.core.backup import BACKUP, age_in_days
from pos_tui.core.errors import PosError
from pos_tui.core.finding import Finding, Level
from pos_tui.core.words import _, ngettext

from ..log import CRASH
from ..people import PEPPER

if TYPE_CHECKING:
    from ..front import Shopfront

_LATE: Final = 2
_TOO_LATE: Final = 7
"""Days since the last backup: worth a word; to be done."""
_LOOKED_BACK: Final = 7
"""Days."""
_MAKE: Final = "pos backup FOLDER --verify"


def backups(front: Shopfront, *, deep: bool) -> Iterator[Finding]:
    """How old the last good one is, and whether it was ever restored to try it."""
    kept = front.store.find("settings", "key", BACKUP)
    where = front.settings.backup_folder
    if where and not Path(where).expanduser().is_dir():
        text = _("the folder for backups, {folder}, is not there", folder=where)
        yield Finding(
            "backups", Level.DO, text, _("plug the disk in, or pos config set backup.folder FOLDER")
        )
    if kept is None:
        yield Finding("backups", Level.DO, _("no backup was ever made"), _MAKE)
        return
    days = age_in_days(kept, datetime.now(UTC))
    text = ngettext("the last backup is 1 day old", "the last backup is {count} days old", days)
    text += _(", verified") if kept["verified"] else _(", not verified")
    level = Level.DO if days > _TOO_LATE else Level.NOTE if days > _LATE else Level.OK
    behind = front.store.at() - kept["n"]
    yield Finding("backups", level, text, _MAKE if level is Level.DO and behind else "")
    if not kept["verified"]:
        yield Finding("backups", Level.NOTE, _("it was read back, but never restored to try it"), _MAKE)
    if deep and kept["file"] != "-":
        yield _read_again(Path(kept["file"]), is_sealed=bool(kept["sealed"]))


def _read_again(path: Path, *, is_sealed: bool) -> Finding:
    """The last backup, read to its end; one under a passphrase is left alone."""
    from ..backups import check

    if not path.is_file():
        text = _("the last backup, {file}, is not there", file=path)
        return Finding("backups", Level.NOTE, text, _("plug the disk in to have it read"))
    if is_sealed:
        return Finding("backups", Level.NOTE, _("it is sealed: pos restore {file} --check", file=path.name))
    try:
        check(path, None)
    except (PosError, OSError) as error:
        return Finding("backups", Level.DO, _("{file}: {why}", file=path.name, why=error), _MAKE)
    return Finding("backups", Level.OK, _("the last backup reads as it was written"))


def files(front: Shopfront) -> Iterator[Finding]:
    """Files that others could read, and the machine's own that have to be there."""
    store, machine = front.store.folder, front.store.machine_folder
    paths = [path for folder in (store, machine) for path in sorted(folder.rglob("*"))]
    wide = [path for path in paths if not path.is_symlink() and _is_wide(path)]
    if wide:
        text = ngettext(
            "others can reach {name}",
            "others can reach {count} files, such as {name}",
            len(wide),
            name=wide[0],
        )
        yield Finding("files", Level.DO, text, f"chmod -R go= '{store}' '{machine}'")
    else:
        yield Finding("files", Level.OK, _("only their owner can reach the shop's files"))
    signs = any(row["active"] for row in front.store.documents("operators", copy=False))
    if signs and not (machine / PEPPER).exists():
        text = _("PINs cannot be checked here: their key is not on this machine")
        yield Finding("files", Level.DO, text, "pos operators recover")
    yield from _customers(front)
    if not (machine / CLOSINGS_KEY).exists():
        yield Finding("files", Level.NOTE, _("the next Z is signed by a new key of this machine"))


def _customers(front: Shopfront) -> Iterator[Finding]:
    """Whether what is known of customers can be read here, and could be on another machine."""
    from ..people import keys_of

    if not front.store.changed("customers"):
        return
    keys = keys_of(front)
    locked = keys.locked()
    if locked:
        text = ngettext(
            "what is known of 1 person cannot be opened here: its key is not on this machine",
            "what is known of {count} persons cannot be opened here: the key is not on this machine",
            locked,
        )
        yield Finding("files", Level.DO, text, "pos customers recover")
    elif not keys.can_recover:
        text = _("customers could not be read on another machine, or after this one is lost")
        yield Finding("files", Level.NOTE, text, "pos customers recover")


def crashes(front: Shopfront) -> Iterator[Finding]:
    """Where the program failed in the last days, as the log file says."""
    path = front.log.path
    if path is None or not path.exists():
        return
    since = f"{datetime.now(UTC) - timedelta(days=_LOOKED_BACK):%Y-%m-%d}"
    found = [line.split(" ") for line in path.read_text("utf-8", "replace").splitlines()]
    times = [words[0] for words in found if words[2:3] == [CRASH] and words[0] >= since]
    if times:
        text = ngettext(
            "the program failed once lately, {time}",
            "the program failed {count} times lately, last {time}",
            len(times),
            time=times[-1],
        )
        yield Finding("files", Level.DO, text, _("please report the lines of {file}", file=path))


def _is_wide(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False  # held, paid and gone meanwhile
    # What is sealed is 0444 in a folder of 0700.
    return bool(mode & 0o077) and not (
        stat.S_ISREG(mode) and path.parent.name == "journal" and mode & 0o777 == 0o444
    )
