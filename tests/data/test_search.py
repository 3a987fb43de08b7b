"""Items are found by what people type."""

from __future__ import annotations

import csv
import gzip
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.search import Entry, ItemSearch
from pos_tui.core.folding import folded, folded_all

ITEMS = [
    Entry(1, "Semi-skimmed Milk 1 l", ("1001", "05000000000012"), "Dairy"),
    Entry(2, "Milk", ("1002",), "Dairy"),
    Entry(3, "Milk Chocolate Bar 100g", ("1003", "05449000000996"), "Sweets"),
    Entry(4, "Buttermilk", ("1004",), "Dairy"),
    Entry(5, "Crème fraîche", ("85123A",), "Dairy"),
    Entry(6, "Shampoo", ("BANK CHARGES",), "Toiletries"),
    Entry(7, "Bananas, loose", ("4011",), "Fruit & Veg"),
    Entry(8, "7up 330 ml", ("2000007",), "Drinks"),
    Entry(9, "עגבניות שרי", ("300",), "ירקות"),
    Entry(10, "Lay's [b]Crisps[/b]", ("900",), "Snacks"),
]


@pytest.fixture
def search() -> ItemSearch:
    return ItemSearch(lambda: ITEMS)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("milk", [2, 3, 1, 4]),  # the whole name, its start, the start of a word, inside
        ("MILK", [2, 3, 1, 4]),
        ("milk ch", [3]),
        ("ch milk", [3]),
        ("choc milk", [3]),
        ("skimmed", [1]),
        ("semi-skimmed", [1]),
        ("semi skim", [1]),
        ("creme fraiche", [5]),
        ("CRÈME", [5]),
        ("שרי", [9]),
        ("lays", [10]),
        ("lay's", [10]),
        ("[b]", [3, 4, 7, 10]),
        ("dairy", [1, 2, 4, 5]),
        ("dairy milk", [2, 1, 4]),
        ("ירק", [9]),
        ("fruit", [7]),
        ("ham", [6]),
        ("milk bananas", []),
        ("", []),
        ("   ", []),
        ("!!", []),
        ("\x1b]q;\x07", []),
        ("\ud800", []),
    ],
)
def test_by_name(search: ItemSearch, typed: str, found: list[int]) -> None:
    assert sorted(search.find(typed)) == sorted(found)
    if typed.isalpha():
        assert search.find(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1003", [3]),
        ("100", [1, 2, 3, 4]),
        ("5449", [3]),
        ("05449000000996", [3]),
        ("5449000000996", [3]),
        ("0996", [3]),
        ("996", [3]),
        ("85123a", [5]),
        ("85123", [5]),
        ("4011", [7]),
        ("7up", [8]),
        ("330", [8]),
        ("99999", []),
    ],
)
def test_by_code(search: ItemSearch, typed: str, found: list[int]) -> None:
    assert search.find(typed) == found if found else search.find(typed) == []


def test_b18_a_code_comes_before_names_with_the_same_digits(search: ItemSearch) -> None:
    search.rebuild()
    search.put(Entry(11, "Pack of 1003 pins", ("77",)))
    assert search.find("1003") == [3, 11]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("choclate", 3), ("chcoolate", 3), ("milk choclat", 3), ("bananna", 7), ("shmpoo", 6), ("chocx", 3)],
)
def test_typos_are_forgiven_where_nothing_matches(search: ItemSearch, typed: str, meant: int) -> None:
    assert meant in search.find(typed)


def test_short_words_and_numbers_are_not_guessed(search: ItemSearch) -> None:
    assert search.find("zq") == []
    assert search.find("1009999") == []


def test_limit() -> None:
    tins = [Entry(n, f"Tin {n} tin", (f"9{n:05}",)) for n in range(1, 2001)]
    search = ItemSearch(lambda: tins)
    assert len(search.find("tin")) == 20
    assert len(search.find("i", limit=7)) == 7
    assert len(search.find("9")) == 20
    assert search.find("tin", limit=0) == []
    assert search.find("2000") == [2000]


def test_a_word_start_is_found_behind_many_inside() -> None:
    entries = [Entry(n, f"Shampoo {n}") for n in range(1, 2001)]
    entries += [Entry(5000, "Smoked ham"), Entry(5001, "Ham")]
    search = ItemSearch(lambda: entries)
    assert search.find("ham")[:2] == [5001, 5000]


def test_changes_show_at_once(search: ItemSearch) -> None:
    assert search.find("oat drink") == []
    search.put(Entry(20, "Oat drink", ("5555",)))
    search.put(Entry(2, "Goat milk", ("1002",), "Dairy"))
    search.remove(4)
    assert search.find("oat drink") == [20]
    assert search.find("5555") == [20]
    assert set(search.find("milk")) == {1, 2, 3}
    assert search.find("oat")[0] == 20
    search.remove(20)
    assert search.find("oat") == [2]
    assert search.find("5555") == []


def test_many_changes_are_folded_in_from_the_source() -> None:
    items = {n: Entry(n, f"Old {n}") for n in range(1, 1001)}
    search = ItemSearch(items.values)
    assert search.find("old 7")[0] == 7
    for n in range(1, 1001):
        items[n] = Entry(n, f"New {n}")
        search.put(items[n])
    assert search.find("old") == []
    assert search.find("new 1000") == [1000]


def test_rapidfuzz_is_imported_only_for_a_typo() -> None:
    program = (
        "import sys; from data.search import ItemSearch, Entry\n"
        "s = ItemSearch(lambda: [Entry(1, 'Milk')]); assert s.find('mil') == [1]\n"
        "assert 'rapidfuzz' not in sys.modules\n"
        "assert s.find('mulk') == [1] and 'rapidfuzz' in sys.modules\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)


SIGNS = "aAbBé éÉßŒœ-,.'1 \n\tЖשم日ガ한ﬁ²\u0301\u200f\x1f😀"
NAMES = st.lists(st.text(st.sampled_from(SIGNS), max_size=12), max_size=6)


@settings(deadline=None)
@given(NAMES)
def test_folding_together_is_folding_each(names: list[str]) -> None:
    assert folded_all(names) == [folded(name) for name in names]


@settings(deadline=None)
@given(NAMES, st.text(st.sampled_from("aAbé ß-Ж1ש\u0301"), max_size=5))
def test_every_name_with_all_words_is_found_and_no_other(names: list[str], typed: str) -> None:
    search = ItemSearch(lambda: [Entry(n, name) for n, name in enumerate(names)])
    words = folded(typed).split()
    right = {n for n, name in enumerate(names) if words and all(word in folded(name) for word in words)}
    found = search.find(typed, limit=100)
    assert len(found) == len(set(found))
    if right:
        assert set(found) == right


@settings(deadline=None)
@given(st.text())
def test_folding_takes_any_text(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFD", text))


def test_every_name_of_a_real_catalogue_is_found_by_its_words() -> None:
    shared = Path(os.environ.get("POS_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    file = shared / "catalogue_off" / "off_products.csv.gz"
    if not file.exists():
        pytest.skip("the shared data (catalogue_off) is not here: set POS_SHARED_DATA to its folder")
    with gzip.open(file, "rt", encoding="utf-8", newline="") as rows:
        entries = [Entry(n, row["name"], (row["code"],)) for n, row in enumerate(csv.DictReader(rows))]
    search = ItemSearch(lambda: entries)
    for entry in entries[::7]:
        if folded(entry.name):
            assert entry.doc_id in search.find(entry.name, limit=200), entry
        assert entry.doc_id in search.find(entry.codes[0], limit=200), entry


@pytest.mark.parametrize(
    ("digits", "least", "found"),
    [
        ("0996", 4, [3]),
        ("1234560996", 4, [3]),
        ("1234560996", 10, []),
        ("996", 4, []),
        ("996", 3, [3]),
        ("123A", 4, [5]),
        ("123a", 4, [5]),
        ("0001", 4, []),
        ("", 4, []),
        ("0996", 0, []),
    ],
)
def test_items_by_the_last_characters_of_their_codes(
    search: ItemSearch, digits: str, least: int, found: list[int]
) -> None:
    assert search.ending(digits, least=least) == found


def test_codes_that_agree_in_more_last_digits_come_first() -> None:
    codes = ("9990000123", "9990007123", "123", "5550000123", "4440000129")
    search = ItemSearch(lambda: [Entry(place, "Name", (code,)) for place, code in enumerate(codes)])
    assert search.ending("7770000123", 10, 3) == [0, 3, 1, 2]
    assert search.ending("5550000123", 2, 3) == [3, 0]
    search.put(Entry(9, "Name", ("1110000123", "7770000123")))
    search.put(Entry(3, "Name", ("1",)))
    search.remove(0)
    assert search.ending("7770000123", 10, 3) == [9, 1, 2]


@given(
    st.lists(st.text("0123", min_size=1, max_size=8), unique=True), st.text("0123", min_size=2, max_size=8)
)
def test_last_digits_find_what_a_look_at_each_code_finds(codes: list[str], digits: str) -> None:
    search = ItemSearch(lambda: [Entry(place, "Name", (code,)) for place, code in enumerate(codes)])
    bare = [code.lstrip("0") or code for code in codes]
    wanted = {place for place, code in enumerate(bare) if code.endswith(digits[-2:])}
    assert set(search.ending(digits, 1000, 2)) == wanted
