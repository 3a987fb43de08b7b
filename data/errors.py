"""What the store can refuse or fail with; each message can be shown at the till as it is."""

from __future__ import annotations

from pathlib import Path

from pos_tui.core.errors import AlreadyRecorded, StoreError
from pos_tui.core.words import _

__all__ = [
    "AlreadyRecorded",
    "AppendOnly",
    "BadDocument",
    "Duplicate",
    "NotAStore",
    "OutcomeUnknown",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "StoreFull",
    "StoreNeedsReopen",
    "StoreReadOnly",
    "UnsafeFolder",
]


class NotAStore(StoreError):
    """The folder holds no store."""


class StoreExists(StoreError):
    """The folder holds a store already, or a journal that a new store would bury."""


class UnsafeFolder(StoreError):
    """The folder is not private, not local, or a symbolic link."""


class StoreDamaged(StoreError):
    """Recorded data cannot be read back. Nothing is cut or guessed: the store refuses to open.

    Attributes:
        file: the damaged file; byte: where in it; record: the number of the first record that is not
        readable.
    """

    def __init__(self, file: Path, byte: int, record: int, why: str) -> None:
        super().__init__(
            _(
                "{name} is damaged at byte {byte}, record {record}: {why}. Nothing was changed; "
                "run `pos journal verify` for the whole list.",
                name=file.name,
                byte=byte,
                record=record,
                why=why,
            )
        )
        self.file = file
        self.byte = byte
        self.record = record
        self.why = why


class StoreFull(StoreError):
    """There is no room for the commit; nothing was recorded, and it can be tried again once there is room."""


class StoreReadOnly(StoreError):
    """This handle may only read."""


class StoreNeedsReopen(StoreError):
    """The disk failed this handle: nothing was recorded, and nothing will be until the store is opened
    anew."""


class OutcomeUnknown(StoreError):
    """The disk failed in the middle of a commit and of its undoing: only a reopened store can say what
    happened."""


class AppendOnly(StoreError):
    """Records of this table are never changed or removed; a correction is a further record."""


class Duplicate(StoreError):
    """Another document holds this value of a field that names one document only."""

    def __init__(self, table: str, field: str, value: object, doc_id: int) -> None:
        super().__init__(_("{table}: {field} {value} is taken", table=table, field=field, value=repr(value)))
        self.table = table
        self.field = field
        self.value = value
        self.doc_id = doc_id


class BadDocument(StoreError):
    """A value that JSON cannot hold exactly (a float, NUL, half a surrogate pair…) or that is too deep or too
    big."""
