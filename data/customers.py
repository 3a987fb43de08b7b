"""The customers as the register asks for them: by id, by card, and by what somebody types.

What is typed is looked for in memory alone: everybody is opened once, off the screen's own thread, and never
written anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from data.search import Entry, ItemSearch
from pos_tui.core.customer import SEAL, TABLE, Customer

if TYPE_CHECKING:
    from data.codec import Doc
    from data.people import PersonKeys
    from data.store import Store

_FEW_RECORDS: Final = 2000
"""With more than these since the last look it is quicker to look at everybody than to read them."""
_NAMESAKES: Final = 100
"""So many who match a short name are looked at."""
_SEARCHED: Final = ("name", "alias", "phone", "email")


class StoreCustomers:
    """The customers of a store as of its last `refresh`. Used by one thread at a time."""

    def __init__(self, store: Store, keys: PersonKeys) -> None:
        self._store, self._keys = store, keys
        self._search = ItemSearch(self._entries)
        self._marks: dict[int, int] = {}
        """Of what was opened of those that can be sold to, by doc id, so that it is opened once."""
        self._looked = -1
        """Number of the record up to which the search is right; -1 before everybody was opened."""

    def get(self, id: str) -> Customer | None:
        """The one with this id."""
        return self._opened(self._store.find(TABLE, "id", id))

    def by_card(self, card: str) -> Customer | None:
        """Whose card it is."""
        return self._opened(self._store.find(TABLE, "card", card)) if card else None

    def find(self, text: str, limit: int = 20) -> tuple[Customer, ...]:
        """Those whose texts hold all words, the best first; without words the newest."""
        self._follow()
        found: Iterable[int] = self._search.find(text, limit) if text.strip() else reversed(self._marks)
        return tuple(islice(self._all(found), limit))

    def called(self, alias: str) -> tuple[Customer, ...]:
        """Those with this short name."""
        wanted = alias.strip().casefold()
        found = self.find(alias, _NAMESAKES)
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

    def _all(self, doc_ids: Iterable[int]) -> Iterator[Customer]:
        for doc_id in doc_ids:
            one = self._opened(self._store.document(TABLE, doc_id))
            if one is not None:
                yield one

    def _opened(self, document: Doc | None) -> Customer | None:
        if document is None:
            return None
        return Customer.from_document(document, self._text(document))

    def _text(self, document: Doc) -> str | None:
        sealed = document.get("sealed")
        return self._keys.open(document["id"], sealed, SEAL) if sealed else None

    def _follow(self) -> None:
        """Opens those that changed, whoever changed them."""
        changed = self._store.changed(TABLE)
        if changed == self._looked:
            return
        if self._looked < 0 or not 0 < changed - self._looked <= _FEW_RECORDS:
            self._marks.clear()
            self._search.rebuild()
        else:
            for record in self._store.records(self._looked + 1, changed):
                for op in record.ops:
                    if op[1] == TABLE and op[0] != "drop":
                        self._take(op[2])
        self._looked = changed

    def _entries(self) -> Iterator[Entry]:
        for document in self._store.documents(TABLE, copy=False):
            if not (document.get("merged") or document.get("erased")):
                self._marks[document.doc_id] = _mark(document)
                yield self._entry(document.doc_id, document)

    def _take(self, doc_id: int) -> None:
        document = self._store.document(TABLE, doc_id)
        if document is None or document.get("merged") or document.get("erased"):
            self._marks.pop(doc_id, None)
            self._search.remove(doc_id)
        elif self._marks.get(doc_id) != _mark(document):  # else its balance or points changed
            self._marks[doc_id] = _mark(document)
            self._search.put(self._entry(doc_id, document))

    def _entry(self, doc_id: int, document: Doc) -> Entry:
        """What is looked for: the phone as it is written and as its digits alone."""
        text = self._text(document)
        known = json.loads(text) if text else {}
        digits = "".join(filter(str.isdigit, known.get("phone", "")))
        parts = [known.get(name, "") for name in _SEARCHED]
        words = (*parts, digits, document.get("card") or "", document["id"])
        return Entry(doc_id, " ".join(filter(None, words)).replace("\n", " "))


def _mark(document: Doc) -> int:
    return hash((document.get("sealed"), document.get("card")))
