"""Places in sets that no piece can gain by are taken away before the best use is looked for.

A basket holds few of the goods a promotion is for: most of its sets cannot be made, or save nothing. Without
their places what is left falls into small groups, which can be looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .promotion_sets import Lot, Offer, Role

_Key = tuple[int, int]
"""(offer, part)."""


def hopeful(lots: Sequence[Lot], offers: Mapping[int, Offer]) -> list[tuple[Role, ...]]:
    """The roles of each lot that could be in a set which gains more than its pieces would elsewhere."""
    roles = [lot.roles for lot in lots]
    while True:
        tops = _tops(lots, roles, offers)
        kept = [
            tuple(role for role in mine if _can_gain(role, lot.base, offers[role[0]], tops))
            for mine, lot in zip(roles, lots, strict=True)
        ]
        if kept == roles:
            return kept
        roles = kept


def _tops(
    lots: Sequence[Lot], roles: Sequence[tuple[Role, ...]], offers: Mapping[int, Offer]
) -> dict[_Key, list[int]]:
    """What the best pieces of each part gain more than elsewhere, best first, as many as a set has."""
    found: dict[_Key, list[int]] = defaultdict(list)
    for lot, mine in zip(lots, roles, strict=True):
        for number, part, gain in mine:
            wanted = offers[number].counts[part]
            found[number, part] += [gain - lot.base] * min(lot.count, wanted)
    return {key: sorted(gains, reverse=True)[: offers[key[0]].counts[key[1]]] for key, gains in found.items()}


def _can_gain(role: Role, base: int, offer: Offer, tops: Mapping[_Key, list[int]]) -> bool:
    number, part, gain = role
    total = offer.bonus
    for other, count in enumerate(offer.counts):
        best = tops.get((number, other), [])
        if len(best) < count:
            return False
        total += sum(best)
    # Within its own part a piece stands in the place of the last of the best, unless it is one of them.
    own, last = gain - base, tops[number, part][-1]
    return total - last + min(own, last) > 0
