"""Identifying: which item a code means, however it is written, and what its label says besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.barcode import (
    case_content,
    gtin14,
    is_coupon,
    is_misread,
    kept_gtin,
    publication_gtin,
    short_gtin,
)
from pos_tui.core.errors import InvalidValue, Refused, SeveralItems, UnknownCode
from pos_tui.core.instore import Measured
from pos_tui.core.item import ENDED
from pos_tui.core.scan import GS, Scan
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.gs1 import Element, Message
    from pos_tui.core.item import Item

    from .counter import Counter

MAX_CODE = 128
Found = tuple["Item", Measured | None]


def is_exact_code(counter: Counter, text: str) -> bool:
    """Whether a text is the code of an item as it stands."""
    return bool(counter.catalogue.by_code(text))


def find_item(counter: Counter, text: str) -> Found:
    """The item of a code, and what its label says of price, weight, lot and the like.

    Looked up as it is, then as what its GS1 message names; else without regard to case, as GTIN, and by the
    shop's in-store masks, in this order.

    Raises:
        UnknownCode: nothing has it. SeveralItems: more than one has it.
    """
    found = counter.catalogue.by_code(text)
    if found:
        return _only(counter, found, text), None
    scan = Scan.parse(text, upc_e=counter.rules.upc_e)
    if scan.is_add_on or (scan.aim and not scan.code):
        message = _("only a part of the code was read: scan all of it again")
        raise UnknownCode(message, text[:MAX_CODE], misread=True)
    if scan.message and not scan.beside:
        return _by_message(counter, scan, text)
    item, measured = _by_code(counter, scan)
    if measured is None and scan.beside:
        measured = _label(_interpreted(counter, scan, text))
    return item, measured


def _by_code(counter: Counter, scan: Scan) -> Found:
    catalogue, code = counter.catalogue, scan.code
    if scan.aim and (found := catalogue.by_code(code)):
        return _only(counter, found, code), None
    folded = catalogue.by_folded_code(code)
    if len(folded) == 1:
        return _only(counter, folded, code), None
    for key in filter(None, (kept_gtin(code), publication_gtin(code))):
        if found := catalogue.by_gtin(key):
            return _only(counter, found, code), None
    for mask in counter.rules.masks:
        measured = mask.read(code)
        if measured and measured.misread:
            raise _misread(code)
        if measured and (found := _in_store(counter, measured)):
            return _only(counter, found, code), measured
    raise _unknown(counter, code)


def _in_store(counter: Counter, measured: Measured) -> tuple[Item, ...]:
    catalogue = counter.catalogue
    for code in measured.codes:
        key = gtin14(code)
        if found := catalogue.by_code(code) or (catalogue.by_gtin(key) if key else ()):
            return found
    return ()


def _by_message(counter: Counter, scan: Scan, text: str) -> Found:
    message = _said(counter, scan, text)
    if not message.gtin:
        raise _no_article(message, text)
    code = short_gtin(message.gtin)
    found = counter.catalogue.by_code(code) or counter.catalogue.by_gtin(message.gtin)
    if not found:
        raise _unknown(counter, code)
    return _only(counter, found, code), _label(message)


def _said(counter: Counter, scan: Scan, text: str) -> Message:
    """What a scan's message says. Raises UnknownCode, with what to do, where it is none that can be."""
    try:
        return _interpreted(counter, scan, text)
    except InvalidValue as error:
        if scan.is_web:
            message = _("that is a web address, and names no article: scan the bars beside it")
        else:
            message = _(
                "misread ({why}): scan it again, or type the digits below the bars", why=error.message
            )
        raise UnknownCode(message, _kept(text), misread=not scan.is_web) from None


def _interpreted(counter: Counter, scan: Scan, text: str) -> Message:
    from pos_tui.core.gs1 import interpret  # many a shop never scans one

    return interpret(_read(counter, scan, text))


def _read(counter: Counter, scan: Scan, text: str) -> tuple[Element, ...]:
    try:
        return counter.read_gs1(scan)
    except InvalidValue:
        if scan.beside:  # the bars alone say which item it is
            return ()
        raise


def _kept(text: str) -> str:
    return text.strip(GS)[:MAX_CODE]


def _no_article(message: Message, text: str) -> UnknownCode:
    from pos_tui.core.gs1 import COUPONS, named

    if message.key in COUPONS:
        return UnknownCode(_coupon_words(), _kept(text))
    words = _("that is {what}: scan the bars of the article itself", what=named(message.key))
    return UnknownCode(words, _kept(text))


def _coupon_words() -> str:
    return _("that is a coupon, and no item has its code: take its value off, as in /disc 1.00 all")


def _label(message: Message) -> Measured | None:
    """What the message says besides the item; None where that is nothing."""
    measured = Measured(
        "",
        message.price,
        message.weight,
        count=message.count,
        decimals=message.decimals,
        unit=message.unit,
        currency=message.currency,
        traits=message.traits,
    )
    return None if measured == Measured("") else measured


def _only(counter: Counter, items: tuple[Item, ...], code: str) -> Item:
    if len(items) == 1 and items[0].options:
        items = _variants(counter, items[0])
    if len(items) > 1:
        names = ", ".join(f"{item.sku} {item.name}" for item in items[:5])
        message = _("several items have the code {code}: enter one of {names}", code=code, names=names)
        raise SeveralItems(message, items)
    return items[0]


def _variants(counter: Counter, parent: Item) -> tuple[Item, ...]:
    """What an item with variants is sold as: the choice between them. Raises SeveralItems, Refused."""
    variants = tuple(item for item in counter.catalogue.variants(parent.sku) if item.status != ENDED)
    if not variants:
        raise Refused(_("{name} has no variants yet: pos items set makes them", name=parent.name))
    if len(variants) > 1:
        message = _(
            "which {name}? Choose {options}", name=parent.name, options=_(" and ").join(parent.options)
        )
        raise SeveralItems(message, variants, parent)
    return variants


def _unknown(counter: Counter, code: str) -> UnknownCode:
    if is_misread(code):
        return _misread(code)
    shown = code if len(code) <= 40 else code[:40] + "..."
    key = gtin14(code)
    if key and is_coupon(key):
        return UnknownCode(_coupon_words(), code[:MAX_CODE])
    content = case_content(key) if key else None
    inside = counter.catalogue.by_gtin(content) if content else ()
    if inside:
        message = _(
            "no item has the code {code}, which may be a case of {name}: enter how many, as in 12*{sku}",
            code=shown,
            name=inside[0].name,
            sku=inside[0].sku,
        )
        return UnknownCode(message, code[:MAX_CODE])
    return UnknownCode(_("no item has the code {code}", code=shown), code[:MAX_CODE])


def _misread(code: str) -> UnknownCode:
    message = _("{code}: misread, the check digit is wrong; scan it again", code=code[:MAX_CODE])
    return UnknownCode(message, code[:MAX_CODE], misread=True)
