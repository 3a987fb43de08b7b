"""Item files as programs write them: encodings, line ends, JSON, decimal commas, what makes no sense."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.exchange import FileRefused, import_items
from tests.data.exchanging import items, load, only
from tests.data.shop import Books, new_store

if TYPE_CHECKING:
    from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_files_as_programs_write_them(
    store: Store, separator: str, end: str, encoding: str, packed: bool
) -> None:
    text = end.join(["sku;name;price", 'A;"Crème ""x"" עברית 😀";1.5', "B;Tea;2"]).replace(";", separator)
    content = text.encode(encoding)
    result = load(store, gzip.compress(content) if packed else content)
    assert result.errors == ()
    assert [item["name"] for item in items(store)] == ['Crème "x" עברית 😀', "Tea"]


def test_mixed_line_ends(store: Store) -> None:
    assert load(store, "sku,name\r\nA,x\nB,y\r\nC,z").new == 3


def test_other_encodings_only_when_told(store: Store) -> None:
    content = "sku,name\nA,Tea\nB,Crème\n".encode("cp1252")
    with pytest.raises(FileRefused, match=r"line 3, byte 19: 0xe8 is not utf-8.*--encoding cp1252"):
        load(store, content)
    assert load(store, content, encoding="cp1252").new == 2
    assert items(store)[1]["name"] == "Crème"
    with pytest.raises(FileRefused, match="no encoding"):
        load(store, content, encoding="klingon")
    with pytest.raises(FileRefused, match="UTF-16"):
        load(store, "sku,name\nA,Tea\n".encode("utf-16-le"))
    assert load(store, "sku,name\nA,Tea\n".encode("utf-16-le"), encoding="utf-16-le").changed == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"sku,name\nA,\xff\xfe\n", "line 2, byte 11"),
        (b"sku,name\nA,a\nB," + b"x" * (1 << 21), "line 3 is longer than 1048576"),
        (b'sku,name\nA,a\nB,"' + b"x\n" * 100_000, "line 3"),
        (b'sku,name\nA,"never closed\n', "line 2"),
        (b'sku,name\nA,"a"b\n', "line 2"),
        (b"\x1f\x8b\x08\x00nonsense", "damaged gzip"),
        (gzip.compress(b"sku\nA\n" * 1000, mtime=0)[:-9], "damaged gzip"),
        ("sku,name\nA,x".encode("utf-16")[:-1], "after line 1"),
        (gzip.compress(b"sku,name\nA," + b"x" * (1 << 24), mtime=0), "line 2 is longer"),
    ],
)
def test_files_that_make_no_sense(store: Store, content: bytes, why: str) -> None:
    last = store.at()
    with pytest.raises(FileRefused, match=why):
        load(store, content, skip_bad=True)
    assert store.at() == last


def test_a_missing_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="cannot be read"):
        import_items(store, tmp_path / "none.csv", operator="owner", stock=Books(store))


def test_json_lines(store: Store) -> None:
    rows = [
        '{"sku": "A", "price": 1.10, "gtin": ["5449000000996"], "weighed": false, "stock": 3, "x": {"a": 1}}',
        "",
        '{"sku": 12, "price": "2", "name": null, "weighed": true}',
    ]
    result = load(store, "\n".join(rows), "items.jsonl")
    assert result.errors == ()
    first, second = items(store)
    assert (first["price"], first["gtins"], first["weighed"]) == ("1.1", ["05449000000996"], False)
    assert (second["sku"], second["price"], second["name"], second["unit"]) == ("12", "2", "12", "kg")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('{"sku":"A","price":1,"price":2}', "'price' is there twice"),
        ('{"sku":"A","price":NaN}', "NaN is no number"),
        ('{"sku":"A","price":1e999}', "price"),
        ('{"sku":"A","price":18446744073709551616}', "limit"),
        ('{"sku":"A","name":"\\u0000"}', "U+0000"),
        ('{"sku":"A","name":"\\ud800"}', "U+D800"),
        ('{"sku":"A","name":{"en":"x"}}', "name is neither"),
        ('{"sku":"A"', "no JSON"),
        ('["A"]', "object"),
        ("[" * 200_000, "too deep"),
    ],
)
def test_bad_json(store: Store, row: str, why: str) -> None:
    result = load(store, '{"sku":"X"}\n' + row + "\n", "items.jsonl")
    (problem,) = result.errors
    assert why in problem.reason
    assert problem.line == 2
    assert not result.stored


@pytest.mark.parametrize(
    ("text", "price"),
    [("1,19", "1.19"), ("1.234,5", "1234.5"), (",50", "0.5"), ("7", "7"), ("1,190", "1.19")],
)
def test_decimal_commas(store: Store, text: str, price: str) -> None:
    load(store, f"sku;price\n1;{text}\n", comma=True)
    assert only(store)["price"] == price


@pytest.mark.parametrize("text", ["1.19", "1,234.50", "1,2,3", "12.34,5", "x", "1,"])
def test_what_is_no_number_with_a_decimal_comma_is_bad(store: Store, text: str) -> None:
    result = load(store, f"sku;price\n1;{text}\n", comma=True)
    assert result.skipped == 1
    assert "decimal comma" in result.errors[0].reason


def test_without_being_told_a_comma_is_no_decimal_mark(store: Store) -> None:
    assert load(store, "sku;price\n1;1,19\n").skipped == 1


def test_lines_of_a_macintosh_end_in_cr_alone(store: Store) -> None:
    assert load(store, b'sku,name\rA,Tea\rB,"Two\rlines"\r').new == 2
    assert store.find("items", "sku", "B")["name"] == "Two lines"


def test_a_header_that_is_no_csv_is_refused(store: Store) -> None:
    with pytest.raises(FileRefused, match="line 1: "):
        load(store, "sku,na\rme\nA,Tea\n".encode("utf-16"))


def test_a_decimal_comma_is_told_how_to_be_read(store: Store) -> None:
    assert "--comma reads 1,19" in str(load(store, b"sku;price\nA;1,20\n").errors)
