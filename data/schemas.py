"""The tables the store knows: which are append-only, which fields name one document, which are indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Keys = Callable[[Mapping[str, Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What the store does for a table beyond keeping it."""

    append_only: bool = False
    unique: tuple[str, ...] = ()
    """Fields that name one document; a second document with the same value is refused."""
    indexed: tuple[str, ...] = ()
    """Fields looked up often; several documents may share a value. A list is indexed by each of its
    values."""
    computed: Mapping[str, Keys] | None = None
    """Indexes over values made from a document, under a name that no field has."""
    computed_from: tuple[str, ...] = ()
    """The fields that computed indexes look at."""
    named: frozenset[str] = field(init=False, default=frozenset())
    """The unique and the indexed fields."""
    watched: frozenset[str] = field(init=False, default=frozenset())
    """Every field that some index looks at."""

    def __post_init__(self) -> None:
        named = frozenset((*self.unique, *self.indexed))
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "watched", named.union(self.computed_from))

    def recomputed(self, fields: Mapping[str, Any]) -> Iterable[str]:
        """The computed indexes that change when these fields of a document do."""
        if self.computed is None or fields.keys().isdisjoint(self.computed_from):
            return ()
        return self.computed


def _folded(item: Mapping[str, Any]) -> tuple[str, ...]:
    """An item's codes without regard to case, where that makes a difference."""
    codes = [code for code in (item.get("sku"), item.get("plu")) if isinstance(code, str)]
    return tuple(dict.fromkeys(folded for code in codes if (folded := code.casefold()) != code))


def _stock_key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (f"{row.get('sku')}\n{row.get('location')}",)


_BY_CODE: Final = TableSpec(unique=("code",))
_APPENDED: Final = TableSpec(append_only=True, unique=("number",))

TABLES: Final[Mapping[str, TableSpec]] = {
    "items": TableSpec(
        unique=("sku",),
        indexed=("gtins", "plu", "parent"),
        computed={"folded": _folded},
        computed_from=("sku", "plu"),
    ),
    "departments": _BY_CODE,
    "labels": _BY_CODE,
    "earlier": _BY_CODE,
    "taxes": _BY_CODE,
    "service_taxes": _BY_CODE,
    "tax_periods": _BY_CODE,
    "price_lists": _BY_CODE,
    "list_prices": TableSpec(unique=("code",), indexed=("list",)),
    "promotions": _BY_CODE,
    "coupons": _BY_CODE,
    "slips": _BY_CODE,
    "reasons": _BY_CODE,
    "tender_types": _BY_CODE,
    "vouchers": _BY_CODE,
    "layaways": TableSpec(unique=("number",)),
    "accounts": _BY_CODE,
    "currencies": _BY_CODE,
    "suppliers": _BY_CODE,
    "operators": _BY_CODE,
    "devices": _BY_CODE,
    "tills": TableSpec(unique=("till",)),
    "settings": TableSpec(unique=("key",)),
    "customers": TableSpec(unique=("id",), indexed=("card", "merged")),
    "stock": TableSpec(
        indexed=("sku",), computed={"sku_location": _stock_key}, computed_from=("sku", "location")
    ),
    "sheets": _BY_CODE,
    "sheet_lines": _BY_CODE,
    "transfers": _BY_CODE,
    "orders": TableSpec(unique=("code",), indexed=("supplier",)),
    "supplies": TableSpec(unique=("code",), indexed=("sku", "supplier")),
    "sales": _APPENDED,
    "invoices": TableSpec(unique=("number", "for")),
    "afterwards": TableSpec(unique=("receipt",)),
    "movements": _APPENDED,
    "cash": _APPENDED,
    "shifts": _APPENDED,
    "events": _APPENDED,
}
_PLAIN: Final = TableSpec()


def spec_of(table: str) -> TableSpec:
    """The spec of a table; one the store has never heard of is a plain table of current documents."""
    return TABLES.get(table, _PLAIN)


def keys_of(spec: TableSpec, field: str) -> Keys:
    """What an index on `field` holds for a document: its value, or each value of its list; nothing for
    null."""
    if spec.computed is not None and field in spec.computed:
        return spec.computed[field]

    def keys(document: Mapping[str, Any]) -> tuple[Any, ...]:
        value = document.get(field)
        if isinstance(value, list):
            return tuple(dict.fromkeys(part for part in value if isinstance(part, str | int)))
        if value is None or isinstance(value, dict):
            return ()
        return (value,)

    return keys


def is_indexed(spec: TableSpec, field: str) -> bool:
    """Looking `field` up needs no scan."""
    return field in spec.named or (spec.computed is not None and field in spec.computed)
