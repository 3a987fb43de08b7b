"""Loss prevention, cash that moves without a sale, and what was counted at each Z."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pos_tui.core.reports import CASH
from pos_tui.core.shift import ACTS, MOVES, acts_of

from .spec import Doc, Fold, Place

if TYPE_CHECKING:
    from .cube import Row

_PLACES: Final = {act: place for place, act in enumerate(ACTS)}


def _act_rows(table: str, document: Doc, _place: Place) -> Iterator[Row]:
    counts: dict[str, list[int]] = {}
    for who, act in acts_of(table, document):
        counts.setdefault(who, [0] * len(ACTS))[_PLACES[act]] += 1
    for who, done in counts.items():
        yield ("", "operator", who), done
        yield ("", "till", document["till"]), done


WATCH: Final = Fold("watch", ACTS, frozenset({"sales", "cash", "events"}), _act_rows)


def _moved_rows(_table: str, document: Doc, _place: Place) -> Iterator[Row]:
    kind = document["kind"]
    if kind in MOVES:
        amounts = (1, MOVES[kind] * document["amount"])
        yield (document["currency"], "kind", kind), amounts
        yield (document["currency"], "operator", document["operator"]), amounts


MOVED: Final = Fold("moved", ("times", "amount"), frozenset({"cash"}), _moved_rows)


def _z_rows(_table: str, record: Doc, _place: Place) -> Iterator[Row]:
    if record["kind"] != "z":
        return
    amounts = (1, *(record[name][CASH] for name in ("expected", "counted", "over_short")), record["bag"])
    currency = record["currency"]
    yield (currency, "z", record["number"], record["operator"]), amounts
    yield (currency, "operator", record["operator"]), amounts
    yield (currency, "till", record["till"]), amounts


COUNTED: Final = Fold(
    "counted", ("closings", "expected", "counted", "over_short", "bag"), frozenset({"shifts"}), _z_rows
)
