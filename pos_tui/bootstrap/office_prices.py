"""Price lists as the back office keeps them, and their prices, one for each list and item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.history import TableRecords
from pos_tui.core.list_price import ListPrice
from pos_tui.core.money import format_price, plain
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.price_list import MARK, PriceList
from pos_tui.core.promotion_text import parse_window, said_window, window_texts
from pos_tui.core.words import N_, _, ngettext
from pos_tui.services.price_lists import LISTS, PRICES

from .days import today
from .histories import recorded
from .office_book import TableBook
from .office_promotions import WHEN_FIELDS
from .prices import parse_price, write_list, write_price
from .promotions import Codes

if TYPE_CHECKING:
    from decimal import Decimal

    from data.transaction import Transaction
    from pos_tui.core.currency import Currency
    from pos_tui.core.history import Change
    from pos_tui.services.promotions import Author

LIST_FIELDS = (
    Field("code", N_("code"), N_("what it is called by for ever, such as TRADE"), once=True),
    Field("name", N_("name"), N_("as people read it; without one its code")),
    Field("group", N_("customers"), N_("the group it is for, such as members; empty is everybody")),
    *WHEN_FIELDS,
    Field(
        "prices",
        N_("prices"),
        N_("whether its prices contain the tax; empty is as the shop's do"),
        (("inclusive", N_("with the tax in them")), ("exclusive", N_("without, the tax comes on top"))),
    ),
)
PRICE_FIELDS = (
    Field(
        "code",
        N_("list:item"),
        N_("the list, a colon and the item, such as TRADE:COLA; a scan adds the item"),
        once=True,
        scans=True,
    ),
    Field("price", N_("price"), N_("what one costs by this list; empty leaves the usual price")),
    Field("breaks", N_("from so many"), N_("12=0.99 48=0.95: each for so much if so many are bought")),
)


class PriceListBook(TableBook):
    """Whom the lists are for and when they hold."""

    word: ClassVar = "pricelists"
    permission: ClassVar = "promotions.change"
    fields: ClassVar = LIST_FIELDS
    table: ClassVar = LISTS
    can_try: ClassVar = True
    links: ClassVar = ((N_("Prices"), "/listprices {code}:"),)

    @property
    def title(self) -> str:
        """What people call it."""
        return _("PRICE LISTS")

    def rules(self) -> Sequence[Rule]:
        """All of them, with how many prices each has."""
        return sorted(map(self._rule, self.front.store.documents(self.table)), key=lambda one: one.is_ended)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of a list."""
        of = PriceList.from_document(documents[-1])
        name = "" if of.name == of.code else of.name
        texts = {"code": of.code, "name": name, "group": of.group, "prices": of.prices}
        said = {field: text for field, text in {**texts, **window_texts(of.window)}.items() if text}
        return {**said, "ended": _("yes")} if of.ended else said

    def checked(self, texts: Texts) -> PriceList:
        """The list. Raises InvalidValue."""
        said = {name: text.strip() for name, text in texts.items()}
        code, prices = said.get("code", ""), said.get("prices", "")
        prices = "" if prices == self.front.shop.prices else prices
        window = parse_window({name: said.get(name, "") for name in ("from", "to", "days", "hours")})
        name = said.get("name") or code
        return PriceList(code, name, said.get("group", ""), window, prices=prices).checked()

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        self.checked({"code": "A", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it, and its quantity breaks, which hold as it does."""
        write_list(self.front, tx, self.checked(texts), author)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Ends it; what is entered keeps its price."""
        of = replace(PriceList.from_document(self.there(code)[0]), ended=True)
        write_list(self.front, tx, of, author)

    def tried(self, texts: Texts) -> Sequence[str]:
        """What it asks beside the usual prices. Raises InvalidValue."""
        of = self.checked(texts)
        prices = [self._price(one) for one in self.front.store.find_all(PRICES, "list", of.code)]
        when = " ".join(filter(None, (of.window.first, of.window.last, *said_window(of.window))))
        head = _("for {group}, {when}", group=of.group or _("everybody"), when=when or _("always"))
        return [head, *prices] if prices else [head, _("no prices yet: F7 has them")]

    def history(self, code: str) -> Sequence[Change]:
        """The changes of the list and of its prices, the oldest first; a price goes by its item."""
        query = TableRecords(PRICES, "list", code)
        of_prices = recorded(self.front, query, self._by_item)
        return sorted((*super().history(code), *of_prices), key=lambda change: change.n)

    def _by_item(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        prices = map(ListPrice.from_document, documents)
        return {price.sku: _said_price(price, self.front.shop.currency) for price in prices}

    def _rule(self, document: Mapping[str, Any]) -> Rule:
        of = PriceList.from_document(document)
        count = len(self.front.store.find_all(PRICES, "list", of.code))
        items = ngettext("{count} price", "{count} prices", count)
        window = [*filter(None, (of.window.first, of.window.last)), *said_window(of.window)]
        return Rule(of.code, of.name, " ".join((items, of.group, *window)), self._state(of), of.ended)

    def _state(self, of: PriceList) -> str:
        day = today(self.front)
        if of.ended or (of.window.last and of.window.last < day):
            return _("ended") if of.ended else _("over")
        return _("from {day}", day=of.window.first) if of.window.first > day else ""

    def _price(self, document: Mapping[str, Any]) -> str:
        price = ListPrice.from_document(document)
        item, currency = self.front.catalogue.get(price.sku), self.front.shop.currency
        usual = _money(None if item is None else item.price, currency) or "-"
        name = item.name if item is not None else price.sku
        return _("{name}: {usual} > {prices}", name=name, usual=usual, prices=_said_price(price, currency))


class ListPriceBook(TableBook):
    """What the lists ask, one rule for each list and item, called LIST:ITEM."""

    word: ClassVar = "listprices"
    permission: ClassVar = "promotions.change"
    fields: ClassVar = PRICE_FIELDS
    table: ClassVar = PRICES

    @property
    def title(self) -> str:
        """What people call it."""
        return _("PRICES OF LISTS")

    def as_code(self, code: str) -> str:
        """List and SKU, as the store has them."""
        of, _mark, item = code.strip().partition(MARK)
        return ListPrice(of.strip(), Codes(self.front)(item.strip()), None).key

    def rules(self) -> Sequence[Rule]:
        """All prices of lists that are not ended."""
        store = self.front.store
        lists = {one["code"] for one in store.documents(LISTS, copy=False) if not one["ended"]}
        documents = [one for one in store.documents(self.table, copy=False) if one["list"] in lists]
        found = [self._rule(ListPrice.from_document(one)) for one in documents]
        return sorted(found, key=lambda rule: rule.code)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of a price."""
        price = ListPrice.from_document(documents[-1])
        currency = self.front.shop.currency
        texts = {"price": _money(price.price, currency), "breaks": _breaks(price, currency)}
        texts = {"code": f"{price.of}{MARK}{price.sku}", **texts}
        return {name: text for name, text in texts.items() if text}

    def checked(self, texts: Texts) -> ListPrice:
        """The price. Raises InvalidValue, Refused."""
        of, _key, sku = self.as_code(texts.get("code", "").replace("\n", MARK, 1)).partition("\n")
        there = self.front.store.find(LISTS, "code", of)
        if there is None or there["ended"]:
            raise Refused(_("there is no price list {code}: /pricelists shows what there is", code=of[:64]))
        if self.front.catalogue.get(sku) is None:
            raise InvalidValue(_("no item has the code {code}", code=sku[:60]))
        words = [texts.get("price", ""), *texts.get("breaks", "").split()]
        return parse_price(of, sku, words)

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue, Refused."""
        if field == "code":
            self.checked({"code": text, "price": "1"})
        else:
            parse_price("A", "A", text.split() if field == "breaks" else [text])

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it, and its quantity breaks."""
        write_price(self.front, tx, self.checked(texts), author)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Takes the item off the list; the usual price is asked again."""
        of, _key, sku = code.partition("\n")
        write_price(self.front, tx, ListPrice(of, sku, None), author)

    def _rule(self, price: ListPrice) -> Rule:
        item, currency = self.front.catalogue.get(price.sku), self.front.shop.currency
        usual = _money(None if item is None else item.price, currency) or "-"
        about = _("{prices} (usually {usual})", prices=_said_price(price, currency), usual=usual)
        return Rule(f"{price.of}{MARK}{price.sku}", item.name if item is not None else "", about)


def _money(price: Decimal | None, currency: Currency) -> str:
    return "" if price is None else format_price(price, currency)


def _breaks(price: ListPrice, currency: Currency) -> str:
    return " ".join(f"{plain(least)}={_money(each, currency)}" for least, each in price.breaks)


def _said_price(price: ListPrice, currency: Currency) -> str:
    return " ".join(filter(None, (_money(price.price, currency), _breaks(price, currency))))
