"""What is seldom known of an item, as people and files write it, and as it is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from .content import parse_per
from .errors import InvalidValue
from .item import WHOLE, price_on
from .money import PRICE_DECIMALS, decimal, plain
from .quantity import DECIMALS
from .words import N_, _

ALLERGENS: Final = (
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soybeans",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
)
"""Regulation (EU) 1169/2011, Annex II; other words are kept as they are written."""
STATES: Final = ("active", "ended", "blocked")
"""ended: not listed any more, what is left still sells by its code; blocked: refused at the till."""
BY_PARTS: Final = "parts"
"""How a kit is taxed that is not `WHOLE`."""
LISTS: Final = frozenset(("parts", "options", "variant", "allergens", "coming"))
"""Fields that are lists of texts, which stand apart by ; in a cell."""
MOST: Final = 100
"""Parts, values and prices that one item can have."""
_MARK: Final = ";"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PART: Final = re.compile(r"(?:(\d+\.?\d*|\.\d+)\*)?(.+)", re.ASCII | re.DOTALL)
_LONGEST: Final = 64
_LIMIT: Final = Decimal(10**9)


def split(text: str) -> list[str]:
    """The texts of a cell, without what is empty. Raises InvalidValue for too many."""
    found = [part.strip() for part in text.split(_MARK) if part.strip()]
    if len(found) > MOST:
        raise InvalidValue(_("{count} values: at most {most}", count=len(found), most=MOST))
    return found


def parse_parts(text: str) -> list[list[str]]:
    """[sku, quantity] of each part, of a text such as "2*COLA; CHIPS". Raises InvalidValue."""
    parts: dict[str, Decimal] = {}
    for one in split(text):
        match = _PART.fullmatch(one)
        assert match is not None
        quantity, sku = decimal(match[1] or "1", _("quantity"), decimals=DECIMALS), match[2].strip()
        if not sku or len(sku) > _LONGEST or not quantity:
            raise InvalidValue(_("'{text}' is no part: write 2*SKU", text=one[:40]))
        parts[sku] = parts.get(sku, Decimal(0)) + quantity
    return [[sku, plain(quantity)] for sku, quantity in parts.items()]


def parse_coming(text: str) -> list[list[str]]:
    """[day, price] of each price to come, of "2026-12-01=1.29"; the first day first. Raises InvalidValue."""
    prices: dict[str, str] = {}
    for one in split(text):
        day, equals, price = one.partition("=")
        if not equals or not _DAY.fullmatch(day.strip()):
            raise InvalidValue(_("'{text}' is no price to come: write 2026-12-01=1.29", text=one[:40]))
        prices[checked_day(day.strip())] = checked_price(price)
    return [[day, prices[day]] for day in sorted(prices)]


def checked_price(text: str) -> str:
    """A price as it is stored. Raises InvalidValue."""
    value = decimal(text, _("price"), decimals=PRICE_DECIMALS)
    if not 0 <= value < _LIMIT:
        raise InvalidValue(_("the price {text} is below zero, or too high", text=text.strip()[:40]))
    return plain(value)


def checked_day(text: str) -> str:
    """A date as ISO text. Raises InvalidValue."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidValue(_("'{text}' is no date, such as 2026-11-23", text=text[:40])) from None


def parse_names(text: str) -> list[str]:
    """Names of options, values of a variant, allergens; each once, in their order. Raises InvalidValue."""
    found = list(dict.fromkeys(split(text)))
    for one in found:
        if len(one) > _LONGEST:
            raise InvalidValue(_("'{text}' is too long", text=one[:40]))
    return found


def parse_variant(text: str) -> list[str]:
    """The values of a variant, one for each option, in its parent's order. Raises InvalidValue."""
    return split(text)


def parse_status(text: str) -> str:
    """Stored as nothing where it is active. Raises InvalidValue."""
    word = text.casefold()
    if word not in ("", *STATES):
        raise InvalidValue(_("'{text}' is neither active, ended nor blocked", text=text[:40]))
    return "" if word == STATES[0] else word


def parse_taxed(text: str) -> str:
    """Whether a kit is one supply, at its own tax; stored as nothing where it is not. Raises InvalidValue."""
    word = text.casefold()
    if word not in ("", WHOLE, BY_PARTS):
        raise InvalidValue(_("'{text}' is neither parts nor whole", text=text[:40]))
    return "" if word == BY_PARTS else word


def parse_image(text: str) -> str:
    """The name of a picture's file, without any folder. Raises InvalidValue."""
    if len(text) > 255 or "/" in text or "\\" in text or text in (".", ".."):
        raise InvalidValue(_("'{text}' is no file's name: leave the folders out", text=text[:40]))
    return text


def parse_charges(text: str) -> str:
    """What is charged with it: deposits, fees (see `core.charge`). Raises InvalidValue."""
    from .charge import charges_text

    return charges_text(text)


def parse_code(text: str) -> str:
    """The SKU of another item. Raises InvalidValue."""
    if len(text) > _LONGEST:
        raise InvalidValue(_("'{text}' is no sku of an item", text=text[:40]))
    return text


def per_text(text: str) -> str:
    """What the unit price on labels is for, such as 100 g; nothing is the usual. Raises InvalidValue."""
    return parse_per(text).text if text else ""


PARSERS: Final = {
    "with": parse_charges,
    "parts": parse_parts,
    "taxed": parse_taxed,
    "options": parse_names,
    "parent": parse_code,
    "variant": parse_variant,
    "allergens": parse_names,
    "per": per_text,
    "image": parse_image,
    "status": parse_status,
    "coming": parse_coming,
}
"""Each gives what is stored, of a cell's text; nothing for an empty one. Raises InvalidValue."""


def shown(field: str, value: Any) -> Any:
    """A stored value as files have it: a text, or a list of texts."""
    if field == "parts":
        return [sku if qty == "1" and not _says_quantity(sku) else f"{qty}*{sku}" for sku, qty in value or ()]
    if field == "coming":
        return [f"{day}={price}" for day, price in value or ()]
    if field == "status":
        return value or STATES[0]
    return list(value or ()) if field in LISTS else value or ""


def _says_quantity(sku: str) -> bool:
    match = _PART.fullmatch(sku)
    return match is not None and match[1] is not None


def settled(document: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The document with the prices that have begun by a day as its price, and the others still to come."""
    settled = dict(document)
    coming = settled.pop("coming", None)
    if coming:
        settled["price"] = price_on(document, day)
        later = [step for step in coming if step[0] > day]
        if later:
            settled["coming"] = later
    return settled


def joined(values: str | Sequence[str] | Iterable[str]) -> str:
    """A list of texts as one cell."""
    return values if isinstance(values, str) else f"{_MARK} ".join(values)


FIELD_NAMES: Final[Mapping[str, str]] = {
    "sku": N_("SKU"),
    "gtin": N_("bar codes"),
    "plu": N_("short code"),
    "name": N_("name"),
    "price": N_("price"),
    "coming": N_("prices to come"),
    "cost": N_("cost"),
    "department": N_("department"),
    "tax": N_("tax"),
    "unit": N_("unit"),
    "weighed": N_("weighed"),
    "content": N_("content"),
    "per": N_("unit price per"),
    "tare": N_("tare"),
    "age": N_("minimum age"),
    "with": N_("charged with it"),
    "asks": N_("asks for"),
    "status": N_("status"),
    "parent": N_("variant of"),
    "variant": N_("is the variant"),
    "options": N_("has variants by"),
    "parts": N_("parts"),
    "taxed": N_("taxed as"),
    "allergens": N_("allergens"),
    "image": N_("picture"),
    "stock": N_("stock"),
}
"""What people call each field, in the order in which a form shows them."""
