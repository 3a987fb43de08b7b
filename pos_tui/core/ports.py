"""What the services need from outside, as protocols; `data` and `devices` know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from .customer import Customer
    from .history import Change
    from .item import Item
    from .journal_query import JournalRecord, RecordQuery
    from .sale_query import SaleQuery

Clock = Callable[[], datetime]
"""The time now, aware, in UTC."""


class Transaction(Protocol):
    """One commit; what it writes is durable once its block is left without an exception."""

    epoch: int
    n: int
    h: str

    def insert(self, table: str, document: Mapping[str, Any]) -> int:
        """Adds a document; returns its internal id."""

    def set(self, table: str, doc_id: int, /, **fields: Any) -> None:
        """Gives fields absolute new values."""

    def remove(self, table: str, doc_id: int) -> None:
        """Removes a document of a table that does not only grow."""

    def next_id(self, table: str) -> int:
        """The internal id that the next document of a table will get; never one that was used before."""

    def find(self, table: str, field: str, value: Any) -> Any:
        """The document (with `doc_id`) that has this value in a field, or None."""

    def find_all(self, table: str, field: str, value: Any) -> Sequence[Any]:
        """The documents in memory that have this value in a field, oldest first."""


class Ledger(Protocol):
    """The journal store as the services use it."""

    def transaction(self, *, operator: str, key: str | None = None) -> AbstractContextManager[Any]:
        """A commit. Raises AlreadyRecorded on entering when the key is in the journal."""

    def find(self, table: str, field: str, value: Any) -> Any:
        """A copy of the document (with `doc_id`) that has this value in a field, or None."""

    def find_all(self, table: str, field: str, value: Any) -> Sequence[Any]:
        """The documents in memory (not of sealed segments) that have this value in a field, oldest first."""

    def documents(self, table: str, *, copy: bool = True) -> Iterator[Any]:
        """All documents of a table, oldest first; without copies only for who changes nothing in them."""

    def hash_of(self, table: str, doc_id: int) -> str | None:
        """The journal hash of the record an append-only document came with."""

    def recorded(self, key: str) -> bool:
        """Whether a commit with this key is in the journal."""

    def refresh(self) -> int:
        """Takes what other programs recorded."""

    def changed(self, table: str) -> int:
        """The number of the last record that changed a table; 0 where none did."""

    def assert_room(self) -> int:
        """The bytes that are free. Raises StoreError when the disk is too full to take money."""

    def at(self) -> int:
        """The number of the last record that is known; within a commit the last one before it."""

    def head_hash(self) -> str:
        """The hash of that record."""

    def records(self, from_n: int = 1, to_n: int | None = None) -> Iterator[JournalRecord]:
        """The records of those numbers, each checked. Raises StoreError."""

    def close_segment(self) -> bool:
        """Seals what was recorded so far. Raises StoreError: it is done another time."""


class History(Protocol):
    """What was recorded, from the newest on: in batches, some of them empty, so that a search can stop."""

    def sales(self, query: SaleQuery) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The sales that a query means, each with the `hash` of its record. Raises StoreError."""

    def records(self, query: RecordQuery, after: int = 0) -> Iterator[Sequence[JournalRecord]]:
        """The records that a query means, those after a number only. Raises StoreError."""

    def sale(self, number: str) -> Mapping[str, Any] | None:
        """The sale of a receipt number, with its record's `hash`. Raises StoreError."""

    def copies(self, number: str) -> int:
        """How often a receipt was printed again. Raises StoreError."""


class Seals(Protocol):
    """What is known of persons, sealed with a key of each; an id is 4 to 32 letters, digits and hyphens."""

    def prepare(self, persons: Iterable[str]) -> None:
        """Makes keys for those that have none, with one sync for all of them. Raises StoreError."""

    def seal(self, person: str, text: str, what: str = "") -> str:
        """A text that only the person's key opens, as ASCII; a key that is new is on the disk by then.

        `what` names the text, and has to be said again to open it. Raises StoreError.
        """

    def open(self, person: str, sealed: str, what: str = "") -> str | None:
        """The text; None where the person's key is gone. Raises StoreError."""

    def knows(self, person: str) -> bool:
        """Whether the person has a key. Raises StoreError."""

    def forget(self, persons: Iterable[str]) -> None:
        """Destroys keys: nothing opens again what was sealed with them. Raises StoreError."""

    def is_locked(self) -> bool:
        """Whether some of the keys do not open on this machine. Raises StoreError."""

    def upgrade(self) -> None:
        """Finishes what a crash, or an older program, has left of the keys' files. Raises StoreError."""


class People(Protocol):
    """The customers, opened as far as their keys are there. Each question may read the keys' file."""

    def get(self, id: str) -> Customer | None:
        """The one with this id, whether erased, merged or not. Raises StoreError."""

    def by_card(self, card: str) -> Customer | None:
        """Whose card it is. Raises StoreError."""

    def find(self, text: str, limit: int = 20) -> Sequence[Customer]:
        """Those whose name, phone, e-mail, short name, card or id hold all words, the best first; without
        words the newest. Opens everybody at the first call. Raises StoreError."""

    def called(self, alias: str) -> Sequence[Customer]:
        """Those with this short name. Opens everybody at the first call. Raises StoreError."""

    def same(self, id: str) -> Sequence[Customer]:
        """Those that were merged into one, directly or by way of others. Raises StoreError."""


class Catalogue(Protocol):
    """The items, by the codes that name them."""

    def get(self, sku: str) -> Item | None:
        """The item of exactly this SKU."""

    def by_code(self, code: str) -> tuple[Item, ...]:
        """The items whose SKU or PLU is exactly this."""

    def by_folded_code(self, code: str) -> tuple[Item, ...]:
        """The same without regard to case."""

    def by_gtin(self, gtin14: str) -> tuple[Item, ...]:
        """The items with this GTIN-14."""

    def ending(self, digits: str, limit: int = 20, least: int = 4) -> Iterable[Item]:
        """The items one of whose codes ends as `digits` do, in at least so many digits, best first."""

    def variants(self, sku: str) -> tuple[Item, ...]:
        """The items that are variants of this one."""

    def stock(self, sku: str) -> Mapping[str, Decimal]:
        """How much of an item there is, by location; nothing where it is not counted."""

    def search_all(self, text: str, limit: int = 20) -> Iterable[Item]:
        """As `search`, those that are ended, too."""

    def search(self, text: str, limit: int = 20) -> Iterable[Item]:
        """The items whose names or codes hold all words of a text, best first."""


class ItemKeeper(Protocol):
    """Who keeps the items: fields are texts, as the cells of a file."""

    def fields(self, sku: str) -> Mapping[str, str]:
        """The fields of an item as of today. Raises Refused."""

    def objection(self, sku: str, field: str, text: str) -> str:
        """Why an item cannot have this in a field; nothing where it can."""

    def blank(self) -> Mapping[str, str]:
        """The fields of an item of which nothing is known."""

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """(value, what people call it) of what a field can be; none where it can be anything."""

    def make(
        self, sku: str, texts: Mapping[str, str], why: str, operator: str
    ) -> Sequence[tuple[str, str, str]]:
        """Makes an item in one commit; its fields as `change` tells them. Raises InvalidValue, Refused."""

    def change(
        self, sku: str, texts: Mapping[str, str], seen: Mapping[str, str] | None, why: str, operator: str
    ) -> Sequence[tuple[str, str, str]]:
        """Changes an item in one commit, in the name of an operator; (field, before, after) of what differs.

        Raises InvalidValue, Refused (also where somebody changed what was `seen` meanwhile), StoreError.
        """

    def history(self, sku: str) -> Sequence[Change]:
        """Its changes, the oldest first; reads the journal. Raises Refused, StoreError."""


class Draft(Protocol):
    """The file that holds the open basket."""

    def append(self, delta: dict[str, Any]) -> None:
        """Writes one change; returns when it is written (synced within a second)."""

    def clear(self) -> None:
        """Empties it, once the basket is recorded or held."""

    def sync(self) -> None:
        """Makes what was written durable now."""


class Held(Protocol):
    """The baskets that wait."""

    def put(self, document: Mapping[str, Any], name: str | None = None, again: str | None = None) -> str:
        """Stores a basket; returns the id it keeps: the one it had before, if that is given in `again`."""

    def list(self) -> tuple[Any, ...]:
        """All of them, oldest first."""

    def recall(self, wanted: str) -> AbstractContextManager[Any]:
        """One by id or name; it is gone when the block is left without an exception. Raises Refused."""


class Weight(Protocol):
    """What a scale says."""

    @property
    def grams(self) -> int:
        """Gross, above 0, at rest."""

    @property
    def repeated(self) -> bool:
        """The same as was taken last, and the scale was not empty since."""


class Scale(Protocol):
    """The till's scale."""

    def weigh(self) -> Weight:
        """The weight at rest; may wait seconds. Raises Refused saying what to do, OutOfReach."""

    def take(self, grams: int) -> None:
        """Something of that gross weight was sold. Returns at once."""

    def release(self, grams: int) -> None:
        """What was sold by that weight is no longer. Returns at once."""


class LabelPrinter(Protocol):
    """What prints shelf labels."""

    def print_labels(self, items: Sequence[Item], copies: int, day: str = "") -> bool:
        """A label of each item so many times, at the price of a day to come where one is said.

        Whether the printer answered. Waits. Raises Refused.
        """


class Drawer(Protocol):
    """The cash drawer. Ordering it open returns at once; whether it opened is heard of later, if at all."""

    def open(self, why: str) -> None:
        """Open it now or never; `why` is the receipt or record number it is opened for."""

    def failures(self) -> Sequence[tuple[str, str]]:
        """(why it was to be opened, why it did not) of those that were not asked for yet."""


class Slips(Protocol):
    """Papers beside receipts: what is signed when cash moves, X, Z. A paper is kept as it was printed."""

    def draft(self, kind: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The paper of a record, in its stored form."""

    def print(self, paper: Sequence[Mapping[str, Any]], title: str, copy: int = 0) -> None:
        """Hands it to the printer; returns at once. A `copy` from 1 on is marked as one."""

    def text(self, paper: Sequence[Mapping[str, Any]]) -> str:
        """The same to be read."""


class Signer(Protocol):
    """The store's key for closings."""

    def key(self) -> dict[str, str]:
        """Its `fingerprint` and its `public` part, in hex digits. Raises StoreError."""

    def sign(self, data: bytes) -> str:
        """The signature in hex digits. Raises StoreError."""
