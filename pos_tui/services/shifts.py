"""Shifts: a till is opened with a float, and everything recorded until its Z belongs to that shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.open_shift import OpenShift
from pos_tui.core.records import record_number
from pos_tui.core.tender import CASH
from pos_tui.core.words import _

from . import events
from .permitting import permit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pos_tui.core.denominations import Counted
    from pos_tui.core.tender import Tender

    from .counter import Counter


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a till stands between opening and Z."""

    shift: OpenShift | None
    day: str
    """The business day by the clock."""
    proposed: int | None
    """The float that the Z before left, else the till's usual one, in minor units; None without either."""
    counted: str | None
    """The number of the last count of this shift; None before one."""
    cash: int = 0
    """What was counted then, in minor units."""
    differs: bool = False
    """Whether that was not what was expected."""
    is_missing: bool = False
    """Whether none is open, and the shop takes money in shifts only."""

    @property
    def is_late(self) -> bool:
        """Whether a shift of a day before is still open."""
        return self.shift is not None and self.shift.day < self.day


def standing(counter: Counter) -> Standing:
    """Where the till stands."""
    till = counter.ledger.find("tills", "till", counter.till) or {}
    return _standing(counter, till)


def _standing(counter: Counter, till: Mapping[str, Any]) -> Standing:
    is_open = counter.shift is not None
    proposed = till["left"] if till.get("left") is not None else till.get("float")
    number = till.get("counted") if is_open else None
    if number is None:
        is_missing = not is_open and counter.rules.shifts
        return Standing(counter.shift, counter.day(), proposed, None, is_missing=is_missing)
    counted = counter.ledger.find("shifts", "number", number)
    cash, differs = counted["counted"][CASH.code], any(counted["over_short"].values())
    return Standing(counter.shift, counter.day(), proposed, number, cash, differs)


def take_up(counter: Counter) -> None:
    """Finds the shift that the till is in, when the till is taken."""
    till = counter.ledger.find("tills", "till", counter.till) or {}
    counter.shift = OpenShift.from_document(till["shift"]) if till.get("shift") else None


def current(counter: Counter) -> OpenShift:
    """The shift that is open. Raises Refused."""
    if counter.shift is None:
        raise Refused(_("no shift is open: /open and the float, such as /open 100"))
    return counter.shift


def check_drawer(counter: Counter) -> None:
    """Refuses money where no shift is open that has to be, and in a drawer that another one answers for.

    Raises Refused.
    """
    if counter.shift is None:
        if counter.rules.shifts:
            current(counter)
    elif not counter.rules.shared_drawer and counter.operator != counter.shift.owner:
        raise Refused(
            _(
                "{owner} answers for this drawer: {owner} takes the money, or closes the shift first "
                "(setting shift.shared_drawer lets several use it)",
                owner=counter.shift.owner,
            )
        )


def permit_closing(counter: Counter) -> None:
    """Who opened a shift counts and closes it; for somebody else's it takes the right to read it as well.

    Raises Refused.
    """
    permit(counter, "shift.close")
    if counter.operator != current(counter).owner and not counter.rules.shared_drawer:
        permit(counter, "shift.read")


def check_sale(counter: Counter, tenders: Iterable[Tender]) -> None:
    """As `check_drawer`, for a sale: what is not paid from the drawer only needs a shift. Raises Refused."""
    kinds = counter.tender_types
    if any(
        tender.cash_back or (tender.type in kinds and kinds[tender.type].opens_drawer) for tender in tenders
    ):
        check_drawer(counter)
    elif counter.rules.shifts:
        current(counter)


def open_shift(counter: Counter, counted: Counted | None) -> dict[str, Any]:
    """Opens a shift with a float, else with what was left there. Returns the record. Raises Refused."""
    permit(counter, "shift.open")
    if counter.shift is not None:
        raise Refused(
            _("the shift of {day} is open: close it with /count and /z first", day=counter.shift.day)
        )
    if counted is not None and counted.others:
        raise Refused(_("a float is cash: /open and its amount, or its notes and coins"))
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        record = _opening(counter, till, counted, tx.epoch)
        services.tax_periods.check_open(counter.ledger, record["day"])
        opened = OpenShift(
            record["shift"],
            record["day"],
            record["time"],
            counter.operator,
            record["float"],
            counter.ledger.at(),
        )
        tx.insert("shifts", record)
        state = {"shift": opened.to_document(), "shifts": opened.number, "counted": None, "recounts": 0}
        tx.set("tills", till.doc_id, **state)
    counter.shift = opened
    if counter.drawer is not None:
        counter.drawer.open(str(record["number"]))
    print_paper(counter, record)
    return record


def _opening(
    counter: Counter, till: Mapping[str, Any], counted: Counted | None, epoch: int
) -> dict[str, Any]:
    proposed = _standing(counter, till).proposed
    amount = proposed if counted is None else counted.cash
    if amount is None:
        raise Refused(_("say what is in the drawer: /open and the float, such as /open 100"))
    sequence = till.get("shifts", 0) + 1
    pieces = [] if counted is None else counted.to_document(counter.shop.currency)["pieces"]
    left = till.get("left")
    record = {
        "v": 1,
        "number": record_number(counter.till, epoch, sequence, "S"),
        "kind": "opened",
        **counter.frame().facts(),
        "shift": sequence,
        "currency": counter.shop.currency.code,
        "drawer": counter.drawer is not None,
        "float": amount,
        "pieces": pieces,
        "left": left,
        "difference": None if left is None else amount - left,
    }
    return {**record, "paper": drafted(counter, "opened", record)}


def drafted(counter: Counter, kind: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The paper of a record, as it is kept."""
    return [] if counter.slips is None else counter.slips.draft(kind, record)


def print_paper(counter: Counter, record: Mapping[str, Any], copy: int = 0) -> None:
    """Has the paper printed that a record keeps."""
    if counter.slips is not None and record["paper"]:
        counter.slips.print(record["paper"], str(record["number"]), copy)


def print_again(counter: Counter, record: Mapping[str, Any]) -> int:
    """Has a paper printed as a copy, once that is on record; returns which copy it is."""
    copy = counter.history.copies(record["number"]) + 1
    again = events.event(counter.frame(), events.REPRINT, receipt=record["number"], copy=copy)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        tx.set("tills", till.doc_id, **events.record(tx, till, [again]))
    print_paper(counter, record, copy)
    return copy


def find_paper(counter: Counter, number: str) -> Mapping[str, Any]:
    """The record of an opening, X, Z or of cash that moved, by its number. Raises Refused."""
    for table in ("shifts", "cash", "layaways"):
        found: Mapping[str, Any] | None = counter.ledger.find(table, "number", number.strip())
        if found is not None and found.get("paper"):
            return found
    raise Refused(_("there is no paper {number}: pos shift list has the numbers", number=number[:40]))
