"""Shelf labels of items: what stands on them, and which items need new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from devices.address import parse
from devices.errors import DeviceError
from devices.labels.label import Label, Symbology
from devices.labels.printer import check, print_labels
from pos_tui.core.barcode import has_check_digit, kept_gtin, short_gtin
from pos_tui.core.content import unit_price
from pos_tui.core.department import below
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item import ENDED, Item
from pos_tui.core.journal_query import JournalQuery
from pos_tui.core.money import format_price
from pos_tui.core.quantity import Unit
from pos_tui.core.records import utc_text
from pos_tui.core.words import _
from pos_tui.locale import formats, with_sign

from .days import today as today_of
from .departments import parents_of

if TYPE_CHECKING:
    from .front import Shopfront

MOST_COPIES: Final = 999
_MOST_BYTES: Final = 1 << 20
_PRINTED: Final = "labels"
"""The table of what was printed last, by SKU."""
_SYMBOLOGIES: Final[dict[int, Symbology]] = {8: "EAN8", 12: "EAN13", 13: "EAN13"}
_ON_LABELS: Final = frozenset(("sku", "name", "price", "unit", "content", "gtins", "plu", "per"))


def print_on(front: Shopfront, address: str, items: Sequence[Item], copies: int, day: str = "") -> bool:
    """Sends labels to a printer, those of a `day` to come dated so; whether it answered.

    What they say is kept, so that it is known which shelves are out of date. Raises Refused saying what to
    look at.
    """
    if not address:
        raise Refused(_("no label printer is set: pos config set label_printer zpl+tcp://192.0.2.8"))
    if not items:
        raise Refused(_("no item is to get a label"))
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(_("{copies} labels of each: from 1 to {most}", copies=copies, most=MOST_COPIES))
    try:
        place = parse(address)
        check(place, front.settings.label_size)
    except DeviceError as error:
        raise InvalidValue(error.message) from None
    labels = [(label_of(front, item, day), copies) for item in items]
    cache = front.store.machine_folder / "cache"
    try:
        answered = print_labels(place, labels, front.settings.label_size, cache)
    except DeviceError as error:
        raise Refused(
            _("no labels ({why}): is the label printer on, with paper in it?", why=error.message)
        ) from error
    if not front.store.readonly:
        keep_printed(front, items, day)
    return answered


def keep_printed(front: Shopfront, items: Iterable[Item], day: str = "") -> None:
    """Records what the labels of items say now, or from a `day` on, in one commit. Raises StoreError."""
    time = utc_text(front.clock())
    with front.store.transaction(operator=front.operator) as tx:
        for item in items:
            before = tx.find(_PRINTED, "code", item.sku)
            document = {"v": 1, "code": item.sku, "time": time, "says": said(front, item)}
            if day > today_of(front):
                now = [] if before is None else _says(before, today_of(front))
                document |= {"says": now, "next": [day, said(front, item)]}
            if before is None:
                tx.insert(_PRINTED, document)
            else:
                tx.put(_PRINTED, before.doc_id, document)


def said(front: Shopfront, item: Item) -> list[str]:
    """What a label says of an item, apart from the day."""
    label = label_of(front, item)
    return [label.name, label.price, label.per, label.unit_price, label.code]


def _says(printed: Mapping[str, Any], day: str) -> list[str]:
    """What stands on a shelf by a day: labels that were printed beforehand are there then."""
    begins, says = printed.get("next") or ("", printed["says"])
    return list(says if begins <= day else printed["says"])


def outdated(front: Shopfront, day: str) -> Iterator[Item]:
    """The items whose label says something else than was printed last, or never was, as of a business day."""
    on = day or today_of(front)
    there = {one["code"]: _says(one, on) for one in front.store.documents(_PRINTED, copy=False)}
    found = (item for item in _all(front, on) if item.status != ENDED and not item.options)
    changed = (item for item in found if there.get(item.sku) != said(front, item))
    yield from sorted(changed, key=lambda item: (item.name.casefold(), item.sku))


def beginning(front: Shopfront, day: str) -> Iterator[Item]:
    """The items with a price that begins by a day to come, at that price, by name."""
    now = today_of(front)
    for document in front.store.documents("items", copy=False):
        if any(now < begins <= day for begins, _price in document.get("coming") or ()):
            yield Item.from_document(document, day)


def on_day(front: Shopfront, items: Iterable[Item], day: str) -> list[Item]:
    """The same items at the prices of a day."""
    documents = (front.store.find("items", "sku", item.sku) for item in items)
    return [Item.from_document(document, day) for document in documents if document is not None]


def label_of(front: Shopfront, item: Item, day: str = "") -> Label:
    """What the shelf says of an item: in the shop's numbers, with the day it was printed, or holds from."""
    by_measure = unit_price(item, front.shop.currency)
    shown_per, price = "", _("open price")
    if item.price is not None:
        price = money(front, item.price)
    if by_measure is not None and item.unit is not Unit.EACH:
        price, shown_per, by_measure = money(front, by_measure[0]), by_measure[1], None
    code, symbology = _code(item)
    today = front.clock().astimezone(ZoneInfo(front.shop.timezone))
    number = _("PLU {plu}", plu=item.plu) if item.plu else item.sku
    return Label(
        item.name,
        price,
        shown_per,
        f"{money(front, by_measure[0])} / {by_measure[1]}" if by_measure else "",
        code,
        symbology,
        f"{number}  {day or format(today, '%Y-%m-%d')}",
    )


def money(front: Shopfront, price: Decimal) -> str:
    """A price as the shelf has it, with the currency's sign."""
    currency, locale = front.shop.currency, front.settings.locale
    text = format_price(price, currency).replace(".", formats(locale).mark)
    return with_sign(text, currency.code, locale)


def _code(item: Item) -> tuple[str, Symbology]:
    """(digits, kind) of what a scanner reads from the shelf: the item's first bar code, else its number."""
    for gtin in item.gtins:
        short = short_gtin(gtin)
        # A printer adds the check digit itself, so a wrong one would become another code.
        if len(short) in _SYMBOLOGIES and has_check_digit(short):
            return short.zfill(13) if len(short) == 12 else short, _SYMBOLOGIES[len(short)]
        return short, "CODE128"
    return (item.sku, "CODE128") if item.sku.isascii() and item.sku.isprintable() else ("", "")


def of_codes(front: Shopfront, codes: Iterable[str]) -> Iterator[Item]:
    """The items that codes name, in that order. Raises Refused naming the first that none or several have."""
    catalogue = front.catalogue
    for code in codes:
        key = kept_gtin(code)
        found = catalogue.by_code(code) or (catalogue.by_gtin(key) if key else ())
        found = found or catalogue.by_folded_code(code)
        if not found:
            raise Refused(_("no item has the code {code}", code=code[:40]))
        if len(found) > 1:
            names = ", ".join(item.sku for item in found[:5])
            raise Refused(
                _("several items have the code {code}: enter one of {names}", code=code[:40], names=names)
            )
        yield found[0]


def of_department(front: Shopfront, department: str) -> Iterator[Item]:
    """The items of a department and of what is a part of it, by name."""
    meant = below(department, parents_of(front.store))
    found = (item for item in _all(front) if item.department in meant)
    yield from sorted(found, key=lambda item: (item.name.casefold(), item.sku))


def changed_since(front: Shopfront, day: str) -> Iterator[Item]:
    """The items of which something on the label changed since a day of the shop began, by name."""
    zone = ZoneInfo(front.shop.timezone)
    begins = datetime.fromisoformat(day).replace(tzinfo=zone).timestamp() * 1000
    ids: set[int] = set()
    for batch in front.history.records(JournalQuery(zone, (), ("items",))):
        recent = [record for record in batch if record.t >= begins]
        ids.update(op[2] for record in recent for op in record.ops if _touches_label(op))
        if len(recent) < len(batch):
            break
    documents = (front.store.document("items", doc_id) for doc_id in ids)
    now = today_of(front)
    found = [Item.from_document(document, now) for document in documents if document is not None]
    yield from sorted(found, key=lambda item: (item.name.casefold(), item.sku))


def _touches_label(op: Sequence[Any]) -> bool:
    if op[:2] == ["put", "items"]:
        return True
    return op[:2] == ["set", "items"] and not _ON_LABELS.isdisjoint(op[3])


def codes_in(path: Path) -> list[str]:
    """The codes of a file, one a line; what follows a comma, semicolon or tab is left out.

    Raises Refused for a file that cannot be read.
    """
    try:
        text = path.read_bytes()[:_MOST_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("{path} cannot be read: {error}", path=str(path), error=str(error))) from None
    lines = (line.replace(";", ",").replace("\t", ",").split(",")[0].strip() for line in text.splitlines())
    return [code for code in lines if code and not code.startswith("#")]


def _all(front: Shopfront, day: str = "") -> Iterator[Item]:
    day = day or today_of(front)
    return (Item.from_document(document, day) for document in front.store.documents("items", copy=False))


def rows(front: Shopfront, items: Iterable[Item], day: str = "") -> list[dict[str, Any]]:
    """What stands on the label of each item, for scripts."""
    return [{"sku": item.sku, **asdict(label_of(front, item, day))} for item in items]
