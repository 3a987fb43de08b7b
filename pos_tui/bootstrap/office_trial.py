"""A promotion tried before it is recorded: on a basket of its goods, and on the last sales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pos_tui.core.money import EXACT, format_amount, plain
from pos_tui.core.promotion import OWN_NUMBERS, Part, Promotion
from pos_tui.core.promotion_text import DAYS
from pos_tui.core.sale_query import SaleQuery
from pos_tui.core.words import _, ngettext
from pos_tui.register.grammar import quoted
from pos_tui.services.explaining import explain
from pos_tui.services.promotions import TABLE

from .days import today
from .pricing import trial_register

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.register.register import Register

    from .front import Shopfront

_SALES: Final = 100
"""The last sales on which it is tried."""
_MOST_PIECES: Final = 999


class _AsIf:
    """The store as if one more promotion held, in the place of the one that had its code."""

    def __init__(self, store: Any, promotion: Promotion) -> None:
        self._store, self._promotion = store, promotion

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def changed(self, table: str) -> int:
        """The last change, and for promotions the one that is tried."""
        last = int(self._store.changed(table))
        return last + 1 if table == TABLE else last

    def documents(self, table: str, *, copy: bool = True) -> Iterator[Any]:
        """All of a table."""
        rows = self._store.documents(table, copy=copy)
        if table != TABLE:
            yield from rows
            return
        last = 0
        for row in rows:
            last = max(last, row["since"], row.get("until") or 0)
            if row["promotion"] != self._promotion.code or row.get("until") is not None:
                yield row
        yield {**self._promotion.to_document(), "since": last + 1, "until": None}


def try_promotion(front: Shopfront, promotion: Promotion) -> list[str]:
    """Lines that say what it would give. Reads the last sales. Raises StoreError."""
    if promotion.coupon == OWN_NUMBERS:
        return [_("each coupon has a number of its own: it can be tried when one is issued")]
    return [*_example(front, promotion), "", *_on_sales(front, promotion)]


def _example(front: Shopfront, promotion: Promotion) -> Iterator[str]:
    """A basket that should have it, explained."""
    moment = _when(front, promotion)
    register = trial_register(front, lambda: moment, _AsIf(front.store, promotion))
    yield _("a basket on {when}:", when=f"{DAYS[moment.weekday()]} {moment:%Y-%m-%d %H:%M}")
    entries = [f"/group {promotion.group}"] if promotion.group else []
    entries += [entry for part in promotion.parts for entry in _entries(front, promotion, part)]
    for entry in [*entries, *([promotion.coupon] if promotion.coupon else [])]:
        outcome = register.run(entry)
        if not outcome.ok:
            yield f"  {entry}: {outcome.message}"
    yield from (f"  {line}" for line in explain(register.document()))
    if not _has(register, promotion.code):
        yield _("nothing of it: another promotion gives more here, or its goods are not all there")


def _entries(front: Shopfront, promotion: Promotion, part: Part) -> Iterator[str]:
    """Entries of goods of a part: enough pieces for what it asks."""
    item = _item_of(front, part)
    if item is None or item.price is None:
        return
    amounts = [step[0] for step in promotion.steps[:1]] + ([promotion.spend] if promotion.spend else [])
    pieces = [Decimal(part.count), promotion.least or Decimal(0)]
    if item.price:
        pieces += [EXACT.divide(amount, item.price) for amount in amounts]
    count = min(max(pieces).to_integral_value(ROUND_CEILING), _MOST_PIECES)
    yield f"{count}*{quoted(item.sku)}"


def _item_of(front: Shopfront, part: Part) -> Item | None:
    """The first item of some goods that has a price, pieces before what is weighed."""
    named = (front.catalogue.get(sku) for sku in sorted(part.goods.skus))
    others = (
        front.catalogue.get(one["sku"])
        for one in front.store.documents("items", copy=False)
        if part.goods.has(one["sku"], one["department"])
    )
    weighed = None
    for item in chain(named, others):
        if item is not None and item.price is not None and item.status != "ended" and not item.options:
            if not item.weighed:
                return item
            weighed = weighed or item
    return weighed


def _when(front: Shopfront, promotion: Promotion) -> datetime:
    """The next moment at which it holds, by the shop's clock: now, if it does."""
    zone, window = ZoneInfo(front.shop.timezone), promotion.window
    now = front.clock().astimezone(zone)
    day = date.fromisoformat(max(today(front), window.first))
    if window.last and window.last < day.isoformat():
        day = date.fromisoformat(window.last)
    while window.weekdays and day.weekday() not in window.weekdays:
        day += timedelta(days=1)
    if window.begin is not None:
        return datetime.combine(day, time(window.begin // 60 % 24, window.begin % 60), zone)
    return datetime.combine(day, now.timetz())


def _on_sales(front: Shopfront, promotion: Promotion) -> Iterator[str]:
    """What it would have given on the last sales, had it held on their days."""
    promotion = replace(promotion, window=replace(promotion.window, first="", last=""))
    moment = front.clock()
    plainly = trial_register(front, lambda: moment)
    tried = trial_register(front, lambda: moment, _AsIf(front.store, promotion))
    sales = saved = with_it = 0
    found = (sale for batch in front.history.sales(SaleQuery()) for sale in batch if sale["kind"] == "sale")
    for sale in islice(found, _SALES):
        moment = datetime.fromisoformat(sale["time"])
        entries = [*_again(sale), *([promotion.coupon] if promotion.coupon else [])]
        before, after = _total(plainly, entries), _total(tried, entries)
        sales, saved = sales + 1, saved + before - after
        with_it += _has(tried, promotion.code)
    if not sales:
        yield _("there are no sales yet to try it on")
        return
    told = {"with_it": with_it, "amount": format_amount(saved, front.shop.currency)}
    yield ngettext(
        "on the last sale: {with_it} with it, {amount} less than without",
        "on the last {count} sales: {with_it} with it, {amount} less than without",
        sales,
        **told,
    )


def _again(sale: Mapping[str, Any]) -> Iterator[str]:
    """Entries that ring the goods of a sale again, at the prices of today."""
    if sale.get("group"):
        yield f"/group {sale['group']}"
    for line in sale["lines"]:
        if not line["void"] and line["source"] in ("catalogue", "list") and Decimal(line["qty"]) > 0:
            yield f"{plain(Decimal(line['qty']))}*{quoted(line['sku'])}"


def _total(register: Register, entries: list[str]) -> int:
    """What the goods come to; what cannot be sold as it stands, as where an age is asked for, is left out."""
    register.start_over()
    for entry in entries:
        register.run(entry)
    return register.priced.total


def _has(register: Register, code: str) -> bool:
    return any(saving.promotion.code == code and saving.off for saving in register.priced.savings)
