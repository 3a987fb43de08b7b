"""What is done about a finished sale, which is never changed: a post-void, or a tender corrected.

Both are records of their own that name the sale, and both belong to the shift that it belongs to: once that
is counted, goods come back by a refund, and a wrong tender is what the count's difference says.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import format_amount, plain
from pos_tui.core.records import COMPLETED_KINDS, POST_VOID, TENDER_CORRECTION, apart_of, said_kind
from pos_tui.core.refund import line_taxes, shares_of
from pos_tui.core.tender import said_type
from pos_tui.core.words import _

from . import accounts, afterwards, empties, invoicing, layaways, loyalty, shifts, vouchers
from .permitting import permit
from .recording import record_sale
from .reprinting import find_sale

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction
    from pos_tui.core.tender import TenderType

    from .counter import Counter

_LONGEST = 200


def post_void(counter: Counter, number: str | None, reason: str) -> dict[str, Any]:
    """Takes a finished sale back whole, every tender as it was; returns the record, as `record_sale` does.

    Raises Refused: it is of a shift that is over, something came back from it, or there is no reason.
    """
    sale = _of_this_shift(counter, number)
    permit(counter, "sale.post_void", amount=abs(sale["total"]))
    if not reason:
        raise Refused(_("say why: /postvoid {number} for, and the reason", number=sale["number"]))
    later = afterwards.after(counter, sale["number"])
    if any(later.lines.values()):
        raise Refused(_("goods of {number} came back already: refund the rest", number=sale["number"]))
    document = {
        **_frame(counter, POST_VOID, sale, reason),
        "lines": (lines := [_reversed(line) for line in sale["lines"] if not line["void"]]),
        **({"apart": apart} if (apart := apart_of(lines)) else {}),
        "total": -sale["total"],
        "rounding": -sale["rounding"],
        "taxes": [{**tax, "net": -tax["net"], "tax": -tax["tax"]} for tax in sale["taxes"]],
        "tenders": [
            {"type": kind, "amount": -amount, "ref": None}
            for kind, amount in afterwards.kept(sale, later).items()
            if amount
        ],
    }

    def also(tx: Transaction, recorded: dict[str, Any]) -> None:
        afterwards.note_post_void(tx, recorded, sale)
        vouchers.take_back(tx, sale, recorded)
        accounts.take_back(tx, sale, recorded)
        loyalty.take_back(counter, tx, sale)
        layaways.take_back(tx, sale, recorded["number"])
        empties.release(tx, sale)
        if counter.ledger.changed("invoices"):
            invoicing.credit(counter, tx, recorded)

    recorded = _record(counter, document, also)
    if "invoices" in recorded:
        invoicing.print_of(counter, recorded)
    return recorded


def correct_tender(
    counter: Counter,
    number: str | None,
    kinds: tuple[TenderType, TenderType],
    amount: int | None,
    reason: str,
    reference: str | None = None,
) -> dict[str, Any]:
    """Says that a finished sale was paid another way: from the first type to the second.

    `amount` in minor units; None is all that the first one took. Returns the record, as `record_sale` does.

    Raises Refused, InvalidValue.
    """
    sale = _of_this_shift(counter, number)
    wrong, right = kinds
    _check_meant(wrong, right, reference, reason)
    later = afterwards.after(counter, sale["number"])
    if later.post_void:
        raise Refused(_("{number} was voided by {by}", number=sale["number"], by=later.post_void))
    taken = afterwards.kept(sale, later).get(wrong.code, 0)
    moved = taken if amount is None else amount
    permit(counter, "sale.correct_tender", amount=abs(moved))
    if not 0 < moved <= taken:
        most = format_amount(max(taken, 0), counter.shop.currency)
        name = said_type(wrong.code)
        raise Refused(_("{number} took {most} by {tender}", number=sale["number"], most=most, tender=name))
    document = {
        **_frame(counter, TENDER_CORRECTION, sale, reason),
        "lines": [],
        "total": 0,
        "rounding": 0,
        "taxes": [],
        "tenders": [
            {"type": wrong.code, "amount": -moved, "ref": None},
            {"type": right.code, "amount": moved, "ref": reference},
        ],
    }
    return _record(counter, document, afterwards.note_correction)


def _check_meant(wrong: TenderType, right: TenderType, reference: str | None, reason: str) -> None:
    """Refuses a correction that lacks something. Raises Refused, InvalidValue."""
    if wrong.code == right.code:
        raise InvalidValue(_("that is the same way to pay"))
    for kind in (wrong, right):
        if kind.keeps or kind.currency:
            name = _(kind.name)
            raise Refused(_("{name} has figures of its own: /postvoid the sale instead", name=name))
    if right.needs_reference and not reference:
        raise Refused(_("{name} needs its reference: add ref and the number", name=_(right.name)))
    if not reason:
        raise Refused(_("say why: add for, and the reason"))


def _of_this_shift(counter: Counter, number: str | None) -> Mapping[str, Any]:
    """The sale of a number, or the till's last one. Raises Refused where its shift is not the open one."""
    sale = find_sale(counter, number)
    if sale["kind"] not in COMPLETED_KINDS:
        kind = said_kind(sale["kind"])
        raise Refused(_("{number} is no sale: it is a {kind}", number=sale["number"], kind=kind))
    frame = counter.frame()
    if (sale["till"], sale["day"], sale.get("shift", 0)) != (frame.till, frame.day, frame.shift):
        raise Refused(
            _(
                "{number} is of another till, or of a shift that is over: /refund {number} takes goods back",
                number=sale["number"],
            )
        )
    return sale


def _frame(counter: Counter, kind: str, sale: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """What both records begin with."""
    return {
        "kind": kind,
        **counter.frame().facts(),
        "key": counter.new_id(),
        "ref": sale["ref"],
        "currency": sale["currency"],
        "prices": sale["prices"],
        "change": 0,
        "corrections": [],
        "originals": [sale["number"]],
        "reason": reason[:_LONGEST],
        **({"simulated": True} if sale.get("simulated") else {}),
        **({"customer": sale["customer"]} if sale.get("customer") else {}),
    }


def _reversed(line: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded line with all its signs the other way round."""
    document = {
        **line,
        "qty": plain(-Decimal(line["qty"])),
        "discount": -line["discount"],
        "amount": -line["amount"],
        "tax_amount": -line["tax_amount"],
    }
    if "relief" in line:
        document["relief"] = -line["relief"]
    if "taxes" in line:
        parts = [part.to_document() for part in line_taxes(line)]
        document["taxes"] = [{**part, "tax": -part["tax"]} for part in parts]
    if "shares" in line:
        document["shares"] = [share.part(operator.neg).to_document() for share in shares_of(line)]
    return document


def _record(
    counter: Counter, document: dict[str, Any], also: Callable[[Transaction, dict[str, Any]], None]
) -> dict[str, Any]:
    kinds = counter.tender_types
    paid = [kinds[row["type"]] for row in document["tenders"] if row["type"] in kinds]
    if any(kind.opens_drawer for kind in paid):
        shifts.check_drawer(counter)
        if counter.drawer is not None:
            document["drawer"] = True
    recorded = record_sale(counter, document, also=also)
    if counter.drawer is not None and "drawer" in recorded:
        counter.drawer.open(recorded["number"])
    return recorded
