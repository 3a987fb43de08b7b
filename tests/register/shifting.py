"""Shifts for tests: what they keep, who stands there, one from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.core.roles import ROLES

if TYPE_CHECKING:
    from .shop import Till


def paper_of(till: Till, number: str) -> str:
    """What a record keeps of its paper, as text."""
    return till(f"/shift {number}").message


def shifts_of(till: Till, kind: str) -> list[dict[str, Any]]:
    return [dict(row) for row in till.front.store.documents("shifts") if row["kind"] == kind]


def as_cashier(till: Till, operator: str = "ana") -> None:
    """Another person at the till, who may do no more than cashiers may."""
    till.register.counter.operator = operator
    till.register.counter.rights = ROLES["cashier"].rights


def closed(till: Till, *entries: str) -> dict[str, Any]:
    """A whole shift of these entries; its Z."""
    till("/open 100", *entries)
    expected = till.register.run("/count 0").data["count"]["expected"]["cash"]
    till(f"/count {expected // 100}.{expected % 100:02d}", "/z")
    return shifts_of(till, "z")[-1]
