"""Records of a few days, for the tests of reports."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pos_tui.core.report.folding import DayCubes, fold
from pos_tui.core.report.registry import FOLDS
from pos_tui.core.report.spec import Place
from pos_tui.core.report.turnover import CUSTOMERS, ITEMS
from tests.core.test_reports import documents

if TYPE_CHECKING:
    from pos_tui.core.report.cube import Cube

PLACE = Place(UTC)
ALL_FOLDS = (*FOLDS, ITEMS, CUSTOMERS)
DAYS = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01")
Facts = list[tuple[str, dict[str, Any]]]


def placed(sale: dict[str, Any], day: str, hour: int, operator: str, till: str) -> dict[str, Any]:
    """The same sale at another time, by somebody else."""
    return {**sale, "day": day, "time": f"{day}T{hour:02d}:30:00Z", "operator": operator, "till": till}


sales = st.builds(
    placed,
    documents,
    st.sampled_from(DAYS),
    st.integers(0, 23),
    st.sampled_from(["ana", "bob"]),
    st.sampled_from(["1", "2"]),
)
_frame = {"till": "1", "time": "2026-01-01T10:00:00Z"}
cash = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["no_sale", "paid_in", "paid_out", "pickup", "loan", "counting"]),
        "amount": st.integers(1, 9999),
        "currency": st.just("GBP"),
        "operator": st.sampled_from(["ana", "bob"]),
        "day": st.sampled_from(DAYS),
        "reason": st.just("stamps"),
        **{name: st.just(value) for name, value in _frame.items()},
    }
)
events = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["reprint", "override", "unknown_scan"]),
        "operator": st.sampled_from(["ana", "bob"]),
        "day": st.sampled_from(DAYS),
        **{name: st.just(value) for name, value in _frame.items()},
    }
)
records = st.lists(
    st.one_of(
        st.tuples(st.just("sales"), sales),
        st.tuples(st.just("cash"), cash),
        st.tuples(st.just("events"), events),
    ),
    max_size=12,
)


def cubes(facts: Facts) -> DayCubes:
    """What they fold to."""
    found: DayCubes = {}
    assert fold(facts, ALL_FOLDS, PLACE, found) == 0
    return found


def days_of(found: DayCubes, name: str) -> dict[str, Cube]:
    """The sums of one fold."""
    return {day: held[name] for day, held in found.items() if name in held}
