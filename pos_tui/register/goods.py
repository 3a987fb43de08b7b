"""Goods as they are entered in the stockroom: `[qty*]CODE`, `[qty*]CODE@COST`, `CODE=COUNTED`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import EXACT, PRICE_DECIMALS, decimal, plain
from pos_tui.core.quantity import DECIMALS, Unit
from pos_tui.core.words import _
from pos_tui.services import identifying, kits, selling

from .grammar import parse_entry, quoted

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.traits import Traits
    from pos_tui.services.counter import Counter
    from pos_tui.services.stockroom import Move

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TAIL = re.compile(r"\s+(lot|exp|zone)\s+(\S+)\Z")
_ONE = Decimal(1)
_COST_STEP = _ONE.scaleb(-PRICE_DECIMALS)


@dataclass(frozen=True, slots=True)
class Goods:
    """So much of an item."""

    item: Item
    quantity: Decimal
    cost: Decimal | None = None
    """Of one, in major units."""
    becomes: Decimal | None = None
    """What there is of it, where that was said."""
    lot: str = ""
    expires: str = ""
    zone: str = ""

    @property
    def move(self) -> Move:
        """As the stockroom takes it."""
        from pos_tui.services.stockroom import Move

        return Move(self.item.sku, self.quantity, self.cost, self.lot, self.expires, becomes=self.becomes)


def parse_goods(counter: Counter, text: str, mark: str = ".") -> Goods:
    """The goods of `[qty*]CODE[@COST | =COUNTED] [lot LOT] [exp DAY] [zone ZONE]`.

    A label's lot, expiry, count and weight are taken from it. A quantity may be below zero. A pack is so
    many of what is in it, at its share of the cost.

    Raises:
        UnknownCode, SeveralItems, Refused: it means no item, not so much of it, or a kit of several.
    """
    text, said = _tails(text.strip())
    entry = parse_entry(text, lambda code: identifying.is_exact_code(counter, code), mark)
    if not entry.code:
        raise InvalidValue(_("name an item: 12*CODE"))
    item, measured = identifying.find_item(counter, entry.code)
    quantity = _ONE if entry.quantity is None else _number(entry.quantity, mark)
    lot, expires = said.get("lot", ""), said.get("exp", "")
    if measured is not None:
        weighs = item.unit is not Unit.EACH and measured.weight is not None
        quantity *= measured.weight if weighs and measured.weight else Decimal(measured.count or 1)
        lot = lot or measured.traits.lot
        expires = expires or _expiry(measured.traits)
    becomes = None if entry.total is None else _number(entry.total, mark)
    cost = None if entry.price is None else _cost(entry.price, mark)
    _check(item, quantity if becomes is None else becomes)
    found = Goods(item, quantity, cost, becomes, lot, checked_day(expires), said.get("zone", ""))
    return _unpacked(counter, found) if item.parts else found


def named_item(counter: Counter, text: str, mark: str = ".") -> Item:
    """The item that an entry names, packs and kits as they are. Raises as `parse_goods`."""
    text, _said = _tails(text.strip())
    entry = parse_entry(text, lambda code: identifying.is_exact_code(counter, code), mark)
    return identifying.find_item(counter, entry.code)[0]


def _unpacked(counter: Counter, goods: Goods) -> Goods:
    """What is in a pack. Raises Refused for what is made of several things."""
    leaves = kits.leaves(counter, goods.item)
    inside = counter.catalogue.get(leaves[0][0]) if len(leaves) == 1 else None
    if inside is None:
        parts = ", ".join(sku for sku, _count in leaves)
        raise Refused(_("{name} is made of {parts}: book those", name=goods.item.name, parts=parts))
    count = leaves[0][1]
    return replace(
        goods,
        item=inside,
        quantity=EXACT.multiply(goods.quantity, count),
        cost=None if goods.cost is None else EXACT.divide(goods.cost, count).quantize(_COST_STEP),
        becomes=None if goods.becomes is None else EXACT.multiply(goods.becomes, count),
    )


def goods_of(counter: Counter, fields: dict[str, str]) -> Goods:
    """The goods of a row of a file: code, qty, cost, lot, expires, zone. Raises as `parse_goods`."""
    found = parse_goods(counter, fields["code"])
    if fields.get("qty"):
        quantity = _number(fields["qty"], ".")
        _check(found.item, quantity)
        # A label's own count says how many a piece of the row stands for.
        found = replace(found, quantity=found.quantity * quantity)
    cost = found.cost
    if fields.get("cost"):
        # Of what the row names: one piece, or one pack.
        cost = parse_goods(counter, f"{quoted(fields['code'])}@{fields['cost']}").cost
    expires = checked_day(fields.get("expires", "")) or found.expires
    return replace(
        found, cost=cost, lot=fields.get("lot") or found.lot, expires=expires, zone=fields.get("zone", "")
    )


def checked_day(text: str) -> str:
    """A day as ISO text, or nothing for nothing. Raises InvalidValue."""
    if not text:
        return ""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InvalidValue(_("'{text}' is no day, such as 2026-12-24", text=text[:40]))


def _tails(text: str) -> tuple[str, dict[str, str]]:
    said: dict[str, str] = {}
    while (match := _TAIL.search(text)) is not None:
        said[match[1]] = match[2]
        text = text[: match.start()]
    return text, said


def _expiry(traits: Traits) -> str:
    return traits.use_by or traits.sell_by or traits.best_before


def _number(text: str, mark: str) -> Decimal:
    text = text.replace(mark, ".")
    if selling.looks_like_barcode(text):
        raise InvalidValue(_("{text} is a bar code, not a quantity", text=text))
    return decimal(text, _("quantity"), decimals=DECIMALS)


def _cost(text: str, mark: str) -> Decimal:
    value = decimal(text.replace(mark, "."), _("cost"), decimals=PRICE_DECIMALS)
    if value < 0 or selling.looks_like_barcode(text):
        raise InvalidValue(_("'{text}' is no cost", text=text[:40]))
    return value


def _check(item: Item, quantity: Decimal) -> None:
    if item.unit is Unit.EACH and quantity != quantity.to_integral_value():
        raise InvalidValue(
            _(
                "{quantity} is not a whole number, and {name} comes by the piece",
                quantity=plain(quantity),
                name=item.name,
            )
        )
