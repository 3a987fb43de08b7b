"""A shift's figures from the ops of records alone, made up by hand."""

from __future__ import annotations

from typing import Any

import pytest

from pos_tui.core.reports import DaySummary
from pos_tui.core.shift import Grand, Tally, signed_bytes

TIME = "2026-11-23T14:05:00Z"


def tally() -> Tally:
    return Tally("1", 4, 5000, DaySummary.empty("2026-11-23", "GBP"))


def record(table: str, kind: str, **fields: Any) -> list[Any]:
    document = {"kind": kind, "till": "1", "shift": 4, "operator": "ana", "time": TIME, "number": "1-1"}
    return ["put", table, 1, {**document, **fields}]


def sale(seq: int, total: int, kind: str = "sale", **fields: Any) -> list[Any]:
    line = {"void": False, "qty": "1", "amount": total, "tax_amount": 0, "name": "A", "unit_price": "1"}
    document = {
        "seq": seq,
        "number": f"1-{seq:06d}",
        "total": total,
        "currency": "GBP",
        "prices": "inclusive",
        "lines": [line],
        "tenders": [{"type": "cash", "amount": total + 100}],
        "change": 100,
        "rounding": 0,
        "taxes": [],
        "corrections": [],
    }
    return record("sales", kind, **{**document, **fields})


def test_only_this_till_and_this_shift_count() -> None:
    found = tally()
    found.add([sale(1, 200), sale(2, 300, till="2"), sale(3, 400, shift=3), ["set", "tills", 1, {}]])
    found.add(
        [
            record("cash", "loan", amount=700, reason="x", till="2"),
            record("cash", "loan", amount=50, reason="x"),
        ]
    )
    assert found.expected == {"cash": 5000 + 200 + 50}
    assert found.to_document()["first"] == found.to_document()["last"] == "1-000001"


def test_what_was_in_no_shift_is_kept_apart() -> None:
    found = tally()
    found.add([sale(1, 200, shift=0), sale(2, -50, shift=0), sale(3, 900, "cancelled", shift=0)])
    assert found.to_document()["outside"] == {"count": 2, "amount": 150}
    assert found.expected == {"cash": 5000}
    after = Grand(1000, -100, 900).plus(found.summary, found.outside)
    assert after == Grand(1200, -150, 1050)


def test_numbers_that_are_missing_are_named() -> None:
    found = tally()
    found.add([sale(7, 100), sale(9, 100), sale(12, 100, "cancelled")])
    document = found.to_document()
    assert (document["first"], document["last"], document["gaps"]) == ("1-000007", "1-000012", [8, 10, 11])
    assert found.to_document()["sales"]["cancelled"] == 1


def test_a_shift_in_which_nothing_happened() -> None:
    document = tally().to_document()
    assert (document["first"], document["gaps"], document["operators"]) == (None, [], {})
    assert document["expected"] == {"cash": 5000}


@pytest.mark.parametrize(
    ("kind", "fields", "act"),
    [
        ("reprint", {}, "reprints"),
        ("override", {}, "overrides"),
        ("unknown_scan", {}, None),
        ("pin_failed", {}, None),
    ],
)
def test_events_count_for_who_they_are_of(kind: str, fields: dict[str, Any], act: str | None) -> None:
    found = tally()
    found.add([record("events", kind, **fields)])
    assert found.to_document()["operators"] == ({} if act is None else {"ana": {act: 1}})
    assert found.to_document()["noted"] == ({"pin_failed": 1} if kind == "pin_failed" else {})


def test_a_signature_is_over_all_but_itself_whatever_the_order() -> None:
    z = {"number": "1-Z000001", "left": 5, "reason": "é"}
    assert signed_bytes({**z, "signature": "ab"}) == signed_bytes(dict(reversed(z.items())))
    assert signed_bytes({**z, "left": 6}) != signed_bytes(z)
