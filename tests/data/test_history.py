"""Looking back through segments, from the newest record on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.errors import StoreDamaged
from data.history import StoreHistory
from data.store import Store
from pos_tui.core.journal_query import JournalQuery
from pos_tui.core.sale_query import SaleQuery

from .shop import now

UTC = ZoneInfo("UTC")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Sixty sales of ten days, in many small segments and one that is still open."""
    with Store.create(
        tmp_path / "store", simulated=False, clock=now, state=tmp_path / "state", segment_limit=6000
    ) as made:
        with made.transaction(operator="owner") as tx:
            tx.insert("items", {"v": 1, "sku": "MILK", "name": "Milk", "price": "1.19"})
        for number in range(1, 61):
            with made.transaction(operator="ana", key=f"k{number}") as tx:
                tx.insert("sales", sold(number))
                if number % 20 == 0:
                    event = {"v": 1, "number": f"1-E{number:06d}", "kind": "reprint", "receipt": "1-000005"}
                    tx.insert("events", event)
        assert len(made.storage.core.sealed.entries) > 4
        assert made.storage.core.journal.end > 0
        yield made


def sold(number: int) -> dict[str, Any]:
    line = {
        "line": 1, "sku": "MILK", "code": "MILK", "name": "Milk", "department": "", "qty": "1", "amount": 119,
        "discount": 0, "void": False, "tax": "zero", "rate": "0", "tax_amount": 0, "cost": None,
    }  # fmt: skip
    return {
        "v": 1, "kind": "cancelled" if number == 33 else "sale", "number": f"1-{number:06d}", "till": "1",
        "day": f"2026-11-{(number - 1) // 6 + 1:02d}", "time": "2026-11-01T12:00:00Z", "operator": "ana",
        "ref": f"ref{number}", "currency": "GBP", "prices": "inclusive", "lines": [line], "total": 119,
        "rounding": 0, "change": 0, "taxes": [{"code": "zero", "rate": "0", "net": 119, "tax": 0}],
        "tenders": [{"type": "cash", "amount": 119, "ref": None}], "corrections": [],
    }  # fmt: skip


def numbers(store: Store, text: str) -> list[int]:
    query = SaleQuery.parse(text, "2026-11-10", UTC, 2)
    return [int(found["number"][2:]) for batch in StoreHistory(store).sales(query) for found in batch]


def test_all_sales_come_newest_first_and_each_once(store: Store) -> None:
    assert numbers(store, "") == [n for n in range(60, 0, -1) if n != 33]
    assert 33 in numbers(store, "cancelled")


def test_only_segments_of_the_days_asked_for_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = store.storage.fs.open

    def note(path: Path, flags: int, mode: int = 0o600) -> int:
        read.append(path.name)
        return real(path, flags, mode)

    monkeypatch.setattr(store.storage.fs, "open", note)
    assert numbers(store, "2026-11-02") == list(range(12, 6, -1))
    assert [name[:6] for name in read] == ["000007", "000002", "000001"], "the open one, and theirs"
    assert numbers(store, "today") == list(range(60, 54, -1))


def test_a_sale_carries_the_hash_of_its_record(store: Store) -> None:
    query = SaleQuery.parse("ref7", "2026-11-10", UTC, 2)
    [found] = [sale for batch in StoreHistory(store).sales(query) for sale in batch]
    stored = store.find("sales", "number", "1-000007")
    assert stored is not None
    assert found["hash"] == store.hash_of("sales", stored.doc_id)


def test_a_search_shows_the_moment_it_began_and_can_be_stopped(store: Store) -> None:
    batches = StoreHistory(store).sales(SaleQuery.parse("", "2026-11-10", UTC, 2))
    first = next(batches)
    with store.transaction(operator="ana", key="later") as tx:
        tx.insert("sales", sold(61))
    rest = [sale for batch in batches for sale in batch]
    assert len(first) + len(rest) == 59
    assert numbers(store, "")[0] == 61


def test_records_come_down_to_the_one_asked_for(store: Store) -> None:
    history, query = StoreHistory(store), JournalQuery(UTC)
    every = [record.n for batch in history.records(query) for record in batch]
    assert every == list(range(store.at(), 0, -1))
    after = store.at() - 30
    assert [record.n for batch in history.records(query, after) for record in batch] == every[:30]


@pytest.mark.parametrize(
    ("text", "tables", "count"),
    [
        ("ana", (), 60),
        ("", ("events",), 3),
        ("ana 1-000033", (), 1),
        ("milk", ("items",), 1),
        ("milk", ("cash",), 0),
    ],
)
def test_records_are_found_by_words_and_tables(
    store: Store, text: str, tables: tuple[str, ...], count: int
) -> None:
    query = JournalQuery.parse(text, UTC, tables)
    found = [record for batch in StoreHistory(store).records(query) for record in batch]
    assert len(found) == count


def test_reprints_are_counted_over_all_segments(store: Store) -> None:
    assert StoreHistory(store).copies("1-000005") == 3
    assert StoreHistory(store).copies("1-000006") == 0


@pytest.mark.parametrize("segment", [1, 3])
def test_a_damaged_record_that_is_asked_for_is_told(store: Store, segment: int) -> None:
    path = store.folder / "journal" / f"{segment:06d}.jsonl"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"operator":"ana"', b'"operator":"eve"', 1))
    with pytest.raises(StoreDamaged, match="hash"):
        numbers(store, "eve")
    assert numbers(store, "ref60") == [60], "what is found before is found"


def test_a_reader_without_the_lock_sees_what_another_process_sells(store: Store, tmp_path: Path) -> None:
    with Store.open(store.folder, clock=now, readonly=True, state=tmp_path / "state") as reader:
        assert numbers(reader, "")[0] == 60
        for number in range(61, 80):
            with store.transaction(operator="ana", key=f"k{number}") as tx:
                tx.insert("sales", sold(number))
        assert numbers(reader, "") == [n for n in range(79, 0, -1) if n != 33]
