"""Past Zs and papers, and how shifts stand, for the commands that need no till."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

from .counters import without_till
from .slips import ShopSlips

if TYPE_CHECKING:
    from .front import Shopfront


def listed(front: Shopfront, days: tuple[str, str], till: str | None) -> Iterator[dict[str, Any]]:
    """The Zs of some business days, oldest first, with what matters in a list."""
    for z in front.store.documents("shifts"):
        if z["kind"] == "z" and days[0] <= z["day"] <= days[1] and till in (None, z["till"]):
            yield {
                **{
                    name: z[name]
                    for name in ("number", "till", "day", "opened", "operator", "owner", "left", "bag")
                },
                "closed": z["time"],
                "receipts": z["sales"]["count"],
                "gross": z["sales"]["gross"],
                "expected": z["expected"]["cash"],
                "counted": z["counted"]["cash"],
                "over_short": z["over_short"]["cash"],
                "reason": z["reason"],
                "grand_total": z["grand"]["closing"]["gross"],
            }


def standing(front: Shopfront, till: str | None) -> Iterator[dict[str, Any]]:
    """How the open shifts stand, or only that of one till, whoever sells there. Raises Refused."""
    from pos_tui.services import closing, shifts

    tills = sorted(front.store.documents("tills"), key=lambda row: str(row["till"]))
    if till is not None and till not in {row["till"] for row in tills}:
        raise Refused(_("there is no till {till}: pos tills list has them", till=till[:20]))
    for row in tills:
        if row.get("shift") and till in (None, row["till"]):
            counter = without_till(front)
            counter.till = row["till"]
            shifts.take_up(counter)
            yield closing.x_now(counter)


def standing_figures(x: Mapping[str, Any]) -> dict[str, Any]:
    """The same for scripts, without what must not be said."""
    from pos_tui.services.closing import figures

    return figures(x)


def standing_text(front: Shopfront, x: Mapping[str, Any]) -> str:
    """What stands in place of a paper for a shift that was only looked at."""
    slips = ShopSlips(front)
    return slips.text(slips.draft("x", {**x, "number": _("not recorded")}))


def record_of(front: Shopfront, number: str) -> Mapping[str, Any]:
    """The record of an opening, X, count, Z or of cash that moved. Raises Refused."""
    for table in ("shifts", "cash"):
        found: Mapping[str, Any] | None = front.store.find(table, "number", number.strip())
        if found is not None:
            return found
    raise Refused(_("there is no {number}: pos shift list has the numbers", number=number[:40]))


def paper_text(front: Shopfront, record: Mapping[str, Any]) -> str:
    """What was printed of it, as text. Raises Refused where nothing was."""
    if not record.get("paper"):
        raise Refused(_("nothing is printed of {number}", number=record["number"]))
    return ShopSlips(front).text(record["paper"])
