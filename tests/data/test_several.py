"""Several handles, processes and threads on one store."""

from __future__ import annotations

import io
import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import where

from data.errors import StoreNeedsReopen, StoreReadOnly

if TYPE_CHECKING:
    from data.store import Store


def note(store: Store, text: str) -> int:
    with store.transaction(operator="ana") as tx:
        tx.insert("notes", {"text": text})
    return tx.n


def test_a_reader_follows(store: Store, opened: Any) -> None:
    reader = opened(readonly=True)
    note(store, "a")
    assert list(reader.documents("notes")) == []
    assert reader.refresh() == store.at()
    assert [doc["text"] for doc in reader.documents("notes")] == ["a"]
    store.close_segment()
    note(store, "b")
    store.close_segment()
    note(store, "c")
    assert reader.refresh() == store.at()
    assert [doc["text"] for doc in reader.documents("notes")] == ["a", "b", "c"]
    assert reader.head_hash() == store.head_hash()


def test_an_unchanged_store_costs_a_reader_one_small_read(store: Store, opened: Any) -> None:
    reader = opened(readonly=True)
    reader.refresh()
    calls: list[int] = []
    real = reader.storage.fs.pread
    reader.storage.fs.pread = lambda fd, size, offset: calls.append(size) or real(fd, size, offset)
    reader.refresh()
    assert calls == [256]


def test_two_writers_take_turns(store: Store, opened: Any) -> None:
    other = opened()
    for round_number in range(6):
        note(store, f"a{round_number}")
        note(other, f"b{round_number}")
        if round_number % 2:
            (store if round_number == 3 else other).close_segment()
    store.refresh()
    texts = [doc["text"] for doc in store.documents("notes")]
    assert texts == [f"{who}{n}" for n in range(6) for who in "ab"]
    assert [doc.doc_id for doc in other.documents("notes")] == list(range(1, 13))
    assert store.verify(deep=True).ok


def test_the_query_cache_hears_of_others(store: Store, opened: Any) -> None:
    other = opened()
    table = store.table("notes")
    assert table.search(where("text") == "a") == []
    note(other, "a")
    assert table.search(where("text") == "a") == [{"text": "a"}]


def test_threads_share_a_handle(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(20):
            note(store, f"{name}{number}")
            store.refresh()
            list(store.documents("notes"))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.table("notes")) == 60
    assert [doc.doc_id for doc in store.documents("notes")] == list(range(1, 61))
    assert store.verify(deep=True).ok


def test_a_reader_is_not_kept_waiting_by_a_commit(store: Store) -> None:
    note(store, "a")
    with store.transaction(operator="ana") as tx:
        tx.insert("notes", {"text": "b"})
        seen: list[int] = []
        thread = threading.Thread(target=lambda: seen.append(store.refresh()))
        thread.start()
        thread.join()
        assert seen == [store.at()]


def test_a_store_that_was_replaced_is_noticed(store: Store, opened: Any) -> None:
    note(store, "a")
    shutil.copytree(store.folder, store.folder.with_name("copy"))
    store.folder.rename(store.folder.with_name("away"))
    store.storage.look_every = -1.0
    with pytest.raises(StoreNeedsReopen):
        note(store, "b")
    store.folder.with_name("copy").rename(store.folder)
    with pytest.raises(StoreNeedsReopen):
        note(store, "b")
    store.reopen()
    note(store, "b")


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreNeedsReopen):
        note(store, "a")
    with pytest.raises(StoreNeedsReopen):
        store.refresh()
    store.close()


def test_records_lines_and_following(store: Store, opened: Any) -> None:
    writer = opened()
    for text in "abc":
        note(writer, text)
    store.refresh()
    writer.close_segment()
    first = note(writer, "d")
    store.refresh()
    assert [record.n for record in store.records()] == list(range(1, first + 1))
    assert [record.n for record in store.records(3, 4)] == [3, 4]
    target = io.BytesIO()
    assert store.export(target) == first
    segments = sorted((store.folder / "journal").iterdir())
    assert target.getvalue() == b"".join(path.read_bytes().rstrip(b"\n") + b"\n" for path in segments)

    waits = iter([True, True, False])

    def wait() -> bool:
        note(writer, "later")
        return next(waits)

    assert [record.n for record in store.follow(first, wait)] == [first, first + 1, first + 2]


def test_an_older_program_goes_read_only(store: Store, opened: Any) -> None:
    newer = opened()
    note(store, "a")
    with newer.transaction(operator="new") as tx:
        tx.insert("notes", {"text": "b"})
    newer.storage.core.format = 2
    newer.storage.core.publish()
    with pytest.raises(StoreReadOnly, match="newer version"):
        note(store, "c")
    assert [doc["text"] for doc in store.documents("notes")] == ["a"]


def test_documents_of_a_newer_schema_make_the_store_read_only(store: Store, opened: Any) -> None:
    with store.transaction(operator="new") as tx:
        tx.insert("items", {"v": 2, "sku": "a"})
    with pytest.raises(StoreReadOnly):
        note(store, "b")
    store.close()
    again = opened()
    assert again.find("items", "sku", "a") == {"v": 2, "sku": "a"}
    with pytest.raises(StoreReadOnly):
        note(again, "b")
