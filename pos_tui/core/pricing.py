"""What a basket costs: line amounts, discounts in their order, taxes, total.

The order is DESIGN's: unit price x quantity rounded, line discount, promotions, basket discount spread by
largest remainder, tax. Nothing depends on the order in which lines were scanned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pos_tui.core.words import _

from .basket_taxes import taxed_lines
from .errors import Refused
from .money import allocate, format_amount, line_amount, percentage, plain
from .taxing import split

if TYPE_CHECKING:
    # Only shops that have promotions load what works them out.
    from .currency import Currency
    from .promised import Promised
    from .promotion_savings import Saving
    from .sale import Basket, Discount, SaleLine
    from .tax import AppliedTax, TaxLine
    from .tax_shares import Share
    from .taxing import Taxed


INCLUSIVE: Final = "inclusive"
EXCLUSIVE: Final = "exclusive"


@dataclass(frozen=True, slots=True)
class PricingRules:
    """What a price depends on besides the basket."""

    currency: Currency
    inclusive: bool
    taxes: Mapping[str, tuple[AppliedTax, ...]]
    """By tax code, at the rates of the business day."""
    tax_per_line: bool = False
    promised: Promised | None = None
    """The shop's promotions, if it has any."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Why no tax falls on a tax code, where it is not out of scope."""

    def contains_tax(self, line: SaleLine) -> bool:
        """Whether a line's price contains its tax."""
        return line.prices == INCLUSIVE if line.prices else self.inclusive


class PricedLine(NamedTuple):
    """A line's figures in minor units; all zero for a void one."""

    gross: int
    discount: int
    """Off the line: its own, of promotions, its share of the basket's; has the sign of the amount."""
    amount: int
    promotion: int = 0
    """How much of the discount promotions gave."""

    @property
    def relief(self) -> int:
        """The tax that was taken out of it, as its buyer owes none."""
        return self.gross - self.discount - self.amount


@dataclass(frozen=True)
class Priced:
    """A basket's figures in minor units."""

    lines: tuple[PricedLine, ...]
    subtotal: int
    """The line amounts after promotions, before the basket discount."""
    discount: int
    """The basket discount."""
    taxes: tuple[TaxLine, ...]
    tax: int
    total: int
    savings: tuple[Saving, ...] = ()
    """What promotions took off, with places of the basket's lines."""
    _taxes_of: Callable[[], tuple[tuple[int, ...], ...]] = field(default=tuple, compare=False)
    shares: Mapping[int, Callable[[], list[Share]]] = field(default_factory=dict, compare=False)
    """What falls under each tax code of lines that have several, by their place; worked out when asked."""

    @property
    def saved(self) -> int:
        """All discounts together."""
        return sum(line.discount for line in self.lines)

    @cached_property
    def tax_parts(self) -> tuple[tuple[int, ...], ...]:
        """Each line's part of each of its taxes: within its amount, or on top of it, as its price is."""
        return self._taxes_of()

    @property
    def line_taxes(self) -> tuple[int, ...]:
        """Each line's part of the taxes."""
        return tuple(map(sum, self.tax_parts))


_VOID = PricedLine(0, 0, 0)


def line_figures(line: SaleLine, currency: Currency) -> tuple[int, int]:
    """(gross, own discount) of a line in minor units, void or not."""
    if line.origin is not None:
        origin = line.origin
        return origin.amount + origin.discount + origin.relief, origin.discount
    gross = line.exact if line.exact is not None else line_amount(line.unit_price, line.quantity, currency)
    return gross, 0 if line.discount is None else discount_on(gross, line.discount)


def discount_on(gross: int, discount: Discount) -> int:
    """What a discount takes off an amount: never more than the amount, with its sign."""
    if discount.percent is not None:
        return percentage(gross, discount.percent)
    size = min(discount.amount or 0, abs(gross))
    return size if gross >= 0 else -size


def check_discount(discount: Discount, gross: int, currency: Currency) -> None:
    """Refuse 0 %, more than 100 %, and more than the amount it is taken off. Raises Refused."""
    if discount.percent is not None:
        if not 0 < discount.percent <= 100:
            raise Refused(
                _(
                    "{percent} % is no discount: give more than 0 and at most 100",
                    percent=plain(discount.percent),
                )
            )
    elif not 0 < (discount.amount or 0) <= abs(gross):
        raise Refused(
            _("the discount must be more than 0 and at most {most}", most=format_amount(abs(gross), currency))
        )


def price(basket: Basket, rules: PricingRules) -> Priced:
    """All figures of a basket. Raises Refused for a tax code that the shop does not know."""
    live = [(place, line) for place, line in enumerate(basket.lines) if not line.void]
    figures = [line_figures(line, rules.currency) for _, line in live]
    own = [gross - off for gross, off in figures]
    savings = _savings(basket, live, own, rules)
    promoted = [0] * len(live)
    for saving in savings:
        for i, share in saving.shares.items():
            promoted[i] += share
    amounts = [amount - off for amount, off in zip(own, promoted, strict=True)]
    shares = _basket_shares(basket.discount, [line for _, line in live], amounts, rules)
    finals = [amount - share for amount, share in zip(amounts, shares, strict=True)]
    taxed, finals = taxed_lines([line for _, line in live], finals, rules, basket.tax_status)
    places = [place for place, _ in live]
    lines = [_VOID] * len(basket.lines)
    for place, (gross, off), promotion, share, final in zip(
        places, figures, promoted, shares, finals, strict=True
    ):
        lines[place] = PricedLine(gross, off + promotion + share, final, promotion)
    return Priced(
        tuple(lines),
        sum(amounts),
        sum(shares),
        taxed.lines,
        taxed.tax,
        sum(finals) + taxed.on_top,
        tuple(replace(one, shares={places[i]: off for i, off in one.shares.items()}) for one in savings),
        partial(_spaced, taxed, places, len(lines)),
        {places[i]: share for i, share in taxed.shares.items()} if taxed.shares else taxed.shares,
    )


def _spaced(taxed: Taxed, places: list[int], count: int) -> tuple[tuple[int, ...], ...]:
    """The taxes of the lines that sell at their places, nothing elsewhere."""
    taxes: list[tuple[int, ...]] = [()] * count
    for place, parts in zip(places, taxed.parts, strict=True):
        taxes[place] = parts
    return tuple(taxes)


def _savings(
    basket: Basket, live: list[tuple[int, SaleLine]], amounts: list[int], rules: PricingRules
) -> list[Saving]:
    """What promotions save on the lines that are not void, with places among these."""
    if rules.promised is None or basket.began is None:
        return []
    shown = [coupon.promotion for coupon in basket.coupons]
    offers = rules.promised.offers(basket.began, basket.group, shown)
    sold = [i for i, (_, line) in enumerate(live) if line.is_goods]
    if len(sold) == len(live):
        return offers.savings([line for _, line in live], amounts)
    # What comes back had its promotions then, if it had any, and earns or costs none now.
    found = offers.savings([live[i][1] for i in sold], [amounts[i] for i in sold])
    return [replace(one, shares={sold[i]: off for i, off in one.shares.items()}) for one in found]


def basket_discount_base(basket: Basket, rules: PricingRules) -> int:
    """What a basket discount is taken off: what the lines that sell cost before it, in minor units, and in
    the terms of the shop's prices."""
    figures = price(replace(basket, discount=None, tax_status=None), rules).lines
    rows = zip(basket.lines, figures, strict=True)
    return sum(_weight(line, row.amount, rules) for line, row in rows)


def _weight(line: SaleLine, amount: int, rules: PricingRules) -> int:
    """What a basket discount sees of a line; what pays out, or is no goods, takes no part."""
    return max(_in_terms(line, amount, rules, rules.inclusive), 0) if line.is_goods else 0


def _in_terms(line: SaleLine, amount: int, rules: PricingRules, inclusive: bool) -> int:
    """A line's amount with or without its tax, from the other if its price is not like that."""
    if not line.prices or rules.contains_tax(line) == inclusive:
        return amount
    return _turned(line, amount, rules, inclusive)


def _turned(line: SaleLine, amount: int, rules: PricingRules, inclusive: bool) -> int:
    """An amount with its tax from one without, or without from one with."""
    if line.weights:
        from .tax_shares import shared

        apart = [replace(line, tax=code, taxed=()) for code, _weight in line.weights]
        rows = zip(apart, shared(amount, line.weights), strict=True)
        return sum(_turned(one, part, rules, inclusive) for one, part in rows)
    net, taxes = split(amount, rules.taxes.get(line.tax, ()), not inclusive)
    return net + sum(taxes) if inclusive else net


def _basket_shares(
    discount: Discount | None, lines: list[SaleLine], amounts: list[int], rules: PricingRules
) -> list[int]:
    """Each line's part of the basket discount, which is one in the terms of the shop's prices."""
    if discount is None:
        return [0] * len(lines)
    weights = [_weight(line, amount, rules) for line, amount in zip(lines, amounts, strict=True)]
    base = sum(weights)
    if not base:
        return [0] * len(lines)
    keys = [
        (line.tax, line.sku, str(line.unit_price), str(line.quantity), amount)
        for line, amount in zip(lines, amounts, strict=True)
    ]
    shares = allocate(discount_on(base, discount), weights, keys)
    for place, line in enumerate(lines):
        if shares[place] and line.prices and rules.contains_tax(line) != rules.inclusive:
            left = _turned(line, weights[place] - shares[place], rules, rules.contains_tax(line))
            shares[place] = amounts[place] - left
    return shares
