"""What TinyDB's users expect, asked of TinyDB itself in memory and of the store: the same answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment
from tinydb.operations import set as set_field
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from data.store import Store


@pytest.fixture(params=["memory", "journal"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, clock: Any) -> Iterator[TinyDB]:
    if request.param == "memory":
        yield TinyDB(storage=MemoryStorage)
        return
    with Store.create(tmp_path / "store", simulated=True, clock=clock, state=tmp_path / "state") as store:
        yield store


@pytest.fixture
def db(empty: TinyDB) -> TinyDB:
    empty.insert_multiple({"int": 1, "char": c} for c in "abc")
    return empty


class Custom(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def test_drop_tables(db: TinyDB) -> None:
    db.drop_tables()
    assert len(db) == 0
    assert db.tables() == set()
    db.insert({})
    assert len(db) == 1


def test_drop_table(empty: TinyDB) -> None:
    empty.table("one").insert({"a": 1})
    empty.table("two").insert({"a": 1})
    empty.drop_table("one")
    empty.drop_table("no such table")
    assert empty.tables() == {"two"}


def test_insert_gives_ids(empty: TinyDB) -> None:
    assert empty.insert({"int": 1}) == 1
    assert empty.insert(Document({"int": 1}, 12)) == 12
    assert empty.insert({"int": 1}) == 13
    with pytest.raises(ValueError, match="12"):
        empty.insert(Document({"int": 1}, 12))


def test_insert_multiple(empty: TinyDB) -> None:
    assert empty.insert_multiple([{"int": 1}, {"int": 1}]) == [1, 2]
    assert empty.insert_multiple({"int": n} for n in range(3)) == [3, 4, 5]
    assert empty.insert_multiple([Document({"a": 1}, 9)]) == [9]
    with pytest.raises(ValueError, match="9"):
        empty.insert_multiple([Document({"a": 1}, 9)])
    with pytest.raises(ValueError, match="Mapping"):
        empty.insert_multiple({"first": "John"})  # type: ignore[arg-type]
    assert len(empty) == 6


def test_insert_takes_mappings_only(empty: TinyDB) -> None:
    empty.insert(Custom({"int": 1}))
    assert empty.count(where("int") == 1) == 1
    for wrong in (object(), [1, 2], {"bark"}):
        with pytest.raises(ValueError, match="Document is not a Mapping"):
            empty.insert(wrong)  # type: ignore[arg-type]


def test_remove(db: TinyDB) -> None:
    assert db.remove(where("char") == "b") == [2]
    assert len(db) == 2
    assert sorted(db.remove(doc_ids=[1, 99])) == [1]
    assert db.get(doc_id=1) is None
    assert db.remove(where("int") == 1) == [3]
    with pytest.raises(RuntimeError):
        db.remove()


def test_update(db: TinyDB) -> None:
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert (db.count(where("int") == 2), db.count(where("int") == 1)) == (1, 2)
    assert db.update({"new": True}) == [1, 2, 3]
    assert sorted(db.update({"int": 9}, doc_ids=[1, 99])) == [1]
    assert db.get(doc_id=1) == {"int": 9, "char": "a", "new": True}
    db.update(Custom({"int": 4}), doc_ids=[2])
    assert db.get(doc_id=2) == {"int": 4, "char": "b", "new": True}


def test_update_by_operation(db: TinyDB) -> None:
    db.update(increment("int"), where("char") == "a")
    db.update(delete("char"), where("char") == "a")
    assert db.get(doc_id=1) == {"int": 2}
    db.update(decrement("int"), doc_ids=[1])
    db.update(add("int", 5), doc_ids=[1])
    db.update(set_field("char", "xyz"), doc_ids=[1])
    assert db.get(doc_id=1) == {"int": 6, "char": "xyz"}


def test_update_multiple(db: TinyDB) -> None:
    changed = db.update_multiple(
        [({"int": 2}, where("char") == "a"), (increment("int"), where("char") == "b")]
    )
    assert changed == [1, 2]
    assert [doc["int"] for doc in db] == [2, 2, 1]


def test_upsert(db: TinyDB) -> None:
    assert db.upsert({"int": 5}, where("char") == "a") == [1]
    assert db.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert db.upsert(Document({"char": "v"}, doc_id=1)) == [1]
    assert db.get(doc_id=1) == {"int": 5, "char": "v"}
    assert db.upsert(Document({"int": 5}, doc_id=7)) == [7]
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"no": "query"})
    assert db.insert({}) == 8


def test_search_and_get(db: TinyDB) -> None:
    assert len(db.search(where("int") == 1)) == 3
    assert db.search(where("int") == 0) == []
    found = db.get(where("char") == "b")
    assert isinstance(found, Document)
    assert (found.doc_id, found) == (2, {"int": 1, "char": "b"})
    assert db.get(where("char") == "z") is None
    assert db.get(doc_ids=[1, 3, 9]) == [db.get(doc_id=1), db.get(doc_id=3)]
    assert db.get(doc_id=float("NaN")) is None  # type: ignore[call-overload]
    with pytest.raises(RuntimeError):
        db.get()


def test_contains_and_count(db: TinyDB) -> None:
    assert db.contains(where("int") == 1)
    assert not db.contains(where("int") == 0)
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=88)
    assert db.count(where("int") == 1) == 3
    with pytest.raises(RuntimeError):
        db.contains()


@pytest.mark.parametrize(
    ("cond", "expected"),
    [
        (where("a").b.c == 5, [1]),
        (where("a").exists(), [1]),
        (where("n") > 1, [2, 3]),
        (where("n").one_of([1, 3]), [1, 3]),
        ((where("n") == 1) & (where("s") == "x"), [1]),
        ((where("n") == 1) | (where("n") == 2), [1, 2]),
        (~(where("n") == 1), [2, 3]),
        (where("s").matches("^[xy]$"), [1, 2]),
        (where("s").search("z"), [3]),
        (where("n").test(lambda n: n % 2 == 1), [1, 3]),
        (where("tags").any(["u"]), [2]),
        (where("tags").all(["u", "v"]), [2]),
        (where("tags").any(Query().k == 1), [3]),
        (Query().fragment({"n": 2}), [2]),
        (where("n") != 2, [1, 3]),
        (where("tags") == ["u", "v"], [2]),
    ],
)
def test_queries(empty: TinyDB, cond: Any, expected: list[int]) -> None:
    empty.insert({"n": 1, "s": "x", "a": {"b": {"c": 5}}})
    empty.insert({"n": 2, "s": "y", "tags": ["u", "v"]})
    empty.insert({"n": 3, "s": "zz", "tags": [{"k": 1}]})
    assert [doc.doc_id for doc in empty.search(cond)] == expected


def test_the_query_cache(db: TinyDB) -> None:
    table = db.table("cached", cache_size=2)
    table.insert_multiple([{"int": 1}, {"int": 2}])
    queries = [where("int") == n for n in range(3)]
    for query in queries:
        table.search(query)
    assert len(table._query_cache) == 2
    assert queries[0] not in table._query_cache
    table.search(queries[1]).clear()
    assert len(table.search(queries[1])) == 1
    table.update({"int": 5}, queries[1])
    assert table.search(queries[1]) == []
    table.clear_cache()
    assert len(table._query_cache) == 0


def test_what_cannot_be_cached_is_not(empty: TinyDB) -> None:
    table = empty.table("table")
    table.insert({"val": 5})
    assert table.count(where("val").map(lambda x: x + 5) == 10) == 1
    assert len(table._query_cache) == 0
    assert len(empty.table("small", cache_size=0)._query_cache) == 0


def test_tables(empty: TinyDB) -> None:
    one = empty.table("one")
    assert one is empty.table("one")
    assert (one.name, len(one)) == ("one", 0)
    assert empty.tables() == set()
    empty.table("kept", persist_empty=True)
    one.insert({"a": 1})
    assert empty.tables() == {"one", "kept"}
    one.truncate()
    assert (len(one), one.insert({"a": 1})) == (0, 1)
    assert list(one) == one.all() == [{"a": 1}]


def test_the_default_table_is_the_database(db: TinyDB) -> None:
    assert [doc.doc_id for doc in db] == [1, 2, 3]
    assert list(db) == db.all() == db.table("_default").all()
    assert len(db) == 3


def test_storage_reads_and_writes_everything(db: TinyDB) -> None:
    everything = db.storage.read()
    assert everything == {
        "_default": {str(n): {"int": 1, "char": c} for n, c in zip((1, 2, 3), "abc", strict=True)}
    }
    assert everything is not None
    everything["_default"].pop("2")
    everything["_default"]["3"] = {"int": 7}
    everything["more"] = {"4": {"x": "y"}}
    db.storage.write(everything)
    assert db.storage.read() == everything
    assert db.table("more").get(doc_id=4) == {"x": "y"}


def test_update_table_of_a_subclass(db: TinyDB) -> None:
    db.table("_default")._update_table(lambda table: table.pop(1) and None)
    assert [doc.doc_id for doc in db] == [2, 3]
