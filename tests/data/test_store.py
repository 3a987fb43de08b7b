"""Transactions, lookups, keys and what a document may hold."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import (
    AlreadyRecorded,
    AppendOnly,
    BadDocument,
    Duplicate,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from data.index import Index
from data.store import RESERVE, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.data.conftest import Maker

MILK: dict[str, Any] = {
    "v": 1,
    "sku": "Milk-1",
    "gtins": ["05000112637922", "00012345678905"],
    "plu": "4011",
    "price": "1.19",
}


def add(store: Store, table: str, *documents: dict[str, Any]) -> list[int]:
    with store.transaction(operator="ana") as tx:
        return [tx.insert(table, document) for document in documents]


def test_a_transaction_is_one_record(store: Store) -> None:
    before = store.at()
    with store.transaction(operator="ana", key="draft-1") as tx:
        first = tx.insert("items", MILK)
        tx.insert("stock", {"v": 1, "sku": "Milk-1", "location": "shop", "qty": "4"})
        tx.set("items", first, price="1.25")
    assert (tx.n, store.at()) == (before + 1, before + 1)
    record = next(store.records(tx.n))
    assert (record.h, record.u, record.k) == (tx.h, "ana", "draft-1")
    assert [op[0] for op in record.ops] == ["put", "put", "set"]
    assert store.document("items", first) == {**MILK, "price": "1.25"}


def test_an_exception_writes_nothing(store: Store) -> None:
    before = store.at()
    with pytest.raises(RuntimeError, match="no"), store.transaction(operator="ana") as tx:
        tx.insert("items", MILK)
        raise RuntimeError("no")
    assert store.at() == before
    assert store.find("items", "sku", "Milk-1") is None
    assert add(store, "items", MILK) == [1]


def test_an_empty_transaction_makes_no_record(store: Store) -> None:
    before = store.at()
    with store.transaction(operator="ana", key="nothing") as tx:
        pass
    assert (tx.n, store.at()) == (before, before)
    assert not store.recorded("nothing")


def test_a_key_is_recorded_once(store: Store) -> None:
    with store.transaction(operator="ana", key="draft-1") as tx:
        tx.insert("items", MILK)
    assert store.recorded("draft-1")
    entered = False
    with pytest.raises(AlreadyRecorded) as caught, store.transaction(operator="ana", key="draft-1"):
        entered = True
    assert (caught.value.n, entered) == (tx.n, False)
    assert len(add(store, "items", {"sku": "b"})) == 1


@pytest.mark.parametrize("sealed", [1, 2, 3])
def test_a_key_is_known_however_old(opened: Any, sealed: int) -> None:
    store = opened()
    with store.transaction(operator="ana", key="old") as tx:
        tx.insert("events", {"number": "1"})
    for number in range(sealed):
        with store.transaction(operator="ana", key=f"k{number}") as other:
            other.insert("events", {"number": f"x{number}"})
        store.close_segment()
    assert store.recorded("old")
    store.close()
    for damage in (None, b"", b"x" * 50):
        if damage is not None:
            (store.folder / "keys").write_bytes(damage)
        again = opened()
        with pytest.raises(AlreadyRecorded) as caught, again.transaction(operator="ana", key="old"):
            pass
        assert caught.value.n == tx.n
        assert not again.recorded("never")
        again.close()


def test_a_transaction_reads_what_it_wrote(store: Store) -> None:
    [doc_id] = add(store, "items", MILK)
    with store.transaction(operator="ana") as tx:
        tx.set("items", doc_id, sku="Milk-2")
        assert tx.find("items", "sku", "Milk-1") is None
        found = tx.find("items", "sku", "Milk-2")
        assert found is not None
        assert found.doc_id == doc_id
        assert tx.find("items", "folded", "milk-2") is not None
        other = tx.insert("items", {"sku": "Milk-1", "gtins": ["1"]})
        assert tx.find("items", "sku", "Milk-1") == {"sku": "Milk-1", "gtins": ["1"]}
        assert tx.find("items", "gtins", "1") is not None
        tx.remove("items", other)
        assert tx.find("items", "gtins", "1") is None
        assert tx.get("items", other) is None
        assert store.find("items", "sku", "Milk-1") is not None
    assert store.find("items", "sku", "Milk-1") is None


def test_unique_fields_name_one_document(store: Store) -> None:
    add(store, "items", MILK)
    with pytest.raises(Duplicate) as caught:
        add(store, "items", {"sku": "b"}, {"sku": "Milk-1"})
    assert (caught.value.field, caught.value.value) == ("sku", "Milk-1")
    with pytest.raises(Duplicate):
        add(store, "items", {"sku": "c"}, {"sku": "c"})
    [other] = add(store, "items", {"sku": "b"})
    with pytest.raises(Duplicate), store.transaction(operator="ana") as tx:
        tx.set("items", other, sku="Milk-1")
    assert [item["sku"] for item in store.documents("items")] == ["Milk-1", "b"]


def test_indexes_follow_changes(store: Store) -> None:
    [one, two] = add(store, "items", MILK, {"sku": "b", "gtins": ["00012345678905"], "plu": None})
    assert [doc.doc_id for doc in store.find_all("items", "gtins", "00012345678905")] == [one, two]
    assert store.find("items", "folded", "milk-1") == MILK
    assert store.find("items", "folded", "4011") is None, "it is the same as the code itself"
    with store.transaction(operator="ana") as tx:
        tx.set("items", one, gtins=["9"], plu=None, sku="m")
    assert [doc.doc_id for doc in store.find_all("items", "gtins", "00012345678905")] == [two]
    assert store.find("items", "plu", "4011") is None
    assert store.find("items", "folded", "milk-1") is None
    with store.transaction(operator="ana") as tx:
        tx.remove("items", two)
    assert store.find("items", "gtins", "00012345678905") is None
    assert store.find("items", "name", "none") is None
    assert store.find("no such table", "a", "b") is None


def test_documents_handed_out_are_copies(store: Store) -> None:
    [doc_id] = add(store, "items", MILK)
    for found in (
        store.find("items", "sku", "Milk-1"),
        store.document("items", doc_id),
        next(store.documents("items")),
        store.table("items").all()[0],
        store.table("items").search(lambda doc: True)[0],
        store.find_all("items", "gtins", "00012345678905")[0],
    ):
        assert found is not None
        found["gtins"].append("leak")
        found["price"] = "0"
    with store.transaction(operator="ana") as tx:
        seen = tx.find("items", "sku", "Milk-1")
        assert seen is not None
        seen["gtins"].clear()
    assert store.document("items", doc_id) == MILK
    assert store.verify(deep=True).ok


def test_documents_of_a_snapshot_are_handed_out_as_copies(store: Store, opened: Maker) -> None:
    add(store, "items", MILK)
    store.close_segment()
    store.close()
    again = opened()
    for _ in range(2):
        with again.transaction(operator="ana") as tx:
            seen = tx.find("items", "sku", "Milk-1")
            assert seen is not None
            tx.set("items", seen.doc_id, gtins=["1"])
            own = tx.find("items", "sku", "Milk-1")
            assert own is not None
            own["gtins"].append("leak")
            seen["gtins"].clear()
    assert again.find("items", "sku", "Milk-1") == {**MILK, "gtins": ["1"]}
    assert again.verify(deep=True).ok


@pytest.mark.parametrize("from_snapshot", [False, True])
def test_an_index_built_beside_a_change_knows_it(
    store: Store, opened: Maker, monkeypatch: pytest.MonkeyPatch, from_snapshot: bool
) -> None:
    add(store, "items", *({"sku": f"s{n}", "plu": str(n)} for n in range(5)))
    if from_snapshot:
        store.close_segment()
        store.close()
        store = opened()
    changing = threading.Thread(target=lambda: store.table("items").update({"plu": "new"}, doc_ids=[1]))

    def beside(taking: Callable[..., None]) -> Callable[..., None]:
        def taken(index: Index, *given: Any) -> None:
            taking(index, *given)
            if changing.ident is None and "0" in index.ids:
                changing.start()
                changing.join(0.2)

        return taken

    monkeypatch.setattr(Index, "add", beside(Index.add))
    monkeypatch.setattr(Index, "take_column", beside(Index.take_column))
    store.find("items", "plu", "0")
    changing.join()
    assert store.find("items", "plu", "0") is None
    assert store.find("items", "plu", "new") is not None
    assert store.find("items", "plu", "1") is not None


def test_what_was_passed_in_is_not_kept(store: Store) -> None:
    mine = {"sku": "b", "gtins": ["1"]}
    [doc_id] = add(store, "items", mine)
    mine["gtins"].append("leak")  # type: ignore[attr-defined]
    assert store.document("items", doc_id) == {"sku": "b", "gtins": ["1"]}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1.5, "float"),
        (1.0, "float"),
        (float("nan"), "float"),
        ([{"deep": float("inf")}], "float"),
        ("a\0b", "NUL"),
        ("\ud800", "surrogate"),
        ({"a\0": 1}, "NUL"),
        ({1: "a"}, "not a text"),
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
        (object(), "object"),
    ],
)
def test_what_json_cannot_hold_is_refused(store: Store, value: object, why: str) -> None:
    before = store.at()
    with pytest.raises(BadDocument, match=why):
        add(store, "items", {"sku": "ok"}, {"sku": "b", "value": value})
    assert (store.at(), len(store.table("items"))) == (before, 0)
    journal = store.storage.core.journal
    assert set(journal.read()) == {ord("\n")}, "nothing of it stays in the file"
    assert store.find("items", "sku", "ok") is None


def test_depth_and_size_are_limited(store: Store) -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = [deep]
    for bad in (deep, "x" * 1_000_001):
        with pytest.raises(BadDocument):
            add(store, "items", {"sku": "b", "value": bad})
    nested: Any = deep
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(BadDocument):
        add(store, "items", {"sku": "b", "value": nested})


def test_what_json_can_hold_comes_back(store: Store) -> None:
    value: dict[str, Any] = {
        "n": -(2**62),
        "t": True,
        "z": None,
        "s": '"\\\n\u2028é\U0001f600',
        "l": [[], {}],
        "back": "\\u0000",
    }
    [doc_id] = add(store, "things", value)
    assert store.document("things", doc_id) == value
    store.reopen()
    assert store.document("things", doc_id) == value


def test_append_only_tables_only_grow(store: Store) -> None:
    [doc_id] = add(store, "events", {"number": "1-000001"})
    with pytest.raises(AppendOnly), store.transaction(operator="ana") as tx:
        tx.set("events", doc_id, number="2")
    with pytest.raises(AppendOnly), store.transaction(operator="ana") as tx:
        tx.remove("events", doc_id)
    with pytest.raises(AppendOnly), store.transaction(operator="ana") as tx:
        tx.put("events", doc_id, {"number": "3"})
    table = store.table("events")
    for change in (table.truncate, lambda: table.remove(doc_ids=[doc_id]), lambda: table.update({"a": 1})):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        store.drop_tables()
    assert [dict(doc) for doc in table] == [{"number": "1-000001"}]


def test_setting_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no such document"), store.transaction(operator="ana") as tx:
        tx.set("items", 7, price="1")


def test_transactions_do_not_nest(store: Store) -> None:
    with store.transaction(operator="ana") as tx:
        with pytest.raises(StoreError, match="already open"), store.transaction(operator="bob"):
            pass
        tx.insert("items", MILK)
    assert store.find("items", "sku", "Milk-1") is not None


def test_b87_room_is_asked_for_before_money_is_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.assert_room() > RESERVE
    fs = type(store.storage.fs)
    monkeypatch.setattr(fs, "room", lambda layer, path: (RESERVE - 1, True))
    with pytest.raises(StoreFull, match="take no money"):
        store.assert_room()
    monkeypatch.setattr(fs, "room", lambda layer, path: (RESERVE, False))
    with pytest.raises(StoreError, match="can only be read"):
        store.assert_room()

    def gone(layer: object, path: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(fs, "room", gone)
    with pytest.raises(StoreError, match="cannot be found out"):
        store.assert_room()


def test_a_reader_cannot_write(opened: Any) -> None:
    opened()
    reader = opened(readonly=True)
    with pytest.raises(StoreReadOnly), reader.transaction(operator="ana"):
        pass
    with pytest.raises(StoreReadOnly):
        reader.insert({"a": 1})


def test_a_big_import_is_one_record(store: Store) -> None:
    before = store.at()
    add(store, "items", *({"sku": f"S{n}", "gtins": [f"{n:014d}"]} for n in range(3000)))
    assert store.at() == before + 1
    assert store.find("items", "gtins", f"{2999:014d}") == {"sku": "S2999", "gtins": [f"{2999:014d}"]}


def test_a_table_tells_when_it_changed(store: Store, opened: Any) -> None:
    assert store.changed("items") == 0
    add(store, "items", MILK)
    at = store.at()
    add(store, "events", {"number": "1"})
    assert store.changed("items") == at
    store.close_segment()
    store.close()
    assert opened().changed("items") == at
