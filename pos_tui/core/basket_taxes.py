"""How the lines of a basket are taxed: each as its price, its buyer and its origin have it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import Refused
from .sale import APART, CHARGE
from .tax import TaxLine
from .taxing import Taxed, Treatment, added, tax_amounts
from .words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .buyer_tax import TaxStatus
    from .pricing import PricingRules
    from .refund import Origin
    from .sale import SaleLine


def taxed_lines(
    lines: list[SaleLine], amounts: list[int], rules: PricingRules, status: TaxStatus | None
) -> tuple[Taxed, list[int]]:
    """(taxes of lines with these amounts, the amounts): as the rates are, or as they were of what comes back.

    A buyer that owes no tax does not pay what the amounts contain of it. Raises Refused for a tax code that
    the shop does not know.
    """
    if any(line.taxed for line in lines):
        from .tax_shares import each_apart  # loaded where a kit has several taxes

        return each_apart(lines, amounts, lambda apart, each: _taxed(apart, each, rules, status))
    return _taxed(lines, amounts, rules, status)


def _taxed(
    lines: list[SaleLine], amounts: list[int], rules: PricingRules, status: TaxStatus | None
) -> tuple[Taxed, list[int]]:
    now = [place for place, line in enumerate(lines) if _taxed_now(line)]
    mine = lines if len(now) == len(lines) else [lines[place] for place in now]
    pairs = [(line.tax, amounts[place]) for line, place in zip(mine, now, strict=True)]
    if not rules.taxes.keys() >= {tax for tax, _ in pairs}:
        unknown = next(line for line in lines if _taxed_now(line) and line.tax not in rules.taxes)
        raise Refused(_("the shop has no tax code '{tax}' (item {sku})", tax=unknown.tax, sku=unknown.sku))
    otherwise = _otherwise(mine, rules, status)
    taxed = tax_amounts(
        pairs,
        rules.taxes,
        inclusive=rules.inclusive,
        per_line=rules.tax_per_line,
        otherwise=otherwise,
        kinds=rules.kinds,
    )
    if taxed.relieved:
        relief = {now[i]: taxed.relief(i) for i in taxed.relieved}
        amounts = [amount - relief.get(place, 0) for place, amount in enumerate(amounts)]
        taxed = replace(taxed, on_top=taxed.on_top + sum(relief.values()))
    if len(pairs) == len(lines):
        return taxed, amounts
    origins = [line.origin for line in lines]
    amounts = [amount - (one.relief if one else 0) for amount, one in zip(amounts, origins, strict=True)]
    return _with_taxes_back(taxed, lines, rules), amounts


def _otherwise(
    lines: Sequence[SaleLine], rules: PricingRules, status: TaxStatus | None
) -> dict[int, Treatment]:
    """How lines are taxed, by place, that are not taxed as the shop's prices say."""
    if status is None:
        mixed = [(place, line) for place, line in enumerate(lines) if line.prices]
        return {place: Treatment(line.tax, rules.contains_tax(line)) for place, line in mixed}
    found = {}
    for place, line in enumerate(lines):
        relief = status.kind if _is_relieved(line) and any(tax.rate for tax in rules.taxes[line.tax]) else ""
        if relief or line.prices:
            found[place] = Treatment(line.tax, rules.contains_tax(line), relief)
    return found


def _is_relieved(line: SaleLine) -> bool:
    """Whether what a line is may be sold without its tax: goods, and what comes with them."""
    return line.is_goods or line.source == CHARGE


def _with_taxes_back(taxed: Taxed, lines: list[SaleLine], rules: PricingRules) -> Taxed:
    """The taxes with those of what comes back, as they were."""
    back = [(line, line.origin) for line in lines if line.origin is not None]
    rows = [row for line, origin in back for row in _rows(line, origin, rules)]

    def parts() -> tuple[tuple[int, ...], ...]:
        own = iter(taxed.parts)
        return tuple(next(own) if _taxed_now(line) else _taxes_back(line) for line in lines)

    tax = sum(origin.tax for _, origin in back)
    on_top = sum(origin.tax for line, origin in back if not rules.contains_tax(line))
    return Taxed(added((*taxed.lines, *rows)), taxed.tax + tax, parts, taxed.on_top + on_top)


def _taxed_now(line: SaleLine) -> bool:
    return line.origin is None and line.source not in APART


def _taxes_back(line: SaleLine) -> tuple[int, ...]:
    return () if line.origin is None else tuple(part.amount for part in line.origin.taxes)


def _rows(line: SaleLine, origin: Origin, rules: PricingRules) -> list[TaxLine]:
    """The rows of taxes that goods give back."""
    if origin.shares:
        found = []
        for share in origin.shares:
            one = replace(origin, amount=share.amount, taxes=share.taxes, kind=share.kind, shares=())
            found += _rows(replace(line, tax=share.code), one, rules)
        return found
    net = origin.amount - origin.tax if rules.contains_tax(line) else origin.amount
    if not origin.taxes:
        return [TaxLine(line.tax, None, net, 0, kind=origin.kind)]
    return [
        TaxLine(part.tax.name, part.tax.rate, net, part.amount, part.tax.compound_share)
        for part in origin.taxes
    ]
