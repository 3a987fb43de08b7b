"""Suppliers and orders for the commands: from words and files, printed and exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import parse_amount, plain
from pos_tui.core.words import _
from pos_tui.register.goods import parse_goods
from pos_tui.services import purchasing, reordering, stockroom, suppliers
from pos_tui.services.purchasing import Wanted, said_state
from pos_tui.services.suppliers import SUPPLY_FIELDS, Supply, changed_supply

from .slips import ShopSlips
from .stockroom import Given, counter_of, goods, rows_of

if TYPE_CHECKING:
    from .front import Shopfront

__all__ = ["said_state"]
_COLUMNS: Final = ("code", *SUPPLY_FIELDS)
_PRINT_SECONDS: Final = 20.0


def put_supplier(front: Shopfront, code: str, pairs: Sequence[str], why: str = "") -> None:
    """Makes or changes a supplier from `name=Acme` and the like. Raises Refused."""
    suppliers.put(counter_of(front), code, _pairs(pairs), why)


def listed_suppliers(front: Shopfront) -> list[dict[str, Any]]:
    """The suppliers, with how much each has open orders of."""
    counter = counter_of(front)
    orders = [row["supplier"] for row in purchasing.listed(counter)]
    return [{**row, "orders": orders.count(row["code"])} for row in suppliers.listed(counter)]


def supply(front: Shopfront, supplier: str, code: str, pairs: Sequence[str], why: str = "") -> None:
    """Notes how a supplier sells an item: `their=AC-1 pack=12 cost=0.42 preferred=yes`. Raises Refused."""
    counter = counter_of(front)
    who = suppliers.get(counter, supplier)["code"]
    sku = parse_goods(counter, code).item.sku
    known = next((one for one in suppliers.supplies_of(counter, sku) if one.supplier == who), None)
    suppliers.supply(counter, [changed_supply(known or Supply(who, sku), _pairs(pairs))], why)


def read_supplies(
    front: Shopfront, supplier: str, file: Path, columns: Mapping[str, str] | None = None
) -> int:
    """Takes a supplier's list in one commit; returns how many. Raises Refused, naming the bad row."""
    counter = counter_of(front)
    who = suppliers.get(counter, supplier)["code"]
    found = []
    for line, texts in rows_of(file, _COLUMNS, columns or {}):
        try:
            sku = parse_goods(counter, texts.pop("code")).item.sku
            found.append(changed_supply(Supply(who, sku), texts))
        except Refused as error:
            raise Refused(_("line {line}: {reason}", line=line, reason=error.message)) from error
    suppliers.supply(counter, found)
    return len(found)


def supplies(front: Shopfront, supplier: str) -> list[dict[str, Any]]:
    """What a supplier sells. Raises Refused."""
    counter = counter_of(front)
    rows = suppliers.supplies_by(counter, suppliers.get(counter, supplier)["code"])
    names = {one.sku: counter.catalogue.get(one.sku) for one in rows}
    return [
        {**one.to_document(), "name": "" if (item := names[one.sku]) is None else item.name} for one in rows
    ]


def _pairs(pairs: Sequence[str]) -> dict[str, str]:
    texts = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise InvalidValue(_("'{pair}' says nothing: write FIELD=VALUE", pair=pair[:60]))
        texts[name.strip().lower()] = value.strip()
    return texts


# Orders


def listed(front: Shopfront, *, everything: bool = False) -> list[dict[str, Any]]:
    """The orders, newest first."""
    counter = counter_of(front)
    return [
        {
            "order": row["code"],
            "supplier": row["supplier"],
            "location": row["location"],
            "state": said_state(row),
            "made": row["made"]["time"][:10],
            "by": row["made"]["operator"],
            "lines": len(row["lines"]),
            "missing": plain(sum(purchasing.missing(row).values(), Decimal(0))),
            "total": purchasing.total_of(counter, row),
        }
        for row in purchasing.listed(counter, everything=everything)
    ]


def shown(front: Shopfront, code: str) -> dict[str, Any]:
    """An order, each line with what is `missing`. Raises Refused."""
    order = purchasing.get(counter_of(front), code)
    left = purchasing.missing(order)
    lines = [{**line, "missing": plain(left.get(line["sku"], Decimal(0)))} for line in order["lines"]]
    return {**order, "lines": lines}


def make(front: Shopfront, supplier: str, given: Given, place: str = "", note: str = "") -> dict[str, Any]:
    """Makes a draft; returns it. Raises Refused."""
    counter = counter_of(front)
    wanted = [Wanted(one.item.sku, one.quantity, one.cost) for one in goods(counter, given)]
    return purchasing.make(counter, supplier, wanted, place, note)


def suggest(front: Shopfront, place: str = "", supplier: str = "") -> list[dict[str, Any]]:
    """Makes a draft for each supplier of what runs low; returns them. Raises Refused."""
    return reordering.make_drafts(counter_of(front), place, supplier)


def set_lines(front: Shopfront, code: str, given: Given) -> dict[str, Any]:
    """Puts goods into a draft, so many of each; none takes an item out. Raises Refused."""
    counter = counter_of(front)
    order = purchasing.get(counter, code)
    for one in goods(counter, given):
        quantity = one.quantity if one.becomes is None else one.becomes
        order = purchasing.set_line(counter, code, Wanted(one.item.sku, quantity, one.cost))
    return order


def send(front: Shopfront, code: str) -> dict[str, Any]:
    """Notes that an order went out. Raises Refused."""
    return purchasing.send(counter_of(front), code)


def cancel(front: Shopfront, code: str, reason: str) -> dict[str, Any]:
    """Cancels what has not come. Raises Refused."""
    return purchasing.cancel(counter_of(front), code, reason)


def receive(front: Shopfront, code: str, given: Given, why: stockroom.Why, extra: str) -> dict[str, Any]:
    """Books in what came of an order; without goods all that is missing. Raises Refused."""
    counter = counter_of(front)
    some = given.entries or given.file is not None
    moves = [one.move for one in goods(counter, given)] if some else None
    freight = parse_amount(extra, front.shop.currency) if extra else 0
    return purchasing.receive(counter, code, moves, why, freight)


def paper(front: Shopfront, code: str) -> tuple[str, list[dict[str, Any]]]:
    """The paper of an order as text, and as it is printed. Raises Refused."""
    counter = counter_of(front)
    order = purchasing.get(counter, code)
    slips = ShopSlips(front)
    drafted = slips.draft("order", {**order, "who": suppliers.get(counter, order["supplier"])})
    return slips.text(drafted), drafted


def print_paper(front: Shopfront, drafted: Sequence[Mapping[str, Any]]) -> None:
    """Prints a paper on the receipt printer, and waits for it. Raises Refused."""
    from devices.address import parse
    from devices.errors import DeviceError
    from devices.printing import Printer
    from pos_tui.receipts.stored import from_stored

    if not front.settings.printer:
        raise Refused(_("no printer is set: pos config set printer tcp://192.0.2.7"))
    with TemporaryDirectory(prefix="pos-order-") as folder:
        try:
            printer = Printer(parse(front.settings.printer), Path(folder))
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        printer.submit(from_stored(drafted))
        if not printer.close(_PRINT_SECONDS):
            raise Refused(printer.status.trouble or _("the printer takes no data: is it on?"))
