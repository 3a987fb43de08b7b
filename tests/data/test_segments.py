"""Sealing, rotating, and finding what is sealed."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import Duplicate, StoreDamaged

if TYPE_CHECKING:
    from data.store import Store


def events(store: Store, first: int, count: int, till: str = "1") -> None:
    for number in range(first, first + count):
        with store.transaction(operator="ana", key=f"{till}/{number}") as tx:
            tx.insert("events", {"v": 1, "number": f"{till}-{number:06d}", "what": f"w{number % 3}"})
            row = tx.find("tills", "till", till)
            if row is None:
                tx.insert("tills", {"till": till, "receipt": number})
            else:
                tx.set("tills", row.doc_id, receipt=number)


@pytest.fixture
def three(store: Store) -> Store:
    """Events 1 to 12 in three segments, the last of them active."""
    events(store, 1, 5)
    assert store.close_segment()
    events(store, 6, 4)
    assert store.close_segment()
    events(store, 10, 3)
    return store


def journal(store: Store) -> list[Path]:
    return sorted((store.folder / "journal").iterdir())


def test_sealed_segments_hold_their_records_only_and_are_read_only(three: Store) -> None:
    one, two, active = journal(three)
    for path in (one, two):
        assert stat.S_IMODE(path.stat().st_mode) == 0o444
        lines = path.read_bytes().splitlines()
        assert all(json.loads(line)["n"] == json.loads(line)["e"] for line in lines)
    assert stat.S_IMODE(active.stat().st_mode) == 0o600
    assert active.read_bytes().endswith(b"\n\n\n")
    assert one.name == "000001.jsonl"


def test_closing_an_empty_segment_does_nothing(three: Store) -> None:
    assert three.close_segment()
    assert not three.close_segment()
    assert len(journal(three)) == 4


def test_everything_sealed_is_found(three: Store) -> None:
    table = three.table("events")
    assert len(table) == 12
    assert [doc["number"] for doc in three.documents("events")] == [f"1-{n:06d}" for n in range(1, 13)]
    assert [doc.doc_id for doc in table] == list(range(1, 13))
    for number in (1, 5, 6, 9, 10, 12):
        found = three.find("events", "number", f"1-{number:06d}")
        assert found is not None
        assert found.doc_id == number
        assert table.get(doc_id=number) == found
        assert three.hash_of("events", number) == next(r.h for r in three.records() if r.k == f"1/{number}")
    assert three.find("events", "number", "1-000013") is None
    assert three.find("events", "number", "2-000001") is None
    assert three.hash_of("events", 99) is None
    assert three.count("events") == 12
    assert [doc.doc_id for doc in three.table("events").search(lambda doc: doc["what"] == "w0")] == [
        3,
        6,
        9,
        12,
    ]
    found = three.find("events", "what", "w1")
    assert found is not None


def test_a_number_is_unique_across_segments(three: Store) -> None:
    for number in ("1-000002", "1-000011"):
        with pytest.raises(Duplicate), three.transaction(operator="ana") as tx:
            tx.insert("events", {"number": number})
    with three.transaction(operator="ana") as tx:
        tx.insert("events", {"number": "odd one"})
        assert tx.find("events", "number", "1-000002") is not None
        assert tx.get("events", 2) is not None
    three.close_segment()
    with pytest.raises(Duplicate), three.transaction(operator="ana") as tx:
        tx.insert("events", {"number": "odd one"})


def test_ids_go_on_after_opening(three: Store, opened: Any) -> None:
    three.close_segment()
    three.close()
    again = opened()
    with again.transaction(operator="ana") as tx:
        assert tx.insert("events", {"number": "1-000013"}) == 13


@pytest.mark.parametrize("damage", ["gone", "cut", "changed", "foreign"])
def test_the_index_of_segments_is_made_again(three: Store, opened: Any, damage: str) -> None:
    path = three.folder / "segments.jsonl"
    good = path.read_bytes()
    three.close()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(good[: len(good) // 2])
    elif damage == "changed":
        path.write_bytes(good.replace(b'"count":5', b'"count":6'))
    else:
        other = opened("other")
        events(other, 1, 5)
        other.close_segment()
        path.write_bytes((other.folder / "segments.jsonl").read_bytes())
    again = opened()
    assert [doc["number"] for doc in again.documents("events")] == [f"1-{n:06d}" for n in range(1, 13)]
    assert path.read_bytes() == good
    assert again.verify(deep=True).ok


def test_segments_are_sealed_by_size(opened: Any) -> None:
    store = opened(segment_limit=2000)
    events(store, 1, 40)
    assert len(journal(store)) >= 5
    assert len(store.table("events")) == 40
    assert store.verify(deep=True).ok


@pytest.mark.parametrize("lost", ["items", "prev", "all"])
def test_snapshots_can_be_lost(three: Store, opened: Any, lost: str) -> None:
    with three.transaction(operator="ana") as tx:
        tx.insert("items", {"sku": "a"})
    three.close_segment()
    before = {table: list(three.documents(table)) for table in ("tills", "items")}
    three.close()
    for path in (three.folder / "snap").glob("*.jsonl"):
        if lost == "all" or (lost == "prev") == ("prev" in path.name):
            path.write_bytes(path.read_bytes()[:-3])
    again = opened()
    assert {table: list(again.documents(table)) for table in before} == before


def test_a_snapshot_from_the_future_is_not_used(three: Store, opened: Any) -> None:
    three.close_segment()
    snapshot = (three.folder / "snap" / "tills.jsonl").read_bytes()
    three.close()
    other = opened("other")
    events(other, 1, 1)
    other.close()
    (other.folder / "snap").mkdir(mode=0o700, exist_ok=True)
    (other.folder / "snap" / "tills.jsonl").write_bytes(snapshot)
    assert opened("other").find("tills", "till", "1") == {"till": "1", "receipt": 1}


def test_a_damaged_sealed_segment_is_named_when_it_is_needed(three: Store, opened: Any) -> None:
    three.close()
    path = three.folder / "journal" / "000001.jsonl"
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    again = opened()
    assert again.find("events", "number", "1-000012") is not None
    with pytest.raises(StoreDamaged, match="000001"):
        again.find("events", "number", "1-000001")
    report = again.verify()
    assert not report.ok
    assert report.problems[0].file == "000001.jsonl"
    assert report.records == again.at() - 1


def test_a_missing_segment_is_refused(three: Store, opened: Any) -> None:
    three.close()
    (three.folder / "journal" / "000002.jsonl").unlink()
    with pytest.raises(StoreDamaged, match="missing"):
        opened()
