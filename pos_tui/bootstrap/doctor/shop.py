"""The store and its journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.errors import NotAStore, StoreDamaged, StoreReadOnly, UnsafeFolder
from pos_tui.core.errors import InvalidValue, PosError
from pos_tui.core.finding import Finding, Level
from pos_tui.core.words import _, ngettext

if TYPE_CHECKING:
    from ..front import Shopfront

_AREA: Final = "store"
_SHOWN: Final = 5
_LATEST: Final = 500
"""Records at the end of the journal that are read again in any case."""


def what_to_do(error: PosError, folder: Path) -> str:
    """How a store that cannot be opened is helped."""
    if isinstance(error, NotAStore):
        return _("pos init makes a shop, pos restore brings one back; --store DIR names another folder")
    if isinstance(error, StoreDamaged):
        return _("copy the folder away as it is, then pos journal verify; pos restore with the last backup")
    if isinstance(error, UnsafeFolder):
        return ""  # its message says it
    if isinstance(error, StoreReadOnly):
        return _("update the program")
    if isinstance(error, InvalidValue):
        return _("mend {file}, or pos config unset KEY", file=folder / "config.toml")
    return _("look at the disk: dmesg, and whether it is full")


def store(front: Shopfront, *, deep: bool) -> Iterator[Finding]:
    """Whether the journal can be read, goes with the head, and is known to this machine."""
    kept = front.store
    text = _("{shop}: record {n}, epoch {epoch}", shop=front.shop.name, n=kept.at(), epoch=kept.epoch)
    yield Finding(_AREA, Level.OK, text)
    if front.shop.simulated:
        yield Finding(_AREA, Level.NOTE, _("it is a simulated shop, for ever"))
    for warning in front.warnings:
        yield Finding(_AREA, Level.NOTE, warning)
    yield from _whole(front) if deep else _latest(front)
    cut = sorted((kept.folder / "quarantine").glob("*"))
    if cut:
        text = ngettext("1 torn tail was cut and kept", "{count} torn tails were cut and kept", len(cut))
        yield Finding(_AREA, Level.NOTE, text, _("nobody was told that they were recorded: see quarantine/"))


def _latest(front: Shopfront) -> Iterator[Finding]:
    last = front.store.at()
    try:
        for _record in front.store.records(max(1, last - _LATEST + 1), last):
            pass
    except StoreDamaged as error:
        yield Finding(_AREA, Level.BAD, error.message, what_to_do(error, front.store.folder))
    else:
        text = _("the last {count} records are whole; --deep reads all", count=min(last, _LATEST))
        yield Finding(_AREA, Level.OK, text)


def _whole(front: Shopfront) -> Iterator[Finding]:
    from ..journal import verify

    report = verify(front.store.folder, deep=True)
    if report.ok:
        text = _("all {count} records are whole, and each Z says what they say", count=report.records)
        yield Finding(_AREA, Level.OK, text)
    for problem in report.problems[:_SHOWN]:
        yield Finding(
            _AREA, Level.BAD, str(problem), _("copy the folder away as it is, then pos journal verify")
        )


def last_record(front: Shopfront) -> datetime | None:
    """When the last record was made; None where it cannot be read."""
    try:
        for record in front.store.records(front.store.at()):
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=record.t)
    except StoreDamaged:
        return None
    return None
