"""Child lines: what is charged with an item, such as the deposit on its bottle, and follows its line.

A line names its parent by number. What moves the parent moves its children: quantity, void, condition. What
a line brings is frozen into it when it is sold, so later changes of the items touch no open sale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pos_tui.core.words import _

from .errors import InvalidValue
from .quantity import DECIMALS, Unit

if TYPE_CHECKING:
    from .sale import SaleLine

_ONE: Final = re.compile(r"(?:([1-9]\d{0,2})\*)?([^\s,;*]+)", re.ASCII)
_MOST: Final = 8
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Charge:
    """An item that comes with another one, so many of it for each."""

    sku: str
    count: int = 1

    def __str__(self) -> str:
        """As it is written: CAN25, or 20*BOTTLE08."""
        return self.sku if self.count == 1 else f"{self.count}*{self.sku}"


def charges_of(text: str) -> tuple[Charge, ...]:
    """What `CAN25,ECOFEE` or `CRATE,20*BOTTLE08` means. Raises InvalidValue."""
    found = []
    for part in filter(None, (part.strip() for part in re.split("[,;]", text))):
        match = _ONE.fullmatch(part)
        if match is None or len(match[2]) > _LONGEST:
            raise InvalidValue(
                _("'{text}' is not what comes with an item, such as CAN25 or 20*BOTTLE", text=part[:40])
            )
        found.append(Charge(match[2], int(match[1] or 1)))
    if len(found) > _MOST or len({one.sku for one in found}) < len(found):
        raise InvalidValue(_("at most {most} items come with an item, each named once", most=_MOST))
    return tuple(found)


def charges_text(text: str) -> str:
    """The same as it is stored. Raises InvalidValue."""
    return ",".join(map(str, charges_of(text)))


def followed(lines: tuple[SaleLine, ...], place: int) -> tuple[SaleLine, ...]:
    """The lines with the children of the one at `place` as it has them now."""
    parent = lines[place]
    return tuple(_follow(line, parent) if line.parent == place + 1 else line for line in lines)


def _follow(child: SaleLine, parent: SaleLine) -> SaleLine:
    # What comes back by its receipt has the quantity that is left of it there.
    quantity = child.quantity if child.origin is not None else child_quantity(parent, child)
    return replace(child, quantity=quantity, void=parent.void, condition=parent.condition)


def child_quantity(parent: SaleLine, child: SaleLine) -> Decimal:
    """How much of a child its parent has. Pieces come with each piece, and once with what is weighed."""
    if parent.unit is not Unit.EACH and child.unit is Unit.EACH:
        return child.per if parent.quantity > 0 else -child.per
    return parent.quantity * child.per


def returned_with(bought: Decimal, back: Decimal, of: Decimal, unit: Unit) -> Decimal:
    """How much of a child that was bought has come back once `back` of its parent's `of` has.

    Pieces come back whole, with the part that completes one.
    """
    if unit is Unit.EACH:
        return bought * back // of
    return (bought * back / of).quantize(Decimal(1).scaleb(-DECIMALS), "ROUND_DOWN")
