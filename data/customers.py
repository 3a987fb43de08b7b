"""The customers as the register asks for them: by id, by card, and by what somebody types.

What is typed is looked for in memory alone: everybody is opened once, off the screen's own thread, and never
written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import SEAL, TABLE, Customer
from pos_tui.core.folding import folded

if TYPE_CHECKING:
    from data.codec import Doc
    from data.people import PersonKeys
    from data.store import Store

_FEW_RECORDS: Final = 2000
"""With more than these since the last look it is quicker to look at everybody than to read them."""
_QUERY: Final = 128
"""Characters of a query that are looked at."""


class StoreCustomers:
    """The customers of a store as of its last `refresh`. Used by one thread at a time."""

    def __init__(self, store: Store, keys: PersonKeys) -> None:
        self._store, self._keys = store, keys
        self._texts: dict[int, str] = {}
        """What is searched of those that can be sold to, by doc id."""
        self._sealed: dict[int, str] = {}
        """The sealed text that was opened for it."""
        self._looked = -1
        """Number of the record up to which these are right; -1 before everybody was opened."""

    def get(self, id: str) -> Customer | None:
        """The one with this id."""
        return self._opened(self._store.find(TABLE, "id", id))

    def by_card(self, card: str) -> Customer | None:
        """Whose card it is."""
        return self._opened(self._store.find(TABLE, "card", card)) if card else None

    def find(self, text: str, limit: int = 20) -> tuple[Customer, ...]:
        """Those whose texts hold all words: the names that begin so first, else the newest first."""
        self._follow()
        words = folded(text[:_QUERY]).split()
        starts: list[int] = []
        others: list[int] = []
        for doc_id in reversed(self._texts):
            found = self._texts[doc_id]
            if all(word in found for word in words):
                (starts if words and found.startswith(words[0]) else others).append(doc_id)
                if len(starts) >= limit or (not words and len(others) >= limit):
                    break
        return tuple(islice(self._all([*starts, *others]), limit))

    def called(self, alias: str) -> tuple[Customer, ...]:
        """Those with this short name."""
        wanted = alias.strip().casefold()
        found = self.find(alias, limit=1_000)
        return tuple(one for one in found if one.person.alias.casefold() == wanted)

    def same(self, id: str) -> tuple[Customer, ...]:
        """Those that were merged into one, directly or by way of others."""
        found: dict[str, Customer] = {}
        asked = [id]
        while asked:
            for document in self._store.find_all(TABLE, "merged", asked.pop()):
                one = self._opened(document)
                if one is not None and one.id not in found and one.id != id:
                    found[one.id] = one
                    asked.append(one.id)
        return tuple(found.values())

    def _all(self, doc_ids: Sequence[int]) -> Iterator[Customer]:
        for doc_id in doc_ids:
            one = self._opened(self._store.document(TABLE, doc_id))
            if one is not None:
                yield one

    def _opened(self, document: Doc | None) -> Customer | None:
        if document is None:
            return None
        return Customer.from_document(document, self._text(document["id"], document.get("sealed") or ""))

    def _text(self, id: str, sealed: str) -> str | None:
        return self._keys.open(id, sealed, SEAL) if sealed else None

    def _follow(self) -> None:
        """Opens those that changed, whoever changed them."""
        changed = self._store.changed(TABLE)
        if changed == self._looked:
            return
        if self._looked < 0 or not 0 < changed - self._looked <= _FEW_RECORDS:
            rows = dict(self._rows())
        else:
            touched = {
                op[2]
                for record in self._store.records(self._looked + 1, changed)
                for op in record.ops
                if op[1] == TABLE and op[0] != "drop"
            }
            rows = {doc_id: self._store.document(TABLE, doc_id) for doc_id in sorted(touched)}
        for doc_id, document in rows.items():
            self._take(doc_id, document)
        self._looked = changed

    def _rows(self) -> Iterator[tuple[int, Doc | None]]:
        for document in self._store.documents(TABLE, copy=False):
            yield document.doc_id, document

    def _take(self, doc_id: int, document: Doc | None) -> None:
        if document is None or document.get("merged") or document.get("erased"):
            self._texts.pop(doc_id, None)
            self._sealed.pop(doc_id, None)
            return
        sealed, card = str(document.get("sealed") or ""), str(document.get("card") or "")
        mark = f"{sealed}\n{card}"
        if self._sealed.get(doc_id) == mark:
            return  # its balance or points changed
        one = self._opened(document)
        if one is not None:
            self._texts[doc_id], self._sealed[doc_id] = searched(one), mark


def searched(one: Customer) -> str:
    """What is looked at when words are typed: the phone as it is written and as its digits alone."""
    person: Any = one.person
    digits = "".join(filter(str.isdigit, person.phone))
    parts = (person.name, person.alias, person.phone, digits, person.email, one.card, one.id)
    return " ".join(filter(None, map(folded, parts)))
