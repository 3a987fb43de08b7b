"""What came after a sale: goods that came back, money paid back, a tender corrected, a post-void.

Sales are never changed, so this is a table of its own: a row for each sale that something came after. It is
read and written inside the commit that adds to it, so several tills cannot give the same goods back twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.money import plain
from pos_tui.core.records import with_tax
from pos_tui.core.reports import CASH, gives_home_cash
from pos_tui.core.sale import LAYAWAY_TAXED
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.ports import Transaction

    from .counter import Counter

TABLE: Final = "afterwards"


@dataclass(slots=True)
class After:
    """What came after one sale; all nothing where nothing did."""

    lines: dict[str, Decimal] = field(default_factory=dict)
    """What came back, by the line's number."""
    records: list[str] = field(default_factory=list)
    """The numbers of the refunds, corrections and the like, in their order."""
    paid_back: dict[str, int] = field(default_factory=dict)
    """Minor units, by tender type."""
    moved: dict[str, int] = field(default_factory=dict)
    """What tender corrections added to a tender type, in minor units."""
    post_void: str = ""
    """The number of its post-void."""

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> After:
        """Of a stored row, if there is one."""
        if row is None:
            return cls()
        return cls(
            {number: Decimal(quantity) for number, quantity in row["lines"].items()},
            list(row["records"]),
            dict(row["paid_back"]),
            dict(row["moved"]),
            row["post_void"],
        )

    def to_document(self, receipt: str) -> dict[str, Any]:
        """The stored form."""
        return {
            "v": 1,
            "receipt": receipt,
            "lines": {number: plain(quantity) for number, quantity in self.lines.items() if quantity},
            "records": self.records,
            "paid_back": {kind: amount for kind, amount in self.paid_back.items() if amount},
            "moved": {kind: amount for kind, amount in self.moved.items() if amount},
            "post_void": self.post_void,
        }


def after(counter: Counter, receipt: str) -> After:
    """What came after a sale, as far as this till has heard."""
    return After.of(counter.ledger.find(TABLE, "receipt", receipt))


def kept(sale: Mapping[str, Any], later: After) -> dict[str, int]:
    """What each tender type took of a sale, change and what was paid back off it, in minor units.

    Foreign cash is given back in the shop's currency.
    """
    found: dict[str, int] = {}
    tenders = sale["tenders"]
    for place, tender in enumerate(tenders):
        change = sale["change"] if place == len(tenders) - 1 else 0
        kind = CASH if "foreign" in tender else tender["type"]
        found[kind] = found.get(kind, 0) + tender["amount"]
        back = CASH if gives_home_cash(tender) else kind
        found[back] = found.get(back, 0) - change
    for kind, amount in later.moved.items():
        found[kind] = found.get(kind, 0) + amount
    for kind, amount in later.paid_back.items():
        found[kind] = found.get(kind, 0) - amount
    return found


def note_refunds(tx: Transaction, document: Mapping[str, Any]) -> None:
    """Adds to the sales whose goods a recorded document takes back.

    Raises Refused where another till was quicker: then nothing of the commit counts.
    """
    worth = _worth(document)
    pots = {kind: -amount for kind, amount in kept(document, After()).items() if amount < 0}
    for receipt, value in worth.items():
        row = tx.find(TABLE, "receipt", receipt)
        later = After.of(row)
        if later.post_void:
            raise Refused(
                _("receipt {number} was voided by {by} meanwhile", number=receipt, by=later.post_void)
            )
        for line in _lines(document, receipt):
            number = str(line["origin"]["line"])
            before = later.lines.get(number, Decimal(0))
            if before != Decimal(line["origin"]["already"]):
                raise Refused(
                    _(
                        "{name} of receipt {number} came back at another till meanwhile: void line {line}",
                        name=line["name"],
                        number=receipt,
                        line=line["line"],
                    )
                )
            later.lines[number] = before - Decimal(line["qty"])
        _pay_back(later, pots, value)
        later.records.append(document["number"])
        put(tx, row, receipt, later)


def put(tx: Transaction, row: Any, receipt: str, later: After) -> None:
    """Writes what came after a sale; `row` is what the table had of it."""
    document = later.to_document(receipt)
    if row is None:
        tx.insert(TABLE, document)
    else:
        tx.set(TABLE, row.doc_id, **document)


def note_post_void(tx: Transaction, document: Mapping[str, Any], sale: Mapping[str, Any]) -> None:
    """Adds to a sale that a recorded document voids it, and takes back what the sale itself came after.

    Raises Refused where another till was quicker.
    """
    row = tx.find(TABLE, "receipt", sale["number"])
    later = After.of(row)
    if later.post_void or any(later.lines.values()):
        raise Refused(
            _(
                "{number} was voided or refunded meanwhile, by {by}",
                number=sale["number"],
                by=later.records[-1],
            )
        )
    later.post_void = document["number"]
    later.records.append(document["number"])
    put(tx, row, sale["number"], later)
    _take_out(tx, sale, document["number"])
    for coupon in sale.get("coupons", ()):
        used = tx.find("coupons", "code", coupon["code"])
        if used is not None and used.get("used") == sale["number"]:
            tx.set("coupons", used.doc_id, used="")


def _take_out(tx: Transaction, sale: Mapping[str, Any], by: str) -> None:
    """Takes back what a sale has added to those before it, as the record of a number voids it.

    Raises Refused where more came back since: parts are rounded as running totals, so only the last one can
    be taken out again to the cent.
    """
    pots = {kind: -amount for kind, amount in kept(sale, After()).items() if amount < 0}
    for receipt, value in _worth(sale).items():
        row = tx.find(TABLE, "receipt", receipt)
        later = After.of(row)
        for line in _lines(sale, receipt):
            number, already = str(line["origin"]["line"]), Decimal(line["origin"]["already"])
            if later.lines.get(number, Decimal(0)) != already - Decimal(line["qty"]):
                raise Refused(
                    _("more of {name} came back from {number} since", name=line["name"], number=receipt)
                )
            later.lines[number] = already
        _pay_back(later, pots, value, -1)
        later.records.append(by)
        put(tx, row, receipt, later)


def note_correction(tx: Transaction, document: Mapping[str, Any]) -> None:
    """Adds a tender correction to its sale."""
    receipt = document["originals"][0]
    row = tx.find(TABLE, "receipt", receipt)
    later = After.of(row)
    for tender in document["tenders"]:
        later.moved[tender["type"]] = later.moved.get(tender["type"], 0) + tender["amount"]
    later.records.append(document["number"])
    put(tx, row, receipt, later)


def _pay_back(later: After, pots: dict[str, int], value: int, sign: int = 1) -> None:
    """Counts what was paid out of some pots for goods worth so much to what a sale has paid back."""
    for kind in pots:
        part = max(min(pots[kind], value), 0)
        later.paid_back[kind] = later.paid_back.get(kind, 0) + sign * part
        pots[kind] -= part
        value -= part


def _lines(document: Mapping[str, Any], receipt: str) -> list[Mapping[str, Any]]:
    return [
        line
        for line in document["lines"]
        if not line["void"] and line.get("origin", {}).get("receipt") == receipt
    ]


def _worth(document: Mapping[str, Any]) -> dict[str, int]:
    """What a document gives back of each sale, in minor units."""
    found: dict[str, int] = {}
    for line in document["lines"]:
        if "origin" in line and not line["void"] and line["source"] != LAYAWAY_TAXED:
            receipt = line["origin"]["receipt"]
            found[receipt] = found.get(receipt, 0) - with_tax(line, document)
    return found
