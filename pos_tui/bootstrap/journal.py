"""Looking after a store's journal, open or not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import StoreDamaged
from data.migrations import FORMAT
from data.rebuild import rebuild
from data.store import Store
from data.verify import Problem, Report, verify_folder
from pos_tui.core.words import _

from .clocks import utc_now

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["FORMAT", "Report", "opened", "remake", "verify"]


def opened(folder: Path) -> Store:
    """The store for reading, shop or no shop. Raises StoreError."""
    return Store.open(folder, clock=utc_now, readonly=True)


def verify(folder: Path, *, deep: bool = False, keys: Collection[str] = ()) -> Report:
    """Checks each record and each Z; `deep` also compares what the store shows with a replay.

    `keys` are the fingerprints of those that may have signed, the one of the store's creation among them. A
    store too damaged to open is checked all the same, but for its Zs. Changes nothing. Raises NotAStore
    where there is none.
    """
    from .closings import problems

    try:
        store = opened(folder)
    except StoreDamaged:
        return verify_folder(folder)
    with store:
        report: Report = store.verify(deep=deep)
        if report.ok:
            report.problems += [Problem(number, 0, 0, why) for number, why in problems(store, keys)]
        first = report.fingerprint
        if keys and first is not None and first not in keys:
            why = _("the store was made with another key, {key}", key=first)
            report.problems.append(Problem("000001.jsonl", 0, 1, why))
        report.pinned = " ".join(keys)
    return report


def remake(folder: Path) -> Iterator[str]:
    """Makes everything but the journal again, from the journal alone; yields what there is then.

    Raises StoreError: there is no journal, or it is damaged.
    """
    os.umask(0o077)
    with rebuild(folder, clock=utc_now) as store:
        for name in sorted(store.tables()):
            yield f"{name}: {store.count(name)}"
