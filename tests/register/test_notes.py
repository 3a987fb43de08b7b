"""What is noted beside the sales: scans that met nothing, clocks that jumped; until a sale records it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.drafts import DraftNotWritten
from pos_tui.register import notes
from pos_tui.register.drafting import delta

from .shop import EAN, item

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

MISSED, MISREAD = "4006381333931", "5449000000997"


def events(till: Till) -> list[dict[str, Any]]:
    return [dict(document) for document in till.front.store.documents("events")]


def scan(till: Till, *codes: str) -> None:
    for code in codes:
        till.refused(code, entered="scan")


def test_b05_unmatched_scans_are_journalled_with_the_next_sale(till: Till) -> None:
    scan(till, MISSED, MISREAD, MISSED)
    till.refused(MISSED)
    before = till.front.store.at()
    till(EAN, "/cash")
    assert till.front.store.at() == before + 1, "no commit of its own"
    assert [(e["number"], e["kind"], e["code"], e["times"], e["entered"]) for e in events(till)] == [
        ("1-E000001", "unknown_scan", MISREAD, 1, "scan"),
        ("1-E000002", "unknown_scan", MISSED, 3, "key"),
    ]
    assert [e.get("misread", False) for e in events(till)] == [True, False]
    assert {(e["till"], e["day"], e["operator"]) for e in events(till)} == {("1", "2026-11-23", "owner")}
    scan(till, MISSED)
    till("COLA", "/cancel")
    assert [(e["number"], e["code"], e["times"]) for e in events(till)[2:]] == [("1-E000003", MISSED, 1)]
    till("COLA", "/cash")
    assert len(events(till)) == 3, "each is recorded once"
    till("/reprint")
    assert events(till)[-1]["number"] == "1-E000004"


def test_b05_a_scan_costs_no_sync(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> None:
        raise AssertionError

    monkeypatch.setattr(till.register.counter.draft, "sync", never)
    monkeypatch.setattr(till.register.counter.ledger, "transaction", never)
    scan(till, MISSED)
    monkeypatch.undo()


def test_b05_unmatched_scans_outlive_a_restart_recorded_or_not(till: Till) -> None:
    scan(till, MISSED)
    till.restart()
    assert till.register.unmatched == (MISSED,)
    assert till.register.basket.is_empty
    assert till.register.restored is None
    till(EAN, "/cash")
    scan(till, MISREAD, MISSED)
    till("COLA")
    till.restart()
    assert till.register.unmatched == (MISREAD, MISSED)
    till("/cash")
    till.restart()
    assert till.register.unmatched == (MISREAD, MISSED)
    assert [(e["code"], e["times"]) for e in events(till)] == [(MISSED, 1), (MISREAD, 1), (MISSED, 1)]
    rows = till("/unmatched").data["unmatched"]
    assert [(row["code"], row["times"]) for row in rows] == [(MISREAD, 1), (MISSED, 2)]
    assert f"{MISSED}  2 x  2026-11-23 14:05" in till("/unmatched").message


def test_b05_what_got_its_item_is_no_longer_listed(till: Till) -> None:
    scan(till, MISSED, MISREAD)
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("NEW", "New", "1.00", gtins=[MISSED.zfill(14)]))
    till(MISSED)
    assert till.register.unmatched == (MISREAD,)
    till.restart()
    assert till.register.unmatched == (MISREAD,)
    with till.front.store.transaction(operator="owner") as tx:
        for sku in ("A", "B"):
            tx.insert("items", item(sku, sku, "1.00", plu=MISREAD))
    till("COLA")
    assert till.register.unmatched == (), "two items have it: that is no unknown code"
    assert "no scan missed" in till("/unmatched").message


def test_b05_what_waits_goes_along_when_the_basket_is_held_and_recalled(till: Till) -> None:
    scan(till, MISSED)
    till("COLA", "/hold")
    assert events(till) == []
    till.restart()
    assert till.register.unmatched == (MISSED,)
    scan(till, MISREAD)
    till(f"/recall {till.register.held()[0].id}")
    till.restart()
    assert till.lines() == [("COLA", "1", 119)]
    till("/cash")
    assert [event["code"] for event in events(till)] == [MISSED, MISREAD]


def test_b05_a_draft_that_was_not_emptied_records_nothing_twice(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(till, MISSED)
    till("COLA")
    monkeypatch.setattr(till.register.counter.draft, "clear", lambda: None)
    till("/cash")
    till.restart()
    till("COLA", "/cash")
    assert [(event["code"], event["times"]) for event in events(till)] == [(MISSED, 1)]


def test_a_note_of_another_basket_than_the_drafts_leaves_an_empty_one(till: Till) -> None:
    till("COLA")
    sold = delta(till.register.basket, till.register.basket)
    other = {"id": "other", "event": {"kind": "unknown_scan", "code": "X1", "times": 1, "time": "t"}}
    till.register.resume([{**sold, "id": "sold"}, other])
    assert (till.register.basket.id, till.register.basket.is_empty) == ("other", True)
    assert till.register.notes.waiting == (other["event"],)


def test_b05_a_full_disk_takes_no_note_and_stops_nothing(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Any) -> None:
        raise DraftNotWritten("no space left")

    monkeypatch.setattr(till.register.counter.draft, "append", full)
    assert "no item has the code" in till.refused(MISSED, entered="scan")
    monkeypatch.undo()
    till("COLA", "/cash")
    assert [event["code"] for event in events(till)] == [MISSED]


def test_endless_misses_are_counted_and_cost_no_memory(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "_MOST", 3)
    scan(till, "11", "22", "33", "44", "55", "22")
    till("COLA", "/cash")
    assert [(event["code"], event["times"]) for event in events(till)] == [
        ("11", 1), ("33", 1), ("", 2), ("22", 2),
    ]  # fmt: skip
    assert till.register.unmatched == ("11", "33", "22")


@pytest.mark.parametrize("hours", [1, -1])
def test_b59_a_clock_that_jumps_is_told_and_journalled(till: Till, hours: int) -> None:
    till("COLA")
    till.clock.now += timedelta(hours=hours)
    till("CHOC")
    [warning] = till.front.warnings
    assert "the clock jumped from 2026-11-23 14:05 to 2026-11-23 " in warning
    till("/cash")
    [jump] = events(till)
    assert (jump["kind"], jump["number"]) == ("clock_jump", "1-E000001")
    assert abs(jump["seconds"] - 3600 * hours) <= 10
    assert jump["from"].startswith("2026-11-23T14:05:")
    assert jump["to"].startswith(f"2026-11-23T{14 + hours}:05:")
    till("COLA", "/cash")
    assert len(events(till)) == len(till.front.warnings) == 1


def test_b59_a_start_before_the_last_sale_is_a_jump_back(till: Till) -> None:
    till("COLA", "/cash")
    till.stop()
    till.clock.now -= timedelta(days=365)
    till.start()
    till("COLA", "/cash")
    [jump] = events(till)
    assert jump["seconds"] == pytest.approx(-365 * 86400, abs=10)
    assert "to 2025-11-23" in till.front.warnings[-1]


def test_a_clock_that_is_set_on_purpose_does_not_jump(new_till: NewTill) -> None:
    till = new_till(simulated=True)
    till("COLA", "/clock 2010-12-01T08:26", "/cash", "/clock 2010-12-02T08:26", "COLA", "/cash")
    assert events(till) == []
    assert till.front.warnings == []
