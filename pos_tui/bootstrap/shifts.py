"""Shifts and tills, for the commands that need no till: past Zs, papers, what tills there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from data.tillclaim import checked_till
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import parse_amount
from pos_tui.core.records import record_number
from pos_tui.core.words import _

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


def tills(front: Shopfront) -> list[dict[str, Any]]:
    """The shop's tills, by code: where each stands."""
    rows = []
    for document in sorted(front.store.documents("tills"), key=lambda row: str(row["till"])):
        code, shift = document["till"], document.get("shift") or {}
        rows.append(
            {
                "till": code,
                "next": record_number(code, front.store.epoch, document["receipt"] + 1),
                "float": document.get("float"),
                "left": document.get("left"),
                "shift": shift.get("number"),
                "day": shift.get("day"),
                "owner": shift.get("owner"),
            }
        )
    return rows


def add_till(front: Shopfront, code: str, float: str | None) -> None:
    """A further till with receipt numbers of its own, and the float it is usually opened with.

    Raises InvalidValue: the code is none, or there is one already.
    """
    checked_till(code)
    amount = None if float is None else parse_amount(float, front.shop.currency)
    if amount is not None and amount < 0:
        raise InvalidValue(_("{amount} is less than nothing", amount=float))
    with front.store.transaction(operator=front.operator) as tx:
        codes = [row["till"].casefold() for row in front.store.documents("tills")]
        if code.casefold() in codes:
            raise InvalidValue(_("there is a till {code} already", code=code))
        tx.insert("tills", {"v": 1, "till": code, "receipt": 0, "float": amount})
