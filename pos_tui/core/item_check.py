"""Looking a catalogue over: what would mislead a scanner, a customer or the books. Nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .barcode import has_check_digit, is_digits, short_gtin
from .charge import charges_of
from .money import EXACT, plain
from .words import N_, _

if TYPE_CHECKING:
    from .item import Item

KINDS = {
    "code": N_("a code that several items have"),
    "digit": N_("a bar code with a wrong check digit"),
    "tax": N_("a tax that the shop does not have"),
    "department": N_("a department that is missing"),
    "price": N_("a price that is missing, or nothing"),
    "cost": N_("a price below the cost"),
    "name": N_("a name that several items have"),
    "parts": N_("parts, variants or charges that do not fit"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an item that deserves a look."""

    kind: str
    """One of KINDS."""
    sku: str
    about: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What items are held against."""

    taxes: Mapping[str, Decimal]
    """By code, the part of a price that is net of tax: 1/1.2 where prices contain 20 %."""
    departments: Collection[str]


def check(items: Sequence[Item], shop: Surroundings) -> Iterator[Finding]:
    """All findings, kind by kind."""
    known = {item.sku: item for item in items}
    yield from _shared("code", items, _codes)
    yield from _shared("name", items, lambda item: [] if item.options else [" ".join(item.name.split())])
    for item in items:
        yield from _digits(item)
        yield from _books(item, shop)
        yield from _parts(item, known)


def _shared(kind: str, items: Iterable[Item], keys: Callable[[Item], Iterable[str]]) -> Iterator[Finding]:
    """What several items have, without regard to case; ended ones do not count."""
    holders: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if not item.status:
            for key in dict.fromkeys(key.casefold() for key in keys(item)):
                holders[key].append(item)
    for key, several in holders.items():
        if len(several) > 1:
            others = ", ".join(item.sku for item in several[1:6])
            yield Finding(kind, several[0].sku, _("{what}: {others} too", what=key, others=others))


def _codes(item: Item) -> list[str]:
    codes = [item.sku, *(short_gtin(gtin) for gtin in item.gtins)]
    return [*codes, item.plu] if item.plu else codes


def _digits(item: Item) -> Iterator[Finding]:
    codes = dict.fromkeys(map(short_gtin, item.gtins))
    if is_digits(item.sku) and len(item.sku) in (12, 13, 14):
        codes.setdefault(short_gtin(item.sku.zfill(14)))
    for code in codes:
        if not is_digits(code) or not has_check_digit(code):
            yield Finding("digit", item.sku, code)


def _books(item: Item, shop: Surroundings) -> Iterator[Finding]:
    net_of_tax = shop.taxes.get(item.tax)
    if net_of_tax is None:
        yield Finding("tax", item.sku, item.tax or _("none"))
    if not item.department:
        yield Finding("department", item.sku, _("none"))
    elif item.department not in shop.departments:
        yield Finding("department", item.sku, item.department)
    if item.price is None:
        if not item.parts and not item.options:
            yield Finding("price", item.sku, _("asked for at each sale"))
        return
    if item.price <= 0 and not item.options:
        yield Finding("price", item.sku, plain(item.price))
    net = EXACT.multiply(item.price, net_of_tax or Decimal(1))
    if item.cost is not None and net < item.cost:
        told = _("{price} without tax, cost {cost}", price=plain(round(net, 4)), cost=plain(item.cost))
        yield Finding("cost", item.sku, told)


def _parts(item: Item, known: Mapping[str, Item]) -> Iterator[Finding]:
    others = [*(sku for sku, _quantity in item.parts), *(one.sku for one in charges_of(item.comes_with))]
    for sku in (*others, *([item.parent] if item.parent else [])):
        if sku not in known:
            yield Finding("parts", item.sku, _("{sku} is no item", sku=sku))
    taxes = {known[sku].tax for sku, _quantity in item.parts if sku in known}
    if len(taxes) == 1 and taxes != {item.tax} and not item.whole:
        told = _("its parts are taxed otherwise: {taxes}", taxes=", ".join(sorted(taxes)))
        yield Finding("parts", item.sku, told)
    if _holds_itself(item, known):
        yield Finding("parts", item.sku, _("made of itself"))
    if item.sku in others[len(item.parts) :]:
        yield Finding("parts", item.sku, _("comes with itself"))
    parent = known.get(item.parent)
    if parent is not None and len(parent.options) != len(item.variant):
        told = _("{count} values for {options}", count=len(item.variant), options=", ".join(parent.options))
        yield Finding("parts", item.sku, told)


def _holds_itself(item: Item, known: Mapping[str, Item]) -> bool:
    seen: set[str] = set()
    left = [sku for sku, _quantity in item.parts]
    while left:
        sku = left.pop()
        if sku == item.sku:
            return True
        if sku not in seen and sku in known:
            seen.add(sku)
            left += [part for part, _quantity in known[sku].parts]
    return False
