"""Which pieces go into which promotion, where several want them: the best total for the customer.

Exact: by `alone` where one promotion has its pieces for itself, else by dynamic programming over the pieces,
dearest first, where a state is how far each promotion's next set is filled. If that takes more than `BOUND`
steps the basket is absurd, and `by_turns` answers: at least what the best of the promotions alone would save,
so at least 1/m of the best where m promotions compete.

Gains are integers, `SCALE`-ths of a minor unit: percentages need no rounding before the choice is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SCALE = 10**8
"""A percentage has at most 6 decimals, so its part of a minor unit is a whole number of these."""
BOUND = 50_000
Role = tuple[int, int, int]
"""(offer, part, gain): a piece may go into this part of this offer's sets, and gains so much there."""
_State = tuple[tuple[int, ...], ...]
_Path = tuple["_Path", int] | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion that takes sets of pieces."""

    counts: tuple[int, ...]
    """How many pieces of each part a set has."""
    bonus: int = 0
    """What a complete set gains besides its pieces; less than nothing is its price."""
    late: int = 0
    """So many pieces of a set, the dearest, gain nothing: only the cheapest ones are free."""
    limit: int | None = None
    """Sets in one sale."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces that are all the same to every offer."""

    amount: int
    """Minor units, of one piece."""
    count: int
    base: int
    """What a piece gains where it is left out."""
    roles: tuple[Role, ...]
    """One for each part of each offer it may be in, best first among equals."""


@dataclass(slots=True)
class Use:
    """What came out: for each lot the pieces each offer took, for each offer its gain and its sets."""

    taken: list[dict[int, int]]
    gains: list[int]
    sets: list[int]
    is_exact: bool = True

    @classmethod
    def nothing(cls, lots: int, offers: int) -> Use:
        """Where nobody has taken anything yet."""
        return cls([{} for _ in range(lots)], [0] * offers, [0] * offers)


def best(lots: Sequence[Lot], offers: Sequence[Offer]) -> Use:
    """The use of lots, dearest first, that gains most; the same for the same lots, whoever brought them."""
    if len(offers) == 1 and _is_plain(lots, offers[0]):
        use = Use.nothing(len(lots), 1)
        _add(use, 0, alone(0, offers[0], lots, [lot.count for lot in lots]))
        return use
    return _planned(lots, offers) or by_turns(lots, offers)


def _is_plain(lots: Sequence[Lot], offer: Offer) -> bool:
    """Whether taking the best pieces set by set is best: no piece could be in two parts, or has elsewhere
    to go while its place in a set matters."""
    return all(len(lot.roles) == 1 for lot in lots) and not (offer.late and any(lot.base for lot in lots))


@dataclass(slots=True)
class _Alone:
    gain: int
    """The offer's own."""
    net: int
    """The same without what the pieces would gain elsewhere."""
    sets: int
    taken: dict[int, int]
    """Pieces by lot."""


def alone(number: int, offer: Offer, lots: Sequence[Lot], left: Sequence[int]) -> _Alone:
    """What an offer takes of what is left when no other asks: sets of the best pieces, while they gain."""
    queues = [_queue(number, part, offer, lots) for part in range(len(offer.counts))]
    free, result = list(left), _Alone(0, 0, 0, {})
    while offer.limit is None or result.sets < offer.limit:
        chosen = _next_set(offer, queues, free)
        if chosen is None:
            break
        gain = offer.bonus + sum(gain for _, gain in chosen)
        net = gain - sum(lots[place].base for place, _ in chosen)
        if net <= 0:
            break
        result.gain, result.net, result.sets = result.gain + gain, result.net + net, result.sets + 1
        for place, _gain in chosen:
            free[place] -= 1
            result.taken[place] = result.taken.get(place, 0) + 1
    return result


def _queue(number: int, part: int, offer: Offer, lots: Sequence[Lot]) -> list[tuple[int, int]]:
    """(lot, gain) of what may be in a part, best first; dearest first where the place in a set counts."""
    found = [
        (place, gain)
        for place, lot in enumerate(lots)
        for other, where, gain in lot.roles
        if (other, where) == (number, part)
    ]
    if not offer.late:
        found.sort(key=lambda one: lots[one[0]].base - one[1])
    return found


def _next_set(
    offer: Offer, queues: Sequence[list[tuple[int, int]]], free: Sequence[int]
) -> list[tuple[int, int]] | None:
    """(lot, gain) of each piece of the next set; None where there are not enough."""
    used: dict[int, int] = {}
    chosen: list[tuple[int, int]] = []
    for queue, count in zip(queues, offer.counts, strict=True):
        filled = 0
        for place, gain in queue:
            while filled < count and free[place] > used.get(place, 0):
                used[place] = used.get(place, 0) + 1
                chosen.append((place, gain if filled >= offer.late else 0))
                filled += 1
        if filled < count:
            return None
        while queue and not free[queue[0][0]]:
            del queue[0]
    return chosen


def _add(use: Use, number: int, taken: _Alone) -> None:
    use.gains[number] += taken.gain
    use.sets[number] += taken.sets
    for place, count in taken.taken.items():
        use.taken[place][number] = use.taken[place].get(number, 0) + count


def by_turns(lots: Sequence[Lot], offers: Sequence[Offer]) -> Use:
    """The offer that gains most alone takes its pieces first, then the next of what is left, and so on."""
    use = Use.nothing(len(lots), len(offers))
    use.is_exact = False
    left = [lot.count for lot in lots]
    waiting = set(range(len(offers)))
    while waiting:
        tried = {number: alone(number, offers[number], lots, left) for number in sorted(waiting)}
        number = max(tried, key=lambda one: tried[one].net)
        if tried[number].net <= 0:
            break
        _add(use, number, tried[number])
        for place, count in tried[number].taken.items():
            left[place] -= count
        waiting.discard(number)
    return use


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


def _planned(lots: Sequence[Lot], offers: Sequence[Offer]) -> Use | None:
    """The best by dynamic programming; None where that takes too long."""
    fillings = [_Filling(number, offer, lots) for number, offer in enumerate(offers)]
    order = _order(lots, offers)
    planned = _planned_in_order([lots[place] for place in order], fillings)
    if planned is None:
        return None
    taken: list[dict[int, int]] = [{} for _ in lots]
    for place, one in zip(order, planned.taken, strict=True):
        taken[place] = one
    planned.taken = taken
    return planned


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


def _planned_in_order(lots: Sequence[Lot], fillings: Sequence[_Filling]) -> Use | None:
    last = {number: place for place, lot in enumerate(lots) for number, _part, _gain in lot.roles}
    states: dict[_State, tuple[int, _Path]] = {tuple(filling.start for filling in fillings): (0, None)}
    work = 0
    for place, lot in enumerate(lots):
        for _ in range(lot.count):
            work += len(states) * (1 + len(lot.roles))
            if work > BOUND:
                return None
            states = _with_piece(states, lot, fillings)
        for number in (number for number, end in last.items() if end == place):
            states = _closed(states, number, fillings[number].start)
    ((_value, path),) = states.values()
    return _walked(lots, fillings, path)


def _with_piece(
    states: dict[_State, tuple[int, _Path]], lot: Lot, fillings: Sequence[_Filling]
) -> dict[_State, tuple[int, _Path]]:
    """The states after one piece more: left out, or in one of its roles. The first of equals stays."""
    after: dict[_State, tuple[int, _Path]] = {}
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


def _closed(
    states: dict[_State, tuple[int, _Path]], number: int, start: tuple[int, ...]
) -> dict[_State, tuple[int, _Path]]:
    """Without the states in which an offer that gets no more pieces has a set begun."""
    after: dict[_State, tuple[int, _Path]] = {}
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
