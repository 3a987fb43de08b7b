"""Prices to come as the back office keeps them: which item costs what from which day on, called ITEM:DAY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue
from pos_tui.core.item_fields import checked_day, checked_price, settled
from pos_tui.core.money import format_price
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.words import N_, _

from .days import today
from .itemfacts import history
from .office_book import TableBook
from .promotions import Codes

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.core.history import Change
    from pos_tui.services.promotions import Author

MARK = ":"
FIELDS = (
    Field(
        "code",
        N_("item:day"),
        N_("the item, a colon and the first day, such as COLA:2026-12-01; a scan begins it"),
        once=True,
        scans=True,
    ),
    Field("price", N_("price"), N_("what it costs from that day on, such as 1.29")),
)


class ComingBook(TableBook):
    """The prices that items will have, the nearest first."""

    word: ClassVar = "coming"
    permission: ClassVar = "items.change"
    fields: ClassVar = FIELDS
    table: ClassVar = "items"

    @property
    def title(self) -> str:
        """What people call it."""
        return _("PRICES TO COME")

    def as_code(self, code: str) -> str:
        """SKU and day."""
        item, _mark, day = code.strip().rpartition(MARK)
        return f"{Codes(self.front)(item.strip())}{MARK}{day.strip()}"

    def rules(self) -> Sequence[Rule]:
        """All of them, by day."""
        day = today(self.front)
        found = []
        for document in self.front.store.documents(self.table, copy=False):
            if document.get("coming"):
                there = settled(document, day)
                for begins, price in there.get("coming") or ():
                    about = _(
                        "{day}: {before} > {after}", day=begins, before=there["price"] or "-", after=price
                    )
                    found.append((begins, Rule(f"{there['sku']}{MARK}{begins}", there["name"], about)))
        return [rule for _begins, rule in sorted(found, key=lambda pair: pair[0])]

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        return {name: str(text) for name, text in documents[-1].items()}

    def checked(self, texts: Texts) -> tuple[str, str, str]:
        """(SKU, day, price). Raises InvalidValue."""
        sku, _mark, day = self.as_code(texts.get("code", "")).rpartition(MARK)
        if self.front.catalogue.get(sku) is None:
            raise InvalidValue(_("no item has the code {code}", code=sku[:60]))
        if checked_day(day) <= today(self.front):
            raise InvalidValue(_("that day has begun: /item {sku} price=... changes the price now", sku=sku))
        return sku, day, checked_price(texts.get("price", ""))

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field == "code":
            self.checked({"code": text, "price": "1"})
        else:
            checked_price(text)

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it among the others of its item."""
        sku, day, price = self.checked(texts)
        self._put(tx, sku, {day: price}, author)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Takes it back: the item keeps its price."""
        sku, _mark, day = code.rpartition(MARK)
        self._put(tx, sku, {day: None}, author)

    def history(self, code: str) -> Sequence[Change]:
        """The changes of all prices to come of its item."""
        changes = history(self.front, self.as_code(code).rpartition(MARK)[0])
        only = (
            replace(one, fields=tuple(pair for pair in one.fields if pair[0] == "coming")) for one in changes
        )
        return [one for one in only if one.fields]

    def there(self, code: str) -> Sequence[Mapping[str, Any]]:
        """The price of the day, among those to come of the item."""
        code = self.as_code(code)
        sku, _mark, day = code.rpartition(MARK)
        found = self.front.store.find(self.table, "sku", sku)
        coming = dict(settled(found, today(self.front)).get("coming") or ()) if found is not None else {}
        if day not in coming:
            return []
        return [{"code": code, "price": format_price(Decimal(coming[day]), self.front.shop.currency)}]

    def _put(self, tx: Transaction, sku: str, prices: Mapping[str, str | None], author: Author) -> None:
        there = tx.find(self.table, "sku", sku)
        if there is None:
            raise InvalidValue(_("no item has the code {code}", code=sku[:60]))
        document = settled(there, today(self.front))
        coming = {**dict(document.get("coming") or ()), **prices}
        left = [[day, price] for day, price in sorted(coming.items()) if price is not None]
        stored = {name: value for name, value in document.items() if name not in ("coming", "why")}
        more = {"coming": left} if left else {}
        tx.put(self.table, there.doc_id, {**stored, **more, **({"why": author.why} if author.why else {})})
