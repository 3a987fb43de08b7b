"""What is sold by weight: how the weight of a line came about, and what packaging weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from .errors import InvalidValue
from .quantity import Unit
from .words import _

BY_SCALE: Final = "scale"
BY_HAND: Final = "hand"
WEIGHTS: Final = (Unit.KILOGRAM, Unit.GRAM)
"""Units that a scale weighs in."""

_TARE: Final = re.compile(r"([^=\s][^=]{0,19}?)\s*=\s*([1-9]\d{0,4})", re.ASCII)
_MOST_TARES: Final = 100


@dataclass(frozen=True, slots=True)
class Weighing:
    """How a line's weight came about."""

    by: str = ""
    """scale; hand, where somebody typed it beside a scale; else nothing."""
    tare: int = 0
    """Grams that were taken off for packaging."""

    def to_document(self) -> dict[str, Any]:
        """The stored form; empty where nothing was weighed."""
        if not self.by:
            return {}
        return {"by": self.by, "tare": self.tare} if self.tare else {"by": self.by}

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | None) -> Weighing:
        """The weighing of a stored form."""
        return cls(document["by"], document.get("tare", 0)) if document else NOT_WEIGHED


NOT_WEIGHED: Final = Weighing()


def quantity_of(grams: int, unit: Unit) -> Decimal:
    """So many grams in a unit of WEIGHTS."""
    return Decimal(grams) if unit is Unit.GRAM else Decimal(grams).scaleb(-3)


def kilograms(grams: int) -> Decimal:
    """The same in kilograms, with all three decimals."""
    return Decimal(grams).scaleb(-3)


def parse_tares(texts: Iterable[str]) -> dict[str, int]:
    """The till's table of packaging, name to grams, from texts such as `bag=2`. Raises InvalidValue."""
    table: dict[str, int] = {}
    for text in texts:
        match = _TARE.fullmatch(text.strip())
        if match is None:
            raise InvalidValue(
                _("'{text}' is no tare: write a name and whole grams, such as bag=2", text=text[:40])
            )
        name = match[1].casefold()
        if name in table:
            raise InvalidValue(_("there are two tares '{name}'", name=name))
        table[name] = int(match[2])
    if len(table) > _MOST_TARES:
        raise InvalidValue(_("there are more than {most} tares", most=_MOST_TARES))
    return table
