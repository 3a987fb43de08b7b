"""Everything about one item's stock, as lines to be read; no line needs more than 38 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from pos_tui.core.display import clean, fit
from pos_tui.core.stock import BLOCKS, KINDS, is_transit
from pos_tui.core.words import _, ngettext

from .figures import price_text

_BAR = 18
"""The longest bar of the chart."""
_LABEL = 12


def facts_lines(card: Mapping[str, Any], digits: int, mark: str) -> Iterator[str]:
    """Prices (of a currency with so many digits), places, lots, orders and suppliers."""
    yield clean(f"{card['sku']}  {card['department']}".rstrip())
    if card["codes"]:
        yield clean(" ".join(card["codes"]))
    yield ""
    said = ((_("Price"), card["price"]), (_("Cost"), card["cost"]), (_("Last cost"), card["last"]))
    for label, value in said:
        if value is not None:
            yield f"{fit(label, _LABEL)}{price_text(Decimal(value), digits, mark):>10}"
    if card["margin"] is not None:
        yield f"{fit(_('Margin'), _LABEL)}{card['margin']:>10} %"
    yield ""
    yield from _places(card["places"])
    for lot in card["lots"]:
        facts = {"lot": lot["lot"], "day": lot["expires"] or "-", "qty": lot["qty"]}
        yield clean(_("lot {lot} till {day}: {qty}", **facts))
    for order in card["orders"]:
        facts = {"qty": order["qty"], "who": order["supplier"], "order": order["order"]}
        yield clean(_("ordered {qty} from {who} ({order})", **facts))
    for one in card["suppliers"]:
        cost = "" if one["cost"] is None else f" @ {one['cost']}"
        pack = "" if one["pack"] == "1" else f" x {one['pack']}"
        yield clean(f"{one['supplier']} {one['their']}{pack}{cost}")


def _places(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not rows:
        yield _("not kept in stock")
    for row in rows:
        name = row["location"]
        told = _("to {place}", place=name[2:]) if is_transit(name) else name
        low = "" if row["low"] is None else _("  low at {count}", count=row["low"])
        yield f"{fit(clean(told), _LABEL)}{row['qty']:>10}{low}"
        if row["negative"] == BLOCKS:
            yield "  " + _("not sold below zero")


def past_lines(card: Mapping[str, Any]) -> Iterator[str]:
    """A chart of what was sold in the last weeks, and what moved last."""
    if any(sold for _day, sold in card["weeks"]):
        yield _("Sold a week")
        yield from chart(card["weeks"])
    else:
        count = len(card["weeks"])
        yield ngettext("Not sold for {count} week", "Not sold for {count} weeks", count)
    yield ""
    yield _("Last movements")
    for move in card["movements"]:
        kind = _(KINDS.get(move["kind"], move["kind"]))
        yield clean(f"{move['time'][5:10]} {move['time'][11:16]} {move['qty']:>7} {kind} {move['number']}")


def chart(weeks: Sequence[tuple[str, Decimal]]) -> Iterator[str]:
    """A bar a week from the first one that has any, the last one at the bottom."""
    most = max((sold for _day, sold in weeks), default=Decimal(0))
    for day, sold in dropwhile(lambda week: not week[1], weeks):
        length = int(sold * _BAR / most) if most > 0 and sold > 0 else 0
        bar = "#" * (length or (sold > 0))
        yield f"{day[5:]} {fit(bar, _BAR)} {sold:>8f}"
