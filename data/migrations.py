"""Versions: of the store's format, and of each table's documents (`v`).

The journal is never rewritten. A document of an older schema is upgraded in memory, each time it is read, by
the steps registered here, so a migration has no middle that a crash could leave behind. A document of a newer
schema, or a record of a kind this program does not know, makes the store read-only for this program: it may
show, not change.

`FORMAT` is the version of the files themselves. It stands in `store.json` and in `head`, where a running
writer sees
it under the lock before each commit: a newer program that raises it turns older ones read-only at their next
commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from data.codec import Doc
from data.schemas import TABLES
from pos_tui.core.words import _

FORMAT: Final = 1
"""Version of the files; raised when an older program could no longer write them rightly."""
READABLE: Final = 1
"""The oldest version of a program that can still read what this one writes."""

Step = Callable[[Doc], Doc]
"""Makes a document of schema v into one of schema v + 1; it must not change its argument."""

STEPS: Final[dict[str, list[Step]]] = {}
"""Per table the steps from schema 1, 2, …; a table that is not named is at schema 1."""


def current_version(table: str) -> int:
    """The schema version this program writes for a table."""
    return 1 + len(STEPS.get(table, ()))


def upgraded(table: str, document: Doc) -> tuple[Doc, bool]:
    """The document at this program's schema version, and whether a newer program wrote it (then it is as it
    was)."""
    version = document.get("v", 1)
    steps = STEPS.get(table)
    if steps is None:
        return document, version != 1 and table in TABLES
    for step in steps[version - 1 :]:
        version += 1
        document = {**step(document), "v": version}
    return document, version > len(steps) + 1


def newer_message(format_found: int) -> str:
    """What a person is told when the store was changed by a newer program."""
    return _(
        "a newer version of this program changed the store (format {found}, known here: {known}): "
        "it can be read here, not changed. Update this program.",
        found=format_found,
        known=FORMAT,
    )


def readable(store: Mapping[str, object]) -> bool:
    """This program can at least read a store with this `store.json`."""
    oldest = store.get("readable_by", 1)
    return isinstance(oldest, int) and oldest <= FORMAT
