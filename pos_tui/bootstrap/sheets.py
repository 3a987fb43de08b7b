"""Sheets and counts for the commands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import UnknownCode
from pos_tui.core.money import plain
from pos_tui.core.words import _
from pos_tui.register.goods import Goods, parse_goods
from pos_tui.services import sheets, stocktaking
from pos_tui.services.sheets import About, Scanned

from .stockroom import Given, counter_of, goods

if TYPE_CHECKING:
    from .front import Shopfront

__all__ = ["About", "add", "begin", "close", "drop", "findings", "listed", "post", "shown", "uncounted"]


def begin(front: Shopfront, kind: str, about: About) -> str:
    """Begins a sheet; returns its number. Raises Refused."""
    return str(sheets.begin(counter_of(front), kind, about)["code"])


def add(front: Shopfront, code: str, given: Given, zone: str = "", *, again: bool = False) -> int:
    """Puts goods onto a sheet; returns how many lines. What a code of an entry does not mean is kept.

    Raises Refused, for a file naming its bad rows: then nothing of it is added.
    """
    counter = counter_of(front)
    scans: list[Scanned] = []
    for entry in given.entries:
        try:
            scans.append(_scanned(parse_goods(counter, entry), zone, again=again))
        except UnknownCode as error:
            scans.append(Scanned("", Decimal(1), error.code[:64], zone))
    if given.file is not None or not given.entries:
        found = goods(counter, Given((), given.file, given.columns))
        scans += [_scanned(one, zone, again=again) for one in found]
    sheets.add(counter, code, sheets.merged(scans))
    return len(scans)


def _scanned(found: Goods, zone: str, *, again: bool) -> Scanned:
    quantity = found.quantity if found.becomes is None else found.becomes
    again = again or found.becomes is not None
    where = found.zone or zone
    return Scanned(found.item.sku, quantity, "", where, found.cost, found.lot, found.expires, again)


def listed(front: Shopfront, kind: str = "") -> list[dict[str, Any]]:
    """The sheets that are open; of one kind, or all."""
    return [
        {
            "sheet": one["code"],
            "kind": _(sheets.KINDS[one["kind"]]),
            "name": one.get("name", ""),
            "location": one["location"],
            "to": one.get("to", ""),
            "ref": one.get("ref") or one.get("order", ""),
            "begun": one["begun"]["time"],
            "by": one["begun"]["operator"],
            "lines": len(sheets.lines(counter_of(front), one["code"])),
        }
        for one in sheets.open_ones(counter_of(front), kind)
    ]


def shown(front: Shopfront, code: str) -> list[dict[str, Any]]:
    """The lines of a sheet. Raises Refused."""
    counter = counter_of(front)
    rows = []
    for line in sheets.lines(counter, sheets.find(counter, code)["code"]):
        item = counter.catalogue.get(line["sku"]) if line["sku"] else None
        rows.append(
            {**line, "name": _("unknown") if item is None else item.name, "by": ", ".join(line["by"])}
        )
    return [{**row, "code": row["sku"] or row["said"]} for row in rows]


def findings(front: Shopfront, code: str, *, everything: bool = False) -> list[dict[str, Any]]:
    """What a count found: the differences, or all that was counted. Raises Refused."""
    counter = counter_of(front)
    found = stocktaking.findings(counter, sheets.find(counter, code)["code"])
    return [
        {
            "sku": one.sku,
            "name": one.name,
            "counted": plain(one.counted),
            "book": plain(one.book),
            "difference": plain(one.difference),
            "value": one.value,
            "zones": " ".join(f"{zone or '-'}:{plain(quantity)}" for zone, quantity in one.zones),
        }
        for one in found
        if everything or one.difference
    ]


def uncounted(front: Shopfront, code: str) -> list[dict[str, Any]]:
    """What the books have and nobody counted. Raises Refused."""
    counter = counter_of(front)
    rows = []
    for sku, there in stocktaking.uncounted(counter, code):
        item = counter.catalogue.get(sku)
        rows.append({"sku": sku, "name": "" if item is None else item.name, "book": plain(there)})
    return rows


def close(front: Shopfront, code: str, reason: str, *, none_left: bool) -> dict[str, Any]:
    """Closes a count; returns the movement. Raises Refused, StoreError."""
    return stocktaking.close(counter_of(front), code, reason, none_left=none_left)


def post(front: Shopfront, code: str, reason: str) -> dict[str, Any]:
    """Posts a sheet; returns the movement, or the transfer. Raises Refused, StoreError."""
    return sheets.post(counter_of(front), code, reason)


def drop(front: Shopfront, codes: Sequence[str], reason: str) -> None:
    """Gives sheets up. Raises Refused, StoreError."""
    for code in codes:
        sheets.drop(counter_of(front), code, reason)
