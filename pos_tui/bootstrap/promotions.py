"""The shop's promotions, for the commands: read from files and words, recorded, listed, tried on a basket."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.barcode import kept_gtin
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.promotion import OWN_NUMBERS, Goods, Part, Promotion
from pos_tui.core.promotion_text import parse_promotion, said_goods, said_terms
from pos_tui.core.words import _
from pos_tui.services import promotions as recording
from pos_tui.services.coupons import TABLE

if TYPE_CHECKING:
    from .front import Shopfront

_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No two look alike, and they make no words."""
_LENGTH: Final = 12


@dataclass(slots=True)
class Codes:
    """Finds the SKU of whatever code a promotion names its goods by; one that nothing has yet stays."""

    front: Shopfront
    unknown: set[str] = field(default_factory=set)

    def __call__(self, code: str) -> str:
        catalogue = self.front.catalogue
        if catalogue.get(code) is not None:
            return code
        key = kept_gtin(code)
        found = catalogue.by_code(code) or (catalogue.by_gtin(key) if key else ())
        if len(found) == 1:
            return found[0].sku
        self.unknown.add(code)
        return code


def author(front: Shopfront, why: str) -> recording.Author:
    """Who changes promotions now."""
    return recording.Author(front.operator, front.clock(), why)


def add(front: Shopfront, texts: Mapping[str, Any], why: str) -> tuple[recording.Changed, set[str]]:
    """Records one promotion; returns what changed, and codes of goods that no item has. Raises PosError."""
    codes = Codes(front)
    promotion = parse_promotion(texts, codes)
    told = recording.put(front.store, front.shop.currency, [promotion], author(front, why))
    return told, codes.unknown


def read_in(
    front: Shopfront, file: Path, why: str, *, is_whole: bool = False
) -> tuple[recording.Changed, set[str]]:
    """Records the promotions of a TOML or CSV file in one commit; returns the same as `add`.

    Raises InvalidValue, naming the row; StoreError. Then nothing is recorded.
    """
    codes = Codes(front)
    found: dict[str, Promotion] = {}
    for place, texts in rows(file):
        try:
            promotion = parse_promotion(texts, codes)
            before = found.get(promotion.code)
            found[promotion.code] = promotion if before is None else _joined(before, promotion)
        except InvalidValue as error:
            raise InvalidValue(_("{place}: {why}", place=place, why=error.message)) from error
    told = recording.put(
        front.store, front.shop.currency, found.values(), author(front, why), is_whole=is_whole
    )
    return told, codes.unknown


def rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(where it stands, its fields) of each promotion of a file. Raises InvalidValue."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue(_("{file} cannot be read: {error}", file=file, error=error)) from error
    if file.suffix.lower() == ".toml":
        yield from _toml_rows(text, file)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        if None in row:
            raise InvalidValue(_("line {line} has more cells than there are columns", line=reader.line_num))
        said = {name.strip().lower(): value or "" for name, value in row.items()}
        yield _("line {line}", line=reader.line_num), said


def _toml_rows(text: str, file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    import tomllib

    try:
        tables = tomllib.loads(text, parse_float=Decimal).get("promotion", [])
    except tomllib.TOMLDecodeError as error:
        raise InvalidValue(_("{file} cannot be read: {error}", file=file, error=error)) from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InvalidValue(_("{file}: each promotion begins with [[promotion]]", file=file))
    for place, table in enumerate(tables, 1):
        said = {name: _joined_text(name, value) for name, value in table.items()}
        yield _("promotion {place}", place=place), said


def _joined_text(name: str, value: object) -> str:
    """A list of TOML as the text that means the same."""
    if isinstance(value, list):
        return (" + " if name == "goods" else " ").join(map(str, value))
    return str(value)


def _joined(one: Promotion, other: Promotion) -> Promotion:
    """One promotion of two rows that differ in their goods only. Raises InvalidValue."""
    if replace(one, parts=()) != replace(other, parts=()) or len(one.parts) != len(other.parts):
        raise InvalidValue(_("{code} is there already, with other terms", code=one.code))
    parts = tuple(
        Part(
            Goods(
                mine.goods.skus | more.goods.skus,
                mine.goods.departments | more.goods.departments,
                mine.goods.without | more.goods.without,
            ),
            mine.count,
        )
        for mine, more in zip(one.parts, other.parts, strict=True)
    )
    return replace(one, parts=parts)


def issue(front: Shopfront, code: str, count: int) -> list[str]:
    """Records so many new coupons of a promotion, each good for once; returns their numbers.

    Raises Refused: it is no promotion of such coupons.
    """
    open_ones = [row for row in _documents(front) if row["promotion"] == code and row.get("until") is None]
    if not open_ones or open_ones[0].get("coupon") != OWN_NUMBERS:
        raise Refused(_("{code} is no promotion that holds with coupon='*'", code=code[:64]))
    numbers = ["".join(secrets.choice(_LETTERS) for _n in range(_LENGTH)) for _m in range(count)]
    with front.store.transaction(operator=front.operator) as tx:
        for number in numbers:
            tx.insert(TABLE, {"v": 1, "code": number, "promotion": code, "used": None})
    return numbers


def end(front: Shopfront, codes: Sequence[str], why: str) -> None:
    """Ends promotions. Raises Refused, StoreError."""
    for code in codes:
        recording.end(front.store, code, author(front, why))


def listed(front: Shopfront, *, everything: bool = False) -> list[dict[str, Any]]:
    """The promotions that hold or will hold; or every version there ever was."""
    return [_row(document) for document in _documents(front) if everything or document.get("until") is None]


def _documents(front: Shopfront) -> Iterable[Mapping[str, Any]]:
    return front.store.documents(recording.TABLE, copy=False)


def _row(document: Mapping[str, Any]) -> dict[str, Any]:
    promotion = Promotion.from_document(document)
    added, ended = document["added"], document.get("ended") or {}
    return {
        "code": promotion.code,
        "version": promotion.version,
        "name": promotion.name,
        "kind": promotion.kind.value,
        "goods": said_goods(promotion.parts),
        "terms": said_terms(promotion),
        "from": promotion.window.first or None,
        "to": promotion.window.last or None,
        "added": f"{added['time']} {added['operator']} {added['why']}".rstrip(),
        "ended": f"{ended['time']} {ended['operator']} {ended['why']}".rstrip() if ended else None,
    }
