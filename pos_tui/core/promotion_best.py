"""Which pieces go into which promotion, where several want them: the best total for the customer.

Exact: by `alone` where one promotion has its pieces for itself, else as `promotion_plan` finds it. If that
takes more than `BOUND` steps the basket is absurd, and `by_turns` answers: at least what the best of the
promotions alone would save, so at least 1/m of the best where m promotions compete. (Of a promotion whose own
parts want the same goods, what it would save alone is what it saves set by set.)
"""

from __future__ import annotations

from collections.abc import Sequence

from .promotion_plan import planned
from .promotion_sets import Lot, Offer, Use
from .promotion_turns import add, alone, by_turns

BOUND = 50_000


def best(lots: Sequence[Lot], offers: Sequence[Offer]) -> Use:
    """The use of lots, dearest first, that gains most; the same for the same lots, whoever brought them."""
    if len(offers) == 1 and _is_plain(lots, offers[0]):
        use = Use.nothing(len(lots), 1)
        add(use, 0, alone(0, offers[0], lots, [lot.count for lot in lots]))
        return use
    turns = by_turns(lots, offers)
    return planned(lots, offers, turns, BOUND) or turns


def _is_plain(lots: Sequence[Lot], offer: Offer) -> bool:
    """Whether taking the best pieces set by set is best: no piece could be in two parts, or has elsewhere
    to go while its place in a set matters."""
    return all(len(lot.roles) == 1 for lot in lots) and not (offer.late and any(lot.base for lot in lots))
