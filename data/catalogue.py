"""The price list as the register asks for it: by code, by GTIN, and by what somebody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from data.search import Entry, ItemSearch
from pos_tui.core.item import ENDED, Item

if TYPE_CHECKING:
    from data.codec import Op
    from data.store import Store

_TABLE: Final = "items"
_FEW_RECORDS: Final = 2000
"""With more than these since the last search it is quicker to build the search anew than to read them."""


_MOST_HITS: Final = 2000
"""More hits than these are not looked through for what is not ended."""


class StoreCatalogue:
    """The items of a store as of its last `refresh`."""

    def __init__(self, store: Store, day: Callable[[], str] = str) -> None:
        """`day` is the business day now, for prices that begin with one."""
        self._store, self._day = store, day
        self._search = ItemSearch(self._entries)
        self._searched = -1
        """Number of the record up to which the search knows the items; -1 before it was built."""

    def get(self, sku: str) -> Item | None:
        """The item with this SKU, exactly."""
        document = self._store.find(_TABLE, "sku", sku)
        return None if document is None else self._item(document)

    def by_code(self, code: str) -> tuple[Item, ...]:
        """The items whose SKU or PLU this is, exactly; the one with the SKU first."""
        return self._found("sku", code) or self._found("plu", code)

    def by_folded_code(self, code: str) -> tuple[Item, ...]:
        """The items whose SKU or PLU this is without regard to case."""
        code = code.casefold()
        # An index that digits need not wait for: what it holds has letters.
        fields = ("sku", "plu") if code == code.upper() else ("sku", "plu", "folded")
        found = {
            document.doc_id: document
            for field in fields
            for document in self._store.find_all(_TABLE, field, code)
        }
        return tuple(self._item(found[doc_id]) for doc_id in sorted(found))

    def by_gtin(self, gtin14: str) -> tuple[Item, ...]:
        """The items with this GTIN-14."""
        return self._found("gtins", gtin14)

    def stock(self, sku: str) -> dict[str, Decimal]:
        """How much of an item there is, by location."""
        rows = self._store.find_all("stock", "sku", sku)
        return {row["location"]: Decimal(row["qty"]) for row in rows}

    def search(self, text: str, limit: int = 20) -> tuple[Item, ...]:
        """The best hits for what was typed, the best first (see `data.search`); nothing that is ended."""
        found, wanted = self._hits(text, limit), limit
        listed = [item for item in found if item.status != ENDED]
        while len(listed) < limit and len(found) == wanted < _MOST_HITS:
            wanted *= 4
            found = self._hits(text, wanted)
            listed = [item for item in found if item.status != ENDED]
        return tuple(listed[:limit])

    def search_all(self, text: str, limit: int = 20) -> tuple[Item, ...]:
        """As `search`, ended ones too: for who keeps the catalogue."""
        return tuple(self._hits(text, limit))

    def variants(self, sku: str) -> tuple[Item, ...]:
        """The items that are variants of this one, in the order they were made."""
        return self._found("parent", sku)

    def _hits(self, text: str, limit: int) -> list[Item]:
        self._follow()
        return self._of(self._search.find(text, limit))

    def _of(self, doc_ids: Iterable[int]) -> list[Item]:
        documents = (self._store.document(_TABLE, doc_id) for doc_id in doc_ids)
        return [self._item(document) for document in documents if document is not None]

    def ending(self, digits: str, limit: int = 20, least: int = 4) -> tuple[Item, ...]:
        """The items one of whose codes ends as `digits` do, those first that agree in most."""
        self._follow()
        return tuple(self._of(self._search.ending(digits, limit, least)))

    def preparing(self) -> Iterator[None]:
        """Builds what looking up and searching need, which otherwise happens when it is first needed; a
        millisecond or two at each step, for moments when nobody waits."""
        yield from self._store.indexing(_TABLE, "sku", "plu", "gtins", "folded")
        changed = self._changed()
        for _ in self._search.rebuilding() if self._searched < 0 else ():
            yield
            if self._searched >= 0:  # somebody could not wait
                return
        self._searched = max(changed, self._searched)

    def _prepare(self) -> None:
        self._searched = self._changed()
        self._search.rebuild()

    def _found(self, field: str, value: str) -> tuple[Item, ...]:
        return tuple(map(self._item, self._store.find_all(_TABLE, field, value)))

    def _item(self, document: Mapping[str, Any]) -> Item:
        """An item at the price that holds now; only one with prices to come needs to know the day."""
        return Item.from_document(document, self._day() if "coming" in document else "")

    def _entries(self) -> Iterator[Entry]:
        return starmap(_entry, self._store.parts(_TABLE, *_SEARCHED))

    def _changed(self) -> int:
        """Number of the last record that touched an item."""
        rows = self._store.storage.core.state.tables.get(_TABLE)
        return 0 if rows is None else rows.changed

    def _follow(self) -> None:
        """Lets the search know of items that changed, whoever changed them."""
        changed = self._changed()
        if changed == self._searched:
            return
        if self._searched < 0 or not 0 < changed - self._searched <= _FEW_RECORDS:
            self._prepare()
            return
        for record in self._store.records(self._searched + 1, changed):
            for op in record.ops:
                if op[0] == "drop" and op[1] == _TABLE:
                    self._prepare()
                    return
                if op[1] == _TABLE:
                    self._take(op)
        self._searched = changed

    def _take(self, op: Op) -> None:
        doc_id = op[2]
        document = self._store.document(_TABLE, doc_id)
        if document is None:
            self._search.remove(doc_id)
        else:
            fields: list[Any] = list(map(document.get, _SEARCHED))
            self._search.put(_entry(doc_id, *fields))


_SEARCHED: Final = ("sku", "name", "gtins", "plu", "department")


def _entry(
    doc_id: int,
    sku: str | None,
    name: str | None,
    gtins: list[str] | None,
    plu: str | None,
    department: str | None,
) -> Entry:
    codes = [code for code in (sku, *(gtins or ()), plu) if code]
    return Entry(doc_id, name or "", codes, department or "")
