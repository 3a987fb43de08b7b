"""Events as they wait for a commit, and a till's list of what was missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.records import RecordFrame
from pos_tui.services import events

if TYPE_CHECKING:
    from pos_tui.services.events import Event

START = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def missed_at(second: int, code: str) -> Event:
    frame = RecordFrame("1", "ana", START + timedelta(seconds=second), "2026-11-23")
    return events.event(frame, events.UNKNOWN_SCAN, code=code, entered="scan", times=1)


def test_an_event_says_who_where_and_when() -> None:
    assert missed_at(1, "X1") == {
        "v": 1,
        "kind": "unknown_scan",
        "code": "X1",
        "entered": "scan",
        "times": 1,
        "till": "1",
        "day": "2026-11-23",
        "time": "2026-11-23T14:05:01Z",
        "operator": "ana",
    }


codes = st.lists(st.sampled_from(["A", "B", "C"]), max_size=20)


@given(codes)
def test_b05_a_code_missed_again_is_one_event_with_how_many_times(scanned: list[str]) -> None:
    waiting: tuple[Event, ...] = ()
    for second, code in enumerate(scanned):
        waiting = events.add(waiting, missed_at(second, code))
    assert {event["code"]: event["times"] for event in waiting} == {c: scanned.count(c) for c in scanned}
    order = sorted(set(scanned), key=lambda code: max(i for i, c in enumerate(scanned) if c == code))
    assert [event["code"] for event in waiting] == order, "the last one last"
    jump = {**missed_at(0, "A"), "kind": events.CLOCK_JUMP}
    assert events.add(events.add(waiting, jump), jump)[-2:] == (jump, jump), (
        "others are never counted together"
    )


@given(codes, st.integers(0, 20))
def test_the_list_is_the_same_however_the_events_come_in(scanned: list[str], cut: int) -> None:
    all_of_them = [missed_at(second, code) for second, code in enumerate(scanned)]
    at_once = events.missed([], all_of_them)
    one_by_one = list(accumulate(all_of_them, lambda rows, new: events.missed(rows, [new]), initial=[]))[-1]
    batched = [*accumulate(all_of_them[cut:], events.add, initial=())][-1]
    later = events.missed(events.missed([], all_of_them[:cut]), batched)
    assert at_once == one_by_one == later
    assert sum(row["times"] for row in at_once) == len(scanned)


def test_the_list_has_an_end_and_the_events_have_not() -> None:
    many = [missed_at(n, f"C{n}") for n in range(events.MISSED_KEPT + 5)]
    kept = events.missed([], many)
    assert [row["code"] for row in kept] == [f"C{n}" for n in range(5, events.MISSED_KEPT + 5)]
    written: list[Any] = []

    class Commit:
        epoch = 1

        def insert(self, table: str, document: Event) -> None:
            written.append((table, document["number"], document["code"]))

    fields = events.record(Commit(), {"till": "1", "events": 7}, many)  # type: ignore[arg-type]
    assert written[0] == ("events", "1-E000008", "C0")
    assert (len(written), fields["events"], len(fields["missed"])) == (105, 112, events.MISSED_KEPT)
    assert events.record(Commit(), {"till": "1"}, []) == {}  # type: ignore[arg-type]
