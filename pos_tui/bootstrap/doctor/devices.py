"""The tills and their devices. A till that is open looks after its devices alone: they are not asked here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import PosError
from pos_tui.core.finding import Finding, Level
from pos_tui.core.words import _, ngettext

from ..devices import jobs, others, printer_condition

if TYPE_CHECKING:
    from ..front import Shopfront

_AREA: Final = "devices"
_LOCKS: Final = Path("/proc/locks")


def devices(front: Shopfront) -> Iterator[Finding]:
    """How each device does that is set; what waits for paper at each till."""
    tills = sorted(str(row["till"]) for row in front.store.documents("tills", copy=False))
    live = [till for till in tills if is_open(front.store.folder, till)]
    for till in live:
        yield Finding("terminals", Level.OK, _("till {till} is open", till=till))
    if live:
        yield Finding(_AREA, Level.NOTE, _("their tills look after them: /devices there shows how they do"))
    else:
        yield from _asked(front)
    for till in tills:
        count = len(jobs(front, till))
        if count:
            text = ngettext(
                "{count} paper waits at till {till}", "{count} papers wait at till {till}", count, till=till
            )
            yield Finding(_AREA, Level.DO, text, f"pos devices jobs --till {till}")


def _asked(front: Shopfront) -> Iterator[Finding]:
    if front.settings.printer:
        try:
            row = printer_condition(front)
            yield _of_printer(row["address"], row["trouble"], answers=row["answers"])
        except PosError as error:
            yield Finding(_AREA, Level.DO, error.message, _("pos devices test printer"))
    for row in others(front):
        level = Level.DO if row["good"] is False else Level.OK if row["good"] else Level.NOTE
        do = f"pos devices test {row['device']}" if level is Level.DO else ""
        yield Finding(_AREA, level, f"{row['address']}: {row['found']}", do)


def _of_printer(address: str, trouble: str, *, answers: bool) -> Finding:
    if trouble:
        return Finding(_AREA, Level.DO, f"{address}: {trouble}", _("pos devices test printer"))
    if answers:
        return Finding(_AREA, Level.OK, _("{address}: answers", address=address))
    return Finding(_AREA, Level.NOTE, _("{address}: sends no answer", address=address))


def is_open(folder: Path, till: str) -> bool:
    """Whether a program holds a till, as the kernel's list of locks says: to try would be to lock it."""
    try:
        inode = (folder / "drafts" / f"{till}.lock").stat().st_ino
        rows = _LOCKS.read_text("ascii", "replace").splitlines()
    except OSError:
        return False
    return any(row.split()[5].rpartition(":")[2] == str(inode) for row in rows if len(row.split()) > 5)
