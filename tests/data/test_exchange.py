"""Item files come in whole or not at all, and say what is wrong with them."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from data.catalogue import StoreCatalogue
from data.exchange import FileRefused, ImportOptions, ImportResult, export_items, import_items
from data.exchange_rows import mapping
from data.store import Store
from pos_tui.core.errors import InvalidValue, StoreError
from tests.data.calls import FailingCalls, Stopped
from tests.data.shop import Books, new_store, now, shared

HEADER = "sku,gtin,plu,name,price,cost,department,tax,unit,weighed,stock\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def load(store: Store, content: str | bytes, name: str = "items.csv", **options: Any) -> ImportResult:
    file = store.folder.parent / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_items(store, file, ImportOptions(**options), operator="owner", stock=Books(store))


def items(store: Store) -> list[dict[str, Any]]:
    return [dict(document) for document in store.documents("items")]


def only(store: Store) -> dict[str, Any]:
    (document,) = items(store)
    return document


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


def test_progress_is_told(store: Store) -> None:
    file = store.folder.parent / "many.csv"
    file.write_text("sku\n" + "".join(f"{n}\n" for n in range(5000)))
    seen: list[tuple[int, int]] = []
    options = ImportOptions()
    import_items(store, file, options, operator="o", stock=Books(store), progress=lambda *at: seen.append(at))
    size = file.stat().st_size
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)
    assert len(seen) >= 5


def test_a_file_may_say_where_the_stock_is(store: Store) -> None:
    rows = "A,3,cellar\nB,4,\nC,,no place\nD,5,no place\n"
    result = load(store, "sku,stock,location\n" + rows, skip_bad=True)
    assert [str(problem) for problem in result.errors] == ["line 5: there is no place no place"]
    stock = {row["sku"]: (row["location"], row["qty"]) for row in store.documents("stock")}
    assert stock == {"A": ("cellar", "3"), "B": ("shop", "4")}
    assert load(store, "sku,stock,location\nA,3,cellar\nB,4,shop\n").same == 2
    assert load(store, "sku,stock\nA,3\n").changed == 1, "that is at another place"


def test_an_import_is_one_record_however_long(store: Store) -> None:
    last = store.at()
    result = load(store, "sku,stock\n" + "".join(f"N{n},{n}\n" for n in range(12_000)))
    assert (result.new, result.record, store.at()) == (12_000, last + 1, last + 1)
    assert (store.count("items"), store.count("stock")) == (12_000, 12_000)
    store.reopen()
    assert store.find("items", "sku", "N11999") is not None
    assert not store.verify(deep=True).problems


@pytest.mark.parametrize("many", [10, 10**6])
def test_wherever_an_import_is_killed_all_of_it_is_there_or_nothing(
    tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.core.MANY", many)
    monkeypatch.setattr("data.storage.MANY", many)
    new_store(tmp_path).close()
    file, found = tmp_path / "items.csv", set()
    for at in range(1, 40):
        rows = "".join(f"{at}-{n},{n}\n" for n in range(30))
        file.write_text(f"sku,stock\n{rows}")
        calls = FailingCalls(0, None)
        store = Store(tmp_path / "store", clock=now, state=tmp_path / "state", fs=calls, background=False)
        with suppress(Stopped):
            calls.made, calls.at = 0, at
            import_items(store, file, operator="owner", stock=Books(store))
        calls.at = 0
        with suppress(StoreError):
            store.close()
        with Store(tmp_path / "store", clock=now, state=tmp_path / "state") as store:
            here = [item for item in store.documents("items") if item["sku"].startswith(f"{at}-")]
            assert len(here) in (0, 30)
            assert store.count("stock") == store.count("items")
            assert not store.verify(deep=True).problems
        found.add(len(here))
        if calls.made < at:
            break
    assert calls.made < at, "each call was the last one once"
    assert found == {0, 30}


def test_what_somebody_changes_while_a_file_is_read_is_kept(store: Store) -> None:
    load(store, "sku,name,price\nA,Apple,1\nB,Pear,1\n")
    file = store.folder.parent / "items.csv"
    file.write_text("sku,price\nA,2\nB,1\n")

    seen: list[int] = []

    def meanwhile(read: int, size: int) -> None:
        if read == size and not seen:
            seen.append(read)
            with store.transaction(operator="ana") as tx:
                tx.set("items", tx.find("items", "sku", "A").doc_id, name="Russet")

    with Store(store.folder, clock=now, state=store.folder.parent / "state") as other:
        books = Books(other)
        result = import_items(other, file, operator="owner", stock=books, progress=meanwhile)
    store.refresh()
    assert (result.changed, result.same) == (1, 1)
    assert [(item["name"], item["price"]) for item in items(store)] == [("Russet", "2"), ("Pear", "1")]


def test_a_bad_row_at_the_end_of_a_long_file_keeps_all_of_it_out(store: Store) -> None:
    last = store.at()
    rows = "".join(f"{n},1\n" for n in range(12_000))
    result = load(store, f"sku,price\n{rows}12,x\n")
    assert (result.new, result.skipped, result.stored, store.at()) == (12_000, 1, False, last)


def test_real_catalogue_il(store: Store) -> None:
    file = shared("catalogue_il/victory_2026-08-09_prices.csv.gz")
    totals = json.loads(shared("catalogue_il/il_totals.json").read_text())["files"]["victory 2026-08-09"]
    columns = mapping(
        ["sku=code", "name=name", "price=price", "weighed=weighed", "unit=unit_of_measure"],
        ("sku", "name", "price", "weighed", "unit"),
    )
    result = import_items(store, file, ImportOptions(columns), operator="owner", stock=Books(store))
    assert (result.new, result.errors) == (totals["items"], ())
    stored = items(store)
    assert sum(item["weighed"] for item in stored) == totals["weighed"]
    found = store.find("items", "sku", "7290000654973")
    assert found is not None
    assert found["name"] == "גזר ארוז"
    catalogue = StoreCatalogue(store)
    assert "7290000654973" in [item.sku for item in catalogue.search("ארוז גזר")]
    assert [item.sku for item in catalogue.by_gtin("07290000654973")] == ["7290000654973"]
    again = import_items(store, file, ImportOptions(columns), operator="owner", stock=Books(store))
    assert (again.new, again.changed, again.same) == (0, 0, totals["items"])


def test_real_catalogue_off(store: Store, tmp_path: Path) -> None:
    file = shared("catalogue_off/off_products.csv.gz")
    totals = json.loads(shared("catalogue_off/off_totals.json").read_text())
    options = ImportOptions({"sku": "code"})
    result = import_items(store, file, options, operator="owner", stock=Books(store))
    assert result.new + result.skipped == totals["products"]
    assert result.skipped == 0, result.errors[:5]
    stored = items(store)
    with_gtin = sum(1 for item in stored if len(item["sku"]) in (8, 12, 13, 14) and item["gtins"])
    assert with_gtin == totals["check_digit_ok"]
    (tmp_path / "other").mkdir()
    again = new_store(tmp_path / "other")
    for format, name in (("csv", "out.csv"), ("jsonl", "out.jsonl")):
        target = io.BytesIO()
        assert export_items(store, target, format) == totals["products"]  # type: ignore[arg-type]
        load(again, target.getvalue(), name)
        assert items(again) == stored
    again.close()


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


def test_an_item_that_names_no_tax_gets_its_departments(store: Store) -> None:
    with store.transaction(operator="owner") as tx:
        tx.insert("departments", {"v": 1, "code": "Papers", "name": "Papers", "tax": "zero"})
    load(store, "sku,name,department,tax\n1,Times,Papers,\n2,Pen,Pens,\n3,Ink,Papers,standard\n")
    load(store, "sku,name,department\n4,Post,Papers\n")
    assert [item["tax"] for item in items(store)] == ["zero", "standard", "standard", "zero"]


def test_lines_of_a_macintosh_end_in_cr_alone(store: Store) -> None:
    assert load(store, b'sku,name\rA,Tea\rB,"Two\rlines"\r').new == 2
    assert store.find("items", "sku", "B")["name"] == "Two lines"


def test_a_header_that_is_no_csv_is_refused(store: Store) -> None:
    with pytest.raises(FileRefused, match="line 1: "):
        load(store, "sku,na\rme\nA,Tea\n".encode("utf-16"))


def test_a_decimal_comma_is_told_how_to_be_read(store: Store) -> None:
    assert "--comma reads 1,19" in str(load(store, b"sku;price\nA;1,20\n").errors)
