"""Weighing: what is sold by weight takes the scale's, less the packaging's; else somebody types it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import OutOfReach, Refused, SameWeight
from pos_tui.core.quantity import Unit
from pos_tui.core.weighing import (
    BY_HAND,
    BY_SCALE,
    NOT_WEIGHED,
    WEIGHTS,
    Weighing,
    kilograms,
    quantity_of,
)
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.instore import Measured
    from pos_tui.core.item import Item
    from pos_tui.core.ports import Weight
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter
    from .selling import Wanted


def needs_scale(counter: Counter, item: Item, measured: Measured | None, wanted: Wanted) -> bool:
    """Whether selling this asks the scale."""
    is_said = wanted.quantity is not None or wanted.total is not None or _is_labelled(measured)
    return counter.scale is not None and item.weighed and item.unit in WEIGHTS and not is_said


def weighed(
    counter: Counter, item: Item, measured: Measured | None, wanted: Wanted
) -> tuple[Wanted, Weighing]:
    """What was asked for with its weight, and how that came about; asks the scale where nobody said one.

    Raises:
        Refused: there is no weight to take, or not for this item. SameWeight: the scale was never empty.
    """
    if needs_scale(counter, item, measured, wanted):
        return _by_scale(counter, item, wanted)
    if wanted.weigh:
        raise Refused(_why_not(counter, item))
    typed = wanted.quantity is not None and not _is_labelled(measured)
    by_hand = typed and counter.scale is not None and item.weighed and item.unit in WEIGHTS
    return wanted, Weighing(BY_HAND) if by_hand else NOT_WEIGHED


def gross(counter: Counter) -> int:
    """What is on the scale now, in grams, packaging and all. Raises Refused."""
    if counter.scale is None:
        raise Refused(_no_scale())
    return counter.scale.weigh().grams


def tare_of(counter: Counter, name: str) -> int:
    """Grams of a packaging in the till's table; 0 for none. Raises Refused naming those there are."""
    if not name:
        return 0
    tare = counter.rules.tares.get(name.casefold())
    if tare is None:
        known = ", ".join(counter.rules.tares) or _("none is set up: pos config set tares bag=2")
        raise Refused(_("there is no tare '{name}' ({known})", name=name[:20], known=known))
    return tare


def gross_grams(line: SaleLine) -> int:
    """What the scale showed for a line it weighed."""
    net = abs(line.quantity) if line.unit is Unit.GRAM else abs(line.quantity).scaleb(3)
    return int(net) + line.weighing.tare


def released(counter: Counter, before: Basket, after: Basket | None = None) -> None:
    """Tells the scale what is no longer sold: the goods still on it may be, as something else."""
    if counter.scale is None:
        return
    left = () if after is None else after.lines
    for place, line in enumerate(before.lines):
        if _counts(line) and not (place < len(left) and _counts(left[place])):
            counter.scale.release(gross_grams(line))


def _counts(line: SaleLine) -> bool:
    return line.weighing.by == BY_SCALE and not line.void


def _by_scale(counter: Counter, item: Item, wanted: Wanted) -> tuple[Wanted, Weighing]:
    tare = tare_of(counter, wanted.tare or item.tare)
    weight = _read(counter, item, wanted)
    net = weight.grams - tare
    if net <= 0:
        raise Refused(
            _(
                "{gross} g on the scale are no more than the tare of {tare} g: put the goods on it, or "
                "choose another with /tare",
                gross=weight.grams,
                tare=tare,
            )
        )
    if weight.repeated and not (wanted.again or wanted.returned):
        raise SameWeight(
            _(
                "again {weight} kg, and the scale was not empty since: take all off and weigh anew, or "
                "/weigh {code} again",
                weight=kilograms(weight.grams),
                code=wanted.code[:40],
            )
        )
    return replace(wanted, quantity=quantity_of(net, item.unit)), Weighing(BY_SCALE, tare)


def _read(counter: Counter, item: Item, wanted: Wanted) -> Weight:
    if counter.scale is None:
        raise Refused(_no_scale())
    try:
        return counter.scale.weigh()
    except OutOfReach as error:
        example = f"{quantity_of(734, item.unit)}*{wanted.code[:40]}"
        raise Refused(
            _("{why} Or enter the weight: {example}", why=error.message, example=example)
        ) from error


def _why_not(counter: Counter, item: Item) -> str:
    if counter.scale is None:
        return _no_scale()
    if item.weighed and item.unit in WEIGHTS:
        return _("/weigh takes the scale's weight: enter a weight of your own without it")
    return _("{name} is not sold by weight", name=item.name)


def _no_scale() -> str:
    return _("no scale is set: pos config set scale toledo8217+serial:///dev/ttyS0")


def _is_labelled(measured: Measured | None) -> bool:
    return measured is not None and (measured.weight is not None or measured.price is not None)
