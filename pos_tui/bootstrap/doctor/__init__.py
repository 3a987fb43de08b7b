"""Looking a shop over: by reading alone, without a lock, so that no till is held up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pos_tui.core.errors import PosError
from pos_tui.core.finding import Finding, Level

from ..front import open_shop
from . import care, devices, machine, shop


def examine(
    folder: Path, flags: Mapping[str, str] | None = None, *, deep: bool = False, state: Path | None = None
) -> Iterator[Finding]:
    """All that is found, area by area; `deep` reads the whole journal and the last backup as well."""
    yield from machine.versions()
    try:
        front = open_shop(folder, readonly=True, flags=flags, state=state)
    except PosError as error:
        yield Finding("store", Level.BAD, error.message, shop.what_to_do(error, folder))
        yield from machine.disk(folder)
        return
    with front:
        yield from shop.store(front, deep=deep)
        yield from machine.disk(folder)
        yield from machine.clock(front)
        yield from devices.devices(front)
        yield from care.backups(front, deep=deep)
        yield from care.files(front)
        yield from care.crashes(front)
        yield from machine.terminal()
