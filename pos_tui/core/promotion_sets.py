"""What the search for the best use of promotions works on: pieces that are alike, and who takes sets of them.

Gains are integers, `SCALE`-ths of a minor unit: percentages need no rounding before the choice is made.
"""

from __future__ import annotations

from dataclasses import dataclass

SCALE = 10**8
"""A percentage has at most 6 decimals, so its part of a minor unit is a whole number of these."""
Role = tuple[int, int, int]
"""(offer, part, gain): a piece may go into this part of this offer's sets, and gains so much there."""


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
