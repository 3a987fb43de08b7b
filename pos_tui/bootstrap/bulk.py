"""Many items changed at once: those that conditions mean, by values or by rules for prices, from a day on."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from data.exchange_items import FIELDS
from data.exchange_rows import mapping
from pos_tui.core.errors import InvalidValue
from pos_tui.core.folding import folded
from pos_tui.core.item_fields import checked_day, checked_price, joined, parse_coming
from pos_tui.core.money import decimal
from pos_tui.core.repricing import PriceRounding, changed_price, is_rule
from pos_tui.core.words import _

from .days import today
from .itembook import Edit, Edited, ItemBook

if TYPE_CHECKING:
    from .front import Shopfront

_CONDITION: Final = re.compile(r"\s*(\w+)\s*(!=|<=|>=|=|<|>|~)(.*)", re.ASCII | re.DOTALL)
_ORDERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBERS: Final = frozenset(("price", "cost", "age"))
_SUMS: Final = frozenset(("price", "cost"))


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of an item has to be."""

    field: str
    order: str
    """= != < <= > >= compare numbers, else texts without regard to case; ~ asks for all words."""
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """From texts such as department=Bakery, price<1.00, name~milk choc. Raises InvalidValue."""
        match = _CONDITION.fullmatch(text)
        if match is None:
            raise InvalidValue(
                _("'{text}' is no condition: department=Bakery, price<1, name~milk", text=text[:60])
            )
        field, order, value = match[1].lower(), match[2], match[3].strip()
        mapping([f"{field}=x"], FIELDS)
        if field == "stock":
            raise InvalidValue(_("stock is no field of an item: pos stock has what is there"))
        if field in _NUMBERS and value and order != "~":
            decimal(value, field)
        return cls(field, order, value)

    def holds(self, texts: Mapping[str, str]) -> bool:
        """Whether an item with these fields is meant."""
        text = texts[self.field]
        if self.order == "~":
            there = folded(text)
            return all(word in there for word in folded(self.value).split())
        order = _ORDERS[self.order]
        if self.field in _NUMBERS and text and self.value:
            return order(Decimal(text), Decimal(self.value))
        if self.order in ("=", "!="):
            return order(text.casefold(), self.value.casefold())
        return bool(text) and order(text, self.value)


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is to happen."""

    conditions: Sequence[Condition]
    texts: Mapping[str, str]
    """Values by field; price and cost may be rules such as +5%."""
    rounding: PriceRounding
    begins: str = ""
    """The business day from which a price holds; at once without it."""


def matching(front: Shopfront, conditions: Sequence[Condition]) -> Iterator[dict[str, str]]:
    """The items that all conditions mean, as texts, in the order they were made."""
    book = ItemBook(front)
    for document in front.store.documents("items", copy=False):
        texts = book.texts(document)
        if all(condition.holds(texts) for condition in conditions):
            yield texts


def apply(front: Shopfront, bulk: Bulk, why: str, *, dry_run: bool) -> list[Edited]:
    """Changes all items that are meant, in one commit; those that differ. Raises InvalidValue, Refused."""
    if bulk.begins and not (set(bulk.texts) == {"price"} and checked_day(bulk.begins) > today(front)):
        raise InvalidValue(_("only a price begins with a day, and that day is still to come"))
    edits = [
        Edit(texts["sku"], _new_texts(front, bulk, texts), texts)
        for texts in matching(front, bulk.conditions)
    ]
    edited = ItemBook(front).change(edits, why, dry_run=dry_run) if edits else []
    return [one for one in edited if one.differences]


def ruled(pair: tuple[str, str]) -> bool:
    """Whether a field is to be changed by a rule, such as price by +5%."""
    return pair[0] in _SUMS and is_rule(pair[1])


def price_from(texts: Mapping[str, str], day: str, price: str) -> dict[str, str]:
    """The change of an item that gives it another price from a day on. Raises InvalidValue."""
    steps = [step for step in parse_coming(texts["coming"]) if step[0] != day]
    coming = sorted([*steps, [day, checked_price(price)]])
    return {"coming": joined(f"{begins}={cost}" for begins, cost in coming)}


def _new_texts(front: Shopfront, bulk: Bulk, texts: Mapping[str, str]) -> dict[str, str]:
    found = {
        field: changed_price(texts[field], value, bulk.rounding, front.shop.currency)
        if ruled((field, value))
        else value
        for field, value in bulk.texts.items()
    }
    if not bulk.begins:
        return found
    return price_from(texts, bulk.begins, found["price"]) if found["price"] else {}
