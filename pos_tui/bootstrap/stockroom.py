"""The stockroom for the commands: goods from words and files, moved by the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from data.exchange_csv import CsvRows
from data.exchange_json import JsonRows
from data.exchange_rows import Problem, mapping
from data.exchange_text import opened
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import plain
from pos_tui.core.stock import Balance
from pos_tui.core.words import _
from pos_tui.register.goods import Goods, goods_of, named_item, parse_goods
from pos_tui.services import reordering, stock_facts, stock_history, stock_rules, stockroom, transfers
from pos_tui.services.stockroom import Why

from .counters import without_till

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter

    from .front import Shopfront

__all__ = ["FIELDS", "NEEDS", "Given", "Why", "mapping"]
NEEDS: Final[Mapping[str, str]] = {
    "receive": "stock.receive",
    "waste": "stock.waste",
    "adjust": "stock.change",
    "returned": "stock.change",
}
"""The right that each kind of movement needs."""
FIELDS: Final = ("code", "qty", "cost", "lot", "expires", "zone")
_JSON: Final = (".jsonl", ".ndjson", ".json")
_SHOWN: Final = 20
"""Bad rows that are told one by one."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a command was given: entries, and perhaps a file with more."""

    entries: Sequence[str] = ()
    file: Path | None = None
    columns: Mapping[str, str] | None = None


def counter_of(front: Shopfront) -> Counter:
    """The counter of a shop's back room."""
    front.store.refresh()
    return without_till(front)


def goods(counter: Counter, given: Given) -> list[Goods]:
    """The goods that were given. Raises Refused, naming every bad row of a file: then nothing is moved."""
    found = [parse_goods(counter, entry) for entry in given.entries]
    if given.file is not None:
        found.extend(_from_file(counter, given.file, given.columns or {}))
    if not found:
        raise InvalidValue(_("name goods, such as 12*COLA, or a file with --file"))
    return found


def _from_file(counter: Counter, file: Path, columns: Mapping[str, str]) -> Iterator[Goods]:
    bad: list[str] = []
    for line, texts in rows_of(file, FIELDS, columns):
        try:
            yield goods_of(counter, texts)
        except Refused as error:
            bad.append(_("line {line}: {reason}", line=line, reason=error.message))
    if bad:
        more = [_("... and {count} more", count=len(bad) - _SHOWN)] if len(bad) > _SHOWN else []
        raise Refused("\n".join([*bad[:_SHOWN], *more]))


def rows_of(
    file: Path, fields: Sequence[str], columns: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, texts) of the rows of a CSV or JSON lines file. Raises Refused."""
    reader = JsonRows if file.name.lower().removesuffix(".gz").endswith(_JSON) else CsvRows
    with opened(file) as (lines, _position):
        for row in reader(lines, fields, columns):
            if isinstance(row, Problem):
                raise Refused(str(row))
            yield row.line, dict(row.texts)


def move(front: Shopfront, kind: str, given: Given, why: Why) -> dict[str, Any]:
    """Receives, wastes, adjusts or sends back; returns the record. Raises Refused, StoreError."""
    counter = counter_of(front)
    moves = [one.move for one in goods(counter, given)]
    what: Callable[..., dict[str, Any]] = {
        "receive": stockroom.receive,
        "waste": stockroom.waste,
        "adjust": stockroom.adjust,
        "returned": stockroom.send_back,
    }[kind]
    return what(counter, moves, why)


def send(front: Shopfront, given: Given, to: str, why: Why) -> dict[str, Any]:
    """Sends goods to another place; returns the transfer. Raises Refused, StoreError."""
    counter = counter_of(front)
    return transfers.send(counter, [one.move for one in goods(counter, given)], to, why)


def arrive(front: Shopfront, code: str, given: Given, reason: str, *, is_all: bool) -> dict[str, Any]:
    """Takes a transfer in; returns it. Raises Refused, StoreError."""
    counter = counter_of(front)
    some = given.entries or given.file is not None
    moves = [one.move for one in goods(counter, given)] if some else None
    return transfers.arrive(counter, code, moves, is_all=is_all, reason=reason)


def under_way(front: Shopfront) -> list[dict[str, Any]]:
    """A row for each thing that is on its way."""
    return [
        {
            "transfer": row["code"],
            "from": row["here"],
            "to": row["there"],
            "sent": row["sent"],
            "by": row["operator"],
            "sku": sku,
            "qty": plain(quantity),
        }
        for row in transfers.under_way(counter_of(front))
        for sku, quantity in transfers.missing(row).items()
    ]


def listed(front: Shopfront, words: str = "", place: str = "") -> Iterator[dict[str, Any]]:
    """The stock (see `stock_facts.rows`). Raises InvalidValue."""
    counter = counter_of(front)
    return stock_facts.rows(counter, words, stockroom.place_of(counter, place) if place else "")


def shown(front: Shopfront, code: str) -> dict[str, Any]:
    """Everything about one item, with what moved last and what was sold by week. Raises Refused."""
    counter = counter_of(front)
    item = named_item(counter, code)
    last = [row for row, _n in zip(stock_history.movements(counter, item.sku), range(10), strict=False)]
    weeks = [[day, plain(sold)] for day, sold in stock_history.sold_by_week(counter, item.sku)]
    return {**stock_facts.card(counter, item), "movements": last, "weeks": weeks}


def movements(front: Shopfront, code: str, days: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """What moved, newest first. Raises Refused."""
    counter = counter_of(front)
    sku = named_item(counter, code).sku if code else ""
    hides = not stock_facts.sees_costs(counter)
    for row in stock_history.movements(counter, sku, days):
        yield {**row, "cost": None} if hides else row


def valued(front: Shopfront, at: str) -> list[dict[str, Any]]:
    """What the stock is worth, now or as of a time of the shop. Raises InvalidValue, NotAllowed."""
    counter = counter_of(front)
    counter.rights.require("costs.read", front.shop.currency)
    if not at:
        rows = counter.ledger.documents("stock")
        return stock_facts.values(counter, map(Balance.from_document, rows))
    past = stock_history.as_of(counter, moment_of(front, at))
    return stock_facts.values(counter, past.balances.values(), past.items)


def moment_of(front: Shopfront, text: str) -> datetime:
    """A time of the shop: 2026-11-23, which is its end, or 2026-11-23T14:05. Raises InvalidValue."""
    try:
        said = datetime.fromisoformat(text if "T" in text or " " in text else f"{text}T23:59:59.999")
    except ValueError:
        raise InvalidValue(
            _("'{text}' is no time, such as 2026-11-23 or 2026-11-23T14:05", text=text[:40])
        ) from None
    zone = ZoneInfo(front.shop.timezone)
    return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)


def below_zero(front: Shopfront) -> list[dict[str, Any]]:
    """What is there fewer than nothing of."""
    return stock_facts.below_zero(counter_of(front))


def expiring(front: Shopfront, days: int) -> list[dict[str, Any]]:
    """The lots that expire soon."""
    return stock_facts.expiring(counter_of(front), days)


def low(front: Shopfront, place: str = "", supplier: str = "") -> list[dict[str, Any]]:
    """What runs low, and what to order. Raises InvalidValue."""
    counter = counter_of(front)
    return [suggested_row(counter, one) for one in reordering.suggestions(counter, place, supplier)]


def suggested_row(counter: Counter, one: reordering.Suggestion) -> dict[str, Any]:
    """A suggestion as values for scripts."""
    item = counter.catalogue.get(one.sku)
    supply = one.supply
    return {
        "sku": one.sku,
        "name": "" if item is None else item.name,
        "here": plain(one.here),
        "coming": plain(one.coming),
        "low": plain(one.low),
        "order": plain(one.order),
        "supplier": "" if supply is None else supply.supplier,
        "their": "" if supply is None else supply.their,
        "pack": "1" if supply is None else plain(supply.pack),
    }


def set_rules(front: Shopfront, codes: Sequence[str], pairs: Sequence[str], why: Why) -> int:
    """Sets `low=5 full=20 negative=block` of items at a place; returns how many. Raises Refused."""
    counter = counter_of(front)
    skus = [parse_goods(counter, code).item.sku for code in codes]
    stock_rules.put(counter, skus, pairs, why)
    return len(skus)


def differences(front: Shopfront) -> tuple[list[dict[str, Any]], int]:
    """Where the table of stock is not the sum of the journal; and how many began without a movement."""
    found, began = stock_history.differences(counter_of(front))
    rows = [
        {"sku": sku, "location": place, "sum": plain(summed), "table": plain(held)}
        for (sku, place), summed, held in found
    ]
    return rows, len(began)
