"""A shift: what a till took in from its opening to its Z, folded from the records of the journal.

Everything here is a pure fold, so that an X, a Z and a check of a Z years later come to the same figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from .currency import Currency
from .foreign import in_digits
from .money import line_amount
from .records import POST_VOID, TENDER_CORRECTION
from .reports import CANCELLED, CASH, DaySummary, kept, turnover
from .sale import EMPTIES, TIP

MOVES: Final[Mapping[str, int]] = {"paid_in": 1, "loan": 1, "paid_out": -1, "pickup": -1, "tip_out": -1}
"""Cash that moves without a sale, by kind: in or out. Loan and pickup are with the safe."""
ACTS: Final = (
    *("receipts", "voids", "undone", "corrections", "overrides", "discounts"),
    *("cancelled", "refunds", "post_voids", "tenders_corrected", "reprints", "no_sales", "paid_outs"),
)
"""What is counted for each operator."""
_CORRECTIONS: Final = {
    "void": "voids",
    "undo": "undone",
    "price": "overrides",
    "discount": "discounts",
    "markdown": "discounts",
}
_REVERSALS: Final = {POST_VOID: "post_voids", TENDER_CORRECTION: "tenders_corrected"}
_EVENTS: Final = {"reprint": "reprints", "override": "overrides"}
NOTED: Final = ("owner_recovered", "pin_failed", "clock_jump", "drawer_failed", "key_changed")
"""Events that stand on a Z; the first kind is of the whole shop, and stands on the next Z of each till."""
_CASH: Final = {"no_sale": "no_sales", "paid_out": "paid_outs"}


@dataclass(slots=True)
class Tally:
    """What the records of a shift add up to; amounts in minor units."""

    till: str
    shift: int
    float: int
    summary: DaySummary
    """The sales; under the shift's day."""
    kept: Counter[str] = field(default_factory=Counter)
    """What was taken, change and what was paid out taken off, by tender type."""
    foreign: Counter[str] = field(default_factory=Counter)
    """What was taken of other currencies, by tender type, with the decimals of the shop's."""
    tips: Counter[str] = field(default_factory=Counter)
    """By the operator they are for."""
    moved: Counter[str] = field(default_factory=Counter)
    """Cash that moved without a sale, by kind."""
    moves: Counter[str] = field(default_factory=Counter)
    """How often it did."""
    acts: dict[str, Counter[str]] = field(default_factory=dict)
    """Counts by operator."""
    openings: int = 0
    """Times the drawer was ordered open."""
    receipts: dict[int, str] = field(default_factory=dict)
    """Receipt numbers by running number."""
    noted: Counter[str] = field(default_factory=Counter)
    """Events of the kinds in `NOTED`."""
    outside: list[int] = field(default_factory=list)
    """Totals of receipts that were in no shift."""
    empties: Counter[str] = field(default_factory=Counter)
    """Pieces and slips that deposits were paid back for, `count`, and what they gave, `amount`."""
    doubtful: list[dict[str, Any]] = field(default_factory=list)
    """What is looked through for money that is missing: no-sales, paid-outs, voids and refunds."""

    def add(self, ops: Iterable[Sequence[Any]]) -> None:
        """Takes the ops of one record of the journal (see `data.codec`)."""
        for op in ops:
            if op[0] == "put" and op[1] in _TAKES:
                document = op[3]
                if op[1] == "events" and document["kind"] == NOTED[0]:
                    self.noted[NOTED[0]] += 1
                if document.get("till") != self.till:
                    continue
                if document.get("shift", 0) == self.shift:
                    for who, act in acts_of(op[1], document):
                        self.acts.setdefault(who, Counter())[act] += 1
                    _TAKES[op[1]](self, document)
                elif op[1] == "sales" and not document.get("shift") and document["kind"] != CANCELLED:
                    self.outside.append(turnover(document))

    @property
    def expected(self) -> dict[str, int]:
        """What has to be there by tender type; of cash float + kept cash ± moved cash, and nothing else."""
        moved = sum(MOVES[kind] * amount for kind, amount in self.moved.items())
        others = {kind: amount for kind, amount in self.kept.items() if amount}
        return {**others, **self.foreign, CASH: self.float + self.kept[CASH] + moved}

    @property
    def gaps(self) -> list[int]:
        """Running numbers between the first and the last receipt that no receipt has."""
        if not self.receipts:
            return []
        return sorted(set(range(min(self.receipts), max(self.receipts) + 1)) - self.receipts.keys())

    def to_document(self) -> dict[str, Any]:
        """The figures as X and Z store them."""
        numbers = [self.receipts[seq] for seq in sorted(self.receipts)]
        return {
            "first": numbers[0] if numbers else None,
            "last": numbers[-1] if numbers else None,
            "gaps": self.gaps,
            "sales": self.summary.to_document(),
            "float": self.float,
            "kept": dict(sorted(self.kept.items())),
            "foreign": dict(sorted(self.foreign.items())),
            "tips": dict(sorted(self.tips.items())),
            "moved": {k: {"count": self.moves[k], "amount": self.moved[k]} for k in MOVES if self.moves[k]},
            "expected": dict(sorted(self.expected.items())),
            "openings": self.openings,
            "empties": {"count": self.empties["count"], "amount": self.empties["amount"]},
            "operators": {who: _ordered(acts) for who, acts in self.acts.items()},
            "noted": {kind: self.noted[kind] for kind in NOTED if self.noted[kind]},
            "outside": {"count": len(self.outside), "amount": sum(self.outside)},
        }

    def _doubt(self, document: Mapping[str, Any], act: str, amount: int, told: str) -> None:
        row = {"act": act, "number": document["number"], "time": document["time"]}
        self.doubtful.append({**row, "operator": document["operator"], "amount": amount, "told": told})

    def _take_sale(self, sale: Mapping[str, Any]) -> None:
        if "seq" in sale:
            self.receipts[sale["seq"]] = sale["number"]
        self.openings += bool(sale.get("drawer"))
        self._take_voids(sale)
        if "lines" in sale:
            self.summary = self.summary.plus(sale)
        if sale["kind"] == CANCELLED:
            self._doubt(sale, "cancelled", sale["total"], "")
            return
        for kind, amount in kept(sale):
            self.kept[kind] += amount
        self._take_lines(sale)
        self._take_foreign(sale)
        if sale["kind"] in _REVERSALS:
            moved = max([row["amount"] for row in sale["tenders"]], default=0)
            self._doubt(sale, sale["kind"], sale["total"] or moved, sale["reason"])
        elif _gives_back(sale):
            self._doubt(sale, "refund", sale["total"], "")

    def _take_lines(self, sale: Mapping[str, Any]) -> None:
        for line in sale.get("lines", ()):
            if line.get("source") == EMPTIES and not line["void"]:
                self.empties["count"] -= int(Decimal(line["qty"]))
                self.empties["amount"] += line["amount"]
            elif line.get("source") == TIP and not line["void"]:
                self.tips[line["code"]] += line["amount"]

    def _take_foreign(self, sale: Mapping[str, Any]) -> None:
        for tender in sale.get("tenders", ()):
            if foreign := tender.get("foreign"):
                home, currency = Currency.parse(sale["currency"]), Currency.parse(foreign["currency"])
                self.foreign[tender["type"]] += in_digits(foreign["amount"], currency, home)

    def _take_voids(self, sale: Mapping[str, Any]) -> None:
        rows = [row for row in sale.get("corrections", ()) if row["what"] == "void"]
        who = {row["line"]: row.get("by", sale["operator"]) for row in rows}
        for line in sale.get("lines", ()):
            if line["void"]:
                currency = Currency.parse(sale["currency"])
                gone = line_amount(Decimal(line["unit_price"]), Decimal(line["qty"]), currency)
                by = {**sale, "operator": who.get(line["line"], sale["operator"])}
                self._doubt(by, "void", gone, line["name"])

    def _take_cash(self, record: Mapping[str, Any]) -> None:
        kind = record["kind"]
        self.openings += 1
        if kind == "no_sale":
            self._doubt(record, kind, 0, record["reason"])
        elif kind in MOVES:
            self.moved[kind] += record["amount"]
            self.moves[kind] += 1
            if kind == "paid_out":
                self._doubt(record, kind, -record["amount"], record["reason"])

    def _take_shift(self, record: Mapping[str, Any]) -> None:
        self.openings += bool(record.get("drawer"))

    def _take_event(self, event: Mapping[str, Any]) -> None:
        if event["kind"] in NOTED[1:]:
            self.noted[event["kind"]] += 1


def acts_of(table: str, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(operator, which of `ACTS`) of all that a document of a table says was done, as often as it was.

    A basket that went through several hands is its last one's, but each correction is who made it.
    """
    kind, who = document["kind"], document["operator"]
    if table == "sales":
        for row in document.get("corrections", ()):
            yield row.get("by", who), _CORRECTIONS.get(row["what"], "corrections")
        if kind == CANCELLED:
            yield who, "cancelled"
        elif kind in _REVERSALS:
            yield who, _REVERSALS[kind]
        else:
            yield who, "receipts"
            if _gives_back(document):
                yield who, "refunds"
    elif table == "cash" and kind in _CASH:
        yield who, _CASH[kind]
    elif table == "events" and kind in _EVENTS:
        yield who, _EVENTS[kind]


def _gives_back(sale: Mapping[str, Any]) -> bool:
    return any(not line.get("void") and line["qty"].startswith("-") for line in sale.get("lines", ()))


def _ordered(acts: Mapping[str, int]) -> dict[str, int]:
    return {act: acts[act] for act in ACTS if acts.get(act)}


_TAKES: Final = {
    "sales": Tally._take_sale,
    "cash": Tally._take_cash,
    "shifts": Tally._take_shift,
    "events": Tally._take_event,
}


@dataclass(frozen=True, slots=True)
class Grand:
    """The totals of a till that no Z resets, from its first shift on; minor units."""

    sold: int = 0
    refunds: int = 0
    """Negative."""
    gross: int = 0
    """Their sum."""

    def plus(self, summary: DaySummary, outside: Sequence[int]) -> Grand:
        """After a shift, and after receipts (their totals) that were in none since the shift before."""
        sold = self.sold + summary.sold + sum(total for total in outside if total > 0)
        refunds = self.refunds + summary.refunds + sum(total for total in outside if total < 0)
        return Grand(sold, refunds, self.gross + summary.gross + sum(outside))

    def to_document(self) -> dict[str, int]:
        """The stored form."""
        return {"sold": self.sold, "refunds": self.refunds, "gross": self.gross}

    @classmethod
    def from_document(cls, document: Mapping[str, Any] | None) -> Grand:
        """The totals of a stored form; all zero where there is none yet."""
        return cls(**document) if document else cls()


def signed_bytes(z: Mapping[str, Any]) -> bytes:
    """What the signature of a Z is over: all of its record but the signature, as JSON with sorted keys."""
    body = {name: value for name, value in z.items() if name != "signature"}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
