"""Invoicing: a numbered tax invoice for an open or a finished sale, and credit notes for what comes back.

An invoice names a sale and adds nothing to it: no report counts it. Who buys is sealed with a key of the
invoice's own, so that it stays readable for as long as the law wants it, whatever becomes of the customer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.errors import PosError, Refused
from pos_tui.core.invoice import CREDIT_NOTE, INVOICE, LETTERS, TABLE, Buyer, key_of, taxes_of
from pos_tui.core.records import COMPLETED_KINDS, POST_VOID, record_number, said_kind, with_tax
from pos_tui.core.words import _

from . import afterwards, buyer_tax, events, reprinting, serving
from .permitting import permit

if TYPE_CHECKING:
    from pos_tui.core.ports import Ledger, Transaction
    from pos_tui.core.sale import Basket

    from .counter import Counter

Invoice = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of an invoice before it is made."""

    number: str
    """Of the receipt; nothing for the open sale."""
    buyer: Buyer | None
    is_made: bool = False
    """Whether there is one already."""


def wanted(counter: Counter, basket: Basket, number: str = "") -> Wanted:
    """What is known of the invoice of a finished sale, or of the open one, else of the last.

    Raises Refused, StoreError.
    """
    if not number and not basket.is_empty:
        return Wanted("", known_buyer(counter, basket))
    sale = reprinting.find_sale(counter, number or None)
    is_made = of_sale(counter, sale) is not None
    return Wanted(sale["number"], known_buyer(counter, customer=_customer_of(sale)), is_made)


def known_buyer(counter: Counter, basket: Basket | None = None, customer: str = "") -> Buyer | None:
    """Who the open sale's invoice is for, else who its customer is; None where nobody is known.

    Raises StoreError.
    """
    if basket is not None and basket.invoice is not None:
        facts = buyer_tax.opened(counter.seals, dict(zip(("person", "sealed"), basket.invoice, strict=True)))
        return Buyer.from_document(facts)
    one = (
        serving.served(counter, basket)
        if basket is not None
        else counter.people.get(customer)
        if customer
        else None
    )
    if one is None or not one.person.name:
        return None
    address = tuple(part.strip() for part in one.person.address.split(",") if part.strip())
    return Buyer(one.person.name, address, one.person.tax_number)


def _customer_of(sale: Mapping[str, Any]) -> str:
    """The id of who a sale was for, or on whose account it was put."""
    return str(sale.get("customer") or next((row["code"] for row in sale.get("accounts", ())), ""))


def ask(counter: Counter, basket: Basket, buyer: Buyer) -> Basket:
    """The open basket, which becomes an invoice with its sale. Raises InvalidValue, StoreError."""
    permit(counter, "receipt.invoice")
    sealed = buyer_tax.sealed(counter, counter.new_id(), buyer.checked().to_document())
    return replace(basket, invoice=(sealed["person"], sealed["sealed"]))


def issue(counter: Counter, number: str | None, buyer: Buyer | None) -> tuple[Invoice, int]:
    """(the invoice of a finished sale, which copy of it): made now, or printed again where there is one.

    Without a buyer it is for the sale's customer. Raises Refused, InvalidValue, StoreError.
    """
    sale = reprinting.find_sale(counter, number)
    found = of_sale(counter, sale)
    if found is not None:
        return found, _again(counter, found, buyer)
    if sale["kind"] not in COMPLETED_KINDS or sale["kind"] == "refund":
        kind = said_kind(sale["kind"])
        raise Refused(_("{number} cannot be invoiced: it is a {kind}", number=sale["number"], kind=kind))
    later = afterwards.after(counter, sale["number"])
    if later.post_void:
        raise Refused(_("{number} was voided by {by}", number=sale["number"], by=later.post_void))
    permit(counter, "receipt.invoice")
    buyer = buyer or known_buyer(counter, customer=_customer_of(sale))
    if buyer is None:
        raise Refused(_("who buys? /invoice {number} NAME; STREET; TOWN; tax NUMBER", number=sale["number"]))
    sealed = buyer_tax.sealed(counter, counter.new_id(), buyer.checked().to_document())
    back = [reprinting.find_sale(counter, record) for record in later.records]
    with counter.ledger.transaction(operator=counter.operator) as tx:
        if tx.find(TABLE, "for", key_of(INVOICE, sale["number"])) is not None:
            raise Refused(_("{number} was invoiced at another till meanwhile", number=sale["number"]))
        made = _add(counter, tx, INVOICE, sale, sealed)
        for refund in back:
            if refund["kind"] in COMPLETED_KINDS:
                _credit(counter, tx, refund, made)
    print_all(counter, [made, *_credits_of(counter.ledger, made)])
    return made, 0


def of_sale(counter: Counter, sale: Mapping[str, Any]) -> Invoice | None:
    """The invoice of a recorded sale, or the credit note of a refund; None where there is none."""
    if not counter.ledger.changed(TABLE):
        return None
    keys = [key_of(INVOICE, sale["number"])]
    keys += [key_of(CREDIT_NOTE, sale["number"], of) for of in sale.get("originals", ())]
    found = (counter.ledger.find(TABLE, "for", key) for key in keys)
    return next((dict(document) for document in found if document is not None), None)


def _again(counter: Counter, invoice: Invoice, buyer: Buyer | None) -> int:
    """Prints an invoice again, on record; returns which copy it is. Raises Refused."""
    if buyer is not None and buyer.checked() != buyer_of(counter, invoice):
        raise Refused(
            _(
                "{sale} is invoiced already, as {number}: /refund it and sell it again for another buyer",
                sale=invoice["sale"],
                number=invoice["number"],
            )
        )
    permit(counter, "receipt.reprint")
    copy = counter.history.copies(invoice["number"]) + 1
    events.commit(counter.ledger, counter.frame(), events.REPRINT, receipt=invoice["number"], copy=copy)
    print_all(counter, [invoice], copy)
    return copy


def add_asked(counter: Counter, basket: Basket, tx: Transaction, recorded: dict[str, Any]) -> None:
    """Adds to the commit of a sale the invoice that was asked for while it was open."""
    if basket.invoice is not None and recorded["kind"] != "refund":
        sealed = dict(zip(("person", "sealed"), basket.invoice, strict=True))
        made = _add(counter, tx, INVOICE, recorded, sealed)
        recorded["invoices"] = [*recorded.get("invoices", ()), made["number"]]


def credit(counter: Counter, tx: Transaction, recorded: dict[str, Any]) -> None:
    """Adds to the commit of a record credit notes for what it takes back of invoiced sales."""
    origins = (line["origin"]["receipt"] for line in recorded["lines"] if "origin" in line)
    receipts = dict.fromkeys((*recorded.get("originals", ()), *origins))
    found = (tx.find(TABLE, "for", key_of(INVOICE, receipt)) for receipt in receipts)
    made = [_credit(counter, tx, recorded, invoice) for invoice in found if invoice is not None]
    if made:
        recorded["invoices"] = [invoice["number"] for invoice in made]


def _credit(
    counter: Counter, tx: Transaction, refund: Mapping[str, Any], invoice: Mapping[str, Any]
) -> Invoice:
    """Adds the credit note for what a record takes back of an invoiced sale."""
    sealed = {name: invoice[name] for name in ("person", "sealed")}
    return _add(counter, tx, CREDIT_NOTE, refund, sealed, invoice)


def _add(
    counter: Counter,
    tx: Transaction,
    kind: str,
    sale: Mapping[str, Any],
    sealed: Mapping[str, str],
    invoice: Mapping[str, Any] | None = None,
) -> Invoice:
    till = tx.find("tills", "till", counter.till)
    if till is None:
        raise Refused(_("this store has no till {till}", till=counter.till))
    sequence = till.get(kind, 0) + 1
    of = "" if invoice is None else str(invoice["sale"])
    made = {
        "v": 1,
        "number": record_number(counter.till, tx.epoch, sequence, LETTERS[kind]),
        "kind": kind,
        "for": key_of(kind, sale["number"], of),
        **counter.frame().facts(),
        "sale": sale["number"],
        "supplied": _date(counter, sale["time"]),
        "seller": {
            "name": counter.shop.name,
            "address": list(counter.rules.address),
            "tax_number": counter.rules.tax_number,
        },
        **_figures(sale, of),
        **sealed,
    }
    if invoice is not None:
        made["credits"] = invoice["number"]
    if "customer" in sale:
        made["customer"] = sale["customer"]
    tx.insert(TABLE, made)
    tx.set("tills", till.doc_id, **{kind: sequence})
    return made


def _figures(sale: Mapping[str, Any], of: str) -> dict[str, Any]:
    """Which lines of a record a paper is about, and what they come to."""
    lines = _lines(sale, of)
    is_whole = not of and len(lines) == sum(not line["void"] for line in sale["lines"])
    return {
        "currency": sale["currency"],
        "lines": [line["line"] for line in lines],
        "total": sum(with_tax(line, sale) for line in lines),
        "taxes": [dict(row) for row in sale["taxes"]] if is_whole else taxes_of(lines, sale["prices"]),
    }


def _date(counter: Counter, time: str) -> str:
    """The date on the shop's calendar, by which taxes go, of an ISO 8601 text."""
    return datetime.fromisoformat(time).astimezone(ZoneInfo(counter.shop.timezone)).date().isoformat()


def _lines(sale: Mapping[str, Any], of: str) -> list[Mapping[str, Any]]:
    """The lines a paper is about: of an invoice what was sold, of a credit note what goes back of that."""
    lines = [line for line in sale["lines"] if not line["void"]]
    if not of or (sale["kind"] == POST_VOID and of in sale["originals"]):
        return [line for line in lines if "origin" not in line]
    return [line for line in lines if line.get("origin", {}).get("receipt") == of]


def _credits_of(ledger: Ledger, invoice: Mapping[str, Any]) -> list[Invoice]:
    return [dict(row) for row in ledger.documents(TABLE) if row.get("credits") == invoice["number"]]


def buyer_of(counter: Counter, invoice: Mapping[str, Any]) -> Buyer:
    """Who an invoice is for; nobody once its key is destroyed. Raises StoreError."""
    return Buyer.from_document(buyer_tax.opened(counter.seals, {n: invoice[n] for n in ("person", "sealed")}))


def facts(counter: Counter, invoice: Mapping[str, Any]) -> dict[str, Any]:
    """An invoice in full, for paper and scripts: with its buyer and the record it is about.

    Raises Refused, StoreError.
    """
    sale = buyer_tax.opened_sale(lambda: counter.seals, reprinting.find_sale(counter, invoice["sale"]))
    shown = {name: value for name, value in invoice.items() if name not in ("person", "sealed", "v", "for")}
    lines = [line for line in sale["lines"] if line["line"] in invoice["lines"]]
    about = {**sale, "lines": lines, "total": invoice["total"], "taxes": invoice["taxes"]}
    return {**shown, "buyer": buyer_of(counter, invoice).to_document(), "about": about}


def print_all(counter: Counter, invoices: Sequence[Mapping[str, Any]], copy: int = 0) -> None:
    """Hands invoices to the printer; returns at once. Raises StoreError."""
    if counter.slips is not None:
        for invoice in invoices:
            paper = counter.slips.draft(invoice["kind"], facts(counter, invoice))
            counter.slips.print(paper, str(invoice["number"]), copy)


def print_of(counter: Counter, recorded: Mapping[str, Any]) -> None:
    """Prints what was invoiced and credited with a record, which stands whether it can be printed or not."""
    with suppress(PosError):  # /invoice prints it again
        found = (counter.ledger.find(TABLE, "number", number) for number in recorded["invoices"])
        print_all(counter, [invoice for invoice in found if invoice is not None])


def listed(counter: Counter, first: str = "", last: str = "9999") -> Iterator[Invoice]:
    """The invoices and credit notes of some business days, oldest first."""
    return (dict(row) for row in counter.ledger.documents(TABLE) if first <= row["day"] <= last)
