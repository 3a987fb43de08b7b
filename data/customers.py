"""The customers as the register asks for them: by id, by card, and by what somebody types.

What is typed is looked for in memory alone: everybody is opened once, off the screen's own thread, and never
written anywhere.
"""

from __future__ import annotations

import json
import re
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
_NUMBER: Final = re.compile(r"[+(]?[0-9][0-9 ()./-]*", re.ASCII)


class StoreCustomers:
    """The customers of a store as of its last `refresh`. Used by one thread at a time."""

    def __init__(self, store: Store, keys: PersonKeys) -> None:
        self._store, self._keys = store, keys
        self._names = ItemSearch(self._named)
        self._contacts = ItemSearch(self._reached, forgives=False)
        """Apart, as what is typed is most often a name, and there is less of these to look through."""
        self._marks: dict[int, int] = {}
        """Of what was opened of those that can be sold to, by doc id, so that it is opened once."""
        self._opened_now: list[tuple[Entry, Entry]] = []
        """Everybody, while both searches are made."""
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
        found: Iterable[int] = self._meant(text, limit) if text.strip() else reversed(self._marks)
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

    def _meant(self, text: str, limit: int) -> list[int]:
        """The doc ids of those that words mean: of names, else e-mails, numbers as digits alone, or both."""
        numbers = [word for word in text.split() if _is_contact(word)]
        names = " ".join(word for word in text.split() if not _is_contact(word))
        if not numbers:
            return self._names.find(names, limit) or self._contacts.find(names, limit)
        if not names:
            wanted = _digits(text) if _NUMBER.fullmatch(text.strip()) else ""
            dialled = "".join(filter(str.isdigit, text)) if wanted else text
            found = self._contacts.find(dialled, limit) or self._contacts.find(wanted, limit)
            return found or self._names.find(text, limit)
        called = set(self._names.find(names, _NAMESAKES))
        both = [found for found in self._contacts.find(" ".join(numbers), _NAMESAKES) if found in called]
        return both[:limit] or self._names.find(text, limit)

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
            self._opened_now = list(self._everybody())
            self._names.rebuild()
            self._contacts.rebuild()
            self._opened_now.clear()
        else:
            for record in self._store.records(self._looked + 1, changed):
                for op in record.ops:
                    if op[1] == TABLE and op[0] != "drop":
                        self._take(op[2])
        self._looked = changed

    def _everybody(self) -> Iterator[tuple[Entry, Entry]]:
        for document in self._store.documents(TABLE, copy=False):
            if not (document.get("merged") or document.get("erased")):
                self._marks[document.doc_id] = _mark(document)
                yield self._entries(document.doc_id, document)

    def _named(self) -> Iterator[Entry]:
        return (name for name, _contact in self._opened_now or self._everybody())

    def _reached(self) -> Iterator[Entry]:
        return (contact for _name, contact in self._opened_now or self._everybody())

    def _take(self, doc_id: int) -> None:
        document = self._store.document(TABLE, doc_id)
        if document is None or document.get("merged") or document.get("erased"):
            self._marks.pop(doc_id, None)
            self._names.remove(doc_id)
            self._contacts.remove(doc_id)
        elif self._marks.get(doc_id) != _mark(document):  # else its balance or points changed
            self._marks[doc_id] = _mark(document)
            name, contact = self._entries(doc_id, document)
            self._names.put(name)
            self._contacts.put(contact)

    def _entries(self, doc_id: int, document: Doc) -> tuple[Entry, Entry]:
        """What is looked for: names, and how they are reached, phones as their digits alone."""
        text = self._text(document)
        known = json.loads(text) if text else {}
        name = " ".join(filter(None, (known.get("name"), known.get("alias"))))
        digits = _digits(known.get("phone", ""))
        reached = " ".join(filter(None, (known.get("email"), digits, document["id"])))
        codes = (document["card"],) if document.get("card") else ()
        return Entry(doc_id, name.replace("\n", " ")), Entry(doc_id, reached.replace("\n", " "), codes)


def _is_contact(word: str) -> bool:
    return "@" in word or any(map(str.isdigit, word))


def _digits(text: str) -> str:
    """A number's digits, without the zeros that people dial inside their country."""
    return "".join(filter(str.isdigit, text)).lstrip("0")


def _mark(document: Doc) -> int:
    return hash((document.get("sealed"), document.get("card")))
