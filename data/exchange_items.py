"""What a row of an item file says: each field checked and put in the form the store keeps.

A bad row is a value (`Problem`), never an exception: one wrong price must not stop a price list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from data.exchange_rows import Problem, Row
from pos_tui.core.age import OLDEST
from pos_tui.core.barcode import gtin14, is_digits, restored_gtin14
from pos_tui.core.charge import charges_text
from pos_tui.core.content import parse_content
from pos_tui.core.display import MARK
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import decimal, plain
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
    "stock",
)
NAME_LENGTH: Final = 200
CODE_LENGTH: Final = 64
GTIN_LENGTH: Final = 14
PRICE_DECIMALS: Final = 6
STOCK_DECIMALS: Final = 3
_TARE_LENGTH: Final = 20
_SELDOM: Final = ("content", "tare", "age", "with", "asks")
"""Fields that most items do not have; their documents say nothing of them."""
LIMIT: Final = 10**9
"""Prices in major units and stock stay below it."""

_PLAIN: Final = re.compile(r"(0|[1-9][0-9]{0,8})(?:\.([0-9]{0,5}[1-9]))?", re.ASCII)
"""A number as it is stored: nothing to check, nothing to change."""
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
_COMMA: Final = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?", re.ASCII)
"""1.234,56: points only where thousands have them, so that 1.19 is not taken for 119."""
NUMERIC: Final = frozenset(("price", "cost", "stock"))
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACING: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
"""Control characters that only lay a text out: real names have them where somebody pressed Enter."""
_NEVER: Final = re.compile("[\x00\ud800-\udfff]")
"""What no document of the store holds."""
_FREE: Final = ("name", "department")
"""Texts for people. The others are keys and numbers, where nothing is put right."""
NO_TAX: Final = N_("tax is missing, and the shop has several: say which is the usual one")
_WRONG_DIGIT: Final = N_("bar code with a wrong check digit")
_LOST_ZEROS: Final = N_("bar code that had lost its leading zeros")
_YES: Final = frozenset(("1", "yes", "y", "true", "t", "on", "x"))
_NO: Final = frozenset(("", "0", "no", "n", "false", "f", "off", "-"))
_UNITS: Final[Mapping[str, str]] = {
    word: unit
    for unit, words in {
        "each": "each ea unit units piece pieces pc pcs pce item items st stk",
        "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kgm",
        "g": "g gr gram grams gramme grammes grm",
        "l": "l lt ltr litre litres liter liters",
        "ml": "ml millilitre millilitres milliliter milliliters mlt",
        "m": "m metre metres meter meters mtr",
    }.items()
    for word in words.split()
}


@dataclass(slots=True)
class Notes:
    """What was taken as it is but may deserve a look, counted over a file."""

    counts: Counter[str] = field(default_factory=Counter)

    def texts(self) -> list[str]:
        """One line a kind, the most frequent first."""
        return [f"{count} × {what}" for what, count in self.counts.most_common()]


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

    def document(self, before: Mapping[str, Any] | None, default_tax: str | None) -> dict[str, Any]:
        """The item's document: what the row says over what there was, or over a new item's defaults."""
        document = {**_NEW, **(before or {}), **self.fields}
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


class _Refused(ValueError):
    """A field that cannot be taken; the message is the reason."""


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
        except _Refused as refused:
            return Problem(row.line, str(refused))

    def _parsed(self, row: Row) -> Parsed:
        texts = {name: text.strip() for name, text in row.texts.items()}
        joined = "".join(texts.values())
        if not joined.isprintable() and _CONTROL.search(joined):
            texts = self._without_controls(texts)
        if self._comma:
            texts = {name: _pointed(name, text) for name, text in texts.items()}
        sku = texts.get("sku", "")
        if not sku:
            raise _Refused(_("sku is empty"))
        if len(sku) > CODE_LENGTH:
            raise _Refused(
                _(
                    "sku has {count} characters; {code_length} are the limit",
                    count=len(sku),
                    code_length=CODE_LENGTH,
                )
            )
        fields = self._texts(texts, sku)
        for name in ("price", "cost"):
            if name in texts:
                fields[name] = _number(name, texts[name], PRICE_DECIMALS) if texts[name] else None
        self._measures(texts, fields)
        own = self._own_gtin(sku)
        if "gtin" in texts:
            codes = filter(None, map(str.strip, texts["gtin"].split(";")))
            fields["gtins"] = list(dict.fromkeys(map(self._gtin, codes)))
        stock = _number("stock", texts["stock"], STOCK_DECIMALS) if texts.get("stock") else None
        before = self._lines.setdefault(sku, row.line)
        if before != row.line:
            raise _Refused(_("sku '{sku}' is on line {before} too", sku=sku, before=before))
        return Parsed(row.line, sku, fields, own, stock)

    def _without_controls(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The row with one line a text, and a mark for what could steer a terminal or a printer."""
        clean: dict[str, str] = {}
        for name, text in texts.items():
            bad = (_NEVER if name in _FREE else _CONTROL).search(text)
            if bad:
                raise _Refused(
                    _("{name} holds the control character U+{ord:04X}", name=name, ord=ord(bad[0]))
                )
            line = _SPACING.sub(" ", text)
            clean[name] = _CONTROL.sub(MARK, line)
            if clean[name] != line:
                self.notes.counts[
                    _("control character in a {field}: shown as {mark}", field=name, mark=MARK)
                ] += 1
            elif line != text:
                self.notes.counts[_("line break or tab in a {field}: taken as a space", field=name)] += 1
        return clean

    def _texts(self, texts: Mapping[str, str], sku: str) -> dict[str, Any]:
        fields: dict[str, Any] = {"sku": sku}
        if "name" in texts:
            fields["name"] = texts["name"] or sku
            if not texts["name"]:
                self.notes.counts[_("name empty: the code is the name")] += 1
        for name, limit in (("name", NAME_LENGTH), ("department", CODE_LENGTH), ("plu", CODE_LENGTH)):
            text = texts.get(name, "")
            if len(text) > limit:
                raise _Refused(
                    _(
                        "{name} has {count} characters; {limit} are the limit",
                        name=name,
                        count=len(text),
                        limit=limit,
                    )
                )
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
                raise _Refused(_(NO_TAX))
            return usual
        code = text if text in self._taxes else self._folded_taxes.get(text.casefold())
        if code is None:
            raise _Refused(
                _(
                    "tax '{text}' is not set up in this shop: {taxes}",
                    text=text[:40],
                    taxes=", ".join(sorted(self._taxes)),
                )
            )
        return code

    def _measures(self, texts: Mapping[str, str], fields: dict[str, Any]) -> None:
        weighed = False
        if "weighed" in texts:
            word = texts["weighed"].lower()
            weighed = word in _YES
            if not weighed and word not in _NO:
                raise _Refused(_("weighed '{word}' is neither yes nor no", word=word[:40]))
            fields["weighed"] = weighed
        if "unit" in texts:
            fields["unit"] = self._unit(texts["unit"], weighed)
        if "content" in texts:
            fields["content"] = self._content(texts["content"])
        if "tare" in texts:
            if len(texts["tare"]) > _TARE_LENGTH:
                raise _Refused(_("tare is a name of the till's table, such as bag"))
            fields["tare"] = texts["tare"].casefold()
        if "age" in texts:
            fields["age"] = _age(texts["age"])
        if "asks" in texts:
            if texts["asks"].casefold() not in ("", "serial", "lot"):
                raise _Refused(_("asks '{text}' is neither serial nor lot", text=texts["asks"][:40]))
            fields["asks"] = texts["asks"].casefold()
        if "with" in texts:
            try:
                fields["with"] = charges_text(texts["with"])
            except InvalidValue as error:
                raise _Refused(error.message) from None

    def _content(self, text: str) -> str:
        try:
            return parse_content(text).text if text else ""
        except InvalidValue:
            self.notes.counts[_("content not understood, such as 330 ml would be: left out")] += 1
            return ""

    def _unit(self, text: str, weighed: bool) -> str:
        word = text.lower().rstrip(".")
        if word.startswith("1 "):
            word = word[2:].lstrip()
        unit = _UNITS.get(word)
        if unit is None:
            if word:
                self.notes.counts[_("unit unknown: kg where weighed, else each")] += 1
            return "kg" if weighed else "each"
        if unit == "each" and weighed:
            self.notes.counts[_("weighed, but the unit is each: taken as kg")] += 1
            return "kg"
        return unit

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
            raise _Refused(
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


def _age(text: str) -> int:
    """A minimum age, in whole years; 0 for none."""
    text = text.rstrip("+ ") or "0"
    if not (text.isascii() and text.isdigit()) or int(text[:4]) > OLDEST:
        raise _Refused(_("age '{text}' is no age in years: 18, or nothing", text=text[:40]))
    return int(text)


def _pointed(name: str, text: str) -> str:
    """A number with a decimal comma as one with a point; other fields as they are."""
    if name not in NUMERIC or not text:
        return text
    if not _COMMA.fullmatch(text):
        raise _Refused(_("{name} {text} is no number with a decimal comma", name=name, text=text[:40]))
    return text.replace(".", "").replace(",", ".")


def _number(name: str, text: str, decimals: int) -> str:
    """A number as it is stored: plain decimal text without needless zeros."""
    match = _PLAIN.fullmatch(text)
    if match and len(match[2] or "") <= decimals:
        return text
    try:
        value = decimal(text, name, decimals=decimals)
    except InvalidValue as error:
        raise _Refused(f"{name}: {error.message}") from None
    if value.is_signed() and value:
        raise _Refused(_("{name} {text} is negative", name=name, text=text))
    if value >= LIMIT:
        raise _Refused(
            _(
                "{name} {text} is over the limit: it has to stay below {decimal:,}",
                name=name,
                text=text,
                decimal=Decimal(LIMIT),
            )
        )
    return plain(value)
