"""The line, the head and the query's hash: what is written down somewhere else as well."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import Query, where

from data import migrations
from data.codec import GENESIS, Record, copied, decode, encode, plausible, read_back
from data.errors import BadDocument
from data.head import SIZE, Head, pack, unpack
from data.lookup import named_value, wanted_values
from data.migrations import current_version, upgraded

if TYPE_CHECKING:
    from data.store import Store

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


def record(ops: list[Any]) -> Record:
    return Record("0" * 32, 7, 1795423462334, "owner", "1/4711", "draft", ops, 7)


def test_the_line_is_as_documented() -> None:
    one = record([["put", "sales", 1, {"total": 5}]])
    line = encode(one, GENESIS)
    assert line.startswith(b'{"h":"') and line.endswith(b',"e":7}\n')
    assert list(json.loads(line)) == ["h", "n", "t", "u", "w", "k", "ops", "e"]
    assert (
        line[6:38].decode()
        == hashlib.sha256(GENESIS.encode() + line[38:]).hexdigest()[:32]
        == one.h
        == read_back(line, one).h
    )


@given(json_values)
def test_what_is_recorded_comes_back(value: Any) -> None:
    one = record([["put", "t", 1, {"v": value}]])
    line = encode(one, GENESIS)
    try:
        assert read_back(line, one).ops == one.ops
    except BadDocument:
        assert "\\u0000" in json.dumps(value)
        return
    back = decode(line, GENESIS)
    assert back is not None
    assert back.ops == [["put", "t", 1, {"v": value}]]
    assert copied(value) == value


@given(st.data())
def test_any_changed_byte_shows(data: st.DataObject) -> None:
    line = encode(record([["set", "stock", 15, {"qty": "206"}]]), GENESIS)
    position = data.draw(st.integers(0, len(line) - 1))
    changed = bytearray(line)
    changed[position] ^= data.draw(st.integers(1, 255))
    assert decode(bytes(changed), GENESIS) is None
    assert decode(line, "1" * 32) is None


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"{}\n", b"[]\n", b'{"h":"x"}\n', b"\xff\xfe\n", b'{"h":1e5}\n', b"[" * 9999]
)
def test_what_is_no_record_is_none(line: bytes) -> None:
    assert plausible(line) is None
    assert decode(line, GENESIS) is None


def test_the_head_tells_when_it_is_torn() -> None:
    head = Head(1, 12, 345678, 2, 99, "ab" * 16)
    raw = pack(head)
    assert (len(raw), unpack(raw)) == (SIZE, head)
    assert json.loads(raw)["segment"] == 12
    other = pack(Head(1, 12, 345999, 2, 100, "cd" * 16))
    assert all(
        unpack(raw[:cut] + other[cut:]) in (None, head, other and unpack(other)) for cut in range(SIZE)
    )
    assert unpack(raw[:-1]) is None
    assert unpack(b"") is None


def test_the_hash_of_queries_is_what_we_read() -> None:
    """`_hash` is a private part of TinyDB: this is what the release we pin has there."""
    fields = ("sku", "gtins")
    assert wanted_values(where("sku") == "a", fields) == ("sku", ("a",))
    assert wanted_values((where("x") == 1) & (where("sku") == "a"), fields) == ("sku", ("a",))
    assert wanted_values(where("gtins").any(["a", "b"]), fields) == ("gtins", ("a", "b"))
    found = wanted_values(where("sku").one_of(["a", "b"]), fields)
    assert found is not None
    assert set(found[1]) == {"a", "b"}
    for all_of_it in (
        where("x") == 1,
        where("sku") != "a",
        (where("sku") == "a") | (where("x") == 1),
        ~(where("sku") == "a"),
        where("sku").a == "b",
        where("gtins") == ["a"],
        where("sku") == None,  # noqa: E711
        where("sku").map(str) == "a",
        where("gtins").any(Query().a == 1),
        lambda doc: True,
    ):
        assert wanted_values(all_of_it, fields) is None  # type: ignore[arg-type]
        assert named_value(all_of_it, fields) is None
    assert named_value(where("sku") == "a", fields) == ("sku", "a", False)
    assert named_value(where("gtins").any(["a"]), fields) == ("gtins", "a", True)
    for more_than_one in (where("gtins").any(["a", "b"]), (where("x") == 1) & (where("sku") == "a")):
        assert named_value(more_than_one, fields) is None


def test_indexed_queries_answer_as_a_scan_does(store: Store) -> None:
    table = store.table("items")
    table.insert_multiple(
        {"sku": f"s{n}", "gtins": [f"g{n % 3}", f"h{n}"], "plu": None, "n": n} for n in range(9)
    )
    table.insert_multiple(
        ({"sku": "t1", "gtins": "g1"}, {"sku": "t2", "gtins": "g9"}, {"sku": "t3", "gtins": ["g9"]})
    )
    for cond in (
        where("sku") == "s3",
        where("gtins").any(["g1", "h5"]),
        where("gtins").any(["g1"]),
        where("gtins").any(["g9"]),
        where("gtins") == "g9",
        where("sku") == "none",
        where("sku").one_of(["s1", "s8", "zz"]),
        (where("n") > 3) & where("gtins").any(["g0"]),
        where("gtins") == ["g1", "h4"],
        where("gtins") == "g1",
        where("plu") == None,  # noqa: E711
    ):
        expected = [doc for doc in table if cond(doc)]
        assert table.search(cond) == expected
        assert table.get(cond) == next(iter(expected), None)


def test_documents_are_upgraded_as_they_are_read(
    store: Store, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction(operator="ana") as tx:
        tx.insert("items", {"v": 1, "sku": "a", "cost": "1"})
    store.close_segment()
    with store.transaction(operator="ana") as tx:
        tx.insert("items", {"v": 1, "sku": "b", "cost": "2"})
    store.close()
    steps = [lambda doc: {**doc, "price": "0"}, lambda doc: {k: v for k, v in doc.items() if k != "cost"}]
    monkeypatch.setitem(migrations.STEPS, "items", steps)
    assert current_version("items") == 3
    again = opened()
    assert list(again.documents("items")) == [{"v": 3, "sku": s, "price": "0"} for s in "ab"]
    with again.transaction(operator="ana") as tx:
        tx.insert("items", {"v": 3, "sku": "c", "price": "1"})
    assert upgraded("items", {"v": 4}) == ({"v": 4}, True)
