"""The shop's price lists, for the commands: made, filled from words and files, ended, listed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.list_price import ListPrice, break_prefix
from pos_tui.core.moment import Window
from pos_tui.core.money import PRICE_DECIMALS, decimal, plain
from pos_tui.core.price_list import PriceList
from pos_tui.core.promotion_check import checked
from pos_tui.core.promotion_text import parse_window, said_window
from pos_tui.core.quantity import DECIMALS
from pos_tui.core.words import _
from pos_tui.services import promotions as promising
from pos_tui.services.price_lists import LISTS, PRICES

from .promotions import Codes, author

if TYPE_CHECKING:
    from data.transaction import Transaction

    from .front import Shopfront

FIELDS = ("name", "group", "from", "to", "days", "hours", "prices")


def set_list(front: Shopfront, code: str, texts: Mapping[str, str], why: str) -> PriceList:
    """Makes a price list, or changes whom and when it is for; fields that are not said stay as they are.

    Raises InvalidValue, StoreError.
    """
    for name in texts:
        if name not in FIELDS:
            names = ", ".join(FIELDS)
            raise InvalidValue(_("a price list has no {name}: it has {names}", name=name, names=names))
    with front.store.transaction(operator=author(front, why).operator) as tx:
        there = tx.find(LISTS, "code", code)
        before = PriceList(code, code) if there is None else PriceList.from_document(there)
        after = _changed(before, texts).checked()
        if after.prices == front.shop.prices:
            after = replace(after, prices="")
        write_list(front, tx, after, author(front, why))
    return after


def write_list(front: Shopfront, tx: Transaction, of: PriceList, who: promising.Author) -> None:
    """Writes a list in a commit, and its quantity breaks, which hold as it does and while it does.

    Raises InvalidValue for prices of another kind than its breaks are of.
    """
    prices = [] if of.ended else _prices(front, of.code)
    _check_breaks(of, prices)
    there, document = tx.find(LISTS, "code", of.code), {**of.to_document(), "changed": who.to_document()}
    if there is None:
        tx.insert(LISTS, document)
    else:
        tx.put(LISTS, there.doc_id, document)
    _write_breaks(front, tx, of, prices, who)


def write_price(front: Shopfront, tx: Transaction, price: ListPrice, who: promising.Author) -> None:
    """Writes a price of a list in a commit, and its quantity breaks; one that asks nothing is taken off.

    Raises InvalidValue for quantity breaks of another kind than the price they are breaks of.
    """
    there, row = tx.find(PRICES, "code", price.key), tx.find(LISTS, "code", price.of)
    if row is None:
        raise Refused(_("there is no price list {code}: pos prices list makes one", code=price.of[:64]))
    of = PriceList.from_document(row)
    kept = [one for one in _prices(front, price.of) if one.sku != price.sku]
    if price.price is not None or price.breaks:
        kept.append(price)
        document = {**price.to_document(), "changed": who.to_document()}
        _check_breaks(of, kept)
        if there is None:
            tx.insert(PRICES, document)
        else:
            tx.put(PRICES, there.doc_id, document)
    elif there is not None:
        tx.set(PRICES, there.doc_id, changed=who.to_document())  # what is removed cannot say it
        tx.remove(PRICES, there.doc_id)
    _write_breaks(front, tx, of, kept, who)


def _check_breaks(of: PriceList, prices: Iterable[ListPrice]) -> None:
    """Raises InvalidValue for quantity breaks of another kind than the price they are breaks of."""
    for price in prices:
        if of.prices and price.price is None:
            raise InvalidValue(
                _(
                    "{list} has prices of another kind than the shop: give {sku} a price of its own, too",
                    list=of.code,
                    sku=price.sku,
                )
            )


def _changed(before: PriceList, texts: Mapping[str, str]) -> PriceList:
    said = {name: value.strip() for name, value in texts.items()}
    old, new = before.window, parse_window(said)
    hours = new if "hours" in said else old
    window = Window(
        new.first if "from" in said else old.first,
        new.last if "to" in said else old.last,
        new.weekdays if "days" in said else old.weekdays,
        hours.begin,
        hours.end,
    )
    if window.last and window.first > window.last:
        raise InvalidValue(_("from {first} is after to {last}", first=window.first, last=window.last))
    return PriceList(
        before.code,
        said.get("name") or before.name,
        said.get("group", before.group),
        window,
        ended=False,
        prices=said.get("prices", before.prices),
    )


def set_prices(front: Shopfront, prices: Iterable[ListPrice], why: str) -> int:
    """Records prices of lists in one commit; returns how many differ from what was there.

    Raises Refused: there is no such list. InvalidValue, StoreError.
    """
    with front.store.transaction(operator=author(front, why).operator) as tx:
        return set_prices_in(front, tx, prices, why)


def set_prices_in(front: Shopfront, tx: Transaction, prices: Iterable[ListPrice], why: str) -> int:
    """The same inside a commit that somebody has begun."""
    given = {price.key: price.checked() for price in prices}
    who, count = author(front, why), 0
    lists = {}
    for code in {price.of for price in given.values()}:
        there = tx.find(LISTS, "code", code)
        if there is None or there["ended"]:
            raise Refused(_("there is no price list {code}: pos prices list makes one", code=code[:64]))
        lists[code] = PriceList.from_document(there)
    for key, price in given.items():
        there = tx.find(PRICES, "code", key)
        document = {**price.to_document(), "changed": who.to_document()}
        if there is None:
            tx.insert(PRICES, document)
        elif ListPrice.from_document(there) != price:
            tx.put(PRICES, there.doc_id, document)
        else:
            continue
        count += 1
    for code, of in lists.items():
        kept = {price.key: price for price in _prices(front, code)}
        kept |= {key: price for key, price in given.items() if price.of == code}
        _check_breaks(of, kept.values())
        _write_breaks(front, tx, of, kept.values(), who)
    return count


def remove_price(front: Shopfront, code: str, sku: str, why: str) -> None:
    """Takes an item off a list. Raises Refused, StoreError."""
    who = author(front, why)
    with front.store.transaction(operator=who.operator) as tx:
        price = ListPrice(code, sku, None)
        if tx.find(PRICES, "code", price.key) is None:
            raise Refused(_("{list} has no price of {sku}", list=code[:64], sku=sku[:64]))
        write_price(front, tx, price, who)


def end_list(front: Shopfront, code: str, why: str) -> None:
    """Ends a list; what is entered keeps its price. Raises Refused, StoreError."""
    who = author(front, why)
    with front.store.transaction(operator=who.operator) as tx:
        there = tx.find(LISTS, "code", code)
        if there is None or there["ended"]:
            raise Refused(_("there is no price list {code}: pos prices list makes one", code=code[:64]))
        write_list(front, tx, replace(PriceList.from_document(there), ended=True), who)


def read_in(front: Shopfront, file: Path, why: str) -> tuple[int, set[str]]:
    """Records the prices of a CSV file (list, sku, price, breaks) in one commit; returns how many differ,
    and codes of goods that no item has. Raises InvalidValue, naming the line; Refused, StoreError."""
    codes, prices = Codes(front), []
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue(_("{file} cannot be read: {error}", file=file, error=error)) from error
    for row in reader:
        said = {str(name).strip().lower(): str(value or "").strip() for name, value in row.items()}
        try:
            words = [said.get("price", ""), *said.get("breaks", "").split()]
            prices.append(parse_price(said.get("list", ""), codes(said.get("sku", "")), words))
        except InvalidValue as error:
            place = _("line {line}", line=reader.line_num)
            raise InvalidValue(_("{place}: {why}", place=place, why=error.message)) from error
    return set_prices(front, prices, why), codes.unknown


def parse_price(code: str, sku: str, words: Sequence[str]) -> ListPrice:
    """The price of `1.05 12=0.99 48=0.95`: for one, and from so many on. Raises InvalidValue."""
    if not code or not sku:
        raise InvalidValue(_("a price of a list needs the list and the item"))
    price: Decimal | None = None
    breaks = []
    for word in filter(None, words):
        least, equals, each = word.partition("=")
        if equals:
            quantity = decimal(least, _("quantity"), decimals=DECIMALS)
            breaks.append((quantity, decimal(each, _("price"), decimals=PRICE_DECIMALS)))
        else:
            price = decimal(word, _("price"), decimals=PRICE_DECIMALS)
    return ListPrice(code, sku, price, tuple(sorted(breaks))).checked()


def listed(front: Shopfront) -> list[dict[str, Any]]:
    """The lists that are not ended, with how many prices each has."""
    lists = map(PriceList.from_document, front.store.documents(LISTS))
    return [
        {
            "code": one.code,
            "name": one.name,
            "group": one.group,
            "from": one.window.first or None,
            "to": one.window.last or None,
            "when": " ".join(said_window(one.window)),
            "prices": one.prices or front.shop.prices,
            "items": len(_prices(front, one.code)),
        }
        for one in lists
        if not one.ended
    ]


def prices_of(front: Shopfront, code: str) -> list[dict[str, Any]]:
    """The prices of a list, by SKU, beside the catalogue's."""
    found = []
    for price in sorted(_prices(front, code), key=lambda one: one.sku):
        item = front.catalogue.get(price.sku)
        shelf = None if item is None or item.price is None else plain(item.price)
        breaks = " ".join(f"{plain(least)}={plain(each)}" for least, each in price.breaks)
        own = None if price.price is None else plain(price.price)
        row = {"sku": price.sku, "name": item.name if item else None, "price": own, "breaks": breaks}
        found.append({**row, "catalogue": shelf})
    return found


def _prices(front: Shopfront, code: str) -> list[ListPrice]:
    return [ListPrice.from_document(document) for document in front.store.find_all(PRICES, "list", code)]


def _write_breaks(
    front: Shopfront, tx: Transaction, of: PriceList, prices: Iterable[ListPrice], who: promising.Author
) -> None:
    """Quantity breaks count over a whole sale, so they are promotions, of the list's terms."""
    rows, prefix = list(front.store.documents(promising.TABLE)), break_prefix(of.code)
    wanted = [checked(one, front.shop.currency) for price in prices for one in price.promotions(of)]
    promising.write(tx, rows, wanted, who, lambda code: code.startswith(prefix))
