"""Signing on with a code and a PIN; approving one action of somebody else. Wrong PINs are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import Refused
from pos_tui.core.operator import MOST_TRIES, Operator, Tries
from pos_tui.core.records import utc_text
from pos_tui.core.words import _

from .counter import Approval
from .events import commit, event, record

if TYPE_CHECKING:
    from pos_tui.core.records import RecordFrame

    from .operators import Staff

SIGNED_ON: Final = "sign_on"
SIGNED_OFF: Final = "sign_off"
PIN_FAILED: Final = "pin_failed"
OVERRIDE: Final = "override"


def sign_on(staff: Staff, frame: RecordFrame, code: str, pin: str) -> Operator:
    """Who has this code and PIN, once it is recorded that they stand there now. Raises Refused, StoreError.

    Takes a tenth of a second for the PIN, and two commits.
    """
    return _proved(staff, frame, code, pin, SIGNED_ON)


def approve(staff: Staff, frame: RecordFrame, code: str, pin: str, permission: str) -> Approval:
    """Somebody else's word for one action of who stands there; both are recorded when it is used.

    Raises Refused for a wrong PIN, for one's own, and for who may not do it either.
    """
    if code.strip().casefold() == frame.operator:
        raise Refused(_("somebody else has to approve it, not you again"))
    operator = _proved(staff, frame, code, pin, "")
    rights = staff.rights(operator)
    if permission not in rights.granted:
        raise Refused(_("{name} may not do that either", name=operator.name))
    return Approval(operator.code, rights)


def sign_off(staff: Staff, frame: RecordFrame) -> None:
    """Records that who stood there has left, or locked the till."""
    commit(staff.ledger, frame, SIGNED_OFF)


def _proved(staff: Staff, frame: RecordFrame, code: str, pin: str, kind: str) -> Operator:
    """The operator whose PIN it is; the try is recorded before it is looked at, so that none is free."""
    operator = _claimed(staff, frame, code)
    place = operator.place_of_tries(frame.till)
    if not staff.pins.check(pin, operator.pin):
        tried = operator.tries[place].count
        commit(staff.ledger, frame, PIN_FAILED, code=operator.code, count=tried)
        left = MOST_TRIES - tried
        raise Refused(
            _("wrong PIN; {count} more tries", count=left) if left else _("wrong PIN: it is locked now")
        )
    with staff.ledger.transaction(operator=operator.code) as tx:
        found = tx.find("operators", "code", operator.code)
        cleared = Operator.from_document(found).with_tries(place, None)
        signs_on = {"last": utc_text(frame.time)} if kind else {}
        tx.set("operators", found.doc_id, tries=cleared.tries_document(), **signs_on)
        if kind:
            till = tx.find("tills", "till", frame.till)
            signed = {**event(frame, kind), "operator": operator.code}
            tx.set("tills", till.doc_id, **record(tx, till, [signed]))
    return cleared


def _claimed(staff: Staff, frame: RecordFrame, code: str) -> Operator:
    """The operator with one more try, recorded as a wrong one. Raises Refused where none is left."""
    with staff.ledger.transaction(operator=frame.operator) as tx:
        found = tx.find("operators", "code", code.strip().casefold())
        operator = None if found is None else Operator.from_document(found)
        if operator is None or not operator.active or not operator.pin:
            raise Refused(_("nobody signs on as {code}", code=code.strip()[:20]))
        place = operator.place_of_tries(frame.till)
        tries = operator.tries.get(place, Tries())
        tries.check(frame.time)
        claimed = operator.with_tries(place, tries.another(frame.time))
        tx.set("operators", found.doc_id, tries=claimed.tries_document())
    return claimed
