"""`pos backup` and `pos restore`: a copy of the shop elsewhere, and a shop from such a copy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue, PosError, Refused, StoreError
from pos_tui.core.words import _, ngettext

from .call import Call
from .common import FormatOption, opened
from .output import Column, Format, line, say, write_json, write_rows
from .progress import progress_bar

if TYPE_CHECKING:
    from pos_tui.bootstrap.backups import Made
    from pos_tui.settings import Settings
    from pos_tui.wizard.port import Restored

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="A file with the passphrase, which only you can read; else POS_BACKUP_PASSPHRASE_FILE, or the "
        "setting backup.passphrase_file.",
    ),
]
_SHORTEST = 12
_COLUMNS = tuple(map(Column, ("file", "records", "bytes", "sealed", "verified", "removed")))


def backup(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(metavar="[FOLDER|-]", help="Where to; else the setting backup.folder. - is stdout."),
    ] = "",
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Restore it into a folder that is thrown away, and check all of it."),
    ] = False,
    keep: Annotated[
        int | None,
        typer.Option(min=0, help="So many of this shop stay; 0: all. Else the setting backup.keep."),
    ] = None,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Under a passphrase, which is asked for on the terminal.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    with_people: Annotated[
        bool,
        typer.Option("--with-people", help="With -: the keys of customers too. Keep it for 30 days at most."),
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Copy the shop while it sells: consistent, read back, on record; also by a timer.

    Afterwards days are added up for reports that are not yet.

    Examples: pos backup /media/stick --verify --keep 30; pos backup - --encrypt | ssh host 'cat > shop'
    """
    from pos_tui.bootstrap import backups
    from pos_tui.bootstrap.allsums import make_all

    call: Call = ctx.obj
    with opened(ctx) as front:
        _allowed(front, call)
        chosen = front.settings
    secret = _secret(passphrase_file, chosen, ask=encrypt, twice=True)
    if folder == "-":
        _to_stdout(ctx, secret, with_people=with_people)
        return
    if with_people:
        raise InvalidValue(_("--with-people is for -: beside backups in a folder the keys have a file"))
    where = folder or chosen.backup_folder
    if not where:
        raise Refused(_("where to? pos backup FOLDER, or once: pos config set backup.folder FOLDER"))
    with progress_bar(_("copying")) as progress:
        made = backups.make(call.store, Path(where).expanduser().absolute(), secret, progress)
    if verify:
        made = _verified(made, secret)
    made = _settle(ctx, made, chosen.backup_keep if keep is None else keep)
    _tell(made, format)
    sys.stdout.flush()
    # Where a kill or a newer version left days without their sums: nobody waits at this time of the night.
    make_all(call.store, None)


def restore(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="BACKUP", help="A backup, or a copy of a shop's folder.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Where the shop goes: a new folder; else that of --store."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    people: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The keys of customers, where they are not beside the backup."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only find out whether it could be restored; nothing is kept.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Make a shop from a backup, checked before it is in place, never over another; numbers get a new epoch.

    Examples: pos restore /media/stick/pos-1a2b3c4d-20261123T210000Z-5e6f.backup --to ~/shop;
    pos restore shop.backup --check
    """
    from pos_tui.bootstrap import restoring
    from pos_tui.bootstrap.allsums import make_all

    call: Call = ctx.obj
    target = call.store if to is None else to.expanduser().absolute()
    secret = _secret(passphrase_file, None, ask=True, twice=False)
    if check:
        restored = restoring.test(Path(source).expanduser(), secret)
    else:
        restored = restoring.restore(source, target, secret, keys=people)
        with progress_bar(_("days")) as tell:
            make_all(target, tell)
    _tell_restored(restored, None if check else target, format)


def _tell_restored(restored: Restored, target: Path | None, format: Format) -> None:
    """Says what was restored, and where to; nowhere where it was only tried."""
    notes = list(restored.notes)
    if format is Format.JSON:
        folder = None if target is None else str(target)
        write_json({"shop": restored.name, "records": restored.records, "folder": folder, "notes": notes})
    elif format is Format.TABLE:
        line(ngettext("{name}: 1 record", "{name}: {count} records", restored.records, name=restored.name))
        for note in notes:
            line(f"- {note}")
        if target is not None:
            line(_("it is in {folder}: pos --store {folder}", folder=target))
    else:
        write_rows([{"note": note} for note in notes], [Column("note")], format)
    sys.stdout.flush()


def _allowed(front: Any, call: Call) -> None:
    """Who owns the files can copy them, a timer too; a call that is held to a role needs the right."""
    from pos_tui.bootstrap import people

    people.act_as(front, None, call.role)
    front.rights.require("backup.make", front.shop.currency)


def _to_stdout(ctx: typer.Context, secret: Callable[[], str] | None, *, with_people: bool) -> None:
    from pos_tui.bootstrap import backups

    if sys.stdout.isatty():
        raise Refused(_("a backup is not written to a terminal: send it to a file or a program"))
    call: Call = ctx.obj
    made = backups.send(call.store, sys.stdout.buffer, secret, with_people=with_people)
    _settle(ctx, made, 0)
    if not with_people:
        say(_("pos: the keys of customers are not in it: without them only their numbers can be read"))


def _verified(made: Made, secret: Callable[[], str] | None) -> Made:
    from pos_tui.bootstrap import restoring

    assert made.path is not None
    try:
        restoring.test(made.path, secret)
    except PosError as error:
        raise StoreError(_("{file} cannot be restored: {why}", file=made.path, why=error.message)) from error
    return replace(made, verified=True)


def _settle(ctx: typer.Context, made: Made, keep: int) -> Made:
    """Puts it on record and removes old ones; a store that cannot record has its backup all the same."""
    from pos_tui.bootstrap import backups

    try:
        with opened(ctx, readonly=False) as front:
            backups.record(front, made)
    except StoreError as error:
        say(_("pos: the backup is made, but is not on record: {why}", why=error.message))
        return made
    try:
        return backups.drop_old(made, keep)
    except OSError as error:
        say(_("pos: old backups could not be removed: {why}", why=error.strerror or error))
        return made


def _tell(made: Made, format: Format) -> None:
    facts = {
        "file": str(made.path),
        "records": made.manifest.n,
        "bytes": made.bytes,
        "sealed": made.sealed,
        "verified": made.verified,
        "removed": list(made.removed),
    }
    if format is Format.JSON:
        write_json(facts)
    elif format is Format.TABLE:
        line(str(made.path))
    else:
        write_rows([{**facts, "removed": " ".join(made.removed)}], _COLUMNS, format)
    sys.stdout.flush()
    for note in made.notes:
        say(f"pos: {note}")
    count = len(made.removed)
    if count:
        say(ngettext("pos: 1 older backup removed", "pos: {count} older backups removed", count))


def _secret(
    file: Path | None, chosen: Settings | None, *, ask: bool, twice: bool
) -> Callable[[], str] | None:
    """What gives the passphrase, once: from a file, or from the terminal where that was asked for."""
    named = file or os.environ.get("POS_BACKUP_PASSPHRASE_FILE") or (chosen and chosen.backup_passphrase_file)
    if not named and not ask:
        return None
    said: list[str] = []

    def passphrase() -> str:
        if not said:
            said.append(_from_file(Path(named).expanduser()) if named else _asked(twice=twice))
        return said[0]

    return passphrase


def _from_file(file: Path) -> str:
    try:
        if file.stat().st_mode & 0o077:
            raise Refused(_("{file} can be read by others: chmod 600 it", file=file))
        text = file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("{file} cannot be read: {error}", file=file, error=error)) from error
    if len(text) < _SHORTEST:
        raise Refused(_("a passphrase has at least {least} characters", least=_SHORTEST))
    return text


def _asked(*, twice: bool) -> str:
    from .identity import ask_secret

    text = ""
    with suppress(EOFError):
        text = ask_secret(_("passphrase: "))
    if twice and len(text) < _SHORTEST:
        raise Refused(_("a passphrase has at least {least} characters", least=_SHORTEST))
    if twice and ask_secret(_("once more: ")) != text:
        raise Refused(_("that was another one: nothing was done"))
    return text
