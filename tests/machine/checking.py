"""What always holds: the till against the model, after every step."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pos_tui.bootstrap.bookkeeping import entries
from pos_tui.bootstrap.closings import problems
from pos_tui.bootstrap.reporting import ShopReports
from pos_tui.core.report.period import EVER
from pos_tui.services import closing

from .arithmetic import tax_rows
from .model import TAX_OF, TAXES

if TYPE_CHECKING:
    from .model import Basket, Till, World
    from .shop import Shop


class Figures:
    """What a basket comes to; the shares of its lines are the till's, each checked to be one that is due."""

    def __init__(self, world: World, basket: Basket, priced: Any) -> None:
        lines = basket.lines
        assert len(priced.lines) == len(lines)
        own = [0 if line.void else line.own() for line in lines]
        saved = basket.promoted()
        left = sum(max(amount, 0) for amount, line in zip(own, lines, strict=True) if line.is_goods) - saved
        assert left >= 0
        spent = basket.spent(left)
        shares = [row.promotion for row in priced.lines]
        assert sum(shares) == saved + spent
        assert all(0 <= share <= max(amount, 0) for share, amount in zip(shares, own, strict=True))
        base = left - spent
        off = basket.discount(base)
        weights = [
            max(amount, 0) - share if line.is_goods else 0
            for amount, share, line in zip(own, shares, lines, strict=True)
        ]
        self.amounts = [row.amount for row in priced.lines]
        for amount, before, share, weight in zip(self.amounts, own, shares, weights, strict=True):
            assert abs(before - share - Fraction(off * weight, base or 1) - amount) < 1
        assert sum(self.amounts) == sum(own) - saved - spent - off
        self.base, self.discount = base, off
        self.taxes = self._taxes(world, basket)
        assert {(row.code, str(row.rate)): (row.net, row.tax) for row in priced.taxes} == self.taxes
        self.tax = sum(tax for _net, tax in self.taxes.values())
        self.total = sum(self.amounts) + (0 if world.inclusive else self.tax)
        assert (priced.total, priced.tax, priced.discount) == (self.total, self.tax, off)
        self.line_taxes = self._line_taxes(world, basket, priced)

    def _taxes(self, world: World, basket: Basket) -> dict[tuple[str, str], tuple[int, int]]:
        sums: Counter[str] = Counter()
        for line, amount in zip(basket.lines, self.amounts, strict=True):
            if not line.void and line.origin is None and line.source != "voucher":
                sums[TAX_OF[line.sku]] += amount
                sums[TAX_OF[line.sku]] += 0
        rows = tax_rows(sums, TAXES, world.inclusive)
        for line in basket.lines:
            if line.origin is None or line.void:
                continue
            taxes = line.back["taxes"]
            net = line.back["amount"] - (sum(taxes.values()) if world.inclusive else 0)
            for key, tax in taxes.items():
                before = rows.get(key, (0, 0))
                rows[key] = (before[0] + net, before[1] + tax)
        return rows

    def _line_taxes(self, world: World, basket: Basket, priced: Any) -> list[dict[tuple[str, str], int]]:
        """Each line's part of each tax: the till's, which add up to the rows and are as near as can be."""
        found: list[dict[tuple[str, str], int]] = []
        sums: Counter[tuple[str, str]] = Counter()
        for line, parts, amount in zip(basket.lines, priced.tax_parts, self.amounts, strict=True):
            taxes = TAXES.get(TAX_OF.get(line.sku, ""), ()) if parts else ()
            row = {(tax.name, tax.rate): part for tax, part in zip(taxes, parts, strict=True)}
            whole = 100 + sum(tax.share for tax in taxes) if world.inclusive else Fraction(100)
            if line.origin is None:
                assert all(
                    abs(amount * tax.share / whole - part) < 2 for tax, part in zip(taxes, parts, strict=True)
                )
            sums.update(row)
            found.append(row)
        assert {key: tax for key, (_net, tax) in self.taxes.items() if tax} == {
            key: tax for key, tax in sums.items() if tax
        }
        return found


def check_till(world: World, shop: Shop, till: Till) -> Figures:
    """The open basket of a till, its shift and its number."""
    register, basket = shop.registers[till.code], till.basket
    basket.hand = till.operator
    assert [(line.sku, int(line.quantity * 1000), line.void) for line in register.basket.lines] == [
        (line.sku, line.milli, line.void) for line in basket.lines
    ]
    assert [(row.what, row.by) for row in register.basket.corrections] == basket.done
    assert [(row.type, row.amount) for row in register.basket.tenders] == [
        (row["type"], row["amount"]) for row in basket.paid
    ]
    assert (register.basket.group, register.basket.reference) == (basket.group, basket.note)
    assert len(register.opened.past) == len(basket.past)
    assert register.basket.is_empty == basket.is_empty
    figures = Figures(world, basket, register.priced)
    if not basket.is_empty:
        rest = figures.total - sum(row["amount"] for row in basket.paid)
        assert register.settlement.due == rest
    shift = register.counter.shift
    assert (shift is None) == (till.shift is None)
    assert shift is None or till.shift is None or shift.number == till.shift.number
    return figures


def check_store(world: World, shop: Shop) -> None:
    """The journal, and everything that was made from it."""
    store = shop.store
    report = store.verify(deep=True)
    assert report.ok, report.problems
    sales = list(store.documents("sales"))
    assert sorted(sale["number"] for sale in sales) == sorted(world.numbers)
    for till in world.tills.values():
        drawn = [number for number in world.numbers if number.startswith(f"{till.code}-")]
        assert drawn == [f"{till.code}-{n:06d}" for n in range(1, till.receipts + 1)]
    days = store.day_summaries("2000-01-01", "2100-01-01")
    for name in ("count", "cancelled", "gross", "rounding"):
        assert sum(getattr(day, name) for day in days) == world.report[name], name
    taxes: dict[tuple[str, str], tuple[int, int]] = {}
    for day in days:
        for (code, rate, *_why), (net, tax) in day.taxes:
            key = (code, rate)
            before = taxes.get(key, (0, 0))
            taxes[key] = (before[0] + net, before[1] + tax)
    assert taxes == world.taxes, (taxes, world.taxes)
    tenders: Counter[str] = Counter()
    for day in days:
        tenders.update(dict(day.tenders))
    paid = {name[5:]: amount for name, amount in world.report.items() if name.startswith("kept ") and amount}
    assert {kind: amount for kind, amount in tenders.items() if amount} == paid
    balances = {row["code"]: row["balance"] for row in store.documents("vouchers")}
    assert balances == world.vouchers
    assert int(float(store.find("stock", "sku_location", "COLA\nshop")["qty"]) * 1000 + 0.5) == world.stock
    _check_afterwards(world, store)
    for till in world.tills.values():
        counter = shop.registers[till.code].counter
        if till.shift is not None:
            assert counter.shift is not None
            assert dict(closing.tally(counter, counter.shift).expected) == till.shift.expected()
    held = {row.id for row in shop.registers["1"].held() if not (row.name or "").startswith("@")}
    assert held == set(world.held)


def _check_afterwards(world: World, store: Any) -> None:
    """What can still come back of each sale."""
    rows = {row["receipt"]: row for row in store.documents("afterwards")}
    for sold in world.sold.values():
        row = rows.get(sold.number, {"lines": {}, "post_void": ""})
        back = {str(n): line["back"] for n, line in enumerate(sold.lines, 1) if line["back"]}
        assert {number: int(Decimal(quantity) * 1000) for number, quantity in row["lines"].items()} == back
        assert bool(row["post_void"]) == sold.voided


def check_closings(shop: Shop) -> None:
    """Every Z against its signature and the journal."""
    assert list(problems(shop.store)) == []


def check_books(world: World, shop: Shop) -> None:
    """Reports and entries come to what the model has; debits equal credits, or there were no entries."""
    front = shop.fronts[0]
    front.store.refresh()
    reports = ShopReports(front)
    taxes = reports.read("tax", EVER).listed
    found = {(row["tax_code"], row["rate"]): (row["net"], row["tax"]) for row in taxes.rows}
    assert {key: figures for key, figures in found.items() if any(figures)} == {
        key: figures for key, figures in world.taxes.items() if any(figures)
    }
    sales = reports.read("sales", EVER, "month").listed.totals
    assert sum(row["gross"] for row in sales) == world.report["gross"]
    assert sum(row["net"] + row["tax"] for row in taxes.totals) == world.report["gross"]
    periods = reports.read("tax-period", EVER).listed.totals
    posted = [each for entry in entries(front, EVER.days) for each in entry.postings]
    owed = -sum(each.amount for each in posted if each.account.startswith("Liabilities:Tax"))
    assert owed == sum(row["z_tax"] + row["out_tax"] for row in periods)
    assert all(row["tax_off"] == 0 for row in periods) or any(till.shift for till in world.tills.values())
