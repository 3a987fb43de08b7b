"""Reading a shift (X), counting its drawer and closing it (Z)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.backup import BACKUP, said_on_z
from pos_tui.core.errors import Refused, StoreError
from pos_tui.core.money import format_amount
from pos_tui.core.records import record_number
from pos_tui.core.reports import CASH, DaySummary
from pos_tui.core.shift import Grand, Tally, signed_bytes
from pos_tui.core.words import _

from . import events
from .permitting import permit
from .shifts import current, drafted, permit_closing, print_paper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.core.denominations import Counted
    from pos_tui.core.open_shift import OpenShift
    from pos_tui.core.ports import Ledger
    from pos_tui.core.sale import Basket

    from .counter import Counter

MOST_REASON = 200
SIGNING: Final = "signing"
"""The setting that holds the fingerprint of the key in force, where it is not the first record's."""


def tally(counter: Counter, shift: OpenShift, after: int | None = None) -> Tally:
    """What the shift came to so far; what was sold outside of one counts from the record `after` on.

    Raises StoreError.
    """
    empty = DaySummary.empty(shift.day, counter.shop.currency.code)
    found = Tally(counter.till, shift.number, shift.float, empty)
    ledger = counter.ledger
    ledger.refresh()
    for record in ledger.records((shift.since if after is None else after) + 1, ledger.at()):
        found.add(record.ops)
    return found


def x_now(counter: Counter) -> dict[str, Any]:
    """How the shift stands, for whoever looks on; recorded nowhere, so it has no number. Raises Refused.

    Who may not see what is expected gets no figure from which it could be worked out.
    """
    permit(counter, "shift.read")
    shift = current(counter)
    return {
        "v": 1,
        "number": None,
        "kind": "x",
        **counter.frame().facts(),
        "owner": shift.owner,
        "opened": shift.opened,
        "currency": counter.shop.currency.code,
        "blind": is_blind(counter),
        **tally(counter, shift).to_document(),
        "orders": _orders(counter),
    }


def x_read(counter: Counter) -> dict[str, Any]:
    """Records and prints how the shift stands; nothing is reset. Returns the record. Raises Refused."""
    permit(counter, "shift.read")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        sequence = till.get("x", 0) + 1
        record = {**x_now(counter), "number": record_number(counter.till, tx.epoch, sequence, "X")}
        record["paper"] = drafted(counter, "x", record)
        tx.insert("shifts", record)
        tx.set("tills", till.doc_id, x=sequence)
    print_paper(counter, record)
    return record


def figures(record: Mapping[str, Any]) -> dict[str, Any]:
    """An X or Z for scripts: without its paper, and nothing that a blind one must not say."""
    hidden = {"paper", "v"}
    if record.get("blind"):
        hidden |= {"sales", "kept", "foreign", "moved", "expected"}
    return {name: value for name, value in record.items() if name not in hidden}


def count(counter: Counter, counted: Counted) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Records what was counted, and only then says what it should be.

    Returns the record, and what to look through where money is missing. Raises Refused.
    """
    permit_closing(counter)
    shift = current(counter)
    _check_types(counter, counted)
    found = tally(counter, shift)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        times = _recount(counter, till, found)
        sequence = till.get("counts", 0) + 1
        amounts = {CASH: counted.cash, **counted.others}
        expected = found.expected
        record = {
            "v": 1,
            "number": record_number(counter.till, tx.epoch, sequence, "N"),
            "kind": "counted",
            **counter.frame().facts(),
            "currency": counter.shop.currency.code,
            "counted": amounts,
            "pieces": counted.to_document(counter.shop.currency)["pieces"],
            "expected": expected,
            "over_short": {kind: amount - expected.get(kind, 0) for kind, amount in amounts.items()},
            "time_of_it": times,
        }
        tx.insert("shifts", record)
        tx.set("tills", till.doc_id, counts=sequence, counted=record["number"], recounts=times)
    return record, found.doubtful


def _check_types(counter: Counter, counted: Counted) -> None:
    for kind in counted.others:
        if kind == CASH or kind not in counter.tender_types:
            there = ", ".join(code for code in counter.tender_types if code != CASH)
            raise Refused(
                _("there is no way to pay '{kind}'; besides cash: {known}", kind=kind[:40], known=there)
            )


def is_blind(counter: Counter) -> bool:
    """Whether who stands at the till must not see what is expected before it is counted."""
    return "shift.see_expected" not in counter.rights.granted


def _recount(counter: Counter, till: Mapping[str, Any], found: Tally) -> int:
    """Which count this is since money last moved. Raises Refused where it is one too many."""
    before = _last_count(counter, till)
    if before is None or before["expected"] != found.expected:
        return 1
    most = counter.rules.recounts
    if before["time_of_it"] >= most:
        raise Refused(_("it was counted {most} times: close with /z, and say why it differs", most=most))
    return int(before["time_of_it"]) + 1


def _last_count(counter: Counter, till: Mapping[str, Any]) -> Mapping[str, Any] | None:
    number = till.get("counted")
    found: Mapping[str, Any] | None = (
        None if number is None else counter.ledger.find("shifts", "number", number)
    )
    return found


def close(counter: Counter, basket: Basket, left: int | None, reason: str) -> dict[str, Any]:
    """Closes the shift: the Z, recorded, signed and printed. Returns its record.

    `left` is the float that stays in the drawer (the one it was opened with, if that is there); the rest goes
    to the safe. Raises Refused: nobody has counted, baskets are open, or a difference has no reason.
    """
    permit_closing(counter)
    shift = current(counter)
    waiting = _open_baskets(counter, basket)
    _note_key(counter)
    with counter.ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        found = tally(counter, shift, till.get("z_at"))
        counted = _valid_count(counter, till, found)
        stays = _staying(counter, shift, counted["counted"][CASH], left)
        _check_reason(counter, counted, reason)
        number = record_number(counter.till, tx.epoch, shift.number, "Z")
        record = _closing(counter, shift, found, counted, till, number)
        record |= {"left": stays, "bag": counted["counted"][CASH] - stays, "open": waiting}
        record["reason"] = reason[:MOST_REASON]
        signed = _signed(counter, record)
        tx.insert("shifts", signed)
        grand = record["grand"]["closing"]
        state = {"shift": None, "left": stays, "grand": grand, "z_at": counter.ledger.at() + 1}
        is_first = all(row.get("z_day") != shift.day for row in counter.ledger.documents("tills"))
        tx.set("tills", till.doc_id, **state, z_day=shift.day)
    counter.shift = None
    print_paper(counter, signed)
    if is_first:
        # One segment a day, however many tills and shifts; the Z stands where it cannot be sealed now.
        with suppress(StoreError):
            counter.ledger.close_segment()
    if counter.after_z is not None:
        counter.after_z(signed)
    return signed


def _closing(
    counter: Counter,
    shift: OpenShift,
    found: Tally,
    counted: Mapping[str, Any],
    till: Mapping[str, Any],
    number: str,
) -> dict[str, Any]:
    opening = Grand.from_document(till.get("grand"))
    closing = opening.plus(found.summary, found.outside)
    return {
        "v": 1,
        "number": number,
        "kind": "z",
        **counter.frame().facts(),
        "owner": shift.owner,
        "opened": shift.opened,
        "currency": counter.shop.currency.code,
        **found.to_document(),
        "orders": _orders(counter),
        "count": counted["number"],
        "counts": counted["time_of_it"],
        "counted": counted["counted"],
        "pieces": counted["pieces"],
        "over_short": counted["over_short"],
        "grand": {"opening": opening.to_document(), "closing": closing.to_document()},
        "since": shift.since,
        "head": {"n": counter.ledger.at(), "h": counter.ledger.head_hash()},
        "backup": said_on_z(counter.ledger.find("settings", "key", BACKUP)),
    }


def _orders(counter: Counter) -> dict[str, int]:
    """How many orders wait for their buyers, and what the shop owes for them in minor units."""
    if not counter.ledger.changed("layaways"):
        return {"count": 0, "paid": 0}
    from . import layaways  # loaded where there are any

    count, paid = layaways.owed_back(counter)
    return {"count": count, "paid": paid}


def _signed(counter: Counter, record: Mapping[str, Any]) -> dict[str, Any]:
    """The Z with its paper and the signature over both."""
    keyed = {**record, "key": None if counter.signer is None else counter.signer.key()}
    whole = {**keyed, "paper": drafted(counter, "z", keyed)}
    signature = None if counter.signer is None else counter.signer.sign(signed_bytes(whole))
    return {**whole, "signature": signature}


def _note_key(counter: Counter) -> None:
    """Records that closings are signed by another key from now on: the store came to another machine, or is
    older than keys that are made with the store. Raises StoreError."""
    if counter.signer is None:
        return
    key, ledger = counter.signer.key()["fingerprint"], counter.ledger
    ledger.refresh()
    known = ledger.find("settings", "key", SIGNING)
    before = known["fingerprint"] if known is not None else key_of_creation(ledger)
    if key == before:
        return
    with ledger.transaction(operator=counter.operator) as tx:
        till = tx.find("tills", "till", counter.till)
        changed = events.event(counter.frame(), events.KEY_CHANGED, **{"from": before, "to": key})
        tx.set("tills", till.doc_id, **events.record(tx, till, [changed]))
        known = tx.find("settings", "key", SIGNING)
        if known is None:
            tx.insert("settings", {"v": 1, "key": SIGNING, "fingerprint": key})
        else:
            tx.set("settings", known.doc_id, fingerprint=key)


def key_of_creation(ledger: Ledger) -> str | None:
    """The fingerprint that the journal's first record names; None where it names none. Raises StoreError."""
    [first] = ledger.records(1, 1)
    named: str | None = first.ops[0][1].get("fingerprint")
    return named


def _open_baskets(counter: Counter, basket: Basket) -> list[dict[str, Any]]:
    """The baskets that the Z lists: held ones of this till, and the one on the screen. Raises Refused."""
    if basket.tenders:
        raise Refused(_("a sale is partly paid: finish it, or take the money back with /takeback"))
    rows = [
        {"id": held.id, "name": held.name, "total": held.document.get("total")}
        for held in counter.held.list()
        if held.document.get("till", counter.till) == counter.till
    ]
    if not basket.is_empty:
        rows.append({"id": None, "name": basket.reference, "total": None})
    if rows and counter.rules.open_baskets == "block":
        names = ", ".join(row["id"] or _("the open one") for row in rows)
        raise Refused(_("baskets are open: {names}. Pay or cancel them before the Z", names=names))
    return rows


def _valid_count(counter: Counter, till: Mapping[str, Any], found: Tally) -> Mapping[str, Any]:
    counted = _last_count(counter, till)
    if counted is None:
        raise Refused(_("nobody has counted the drawer: /count first, such as /count 20x3 5x7 0.50x11"))
    if counted["expected"] != found.expected:
        raise Refused(_("money has moved since it was counted: /count again"))
    return counted


def _staying(counter: Counter, shift: OpenShift, cash: int, left: int | None) -> int:
    stays = min(shift.float, cash) if left is None else left
    if not 0 <= stays <= cash:
        there = format_amount(cash, counter.shop.currency)
        raise Refused(_("only {cash} was counted: less has to stay in the drawer", cash=there))
    return stays


def _check_reason(counter: Counter, counted: Mapping[str, Any], reason: str) -> None:
    if any(counted["over_short"].values()) and not reason:
        raise Refused(
            _("what was counted differs from what is expected: say why, such as /z 100 for not found")
        )
