"""Promotions on record: added, changed by a further version, ended. What was promised is never edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.promotion_check import checked
from pos_tui.core.records import utc_text
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.currency import Currency
    from pos_tui.core.ports import Ledger, Transaction
    from pos_tui.core.promotion import Promotion

TABLE: Final = "promotions"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes promotions, when and why: part of the record."""

    operator: str
    time: datetime
    why: str = ""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"operator": self.operator, "time": utc_text(self.time), "why": self.why}


@dataclass(slots=True)
class Changed:
    """How many promotions a change met."""

    new: int = 0
    changed: int = 0
    same: int = 0
    ended: int = 0


def put(
    ledger: Ledger,
    currency: Currency,
    promotions: Iterable[Promotion],
    author: Author,
    *,
    is_whole: bool = False,
) -> Changed:
    """Records promotions in one commit: a new one, or a further version of one whose terms differ.

    `is_whole` ends all others. They hold for sales that begin after it.

    Raises:
        InvalidValue: one makes no sense. StoreError: nothing is recorded.
    """
    given = [checked(promotion, currency) for promotion in promotions]
    with ledger.transaction(operator=author.operator) as tx:
        return write(
            tx, list(ledger.documents(TABLE)), given, author, (lambda _code: True) if is_whole else None
        )


def write(
    tx: Transaction,
    rows: Sequence[Any],
    promotions: Iterable[Promotion],
    author: Author,
    ends: Callable[[str], bool] | None = None,
) -> Changed:
    """Writes promotions that make sense in a commit; `rows` are all there are. Those that are not given and
    whose code `ends` means are ended."""
    given = {promotion.code: promotion for promotion in promotions}
    told, step = Changed(), _next_step(rows)
    latest = {row["promotion"]: row for row in rows}
    for code, promotion in given.items():
        before = latest.get(code)
        version = 1 if before is None else before["version"] + 1
        document = replace(promotion, version=version).to_document()
        if before is not None and before.get("until") is None:
            if _terms(before) == _terms(document):
                told.same += 1
                continue
            tx.set(TABLE, before.doc_id, until=step, ended=author.to_document())
            told.changed += 1
        else:
            told.new += 1
        _insert(tx, document, step, author)
    for code, row in latest.items():
        if ends is not None and ends(code) and code not in given and row.get("until") is None:
            tx.set(TABLE, row.doc_id, until=step, ended=author.to_document())
            told.ended += 1
    return told


def end(ledger: Ledger, code: str, author: Author) -> Mapping[str, Any]:
    """Ends a promotion; sales that are open keep it. Returns what it was. Raises Refused, StoreError."""
    with ledger.transaction(operator=author.operator) as tx:
        rows = list(ledger.documents(TABLE))
        open_ones = [row for row in rows if row["promotion"] == code and row.get("until") is None]
        if not open_ones:
            raise Refused(_("there is no promotion {code} that holds: pos promotions list", code=code[:64]))
        tx.set(TABLE, open_ones[0].doc_id, until=_next_step(rows), ended=author.to_document())
    return dict(open_ones[0])


def _insert(tx: Transaction, document: Mapping[str, Any], step: int, author: Author) -> None:
    label = f"{document['promotion']}#{document['version']}"
    stored = {"v": 1, "code": label, **document, "since": step, "until": None}
    tx.insert(TABLE, {**stored, "added": author.to_document(), "ended": None})


def _next_step(rows: Iterable[Mapping[str, Any]]) -> int:
    """Changes of promotions are counted through, as `core.promised` tells sales and versions apart by it."""
    return 1 + max((max(row["since"], row.get("until") or 0) for row in rows), default=0)


def _terms(document: Mapping[str, Any]) -> dict[str, Any]:
    beside = ("v", "code", "version", "since", "until", "added", "ended")
    return {name: value for name, value in document.items() if name not in beside}
