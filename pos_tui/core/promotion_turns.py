"""Promotions that take their pieces set by set: one alone, or one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .promotion_sets import Lot, Offer, Use


@dataclass(slots=True)
class Taken:
    """What one offer takes."""

    gain: int
    """The offer's own."""
    net: int
    """The same without what the pieces would gain elsewhere."""
    sets: int
    taken: dict[int, int]
    """Pieces by lot."""


def alone(number: int, offer: Offer, lots: Sequence[Lot], left: Sequence[int]) -> Taken:
    """What an offer takes of what is left when no other asks: sets of the best pieces, while they gain."""
    queues = [(_queue(number, part, offer, lots), count) for part, count in enumerate(offer.counts)]
    # Where a piece could be in several parts, it is in the one where it gains.
    queues.sort(key=lambda one: -max((gain for _, gain in one[0]), default=0))
    free, result = list(left), Taken(0, 0, 0, {})
    while offer.limit is None or result.sets < offer.limit:
        chosen = _next_set(offer.late, queues, free) or _shared_set(queues, free)
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
    """(lot, gain) of what may be in a part, best first; dearest first where the place in a set counts.

    Where a piece gains nothing, but has to be there, the cheapest ones are.
    """
    found = [
        (place, gain)
        for place, lot in enumerate(lots)
        for other, where, gain in lot.roles
        if (other, where) == (number, part)
    ]
    if not offer.late:
        found.sort(key=lambda one: (lots[one[0]].base - one[1], 0 if one[1] else lots[one[0]].amount))
    return found


def _next_set(
    late: int, queues: Sequence[tuple[list[tuple[int, int]], int]], free: Sequence[int]
) -> list[tuple[int, int]] | None:
    """(lot, gain) of each piece of the next set; None where there are not enough."""
    used: dict[int, int] = {}
    chosen: list[tuple[int, int]] = []
    for queue, count in queues:
        filled = 0
        for place, gain in queue:
            while filled < count and free[place] > used.get(place, 0):
                used[place] = used.get(place, 0) + 1
                chosen.append((place, gain if filled >= late else 0))
                filled += 1
        if filled < count:
            return None
        while queue and not free[queue[0][0]]:
            del queue[0]
    return chosen


def _shared_set(
    queues: Sequence[tuple[list[tuple[int, int]], int]], free: Sequence[int]
) -> list[tuple[int, int]] | None:
    """The next set where parts want the same goods: a piece makes way where it has a place elsewhere."""
    if len(queues) == 1:
        return None
    gains = [dict(queue) for queue, _count in queues]
    members: list[list[int]] = [[] for _ in queues]

    def seat(place: int, tried: set[int]) -> bool:
        fitting = [part for part, found in enumerate(gains) if place in found and part not in tried]
        for part in fitting:
            if len(members[part]) < queues[part][1]:
                members[part].append(place)
                return True
        tried.update(fitting)
        for part in fitting:
            for seat_number, other in enumerate(members[part]):
                if seat(other, tried):
                    members[part][seat_number] = place
                    return True
        return False

    everyone = {place: max(found.get(place, 0) for found in gains) for found in gains for place in found}
    missing = sum(count for _queue, count in queues)
    for place in sorted(everyone, key=lambda one: -everyone[one]):
        for _ in range(min(free[place], missing)):
            if not seat(place, set()):
                break
            missing -= 1
    if missing:
        return None
    return [(place, gains[part][place]) for part, places in enumerate(members) for place in places]


def add(use: Use, number: int, taken: Taken) -> None:
    """Counts what an offer takes."""
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
        add(use, number, tried[number])
        for place, count in tried[number].taken.items():
            left[place] -= count
        waiting.discard(number)
    return use
