"""The best use of promotions by dynamic programming over the pieces.

A state is how far each promotion's sets are filled; of two ways to the same state the better one goes on.
States that cannot come up to a use that is known already are dropped on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import lcm
from typing import Final

from .promotion_sets import Lot, Offer, Role, Use

_MANY: Final = 16
"""States below which looking at what they can come to costs more than it saves."""
_State = tuple[tuple[int, ...], ...]
_Path = tuple["_Path", int] | None
_States = dict[_State, tuple[int, _Path]]
"""What each has gained, and the choices that led there, the last one first."""


class _Filling:
    """How one offer's sets fill up: states are (pieces in each part of the open sets, sets that are full)."""

    def __init__(self, number: int, offer: Offer, lots: Sequence[Lot]) -> None:
        self.offer = offer
        self.start = (0,) * (len(offer.counts) + 1)
        there = [0] * len(offer.counts)
        for lot in lots:
            for part in {where for other, where, _gain in lot.roles if other == number}:
                there[part] += lot.count
        self._most = min(count // each for count, each in zip(there, offer.counts, strict=True))
        self._known: dict[tuple[tuple[int, ...], int], tuple[tuple[int, ...], int, bool] | None] = {}

    def step(self, state: tuple[int, ...], part: int) -> tuple[tuple[int, ...], int, bool] | None:
        """(next state, bonus, whether the piece gains) of one piece more; None where it has no place."""
        key = (state, part)
        if key not in self._known:
            self._known[key] = self._step(state, part)
        return self._known[key]

    def _step(self, state: tuple[int, ...], part: int) -> tuple[tuple[int, ...], int, bool] | None:
        offer, fills, full = self.offer, list(state[:-1]), state[-1]
        gains = fills[part] >= offer.late
        fills[part] += 1
        begun = max(-(-fill // count) for fill, count in zip(fills, offer.counts, strict=True))
        if begun > self._most or (offer.limit is not None and full + begun > offer.limit):
            return None
        bonus = 0
        if all(fill >= count for fill, count in zip(fills, offer.counts, strict=True)):
            fills = [fill - count for fill, count in zip(fills, offer.counts, strict=True)]
            full, bonus = full + (offer.limit is not None), offer.bonus
        return (*fills, full), bonus, gains


def planned(lots: Sequence[Lot], offers: Sequence[Offer], known: Use, bound: int) -> Use | None:
    """The best use, which is at least as good as a known one; None where it takes more steps than `bound`."""
    order = _order(lots, offers)
    ordered = [lots[place] for place in order]
    fillings = [_Filling(number, offer, lots) for number, offer in enumerate(offers)]
    found = _planned_in_order(ordered, fillings, _Limits(ordered, offers, _worth(known, lots)), bound)
    if found is None:
        return None
    taken: list[dict[int, int]] = [{} for _ in lots]
    for place, one in zip(order, found.taken, strict=True):
        taken[place] = one
    found.taken = taken
    return found


def _worth(use: Use, lots: Sequence[Lot]) -> int:
    """What a use gains, with what the pieces gain that nobody took."""
    left = (lot.base * (lot.count - sum(taken.values())) for lot, taken in zip(lots, use.taken, strict=True))
    return sum(use.gains) + sum(left)


class _Limits:
    """What can still become of a state at the most: one that cannot come up to a known use is dropped.

    As if every piece that is left went where it gains most, with its share of the set it would be in: of its
    bonus, or of what the cheapest pieces gain, who gain no more than the same share of all.
    """

    def __init__(self, lots: Sequence[Lot], offers: Sequence[Offer], known: int) -> None:
        self._offers = offers
        self._sizes = [sum(offer.counts) for offer in offers]
        self._times = lcm(*self._sizes)
        """All is counted so often, as shares of sets are fractions."""
        self._known = known * self._times
        most = [max((lot.base * self._times, *map(self._share, lot.roles))) * lot.count for lot in lots]
        self._rest = list(accumulate(reversed(most), initial=0))[::-1]
        self._next = [[0] * len(offers)]
        for lot in reversed(lots):
            gains = {number: gain for number, _part, gain in lot.roles}
            self._next.append([max(gains.get(n, 0), gain) for n, gain in enumerate(self._next[-1])])
        self._next.reverse()

    def _share(self, role: Role) -> int:
        number, _part, gain = role
        offer, times = self._offers[number], self._times // self._sizes[number]
        if offer.late:
            return gain * (self._sizes[number] - offer.late) * times
        return gain * self._times + offer.bonus * times

    def kept(self, states: _States, place: int) -> _States:
        """The states that may still lead to the best, before the lot at `place`."""
        least = self._known - self._rest[place]
        credits: dict[tuple[int, tuple[int, ...]], int] = {}
        kept: _States = {}
        for state, found in states.items():
            most = found[0] * self._times
            for key in enumerate(state):
                if key not in credits:
                    credits[key] = self._credit(*key, place)
                most += credits[key]
            if most >= least:
                kept[state] = found
        return kept

    def _credit(self, number: int, state: tuple[int, ...], place: int) -> int:
        """What the sets an offer has begun will bring beyond the shares of the pieces to come."""
        offer, size, filled = self._offers[number], self._sizes[number], sum(state[:-1])
        times = self._times // size
        if not offer.late:
            return filled * offer.bonus * times
        if not filled:
            return 0
        gaining = size - max(filled, offer.late)
        share = gaining * size - (size - offer.late) * (size - filled)
        return share * self._next[place][number] * times


def _order(lots: Sequence[Lot], offers: Sequence[Offer]) -> list[int]:
    """Places of the lots in an order that keeps few offers open at a time, as states are their product.

    Where only the cheapest pieces gain, an offer sees its pieces from the dearest to the cheapest.
    """
    wanted = [{number for number, _part, _gain in lot.roles} for lot in lots]
    left = [sum(number in one for one in wanted) for number in range(len(offers))]
    opened: set[int] = set()
    waiting, order = list(range(len(lots))), []
    while waiting:
        blocked: set[int] = set()
        chosen, least = waiting[0], (len(offers) + 1, 0)
        for place in waiting:
            mine = wanted[place]
            if blocked.isdisjoint(mine):
                cost = (len(mine - opened), -sum(left[number] == 1 for number in mine))
                if cost < least:
                    chosen, least = place, cost
            blocked.update(number for number in mine if offers[number].late)
        waiting.remove(chosen)
        order.append(chosen)
        opened |= wanted[chosen]
        for number in wanted[chosen]:
            left[number] -= 1
    return order


def _planned_in_order(
    lots: Sequence[Lot], fillings: Sequence[_Filling], limits: _Limits, bound: int
) -> Use | None:
    last = {number: place for place, lot in enumerate(lots) for number, _part, _gain in lot.roles}
    states: _States = {tuple(filling.start for filling in fillings): (0, None)}
    work = 0
    for place, lot in enumerate(lots):
        if len(states) > _MANY:
            states = limits.kept(states, place)
        for _ in range(lot.count):
            work += len(states) * (1 + len(lot.roles))
            if work > bound:
                return None
            states = _with_piece(states, lot, fillings)
        for number in (number for number, end in last.items() if end == place):
            states = _closed(states, number, fillings[number].start)
    ((_value, path),) = states.values()
    return _walked(lots, fillings, path)


def _with_piece(states: _States, lot: Lot, fillings: Sequence[_Filling]) -> _States:
    """The states after one piece more: left out, or in one of its roles. The first of equals stays."""
    after: _States = {}
    for state, (value, path) in states.items():
        kept = after.get(state)
        if kept is None or value + lot.base > kept[0]:
            after[state] = (value + lot.base, (path, -1))
        for choice, (number, part, gain) in enumerate(lot.roles):
            step = fillings[number].step(state[number], part)
            if step is None:
                continue
            following, bonus, gains = step
            reached = (*state[:number], following, *state[number + 1 :])
            total = value + bonus + (gain if gains else 0)
            kept = after.get(reached)
            if kept is None or total > kept[0]:
                after[reached] = (total, (path, choice))
    return after


def _closed(states: _States, number: int, start: tuple[int, ...]) -> _States:
    """Without the states in which an offer that gets no more pieces has a set begun."""
    after: _States = {}
    for state, kept in states.items():
        if any(state[number][:-1]):
            continue
        reached = (*state[:number], start, *state[number + 1 :])
        other = after.get(reached)
        if other is None or kept[0] > other[0]:
            after[reached] = kept
    return after


def _choices(path: _Path) -> Iterator[int]:
    """The choices on a path, the last one first."""
    while path is not None:
        path, choice = path
        yield choice


def _walked(lots: Sequence[Lot], fillings: Sequence[_Filling], path: _Path) -> Use:
    """What a path took and gained."""
    use = Use.nothing(len(lots), len(fillings))
    choices = list(_choices(path))
    states = [filling.start for filling in fillings]
    pieces = [0] * len(fillings)
    for place, lot in enumerate(lots):
        for _ in range(lot.count):
            choice = choices.pop()
            if choice < 0:
                continue
            number, part, gain = lot.roles[choice]
            step = fillings[number].step(states[number], part)
            assert step is not None
            states[number], bonus, gains = step
            use.gains[number] += bonus + (gain if gains else 0)
            use.taken[place][number] = use.taken[place].get(number, 0) + 1
            pieces[number] += 1
    for number, filling in enumerate(fillings):
        use.sets[number] = pieces[number] // sum(filling.offer.counts)
    return use
