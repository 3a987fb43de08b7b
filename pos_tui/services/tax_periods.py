"""Tax periods that are closed: what was filed of them stays what the journal says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.records import utc_text
from pos_tui.core.words import _

if TYPE_CHECKING:
    from datetime import datetime

    from pos_tui.core.ports import Ledger

TABLE: Final = "tax_periods"


def check_open(ledger: Ledger, day: str) -> None:
    """Refuses a record of a business day whose tax period is closed. Raises Refused."""
    for period in ledger.documents(TABLE):
        if period["first"] <= day <= period["last"]:
            raise Refused(
                _(
                    "business day {day} is in {period}, which is closed: what is recorded now belongs to a "
                    "later day. Look at the clock, or close the shift that is still open",
                    day=day,
                    period=period["code"],
                )
            )


def closed(ledger: Ledger) -> Iterator[Mapping[str, Any]]:
    """The closed periods, the oldest first."""
    yield from sorted(ledger.documents(TABLE), key=lambda period: str(period["first"]))


def close(
    ledger: Ledger,
    operator: str,
    now: datetime,
    today: str,
    period: tuple[str, str, str],
    taxes: Sequence[Mapping[str, Any]],
    totals: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Closes a period: from now on nothing of its days is recorded. Returns its record.

    Args:
        today: the business day. period: its name, first and last business day.
        taxes: what it came to, by tax and rate; what is in shifts has to be in their Zs.
        totals: the same by currency, where goods that two taxes fall on count once.

    Raises Refused: it is not over, a shift of it is open, it overlaps one, or a Z says otherwise.
    """
    code, first, last = period
    with ledger.transaction(operator=operator) as tx:
        _check_over(ledger, today, period)
        for other in ledger.documents(TABLE):
            if other["first"] <= last and first <= other["last"]:
                raise Refused(_("{other} is closed already", other=other["code"]))
        off = [row for row in taxes if row["net_off"] or row["tax_off"]]
        if off:
            names = ", ".join(f"{row['tax_code']} {row['rate']}".strip() for row in off)
            raise Refused(_("the Zs of {code} say otherwise about: {names}", code=code, names=names))
        document = {
            "v": 1,
            "code": code,
            "first": first,
            "last": last,
            "closed": utc_text(now),
            "operator": operator,
            "head": {"n": ledger.at(), "h": ledger.head_hash()},
            "taxes": [dict(row) for row in taxes],
            "totals": [dict(row) for row in totals],
        }
        tx.insert(TABLE, document)
    return document


def _check_over(ledger: Ledger, today: str, period: tuple[str, str, str]) -> None:
    code, first, last = period
    if last >= today:
        raise Refused(_("{code} is not over before {last} has ended", code=code, last=last))
    for till in ledger.documents("tills"):
        shift = till.get("shift")
        if shift and first <= shift["day"] <= last:
            raise Refused(
                _(
                    "the shift of {day} at till {till} is open: its Z first",
                    day=shift["day"],
                    till=till["till"],
                )
            )
