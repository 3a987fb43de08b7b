"""Reports as folds over sale documents; the figures of a day add up whichever way a period is split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .records import TENDER_CORRECTION, with_tax

CANCELLED = "cancelled"
CASH: Final = "cash"
TaxKey = tuple[str, str, str]
"""(tax code, rate as decimal text, why no tax falls on it)."""


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What one business day sold; all amounts in minor units, refunds negative."""

    day: str
    currency: str
    count: int = 0
    """Receipts, without cancelled baskets."""
    lines: int = 0
    """Lines on them, without voided ones."""
    cancelled: int = 0
    gross: int = 0
    """Total of all receipts, tax included, refunds taken off; without what is apart."""
    sold: int = 0
    """The lines that sold, tax included."""
    refunds: int = 0
    """The lines that were taken back, tax included; negative."""
    rounding: int = 0
    """Cash rounding."""
    taxes: tuple[tuple[TaxKey, tuple[int, int]], ...] = ()
    """(net, tax) by tax code, rate and why there is none."""
    tenders: tuple[tuple[str, int], ...] = ()
    """What was kept, by tender type, change taken off."""

    apart: tuple[tuple[str, int], ...] = ()
    """What was paid for and is no turnover, by what it is: vouchers, tips."""

    @property
    def tax(self) -> int:
        """All taxes."""
        return sum(tax for _, (_, tax) in self.taxes)

    @property
    def net(self) -> int:
        """The total without taxes."""
        return self.gross - self.tax

    @classmethod
    def empty(cls, day: str, currency: str) -> DaySummary:
        """A day without sales."""
        return cls(day, currency)

    def plus(self, sale: Mapping[str, Any]) -> DaySummary:
        """This day with one more sale document. Raises KeyError or TypeError for what is none."""
        if sale["kind"] == CANCELLED:
            return replace(self, cancelled=self.cancelled + 1)
        if sale["kind"] == TENDER_CORRECTION:
            return replace(self, tenders=_add_tenders(self.tenders, kept(sale)))
        live = [line for line in sale["lines"] if not line.get("void")]
        sold = refunds = 0
        apart = sale.get("apart", {})
        for line in live:
            if line.get("source") in apart:
                continue
            amount = with_tax(line, sale)
            if line["qty"].startswith("-"):
                refunds += amount
            else:
                sold += amount
        return replace(
            self,
            count=self.count + 1,
            lines=self.lines + len(live),
            gross=self.gross + turnover(sale),
            sold=self.sold + sold,
            refunds=self.refunds + refunds,
            rounding=self.rounding + sale["rounding"],
            taxes=_add_taxes(
                self.taxes,
                (((t["code"], t["rate"], t.get("kind", "")), (t["net"], t["tax"])) for t in sale["taxes"]),
            ),
            tenders=_add_tenders(self.tenders, kept(sale)),
            apart=_add_tenders(self.apart, apart.items()),
        )

    def merged(self, other: DaySummary) -> DaySummary:
        """The figures of both together, under this one's day."""
        return DaySummary(
            self.day,
            self.currency,
            self.count + other.count,
            self.lines + other.lines,
            self.cancelled + other.cancelled,
            self.gross + other.gross,
            self.sold + other.sold,
            self.refunds + other.refunds,
            self.rounding + other.rounding,
            _add_taxes(self.taxes, other.taxes),
            _add_tenders(self.tenders, other.tenders),
            _add_tenders(self.apart, other.apart),
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form, and what `pos report sales --format json` shows of a day."""
        return {
            "day": self.day,
            "currency": self.currency,
            "count": self.count,
            "lines": self.lines,
            "cancelled": self.cancelled,
            "gross": self.gross,
            "net": self.net,
            "sold": self.sold,
            "refunds": self.refunds,
            "rounding": self.rounding,
            "tax": [
                {"code": code, "rate": rate, "net": net, "tax": tax, **({"kind": kind} if kind else {})}
                for (code, rate, kind), (net, tax) in self.taxes
            ],
            "tenders": [{"type": kind, "amount": amount} for kind, amount in self.tenders],
            "apart": dict(self.apart),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> DaySummary:
        """The summary of a stored form."""
        return cls(
            document["day"],
            document["currency"],
            document["count"],
            document["lines"],
            document["cancelled"],
            document["gross"],
            document["sold"],
            document["refunds"],
            document["rounding"],
            tuple(
                ((row["code"], row["rate"], row.get("kind", "")), (row["net"], row["tax"]))
                for row in document["tax"]
            ),
            tuple((row["type"], row["amount"]) for row in document["tenders"]),
            tuple(sorted(document.get("apart", {}).items())),
        )


def total_of(days: Iterable[DaySummary], currency: str) -> DaySummary:
    """All days as one, named by the first and last of them."""
    given = list(days)
    total = DaySummary.empty("", currency)
    for day in given:
        total = total.merged(day)
    name = f"{given[0].day}/{given[-1].day}" if given else ""
    return replace(total, day=name)


def turnover(sale: Mapping[str, Any]) -> int:
    """The total of a recorded sale without what is no turnover, in minor units."""
    apart: Mapping[str, int] = sale.get("apart", {})
    return int(sale["total"]) - sum(apart.values())


def kept(sale: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """Tenders by type; change leaves the tender that gave it, the last one, or the cash."""
    tenders = sale["tenders"]
    for place, tender in enumerate(tenders):
        given_back = sale["change"] if place == len(tenders) - 1 else 0
        if given_back and gives_home_cash(tender):
            yield CASH, -given_back
            given_back = 0
        yield tender["type"], tender["amount"] - given_back


def gives_home_cash(tender: Mapping[str, Any]) -> bool:
    """Whether what a recorded tender gives back is cash of the shop's currency, and not of its own kind."""
    return "foreign" in tender or "cash_back" in tender


def _add_taxes(
    rows: Iterable[tuple[TaxKey, tuple[int, int]]], more: Iterable[tuple[TaxKey, tuple[int, int]]]
) -> tuple[tuple[TaxKey, tuple[int, int]], ...]:
    found = dict(rows)
    for key, (net, tax) in more:
        before = found.get(key, (0, 0))
        found[key] = (before[0] + net, before[1] + tax)
    return tuple(sorted(found.items()))


def _add_tenders(
    rows: Iterable[tuple[str, int]], more: Iterable[tuple[str, int]]
) -> tuple[tuple[str, int], ...]:
    found = dict(rows)
    for kind, amount in more:
        found[kind] = found.get(kind, 0) + amount
    return tuple(sorted(found.items()))
