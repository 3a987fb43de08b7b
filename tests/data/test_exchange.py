"""Item files come in whole or not at all, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.exchange import FileRefused
from data.exchange_rows import mapping
from pos_tui.core.errors import InvalidValue
from tests.data.exchanging import HEADER, items, load, only
from tests.data.shop import new_store

if TYPE_CHECKING:
    from data.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


def test_every_field(store: Store) -> None:
    row = "A-1,5449000000996;4006381333931,12, Cola 330 ml ,0.950,.5,Drinks,ZERO,each,no,72\n"
    result = load(store, HEADER + row)
    assert (result.new, result.changed, result.same, result.skipped, result.errors) == (1, 0, 0, 0, ())
    assert result.stored
    assert result.record == store.at()
    assert only(store) == {
        "v": 1,
        "sku": "A-1",
        "gtins": ["05449000000996", "04006381333931"],
        "plu": "12",
        "name": "Cola 330 ml",
        "price": "0.95",
        "cost": "0.5",
        "department": "Drinks",
        "tax": "zero",
        "unit": "each",
        "weighed": False,
    }
    assert [dict(row) for row in store.documents("stock")] == [
        {"v": 1, "sku": "A-1", "location": "shop", "qty": "72", "last": "0.5"}
    ]
    (movement,) = store.documents("movements")
    assert movement["lines"] == [["A-1", "72", "shop", "0.5"]], "at what it cost"


def test_what_is_left_out_has_a_default(store: Store) -> None:
    load(store, "SKU\n4006381333931\n")
    document = only(store)
    assert (document["name"], document["price"], document["tax"]) == ("4006381333931", None, "standard")
    assert (document["unit"], document["weighed"]) == ("each", False)
    assert document["gtins"] == ["04006381333931"]


def test_a_missing_column_keeps_and_an_empty_cell_empties(store: Store) -> None:
    load(store, HEADER + "A,5449000000996,7,Cola,0.95,0.5,Drinks,zero,each,0,5\n")
    before = only(store)
    result = load(store, "sku,price\nA,1.05\n")
    assert (result.new, result.changed) == (0, 1)
    assert only(store) == {**before, "price": "1.05"}
    load(store, "sku,price,gtin,plu,name,tax\nA,,,,,\n")
    emptied: dict[str, Any] = {"price": None, "gtins": [], "plu": None, "name": "A", "tax": "standard"}
    assert only(store) == {**before, **emptied}


def test_only_what_changed_is_written(store: Store) -> None:
    rows = HEADER + "A,,,Apple,1,,,,,,3\nB,,,Bread,2,,,,,,4\n"
    load(store, rows)
    last = store.at()
    again = load(store, rows)
    assert (again.new, again.changed, again.same, again.record) == (0, 0, 2, 0)
    assert store.at() == last
    changed = load(store, rows.replace("2,,,,,,4", "2.5,,,,,,4"))
    assert (changed.changed, changed.same, changed.record) == (1, 1, last + 1)
    (record,) = store.records(last + 1)
    assert [op[:2] for op in record.ops] == [["put", "items"]]


def test_stock_alone_is_a_change_with_its_movement(store: Store) -> None:
    load(store, "sku,stock\nA,3\nB,4\n")
    result = load(store, "sku,stock\nA,2.5\nB,4\n")
    assert (result.changed, result.same) == (1, 1)
    assert [movement["lines"] for movement in store.documents("movements")][1:] == [
        [["A", "2.5", "shop", None]]
    ]
    assert [row["qty"] for row in store.documents("stock")] == ["2.5", "4"]


BAD = {
    "NaN": ("price", "NaN"),
    "1e999": ("price", "1e999"),
    "0.1+0.2": ("price", "0.1+0.2"),
    "comma": ("price", '"1,19"'),
    "currency": ("price", "£1"),
    "negative": ("price", "-1"),
    "limit": ("price", "1000000000"),
    "decimals": ("price", "0.0000001"),
    "grouping": ("cost", "1_000"),
    "arabic": ("price", "١"),
    "stock": ("stock", "-1"),
    "stock decimals": ("stock", "1.0001"),
    "weighed": ("weighed", "maybe"),
    "tax": ("tax", "reduced"),
    "gtin text": ("gtin", "ABC"),
    "gtin length": ("gtin", "123456789012345"),
    "name": ("name", "x" * 201),
    "nul": ("name", "a\0b"),
    "department": ("department", "d" * 65),
    "plu": ("plu", "1\x7f2"),
    "tax with an escape": ("tax", "\x1b[2J"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_values_are_refused_with_line_and_reason(store: Store, case: str) -> None:
    field, value = BAD[case]
    content = f"sku,{field}\nA,\n\nB,{value}\nC,\n"
    result = load(store, content)
    assert not result.stored
    assert result.skipped == 1
    (problem,) = result.errors
    assert problem.line == 4
    assert field in problem.reason
    assert items(store) == []
    skipped = load(store, content, skip_bad=True)
    assert (skipped.new, skipped.skipped, skipped.stored) == (2, 1, True)
    assert [item["sku"] for item in items(store)] == ["A", "C"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",1", "sku is empty"),
        ("x" * 65 + ",1", "64 are the limit"),
        ("A", "1 cells, where the header has 2"),
        ("A,1,2", "3 cells, where the header has 2"),
    ],
)
def test_bad_rows(store: Store, row: str, why: str) -> None:
    (problem,) = load(store, f"sku,price\n{row}\n").errors
    assert why in str(problem)
    assert str(problem).startswith("line 2: ")


def test_the_same_sku_twice_names_both_lines(store: Store) -> None:
    (problem,) = load(store, "sku\nA\nB\nA\n").errors
    assert str(problem) == "line 4: sku 'A' is on line 2 too"
    assert load(store, "sku\na\nA\n").new == 2


def test_all_bad_rows_are_counted_and_the_first_kept(store: Store) -> None:
    result = load(store, "sku,price\n" + "".join(f"{n},x\n" for n in range(1500)))
    assert result.skipped == 1500
    assert [problem.line for problem in result.errors] == list(range(2, 1002))


def test_a_dry_run_stores_nothing(store: Store) -> None:
    last = store.at()
    result = load(store, "sku,price\nA,1\nB,x\n", dry_run=True)
    assert (result.new, result.skipped, result.stored, result.record) == (1, 1, False, 0)
    assert store.at() == last


@pytest.mark.parametrize("word", ["1", "yes", "TRUE", "y"])
def test_weighed_words_and_units(store: Store, word: str) -> None:
    rows = f"A,{word},\nB,{word},1 קילוגרם\nC,0,Kilo\nD,0,furlong\nE,{word},g\n"
    result = load(store, "sku,weighed,unit\n" + rows)
    assert [(item["weighed"], item["unit"]) for item in items(store)] == [
        (True, "kg"),
        (True, "kg"),
        (False, "kg"),
        (False, "each"),
        (True, "g"),
    ]
    assert any("unit unknown" in note and note.startswith("2 ") for note in result.notes)


def test_bar_codes_are_kept_as_they_come(store: Store) -> None:
    result = load(store, "sku,gtin\n4006381333932,\n36000291452,\n12,4006381333932;36000291452\n96385074,\n")
    assert [item["gtins"] for item in items(store)] == [
        [],
        ["00036000291452"],
        ["04006381333932", "00036000291452"],
        ["00000096385074"],
    ]
    assert "2 × bar code with a wrong check digit" in result.notes
    assert "2 × bar code that had lost its leading zeros" in result.notes


def test_the_usual_tax(tmp_path: Path) -> None:
    store = new_store(tmp_path, ["a", "b"])
    result = load(store, "sku,name\nA,Apple\n")
    assert "tax is missing" in str(result.errors[0])
    assert not result.stored
    assert "tax is missing" in str(load(store, "sku,tax\nA,\n").errors[0])
    assert load(store, "sku,tax\nA,\n", default_tax="b").stored
    assert only(store)["tax"] == "b"
    with pytest.raises(FileRefused, match="'c' is not set up"):
        load(store, "sku\nA\n", default_tax="c")
    store.close()


def test_mapping(store: Store) -> None:
    columns = mapping(["sku=Code", "price = Shelf price"], ("sku", "price"))
    load(store, "code,SKU,shelf price,Price\nA,no,1.5,9\n", columns=columns)
    assert (only(store)["sku"], only(store)["price"]) == ("A", "1.5")
    with pytest.raises(FileRefused, match=r"no column 'Cod': did you mean 'code'"):
        load(store, "code,price\nA,1\n", columns={"sku": "Cod"})
    with pytest.raises(FileRefused, match="2 columns named 'sku'"):
        load(store, "sku,SKU\nA,B\n")
    for wrong in (["sku"], ["sku="], ["skuu=a"], ["sku=a", "sku=b"]):
        with pytest.raises(InvalidValue):
            mapping(wrong, ("sku", "price"))


def test_without_a_column_for_the_sku_nothing_is_read(store: Store) -> None:
    with pytest.raises(FileRefused, match="line 1: there is no column 'sku'"):
        load(store, "code,name\nA,B\n")
    with pytest.raises(FileRefused, match="no header"):
        load(store, "")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Tea [/]", "Tea [/]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("a\x1b]0;t\x07b", "a·]0;t·b"),
        ("a\x9b31mb", "a·31mb"),
        ("a\x7fb\x01", "a·b·"),
        ('"one\r\n\ttwo"', "one two"),
        ("\u202eabc", "\u202eabc"),
    ],
)
def test_names_are_kept_on_one_line_and_harmless(store: Store, name: str, kept: str) -> None:
    assert load(store, f"sku,name\nA,{name}\n").stored
    assert only(store)["name"] == kept


def test_a_file_may_say_where_the_stock_is(store: Store) -> None:
    rows = "A,3,cellar\nB,4,\nC,,no place\nD,5,no place\n"
    result = load(store, "sku,stock,location\n" + rows, skip_bad=True)
    assert [str(problem) for problem in result.errors] == ["line 5: there is no place no place"]
    stock = {row["sku"]: (row["location"], row["qty"]) for row in store.documents("stock")}
    assert stock == {"A": ("cellar", "3"), "B": ("shop", "4")}
    assert load(store, "sku,stock,location\nA,3,cellar\nB,4,shop\n").same == 2
    assert load(store, "sku,stock\nA,3\n").changed == 1, "that is at another place"


def test_an_item_that_names_no_tax_gets_its_departments(store: Store) -> None:
    with store.transaction(operator="owner") as tx:
        tx.insert("departments", {"v": 1, "code": "Papers", "name": "Papers", "tax": "zero"})
    load(store, "sku,name,department,tax\n1,Times,Papers,\n2,Pen,Pens,\n3,Ink,Papers,standard\n")
    load(store, "sku,name,department\n4,Post,Papers\n")
    assert [item["tax"] for item in items(store)] == ["zero", "standard", "standard", "zero"]
