"""CSV goes out safe for a spreadsheet and comes back the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exchange import _cells, export_items, import_items
from data.exchange_csv import CsvRows, csv_lines
from data.exchange_items import FIELDS, NUMERIC, ItemParser, Parsed
from data.exchange_json import JsonRows, json_lines
from data.exchange_out import row_of
from data.exchange_rows import Problem, Row
from pos_tui.core.barcode import restored_gtin14
from tests.data.shop import Books, new_store

if TYPE_CHECKING:
    from data.exchange_text import Lines

LETTERS = st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"])
TEXT = st.text(LETTERS, max_size=20).map(str.strip)
CODE = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool)
PRICE = st.none() | st.decimals(0, 999_999, places=2).map(lambda d: format(d.normalize(), "f"))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    sku = draw(CODE)
    own = restored_gtin14(sku)
    gtins = draw(st.lists(st.integers(0, 10**14 - 1).map("{:014}".format), unique=True, max_size=3))
    weighed = draw(st.booleans())
    return {
        "v": 1,
        "sku": sku,
        "gtins": gtins if own is None or own in gtins else [*gtins, own],
        "plu": draw(st.none() | CODE),
        "name": draw(TEXT) or sku,
        "price": draw(PRICE),
        "cost": draw(PRICE),
        "department": draw(TEXT),
        "tax": draw(st.sampled_from(["standard", "zero"])),
        "unit": draw(st.sampled_from(["kg", "g", "l"] if weighed else ["each", "kg", "m"])),
        "weighed": weighed,
    }


def numbered(content: bytes) -> Lines:
    return enumerate(io.StringIO(content.decode(), newline="\n"), 1)


def read_back(rows: Iterator[Row | Problem]) -> list[tuple[dict[str, Any], str | None]]:
    parser = ItemParser(["standard", "zero"], "standard")
    found = []
    for row in rows:
        assert isinstance(row, Row), row
        parsed = parser.parse(row)
        assert isinstance(parsed, Parsed), parsed
        found.append((parsed.document(None, "standard"), parsed.stock))
    return found


STOCK = st.none() | st.just("12.5")
LIST = st.lists(st.tuples(documents(), STOCK), max_size=5, unique_by=lambda given: given[0]["sku"])


@settings(deadline=None)
@given(LIST)
def test_csv_round_trip(given: list[tuple[dict[str, Any], str | None]]) -> None:
    rows = (row_of(document, stock) for document, stock in given)
    content = b"".join(csv_lines(FIELDS, _cells(rows), NUMERIC))
    assert read_back(iter(CsvRows(numbered(content), FIELDS, {}))) == given


@settings(deadline=None)
@given(LIST)
def test_json_round_trip(given: list[tuple[dict[str, Any], str | None]]) -> None:
    content = b"".join(json_lines(row_of(document, stock) for document, stock in given))
    assert read_back(iter(JsonRows(numbered(content), FIELDS, {}))) == given


CELLS = st.text(st.sampled_from("ab,;\"'=+-@\t\r\n 1|é"), max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), max_size=5))
def test_any_cell_comes_back_and_none_is_a_formula(table: list[list[str]]) -> None:
    header = ("sku", "name", "price")
    content = b"".join(csv_lines(header, table, frozenset()))
    for row in list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]:
        assert not any(cell[:1] in "=+-@\t\r" and cell for cell in row)
    back = [row.texts for row in CsvRows(numbered(content), header, {}) if isinstance(row, Row)]
    assert back == [dict(zip(header, row, strict=True)) for row in table]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "'=1", "''=1", "'plain"]
)
def test_formulas_are_marked_and_unmarked(text: str) -> None:
    content = b"".join(csv_lines(("sku", "name"), [["A", text]], frozenset()))
    (cell,) = next(iter(csv.reader(io.StringIO(content.decode()[len("sku,name\r\n") :]))))[1:]
    assert cell == (text if text == "'plain" else f"'{text}")
    (row,) = CsvRows(numbered(content), ("sku", "name"), {})
    assert isinstance(row, Row)
    assert row.texts["name"] == text


def test_numbers_stay_numbers_and_lines_end_as_rfc_4180_says() -> None:
    content = b"".join(csv_lines(("sku", "stock"), [["-A", "-3"]], NUMERIC))
    assert content == b"sku,stock\r\n'-A,-3\r\n"


def test_a_problem_names_the_line_a_record_starts_on() -> None:
    content = b'sku,name\nA,"one\ntwo\nthree"\nB\nC,"x\ny"\n'
    rows = list(CsvRows(numbered(content), ("sku", "name"), {}))
    assert [row.line for row in rows] == [2, 5, 6]
    assert isinstance(rows[1], Problem)


def test_export_from_a_store_and_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = new_store(tmp_path / "a"), new_store(tmp_path / "b")
    file = tmp_path / "in.jsonl"
    rows = [
        {"sku": "A", "name": "=1+1", "price": "1.05", "stock": "3"},
        {"sku": "5449000000996", "plu": "7", "name": 'say "hi", then\u00a0go', "weighed": True, "unit": "g"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    import_items(first, file, operator="o", stock=Books(first))
    out = tmp_path / "out.csv"
    with out.open("wb") as target:
        assert export_items(first, target) == 2
    result = import_items(second, out, operator="o", stock=Books(second))
    assert (result.new, result.errors) == (2, ())
    for table in ("items", "stock"):
        assert list(first.documents(table)) == list(second.documents(table))
    first.close()
    second.close()
