"""What a shop promises and has promised: every version of every promotion, asked for those of a sale."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .promotion import OWN_NUMBERS, Promotion
from .promotion_offers import Offers

if TYPE_CHECKING:
    from .currency import Currency
    from .moment import Moment

_KEPT: Final = 8
_BUYERS: Final = 100


@dataclass(frozen=True, slots=True)
class Version:
    """A promotion and between which changes it holds: changes are counted, as clocks can be put back."""

    promotion: Promotion
    since: int
    until: int | None = None
    """The change that ended it or put another version in its place."""

    def is_known(self, seen: int) -> bool:
        """Whether it holds for a sale that was begun when `seen` changes had been made."""
        return self.since <= seen and (self.until is None or seen < self.until)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Version:
        """The version of a stored document."""
        return cls(Promotion.from_document(document), document["since"], document.get("until"))


class Promised:
    """All versions there are; keeps what was worked out for the sales of the moment."""

    def __init__(self, versions: Iterable[Version], currency: Currency) -> None:
        self._versions = tuple(versions)
        self._currency = currency
        self.seen = max((max(one.since, one.until or 0) for one in self._versions), default=0)
        """The last change."""
        now = [one.promotion for one in self._versions if one.until is None]
        self._coupons = {one.coupon.casefold(): one for one in now if one.coupon not in ("", OWN_NUMBERS)}
        self.groups = frozenset(one.group for one in now if one.group)
        """The customers that some promotion is for."""
        self._days: OrderedDict[tuple[str, int], _Day] = OrderedDict()

    def with_coupon(self, code: str) -> Promotion | None:
        """The promotion that a coupon's code is for, whether it holds now or not; case does not count."""
        return self._coupons.get(code.casefold())

    def in_force(self, moment: Moment, group: str = "", coupons: Sequence[str] = ()) -> list[Promotion]:
        """Those that a sale begun then may have; `coupons` are codes of promotions, one for each shown."""
        day = self._day(moment)
        return [*day.usual, *(one for one in day.special if _is_for(one, moment, group, coupons))]

    def offers(self, moment: Moment, group: str = "", coupons: Sequence[str] = ()) -> Offers:
        """The same, ready to say what they save."""
        day, buyer = self._day(moment), (moment.minute, group, tuple(sorted(coupons)))
        if buyer not in day.buyers:
            if len(day.buyers) >= _BUYERS:
                day.buyers.clear()
            day.buyers[buyer] = self._for_buyer(day, moment, group, coupons)
        return day.buyers[buyer]

    def _for_buyer(self, day: _Day, moment: Moment, group: str, coupons: Sequence[str]) -> Offers:
        """Buyers who may have the same share what was worked out for one of them."""
        shown = Counter(coupons)
        special = tuple(
            (place, _limit(one, shown))
            for place, one in enumerate(day.special)
            if _is_for(one, moment, group, coupons)
        )
        if special not in day.offers:
            if len(day.offers) >= _KEPT:
                day.offers.clear()
            usual = [(one, one.limit) for one in day.usual]
            more = [(day.special[place], limit) for place, limit in special]
            day.offers[special] = Offers([*usual, *more], self._currency)
        return day.offers[special]

    def _day(self, moment: Moment) -> _Day:
        key = (moment.day, moment.seen)
        if key not in self._days:
            if len(self._days) >= _KEPT:
                self._days.popitem(last=False)
            known = [one.promotion for one in self._versions if one.is_known(moment.seen)]
            today = [one for one in known if _of_day(one, moment.day)]
            self._days[key] = _Day(
                tuple(one for one in today if not _is_special(one)),
                tuple(one for one in today if _is_special(one)),
                {},
                {},
            )
        return self._days[key]


@dataclass(frozen=True, slots=True)
class _Day:
    usual: tuple[Promotion, ...]
    """For everybody, all day."""
    special: tuple[Promotion, ...]
    offers: dict[tuple[tuple[int, int | None], ...], Offers]
    buyers: dict[tuple[int, str, tuple[str, ...]], Offers]
    """By minute, group and coupons."""


def _of_day(promotion: Promotion, day: str) -> bool:
    window = promotion.window
    return window.first <= day and (not window.last or day <= window.last)


def _is_special(promotion: Promotion) -> bool:
    window = promotion.window
    return bool(promotion.group or promotion.coupon or window.weekdays or window.begin is not None)


def _is_for(promotion: Promotion, moment: Moment, group: str, coupons: Sequence[str]) -> bool:
    if promotion.group and promotion.group != group:
        return False
    if promotion.coupon and promotion.code not in coupons:
        return False
    return promotion.window.holds(moment)


def _limit(promotion: Promotion, shown: Mapping[str, int]) -> int | None:
    if promotion.limit is None or not promotion.coupon:
        return promotion.limit
    return promotion.limit * shown.get(promotion.code, 0)
