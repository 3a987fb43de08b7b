"""Item files of other programs, read as ours: their columns, and variants and parts put together."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from data.exchange_rows import Problem, Row
from pos_tui.core.barcode import is_digits
from pos_tui.core.item_fields import joined

NAMES: Final = ("ospos", "square", "shopify", "loyverse", "odoo")
_OPTIONS: Final = ("option1", "option2", "option3")
_VALUES: Final = ("value1", "value2", "value3")
_HELP: Final = (
    *_OPTIONS,
    *_VALUES,
    "product",
    "variation",
    "part_sku",
    "part_count",
    "counted",
    "rate",
    "serial",
    "category",
)
"""What is read to make fields of, and is none."""
_SHARED: Final = ("department", "tax", "status", "weighed", "unit", "image")
"""What the first row of a product says for its variants."""
_FIGURES: Final = re.compile(r"[^0-9.,-]")
_VARIATION: Final = "variation"
_CODE: Final = "code "


@dataclass(frozen=True, slots=True)
class Preset:
    """One program's export."""

    name: str
    title: str
    header: tuple[str, ...]
    """Columns that every such file has; names of the same one stand apart by |."""
    code: tuple[str, ...]
    """The columns that may name an item, the best first."""
    columns: Mapping[str, tuple[str, ...]]
    """By field the columns it may be in; one that ends in * begins so."""
    states: Mapping[str, str]
    plain: frozenset[str]
    """Values of options that are none."""
    none: frozenset[str]
    """Prices that are none."""

    @classmethod
    def load(cls, name: str) -> Preset:
        """The preset of a name among NAMES."""
        found = tomllib.loads((files("data.presets") / f"{name}.toml").read_text("utf-8"))
        columns = {key: _several(value) for key, value in found["columns"].items()}
        return cls(
            name,
            found["title"],
            tuple(found["header"]),
            tuple(found["code"]),
            columns,
            found.get("status", {}),
            frozenset(found.get("plain", ())),
            frozenset(found.get("none", ())),
        )

    def knows(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns is such an export."""
        there = {name.casefold() for name in header}
        return all(any(one.casefold() in there for one in name.split("|")) for name in self.header)


def recognised(header: Sequence[str]) -> Preset | None:
    """The program whose export has these columns."""
    return next((preset for preset in map(Preset.load, NAMES) if preset.knows(header)), None)


@dataclass(slots=True)
class _Product:
    """Rows that belong together: a product with its variants, or with its parts."""

    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


class PresetRows:
    """Reads the rows of an export as rows of an item file; see `data.exchange_reading.Arranging`."""

    def __init__(self, preset: Preset, rates: Mapping[Decimal, str], place: str = "") -> None:
        """`rates` has the shop's tax code of each rate that only one has; of columns that there are for each
        place that of `place` is read, else the first."""
        self._preset, self._rates, self._place = preset, rates, place

    def columns(self, header: Sequence[str]) -> Mapping[str, str]:
        """The column of each field that a file with this header has, the name first."""
        codes = {f"{_CODE}{place}": (name,) for place, name in enumerate(self._preset.code)}
        wanted = {"name": (), **self._preset.columns, **codes}
        found = {field: _first(header, names, self._place) for field, names in wanted.items()}
        return {field: column for field, column in found.items() if column or field == "name"}

    def rows(self, rows: Iterable[Row | Problem]) -> Iterator[Row | Problem]:
        """One row an item: what has variants before these."""
        product = _Product()
        for row in rows:
            if isinstance(row, Problem):
                yield row
                continue
            texts = dict(row.texts)
            if product.rows and self._goes_on(product, texts):
                self._add(product, row.line, texts)
                continue
            yield from self._items(product)
            product = _Product()
            self._add(product, row.line, texts)
        yield from self._items(product)

    def _goes_on(self, product: _Product, texts: Mapping[str, str]) -> bool:
        """Whether a row belongs to the product of the rows before it."""
        if "product" not in self._preset.columns:
            return False
        key, first = texts.get("product", ""), product.rows[0][1].get("product", "")
        return key == first if key else not texts.get("name")

    def _add(self, product: _Product, line: int, texts: dict[str, str]) -> None:
        if texts.get("part_sku"):
            count = _figure(texts.get("part_count", "")) or "1"
            product.parts.append(f"{count}*{texts['part_sku']}")
            if product.rows:
                return
        product.rows.append((line, texts))

    def _items(self, product: _Product) -> Iterator[Row]:
        if not product.rows:
            return
        line, first = product.rows[0]
        variants = [(at, texts, self._values(texts)) for at, texts in product.rows]
        options = [first[name] for name in _OPTIONS if first.get(name)] or [_VARIATION]
        if not any(values for _at, _texts, values in variants):
            fields = self._fields(first, first)
            yield Row(line, {**fields, "sku": self._code(first), "parts": joined(product.parts)})
            return
        variants = [variant for variant in variants if variant[2]]  # the others are further pictures
        codes = [self._code(texts, values) for _at, texts, values in variants]
        parent = first.get("product") or first.get("name", "")
        while parent in codes:
            parent += "*"
        shared = {
            name: text for name, text in self._fields(first, first).items() if name in (*_SHARED, "name")
        }
        yield Row(line, {**shared, "sku": parent, "options": joined(options)})
        for (at, texts, values), code in zip(variants, codes, strict=True):
            name = " ".join((first.get("name", ""), *values))
            fields = {**self._fields(texts, first), "name": name, "parent": parent, "variant": joined(values)}
            yield Row(at, {**fields, "sku": code})

    def _values(self, texts: Mapping[str, str]) -> list[str]:
        found = [texts[name] for name in _VALUES if texts.get(name)] or [texts.get("variation", "")]
        return [value for value in found if value and value.casefold() not in self._preset.plain]

    def _code(self, texts: Mapping[str, str], values: Sequence[str] = ()) -> str:
        found = next((text for name, text in texts.items() if name.startswith(_CODE) and text), "")
        named = texts.get("product") or texts.get("name", "")
        return found.strip() or "-".join((named, *values))[:64]

    def _fields(self, texts: Mapping[str, str], first: Mapping[str, str]) -> dict[str, str]:
        """The fields of an item that a row has, where it says nothing those of its product's first row."""
        said = {
            name: text for name, text in texts.items() if name not in _HELP and not name.startswith(_CODE)
        }
        for name in _SHARED:
            if name in said and not said[name]:
                said[name] = first.get(name, "")
        for name in ("price", "cost"):
            if name in said:
                said[name] = "" if said[name].casefold() in self._preset.none else _figure(said[name])
        if "department" in said:
            said["department"] = said["department"] or texts.get("category", "") or first.get("category", "")
            said["department"] = re.split(r" / |>", said["department"])[-1].strip()
        if "status" in said:
            said["status"] = self._preset.states.get(said["status"].casefold(), "")
        if "image" in said:
            said["image"] = re.split(r"[/\\]", said["image"].partition("?")[0])[-1]
        if "gtin" in said:
            digits = said["gtin"].lstrip("'")  # Shopify's mark that keeps spreadsheets from rounding it
            said["gtin"] = digits if is_digits(digits) else ""
        self._reckon(texts, said)
        return said

    def _reckon(self, texts: Mapping[str, str], said: dict[str, str]) -> None:
        """What follows from other columns: the tax from its rate, serial numbers, whether it is counted."""
        rate = _figure(texts.get("rate", ""))
        if rate and Decimal(rate).normalize() in self._rates:
            said["tax"] = self._rates[Decimal(rate).normalize()]
        if texts.get("serial", "").casefold() in ("1", "y", "yes"):
            said["asks"] = "serial"
        if "stock" in said:
            stock = _figure(said["stock"])
            counted = texts.get("counted", "").casefold() not in ("n", "no", "0")
            said["stock"] = stock if counted and not stock.startswith("-") else ""


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _first(header: Sequence[str], names: Sequence[str], place: str = "") -> str:
    """The first column that has one of these names, or begins as one does that ends in *: then rather that
    which goes on with the name of a place."""
    for name in names:
        wanted = name.casefold().removesuffix("*")
        found = [
            column
            for column in header
            if column.casefold() == wanted or (name.endswith("*") and column.casefold().startswith(wanted))
        ]
        ours = (
            column for column in found if column[len(wanted) :].rstrip("]").casefold() == place.casefold()
        )
        if found:
            return next(ours, found[0])
    return ""


def _figure(text: str) -> str:
    """The number in a text such as $4,250.00 or 1.234,56 as plain decimal text; nothing where none is."""
    digits = _FIGURES.sub("", text).strip(".,")
    if "," in digits and "." in digits:
        thousands = "," if digits.rfind(".") > digits.rfind(",") else "."
        digits = digits.replace(thousands, "")
    elif digits.count(",") == 1 and len(digits.partition(",")[2]) != 3:
        digits = digits.replace(",", ".")
    digits = digits.replace(",", "")
    return digits if re.fullmatch(r"-?\d+(\.\d+)?", digits) else ""
