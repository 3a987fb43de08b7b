"""The promotions that hold for a sale, asked for what they save. The order of its lines does not count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from .promotion import Kind, Promotion
from .promotion_best import best
from .promotion_narrow import hopeful
from .promotion_savings import Gathered, Saving, is_met, spent_enough
from .promotion_sets import Lot, Role, Use
from .promotion_terms import TAKING_SOURCES, Terms
from .quantity import Unit

if TYPE_CHECKING:
    from .currency import Currency
    from .sale import SaleLine

_KEPT: Final = 5000
_Place = tuple[int, int]
"""(number of a promotion, part)."""


class _Alike(NamedTuple):
    """Pieces with the same of all this are all the same to every promotion."""

    amount: int
    roles: tuple[Role, ...]
    base: int
    own: int
    """The promotion a piece has where no set takes it; -1 for none."""


class _Member(NamedTuple):
    """So many pieces of a line. The key says which of two equal pieces goes first, whatever was scanned
    first."""

    key: tuple[str, ...]
    place: int
    pieces: int


_Pieces = dict[_Alike, list[_Member]]
_Known = tuple["SaleLine", int, frozenset[int], tuple[str, ...], tuple[tuple[_Alike, int], ...]]
"""(line, amount, promotions that are out of reach, key, pieces)."""


class Offers:
    """What was found once for some goods is kept, as a sale grows by a line at a time."""

    def __init__(self, promotions: Iterable[tuple[Promotion, int | None]], currency: Currency) -> None:
        """`promotions` with how often each may be had in the sale; None is without a limit."""
        ordered = sorted(promotions, key=lambda one: (one[0].code, one[0].version))
        self._terms = [Terms(promotion, currency, limit) for promotion, limit in ordered]
        self._offers = [terms.offer() for terms in self._terms]
        self._conditional = [number for number, terms in enumerate(self._terms) if terms.is_conditional]
        self._spending = [terms for terms in self._terms if terms.promotion.kind is Kind.SPEND]
        self._by_sku: dict[str, list[_Place]] = defaultdict(list)
        self._by_department: dict[str, list[_Place]] = defaultdict(list)
        self._of_all: list[_Place] = []
        for number, terms in enumerate(self._terms):
            for part, one in enumerate(terms.promotion.parts):
                self._index((number, part), one.goods.skus, one.goods.departments)
        self._places: dict[tuple[str, str], tuple[_Place, ...]] = {}
        self._lines: dict[int, _Known] = {}
        """By identity: looking at a line's values costs more than what is kept."""
        self._used: dict[tuple[tuple[_Alike, int], ...], Use] = {}

    def _index(self, place: _Place, skus: Iterable[str], departments: Iterable[str]) -> None:
        if self._terms[place[0]].promotion.kind is Kind.SPEND:
            return
        if not skus and not departments:
            self._of_all.append(place)
        for sku in skus:
            self._by_sku[sku].append(place)
        for department in departments:
            self._by_department[department].append(place)

    def savings(self, lines: Sequence[SaleLine], amounts: Sequence[int]) -> list[Saving]:
        """What they save on lines that are not void; `amounts` are theirs, after their own discounts."""
        if not self._terms:
            return []
        pieces = self._narrowed(self._pieces(lines, amounts))
        gathered: dict[int, Gathered] = defaultdict(Gathered)
        for group in _groups(pieces):
            self._gather(group, pieces, gathered)
        found, left = [], list(amounts)
        for number in sorted(gathered):
            saving = gathered[number].rounded(self._terms[number].promotion, lines)
            if saving is not None:
                found.append(saving)
                for place, off in saving.shares.items():
                    left[place] -= off
        for terms in self._spending:
            found += spent_enough(terms, lines, amounts, left)
        return found

    def _pieces(self, lines: Sequence[SaleLine], amounts: Sequence[int]) -> _Pieces:
        missed = self._missed(lines, amounts)
        pieces: _Pieces = {}
        for place, (line, whole) in enumerate(zip(lines, amounts, strict=True)):
            known = self._lines.get(id(line))
            if known is None or known[0] is not line or known[1:3] != (whole, missed):
                known = self._known(line, whole, missed)
            for alike, count in known[4]:
                pieces.setdefault(alike, []).append(_Member(known[3], place, count))
        return pieces

    def _missed(self, lines: Sequence[SaleLine], amounts: Sequence[int]) -> frozenset[int]:
        """The promotions whose condition, a quantity or an amount of their goods, is not met."""
        if not self._conditional:
            return frozenset()
        sums: dict[int, tuple[Decimal, int]] = dict.fromkeys(self._conditional, (Decimal(0), 0))
        for line, amount in zip(lines, amounts, strict=True):
            for number in {number for number, _part in self._places_of(line)} & sums.keys():
                count, spent = sums[number]
                sums[number] = (count + line.quantity, spent + amount)
        return frozenset(n for n, (count, spent) in sums.items() if not is_met(self._terms[n], count, spent))

    def _known(self, line: SaleLine, whole: int, missed: frozenset[int]) -> _Known:
        """What a line is to the promotions; kept, as the lines of a sale stay the same values."""
        found = []
        if whole > 0 and line.source in TAKING_SOURCES:
            places = [one for one in self._places_of(line) if one[0] not in missed]
            for amount, count in _split(line, whole) if places else ():
                alike = self._alike(line, amount, places)
                if alike is not None:
                    found.append((alike, count))
        if len(self._lines) >= _KEPT:
            self._lines.clear()
        kind = (line.tax, line.sku, line.code, str(line.unit_price), line.source)
        # Of equal pieces those of the smaller line go first, wherever it stands: parts are shared by line.
        key = (*kind, str(line.quantity), str(whole))
        known = self._lines[id(line)] = (line, whole, missed, key, tuple(found))
        return known

    def _narrowed(self, pieces: _Pieces) -> _Pieces:
        """The same without roles that cannot gain, and without pieces that nobody wants then."""
        given = list(pieces)
        lots = [Lot(one.amount, _count(pieces[one]), one.base, one.roles) for one in given]
        offers = {number: self._offers[number] for lot in lots for number, _part, _gain in lot.roles}
        narrowed: _Pieces = {}
        for one, roles in zip(given, hopeful(lots, offers), strict=True):
            if roles or one.own >= 0:
                narrowed.setdefault(one._replace(roles=roles), []).extend(pieces[one])
        return narrowed

    def _places_of(self, line: SaleLine) -> tuple[_Place, ...]:
        """Where goods like a line's have a place."""
        key = (line.sku, line.department)
        if key not in self._places:
            places = {*self._by_sku.get(line.sku, ()), *self._by_department.get(line.department, ())}
            self._places[key] = tuple(
                (number, part)
                for number, part in sorted(places.union(self._of_all))
                if self._terms[number].promotion.parts[part].goods.has(*key)
            )
        return self._places[key]

    def _alike(self, line: SaleLine, amount: int, places: Iterable[_Place]) -> _Alike | None:
        """What a piece is to the promotions; None where none wants it."""
        base, own, roles = 0, -1, []
        for number, part in places:
            terms = self._terms[number]
            gain = terms.gain(part, line, amount)
            if gain is None:
                continue
            if not terms.is_free:
                roles.append((number, part, gain))
            elif gain > base:
                base, own = gain, number
        return _Alike(amount, tuple(roles), base, own) if own >= 0 or roles else None

    def _gather(self, group: Iterable[_Alike], pieces: _Pieces, gathered: dict[int, Gathered]) -> None:
        """Adds what comes of one group of pieces, which no other has to do with."""
        ordered = sorted(group, key=lambda one: (-one.amount, *one[1:]))
        numbers = sorted({number for alike in ordered for number, _part, _gain in alike.roles})
        use = self._use(tuple((one, _count(pieces[one])) for one in ordered), numbers)
        for order, number in enumerate(numbers):
            gathered[number].gain += use.gains[order]
            gathered[number].times += use.sets[order]
            gathered[number].is_exact &= use.is_exact
        for alike, taken in zip(ordered, use.taken, strict=True):
            members = sorted(pieces[alike])
            left = [member.place for member in members for _ in range(member.pieces)]
            for order, count in sorted(taken.items()):
                for place in left[:count]:
                    gathered[numbers[order]].take(place, alike.amount)
                del left[:count]
            for place in left if alike.own >= 0 else ():
                own = gathered[alike.own]
                own.gain, own.times = own.gain + alike.base, own.times + 1
                own.take(place, alike.amount)

    def _use(self, counted: tuple[tuple[_Alike, int], ...], numbers: Sequence[int]) -> Use:
        use = self._used.get(counted)
        if use is None:
            order = {number: place for place, number in enumerate(numbers)}
            lots = [
                Lot(
                    alike.amount,
                    count,
                    alike.base,
                    tuple((order[n], part, gain) for n, part, gain in alike.roles),
                )
                for alike, count in counted
            ]
            use = best(lots, [self._offers[number] for number in numbers])
            if len(self._used) >= _KEPT:
                self._used.clear()
            self._used[counted] = use
        return use


def _count(members: Iterable[_Member]) -> int:
    return sum(member.pieces for member in members)


def _split(line: SaleLine, amount: int) -> list[tuple[int, int]]:
    """(amount, count) of a line's pieces, which differ by a minor unit at most; what is weighed is one."""
    if line.unit is not Unit.EACH:
        return [(amount, 1)]
    count = int(line.quantity)
    each, over = divmod(amount, count)
    return [(cost, n) for cost, n in ((each + 1, over), (each, count - over)) if n and cost]


def _groups(pieces: Mapping[_Alike, object]) -> list[list[_Alike]]:
    """Pieces that have to be looked at together, as some promotion could take of both."""
    groups: dict[int, list[_Alike]] = {}
    owner: dict[int, int] = {}
    for name, alike in enumerate(pieces):
        numbers = {number for number, _part, _gain in alike.roles}
        merged = [alike]
        for other in {owner[number] for number in numbers if number in owner}:
            merged += groups.pop(other)
        groups[name] = merged
        for one in merged:
            for number, _part, _gain in one.roles:
                owner[number] = name
    return list(groups.values())
