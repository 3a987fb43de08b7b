"""How goods are served, and the tax that goes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.errors import Refused
from pos_tui.core.sale import CHARGE, Basket, Correction, SaleLine
from pos_tui.core.service_mode import SAID
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter


def mode_of(counter: Counter, basket: Basket) -> str:
    """How an open sale is served; nothing where that makes no difference in this shop."""
    return (basket.service or counter.rules.service) if counter.service_taxes() is not None else ""


def served(counter: Counter, basket: Basket, line: SaleLine) -> SaleLine:
    """A new line as its sale is served. Raises Refused for a tax that the shop does not have."""
    taxes, mode = counter.service_taxes(), mode_of(counter, basket)
    if taxes is None or not mode or not _is_served(line):
        return line
    return _checked(counter, taxes.served(line, mode))


def serve(counter: Counter, basket: Basket, mode: str, place: int | None = None) -> Basket:
    """The basket with its goods, or the line at `place`, served another way; later lines follow the basket.

    What comes with a line, such as a cup's deposit, is served as it is. Raises Refused.
    """
    taxes = counter.service_taxes()
    if taxes is None:
        raise Refused(_("no tax here depends on how goods are served: pos taxes serve says which do"))
    if basket.tenders:
        raise Refused(_("part of it is paid already: take that back with /takeback first"))
    lines, corrections = list(basket.lines), list(basket.corrections)
    for at, line in enumerate(lines):
        if line.void or not _is_served(line) or place not in (None, at, line.parent - 1):
            continue
        new = _checked(counter, taxes.served(line, mode))
        if new != line:
            lines[at] = new
            corrections.append(Correction("service", at + 1, line.service, new.service))
    if place is not None and not lines[place].service:
        raise Refused(_("{name} is taxed the same however it is served", name=lines[place].name))
    changed = replace(basket, lines=tuple(lines), corrections=tuple(corrections))
    return changed if place is not None else replace(changed, service=mode)


def _is_served(line: SaleLine) -> bool:
    return line.is_goods or line.source == CHARGE


def said(mode: str) -> str:
    """How something is served, for people."""
    return _(SAID[mode])


def _checked(counter: Counter, line: SaleLine) -> SaleLine:
    if line.tax not in counter.pricing().taxes:
        raise Refused(_("the shop has no tax code '{tax}' ({name})", tax=line.tax, name=line.name))
    return line
