"""What a row of an item file says: each field checked and put in the form the store keeps.

A bad row is a value (`Problem`), never an exception: one wrong price must not stop a price list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from data.exchange_cells import (
    PRICE_DECIMALS,
    STOCK_DECIMALS,
    BadCell,
    Notes,
    cleaned,
    number,
    text_within,
)
from data.exchange_measures import measures
from data.exchange_rows import Problem, Row
from pos_tui.core.barcode import gtin14, is_digits, restored_gtin14
from pos_tui.core.errors import InvalidValue
from pos_tui.core.item_fields import PARSERS
from pos_tui.core.words import N_, _

FIELDS: Final = (
    "sku",
    "gtin",
    "plu",
    "name",
    "price",
    "cost",
    "department",
    "tax",
    "unit",
    "weighed",
    "content",
    "tare",
    "age",
    "with",
    "asks",
    "coming",
    "parts",
    "taxed",
    "parent",
    "variant",
    "options",
    "status",
    "per",
    "allergens",
    "image",
    "location",
    "stock",
)
"""What an item file may say, in the order in which all of it is written."""
OF_STOCK: Final = ("location", "stock")
"""Fields that are not the item's own: how many there are of it, and where."""
NAME_LENGTH: Final = 200
CODE_LENGTH: Final = 64
GTIN_LENGTH: Final = 14
_LENGTHS: Final = {"name": NAME_LENGTH, "department": CODE_LENGTH, "plu": CODE_LENGTH}
_SELDOM: Final = ("content", "tare", "age", "asks", *PARSERS)
"""Fields that most items do not have; their documents say nothing of them."""
_NEW: Final[Mapping[str, Any]] = {
    "v": 1,
    "sku": "",
    "gtins": [],
    "plu": None,
    "name": "",
    "price": None,
    "cost": None,
    "department": "",
    "tax": None,
    "unit": "each",
    "weighed": False,
}
NUMERIC: Final = frozenset(("price", "cost", "stock"))
WHY: Final = "why"
"""Of a stored item: why it was changed last."""
_FREE: Final = ("name", "department")
"""Texts for people. The others are keys and numbers, where nothing is put right."""
NO_TAX: Final = N_("tax is missing, and the shop has several: say which is the usual one")
_WRONG_DIGIT: Final = N_("bar code with a wrong check digit")
_LOST_ZEROS: Final = N_("bar code that had lost its leading zeros")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A good row."""

    line: int
    sku: str
    fields: dict[str, Any]
    """Fields of the item's document that the file has; the others keep what they were."""
    own_gtin: str | None
    """The SKU as GTIN-14, where it is one."""
    stock: str | None
    """The quantity there is, as decimal text; None where the file does not say."""
    location: str
    """Where, as the file says it; nothing is where stock usually is."""

    def document(self, before: Mapping[str, Any] | None, default_tax: str | None) -> dict[str, Any]:
        """The item's document: what the row says over what there was, or over a new item's defaults."""
        document = {**_NEW, **(before or {}), **self.fields}
        document.pop(WHY, None)
        for name in _SELDOM:
            if not document.get(name):
                document.pop(name, None)
        document["name"] = document["name"] or self.sku
        document["tax"] = document["tax"] or default_tax
        gtins = document["gtins"]
        if self.own_gtin is not None and self.own_gtin not in gtins:
            document["gtins"] = [*gtins, self.own_gtin]
        if document["weighed"] and document["unit"] == "each":
            document["unit"] = "kg"
        return document


class ItemParser:
    """Turns rows into items, remembering which SKUs the file had."""

    def __init__(
        self,
        taxes: Collection[str],
        default_tax: str | None,
        *,
        departments: Mapping[str, str] = MappingProxyType({}),
        comma: bool = False,
    ) -> None:
        """`taxes` are the shop's tax codes; `default_tax` is taken where neither a row nor its department, by
        `departments`, names one. With `comma` numbers have a decimal comma, and points group their digits.
        """
        self._taxes = frozenset(taxes)
        self._default_tax = default_tax
        self._departments = departments
        self._comma = comma
        self._folded_taxes = {code.casefold(): code for code in taxes}
        self._lines: dict[str, int] = {}
        self.notes = Notes()

    def usual_tax(self, row: Parsed, before: Mapping[str, Any] | None) -> str | None:
        """The tax of a row's item if it has none: its department's, else the usual one."""
        there = before["department"] if before is not None else ""
        return self._tax_of(row.fields.get("department", there))

    def _tax_of(self, department: str) -> str | None:
        return self._departments.get(department) or self._default_tax

    def parse(self, row: Row) -> Parsed | Problem:
        """What the row says, or why it cannot be taken."""
        try:
            return self._parsed(row)
        except BadCell as refused:
            return Problem(row.line, str(refused))

    def _parsed(self, row: Row) -> Parsed:
        texts = cleaned(row.texts, _FREE, self.notes, NUMERIC if self._comma else ())
        sku = texts.get("sku", "")
        if not sku:
            raise BadCell(_("sku is empty"))
        text_within("sku", sku, CODE_LENGTH)
        fields = self._texts(texts, sku)
        for name in ("price", "cost"):
            if name in texts:
                fields[name] = number(name, texts[name], PRICE_DECIMALS) if texts[name] else None
        fields.update(measures(texts, self.notes))
        for name, parse in PARSERS.items():
            if name in texts:
                fields[name] = _parse(name, parse, texts[name])
        own = self._own_gtin(sku)
        if "gtin" in texts:
            codes = filter(None, map(str.strip, texts["gtin"].split(";")))
            fields["gtins"] = list(dict.fromkeys(map(self._gtin, codes)))
        stock = number("stock", texts["stock"], STOCK_DECIMALS) if texts.get("stock") else None
        before = self._lines.setdefault(sku, row.line)
        if before != row.line:
            raise BadCell(_("sku '{sku}' is on line {before} too", sku=sku, before=before))
        return Parsed(row.line, sku, fields, own, stock, texts.get("location", ""))

    def _texts(self, texts: Mapping[str, str], sku: str) -> dict[str, Any]:
        fields: dict[str, Any] = {"sku": sku}
        if "name" in texts:
            fields["name"] = texts["name"] or sku
            if not texts["name"]:
                self.notes.counts[_("name empty: the code is the name")] += 1
        for name, limit in _LENGTHS.items():
            text_within(name, texts.get(name, ""), limit)
        if "department" in texts:
            fields["department"] = texts["department"]
        if "plu" in texts:
            fields["plu"] = texts["plu"] or None
        if "tax" in texts:
            fields["tax"] = self._tax(texts["tax"], texts.get("department", ""))
        return fields

    def _tax(self, text: str, department: str) -> str:
        if not text:
            usual = self._tax_of(department)
            if usual is None:
                raise BadCell(_(NO_TAX))
            return usual
        code = text if text in self._taxes else self._folded_taxes.get(text.casefold())
        if code is None:
            raise BadCell(
                _(
                    "tax '{text}' is not set up in this shop: {taxes}",
                    text=text[:40],
                    taxes=", ".join(sorted(self._taxes)),
                )
            )
        return code

    def _own_gtin(self, sku: str) -> str | None:
        """The SKU as GTIN-14: most shops key their items by bar code."""
        if not is_digits(sku):
            return None
        own = restored_gtin14(sku)
        if own is None and len(sku) in (12, 13, 14):
            self.notes.counts[_(_WRONG_DIGIT)] += 1
        elif own is not None and 8 < len(sku) < 12:
            self.notes.counts[_(_LOST_ZEROS)] += 1
        return own

    def _gtin(self, code: str) -> str:
        if not is_digits(code) or len(code) > GTIN_LENGTH:
            raise BadCell(
                _(
                    "gtin '{code}' is no bar code: at most {gtin_length} digits",
                    code=code[:40],
                    gtin_length=GTIN_LENGTH,
                )
            )
        found = restored_gtin14(code)
        if found is None:
            self.notes.counts[_(_WRONG_DIGIT)] += 1
        elif gtin14(code) is None:
            self.notes.counts[_(_LOST_ZEROS)] += 1
        return found or code.zfill(GTIN_LENGTH)


def _parse(name: str, parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except InvalidValue as error:
        raise BadCell(f"{name}: {error.message}") from None
