"""What fields of items can be, where that is known: to choose from in the place of typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pos_tui.core.item_fields import ALLERGENS, STATES
from pos_tui.core.quantity import Unit
from pos_tui.core.words import N_, _
from pos_tui.services import department_tree

if TYPE_CHECKING:
    from .front import Shopfront

_UNITS: Final = {
    Unit.EACH: N_("by the piece"),
    Unit.KILOGRAM: N_("by the kilogram"),
    Unit.GRAM: N_("by the gram"),
    Unit.LITRE: N_("by the litre"),
    Unit.MILLILITRE: N_("by the millilitre"),
    Unit.METRE: N_("by the metre"),
}
_SAID: Final = {
    "active": N_("active: listed and sold"),
    "ended": N_("ended: not listed, what is left still sells by its code"),
    "blocked": N_("blocked: refused at the till"),
    "serial": N_("the serial number of each piece"),
    "lot": N_("the lot of each piece"),
}


def choices(front: Shopfront, field: str) -> Sequence[tuple[str, str]]:
    """(value, what people call it); none where a field can be anything."""
    if field == "department":
        rows = department_tree.tree(front.store)
        return [("", _("none")), *((row["code"], f"{'  ' * row['depth']}{row['name']}") for row in rows)]
    if field == "tax":
        taxes = front.store.documents("taxes", copy=False)
        return [(row["code"], row["name"]) for row in taxes if not row.get("ended")]
    if field == "tare":
        return [("", _("none")), *((name, name) for name in _tares(front))]
    fixed = {
        "unit": [(unit.value, _(said)) for unit, said in _UNITS.items()],
        "weighed": [("1", _("yes, it is weighed")), ("0", _("no"))],
        "status": [(state, _(_SAID[state])) for state in STATES],
        "asks": [("", _("nothing")), *((word, _(_SAID[word])) for word in ("serial", "lot"))],
        "allergens": [(word, _(word)) for word in ALLERGENS],
    }
    return fixed.get(field, ())


def _tares(front: Shopfront) -> list[str]:
    return [text.partition("=")[0] for text in front.settings.tares]
