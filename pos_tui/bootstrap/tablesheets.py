"""The tables of a shop as files: departments, prices of lists, stock, customers, what a shop begins with.

A further table is one more function here that gives its columns, its rows and how one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from data.exchange_cells import PRICE_DECIMALS, STOCK_DECIMALS
from data.exchange_sheet import Cells, Column, Sheet, decimals, text
from pos_tui.core.department import LONGEST_CODE, Department, check_tree
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item_fields import checked_day, checked_price, joined, split
from pos_tui.core.list_price import ListPrice
from pos_tui.core.money import decimal, parse_amount, plain
from pos_tui.core.stock import is_transit
from pos_tui.core.words import _
from pos_tui.services import opening
from pos_tui.services.accounts import find as account_of
from pos_tui.services.stockroom import place_of

from .counters import without_till
from .departments import parents_of
from .peoplesheet import amount_cell, people
from .prices import set_prices_in
from .suppliersheets import suppliers, supplies

if TYPE_CHECKING:
    from .front import Shopfront

_CODE: Final = text(LONGEST_CODE)
_PRICE: Final = decimals(PRICE_DECIMALS)
_MONEY: Final = decimals(PRICE_DECIMALS, signed=True)


def _flat(front: Shopfront, table: str, fields: Sequence[str]) -> Iterator[dict[str, str]]:
    """The documents of a table whose fields are texts."""
    for document in front.store.documents(table, copy=False):
        yield {name: str(document.get(name) or "") for name in fields}


def departments(front: Shopfront) -> Sheet:
    """What items are sorted by, and what sells by an amount."""
    names = ("code", "name", "tax", "parent", "least", "most")
    taxes = frozenset(document["code"] for document in front.store.documents("taxes", copy=False))
    parents = parents_of(front.store)

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        if after["tax"] not in taxes:
            raise InvalidValue(_("tax '{tax}' is not set up in this shop", tax=after["tax"][:40]))
        check_tree(after["code"], after["parent"], parents)
        parents[after["code"]] = after["parent"]
        least, most = (Decimal(after[name]) if after[name] else None for name in ("least", "most"))
        name = after["name"] or after["code"]
        made = Department(after["code"], name, after["tax"], least, most, after["parent"]).checked()
        _put(tx, "departments", "code", made.to_document())

    columns = (Column("code", _CODE), Column("name"), Column("tax", _CODE), Column("parent", _CODE))
    numbers = (Column("least", _PRICE, number=True), Column("most", _PRICE, number=True))
    return Sheet("departments", (*columns, *numbers), 1, lambda: _flat(front, "departments", names), write)


def _put(tx: Any, table: str, key: str, document: Mapping[str, Any]) -> None:
    there = None if tx is None else tx.find(table, key, document[key])
    if there is not None:
        tx.put(table, there.doc_id, document)
    elif tx is not None:
        tx.insert(table, document)


def prices(front: Shopfront) -> Sheet:
    """Prices of lists, with what they are from a quantity on."""

    def rows() -> Iterator[Cells]:
        for document in front.store.documents("list_prices", copy=False):
            breaks = joined(f"{least}={price}" for least, price in document["breaks"])
            yield {
                "list": document["list"],
                "sku": document["sku"],
                "price": document["price"] or "",
                "breaks": breaks,
            }

    def price(cells: Cells) -> ListPrice:
        steps = (one.partition("=") for one in split(cells["breaks"]))
        breaks = sorted((Decimal(least), Decimal(each)) for least, _equals, each in steps)
        own = Decimal(cells["price"]) if cells["price"] else None
        return ListPrice(cells["list"], cells["sku"], own, tuple(breaks)).checked()

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        price(after)
        if front.store.find("price_lists", "code", after["list"]) is None:
            raise Refused(_("there is no price list {code}: pos prices list makes one", code=after["list"]))

    def write_all(tx: Any, pairs: Sequence[tuple[Cells | None, Cells]]) -> None:
        set_prices_in(front, tx, [price(after) for _before, after in pairs], _("import"))

    columns = (
        Column("list", _CODE),
        Column("sku", _CODE),
        Column("price", _PRICE, number=True),
        Column("breaks", _breaks),
    )
    return Sheet("prices", columns, 2, rows, write, write_all)


def _breaks(cell: str) -> str:
    found = []
    for one in split(cell):
        least, equals, each = one.partition("=")
        if not equals:
            raise InvalidValue(_("'{text}' is no quantity break: 10=0.89", text=one[:40]))
        found.append(f"{plain(decimal(least, _('quantity'), decimals=STOCK_DECIMALS))}={checked_price(each)}")
    return joined(found)


def stock(front: Shopfront) -> Sheet:
    """What there is at each place, and what one cost where it is the first that came."""
    counter = without_till(front)
    there = {row["location"] for row in front.store.documents("stock", copy=False)}

    def place(cell: str) -> str:
        return cell if cell in there or is_transit(cell) else place_of(counter, cell)

    def rows() -> Iterator[Cells]:
        costs = {one["sku"]: one.get("cost") for one in front.store.documents("items", copy=False)}
        for row in front.store.documents("stock", copy=False):
            cost = costs.get(row["sku"]) or ""
            yield {"sku": row["sku"], "location": row["location"], "qty": row["qty"], "cost": cost}

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        if front.store.find("items", "sku", after["sku"]) is None:
            raise Refused(_("there is no item {sku}", sku=after["sku"]))

    def write_all(tx: Any, pairs: Sequence[tuple[Cells | None, Cells]]) -> None:
        opening.set_stock(counter, tx, starmap(_counted, pairs))

    columns = (
        Column("sku", _CODE),
        Column("location", place),
        Column("qty", decimals(STOCK_DECIMALS, signed=True), number=True, needed=True),
        Column("cost", _PRICE, number=True),
    )
    return Sheet("stock", columns, 2, rows, write, write_all)


def _counted(before: Cells | None, after: Cells) -> tuple[str, str, Decimal, Decimal | None]:
    """(SKU, place, how many, what one cost where that is new) of a row of stock."""
    changed = after["cost"] and (before is None or before["cost"] != after["cost"])
    cost = Decimal(after["cost"]) if changed else None
    return after["sku"], after["location"], Decimal(after["qty"] or 0), cost


def balances(front: Shopfront) -> Sheet:
    """What customers owe and the points they have, by card, short name or id: to begin with."""
    counter, currency = without_till(front), front.shop.currency

    def rows() -> Iterator[Cells]:
        for row in front.store.documents("customers", copy=False):
            if not row.get("merged") and not row.get("erased"):
                owes = amount_cell(row.get("balance") or 0, currency)
                yield {"customer": row["id"], "owes": owes, "points": str(row.get("points") or 0)}

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        owes = parse_amount(after["owes"] or "0", currency)
        if tx is not None:
            opening.set_owed(counter, tx, after["customer"], owes)
            opening.set_points(counter, tx, after["customer"], int(after["points"] or 0))

    columns = (
        Column("customer", lambda cell: account_of(counter, cell).code),
        Column("owes", _MONEY, number=True),
        Column("points", decimals(0), number=True),
    )
    return Sheet("balances", columns, 1, rows, write)


def vouchers(front: Shopfront) -> Sheet:
    """Vouchers and store credit that another till issued, with what is left on them."""
    counter, currency = without_till(front), front.shop.currency

    def rows() -> Iterator[Cells]:
        for row in front.store.documents("vouchers", copy=False):
            left = amount_cell(row["balance"], currency)
            yield {"code": row["code"], "type": row["type"], "left": left, "until": row.get("until") or ""}

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        left = parse_amount(after["left"] or "0", currency)
        if tx is not None:
            opening.issue_voucher(counter, tx, after["code"], after["type"], left, after["until"])

    columns = (
        Column("code", lambda cell: text(32)(cell).upper()),
        Column("type", _CODE, needed=True),
        Column("left", _PRICE, number=True, needed=True),
        Column("until", lambda cell: checked_day(cell) if cell else ""),
    )
    return Sheet("vouchers", columns, 1, rows, write)


def earlier(front: Shopfront) -> Sheet:
    """What an earlier till turned over by day, department and tax: to compare with; in no Z or return."""
    names = ("day", "department", "tax", "gross", "net", "sales")

    def write(tx: Any, before: Cells | None, after: Cells) -> None:
        key = "\n".join(after[name] for name in names[:3])
        _put(tx, "earlier", "code", {"v": 1, "code": key, **{name: after[name] for name in names}})

    columns = (
        Column("day", checked_day),
        Column("department", _CODE),
        Column("tax", _CODE),
        Column("gross", _MONEY, number=True, needed=True),
        Column("net", _MONEY, number=True),
        Column("sales", decimals(0), number=True),
    )
    return Sheet("earlier", columns, 3, lambda: _flat(front, "earlier", names), write)


SHEETS: Final[Mapping[str, tuple[Callable[[Shopfront], Sheet], str]]] = {
    "departments": (departments, "items.change"),
    "prices": (prices, "promotions.change"),
    "stock": (stock, "stock.change"),
    "suppliers": (suppliers, "orders.change"),
    "supplies": (supplies, "orders.change"),
    "customers": (people, "customers.export"),
    "balances": (balances, "customers.change"),
    "vouchers": (vouchers, "voucher.issue"),
    "earlier": (earlier, "settings.change"),
}
"""By what people call them: the table, and the right that importing it needs."""
