"""Items in and out of the store's price list, for the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from data.exchange import FIELDS, ImportOptions, ImportResult, export_items, import_items
from data.exchange_encoding import guessed
from data.exchange_out import row_of
from data.exchange_rows import mapping
from pos_tui.core.item_fields import settled

from .days import today
from .itembook import Edit, ItemBook, texts_of
from .stockbook import ShopStock

if TYPE_CHECKING:
    from data.exchange_reading import Arranging

    from .front import Shopfront

__all__ = ["FIELDS", "ImportResult", "Reading", "described", "export", "read_in", "set_fields"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an item file is to be read; `columns` are texts like "sku=code"."""

    columns: Sequence[str] = ()
    format: Literal["csv", "jsonl"] | None = None
    encoding: str | None = None
    tax: str | None = None
    """Of items that name none."""
    skip_bad: bool = False
    dry_run: bool = False
    comma: bool = False
    """Numbers have a decimal comma."""
    arranging: Arranging | None = None
    """What another program's file means."""
    location: str = ""
    """Where the stock is that the file counts, if its rows do not say so; nothing is the shop's own place."""


def read_in(
    front: Shopfront, file: Path, how: Reading, progress: Callable[[int, int], None] | None = None
) -> ImportResult:
    """Imports an item file in one commit. Raises InvalidValue, Refused, StoreError: nothing is stored."""
    columns = mapping(how.columns, FIELDS)
    encoding = how.encoding or guessed(file, front.settings.locale)
    options = ImportOptions(
        columns,
        how.format,
        encoding,
        how.tax,
        how.comma,
        how.skip_bad,
        how.dry_run,
        today(front),
        how.arranging,
    )
    stock = ShopStock(front, how.location)
    return import_items(front.store, file, options, operator=front.operator, stock=stock, progress=progress)


def export(front: Shopfront, target: IO[bytes], format: Literal["csv", "jsonl"], location: str = "") -> int:
    """Writes all items in the form they are imported in, with the stock at a place (else the shop's own).

    Returns how many. Raises InvalidValue: there is no such place.
    """
    place = ShopStock(front, location).place("")
    return export_items(front.store, target, format, today(front), place)


def set_fields(
    front: Shopfront, sku: str, pairs: Sequence[str], *, new: bool = False, why: str = ""
) -> Mapping[str, Any]:
    """Changes fields of an item (texts like "price=1.20"), or makes a new one; returns its document.

    Raises:
        InvalidValue: a field or value is wrong. Refused: there is no such item, or there is one already.
    """
    (edited,) = ItemBook(front).change([Edit(sku, texts_of(pairs), new=new)], why)
    return edited.document


def described(front: Shopfront, document: Mapping[str, Any]) -> dict[str, Any]:
    """An item as of today, with its stock at this place: texts and lists of texts; None is not said."""
    day = today(front)
    row = row_of(settled(document, day))
    book = ShopStock(front)
    stock = book.there(str(document["sku"]), book.place(""))
    found = {("gtins" if name == "gtin" else name): value for name, value in row.items()}
    return {**found, "age": document.get("age"), "stock": stock}
