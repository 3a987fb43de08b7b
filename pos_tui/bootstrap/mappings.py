"""Which column is what in files that come again: asked for once, kept by the names of their columns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from data.exchange_items import FIELDS
from data.exchange_presets import NAMES, Preset, PresetRows, recognised
from data.exchange_rows import mapping, nearest
from pos_tui.core.errors import InvalidValue
from pos_tui.core.tax import TaxCode
from pos_tui.core.words import _

from .days import today
from .pricelist import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from .front import Shopfront
    from .goods import Reading

_TABLE: Final = "settings"
_ASKED: Final = ("sku", "name", "price", "gtin", "department", "tax", "cost", "stock")
"""The fields that a person is asked for, the key first."""


def arranged(front: Shopfront, file: Path, how: Reading, preset: str = "") -> tuple[Reading, str]:
    """(how an item file is read, what to say of it).

    By the columns that were named, as the export of a program whose columns it has, or as files with these
    columns were read before. Raises InvalidValue, Refused.
    """
    header = columns_of(file, how.encoding)
    if preset and preset not in NAMES:
        raise InvalidValue(
            _("there is no preset '{name}'{hint}", name=preset[:40], hint=nearest(preset, NAMES))
        )
    found = Preset.load(preset) if preset else None if how.columns else recognised(header)
    if found is not None:
        arranging = PresetRows(found, _rates(front), how.location)
        return replace(how, arranging=arranging), _("read as an export of {program}", program=found.title)
    kept = None if how.columns else remembered(front, header)
    if kept is None:
        return how, ""
    pairs = [f"{field}={column}" for field, column in kept.items()]
    return replace(how, columns=pairs), _("read as before: {columns}", columns=", ".join(pairs))


def remembered(front: Shopfront, header: Sequence[str], of: str = "items") -> dict[str, str] | None:
    """The column of each field in files with this header, as somebody once said; None where nobody did."""
    document = front.store.find(_TABLE, "key", _key(header, of)) if header else None
    return None if document is None else dict(document["columns"])


def remember(
    front: Shopfront,
    header: Sequence[str],
    pairs: Sequence[str],
    of: str = "items",
    fields: Sequence[str] = FIELDS,
) -> None:
    """Keeps which column is what in files of a table with this header. Raises InvalidValue, StoreError."""
    columns = mapping(pairs, fields)
    if not header or not columns:
        return
    document = {"v": 1, "key": _key(header, of), "columns": columns}
    with front.store.transaction(operator=front.operator) as tx:
        there = tx.find(_TABLE, "key", document["key"])
        if there is None:
            tx.insert(_TABLE, document)
        elif there["columns"] != columns:
            tx.put(_TABLE, there.doc_id, document)


def open_questions(front: Shopfront, file: Path, how: Reading) -> list[str]:
    """The columns of a file of which nobody can tell what is the item's code; empty where that is known."""
    header = columns_of(file, how.encoding)
    known = how.columns or how.arranging or not header
    return [] if known or "sku" in {name.casefold() for name in header} else header


def proposals(header: Sequence[str]) -> dict[str, str]:
    """For each field that is asked for the column that looks like it; "" where none does."""
    there = {name.casefold(): name for name in header}
    return {field: next((there[word] for word in _WORDS[field] if word in there), "") for field in _ASKED}


def _key(header: Sequence[str], of: str = "items") -> str:
    names = "\n".join(sorted(name.casefold() for name in header))
    return f"columns:{of}:{hashlib.sha256(names.encode()).hexdigest()[:16]}"


def _rates(front: Shopfront) -> dict[Decimal, str]:
    """The tax code of each rate that only one of the shop's has today."""
    rates: dict[Decimal, list[str]] = {}
    for document in front.store.documents("taxes", copy=False):
        code = TaxCode.from_document(document)
        try:
            rate = sum((tax.rate for tax in code.effective(today(front))), Decimal(0))
        except InvalidValue:
            continue  # not in force yet
        rates.setdefault(rate.normalize(), []).append(code.code)
    return {rate: codes[0] for rate, codes in rates.items() if len(codes) == 1}


_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "sku": ("sku", "code", "item code", "item number", "article", "number", "id", "plu"),
    "name": ("name", "description", "item name", "product", "title", "item"),
    "price": ("price", "unit price", "sales price", "retail price", "selling price"),
    "gtin": ("gtin", "barcode", "bar code", "ean", "upc", "ean13"),
    "department": ("department", "category", "group", "type"),
    "tax": ("tax", "vat", "tax code", "tax class"),
    "cost": ("cost", "cost price", "purchase price", "unit cost"),
    "stock": ("stock", "quantity", "qty", "on hand", "in stock"),
}
"""What columns of each field are often called."""
