"""Sums by day that are kept for sealed segments: what a fold over all records gives."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest

from data.figures import NAME, StoreFigures
from pos_tui.core.report.folding import DayCubes, fold
from pos_tui.core.report.registry import FOLDS
from pos_tui.core.report.spec import Place
from pos_tui.core.report.turnover import ITEMS
from tests.bench.shopdata import items, sales

if TYPE_CHECKING:
    from data.store import Store

SALES = list(sales(40, items(20), a_day=7))
PLACE = Place(UTC)
EVER = ("0001-01-01", "9999-12-31")


def expected(days: tuple[str, str] = EVER) -> DayCubes:
    """The fold over the documents themselves."""
    found: DayCubes = {}
    chosen = [("sales", sale) for sale in SALES if days[0] <= sale["day"] <= days[1]]
    assert fold(chosen, FOLDS, PLACE, found) == 0
    return found


def sell(store: Store, chosen: list[dict[str, Any]]) -> None:
    for sale in chosen:
        with store.transaction(operator="ana", key=sale["key"]) as tx:
            tx.insert("sales", sale)


@pytest.fixture
def sold(store: Store) -> Store:
    """Business days of seven sales in segments of ten, the last one not sealed."""
    for start in range(0, 40, 10):
        sell(store, SALES[start : start + 10])
        if start < 30:
            store.close_segment()
    return store


def read(store: Store, days: tuple[str, str] = EVER, rules: str = "1 UTC") -> tuple[DayCubes, list[int]]:
    """The sums, and how many bytes had to be read for them each time something was."""
    told: list[int] = []
    found = StoreFigures(store, PLACE, rules).kept(FOLDS, days, lambda done, whole: told.append(done))
    return found, told


def test_the_sums_are_the_fold_and_are_made_once(sold: Store, opened: Any) -> None:
    for _ in range(2):
        assert read(sold)[0] == expected()
    assert read(sold)[1] == []
    some = ("2025-01-02", "2025-01-04")
    assert read(sold, some)[0] == expected(some)
    assert read(sold, ("2031-01-01", "2031-12-31"))[0] == {}
    reader = opened(readonly=True)
    assert read(reader) == (expected(), [])


def test_a_segment_sealed_later_is_added(store: Store) -> None:
    sell(store, SALES[:15])
    store.close_segment()
    assert len(read(store)[1]) == 1
    sell(store, SALES[15:])
    store.close_segment()
    found, told = read(store)
    assert (found, len(told)) == (expected(), 1)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"not json\n", None])
def test_what_is_damaged_is_made_again(sold: Store, damage: bytes | None) -> None:
    read(sold)
    path = sold.folder / NAME
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"ana"', b'"bob"') if damage is None else damage)
    assert read(sold)[0] == expected()
    assert path.read_bytes() == whole


def test_sums_by_other_rules_are_made_again(sold: Store) -> None:
    read(sold)
    assert len(read(sold, rules="2 UTC")[1]) == 3
    assert read(sold, rules="2 UTC")[1] == []


def test_sums_of_another_history_do_not_count(sold: Store, opened: Any) -> None:
    read(sold)
    other = opened("other")
    sell(other, SALES[:5])
    other.close_segment()
    (other.folder / NAME).write_bytes((sold.folder / NAME).read_bytes())
    found, told = read(other)
    assert len(told) == 1
    assert sum(cubes["turnover"].sums["GBP", "all", ""][0] for cubes in found.values()) == 5


def test_a_folder_that_cannot_be_written_is_no_hindrance(
    sold: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("data.figures.replace_file", refuse)
    assert read(sold)[0] == expected()
    assert not (sold.folder / NAME).exists()


def test_items_are_folded_from_the_records_of_the_period(sold: Store) -> None:
    days = ("2025-01-02", "2025-01-03")
    told: list[tuple[int, int]] = []
    found = StoreFigures(sold, PLACE, "1 UTC").folded((ITEMS,), days, lambda *done: told.append(done))
    wanted: DayCubes = {}
    chosen = [sale for sale in SALES if days[0] <= sale["day"] <= days[1]]
    assert fold((("sales", {**sale, "day": ""}) for sale in chosen), (ITEMS,), PLACE, wanted) == 0
    assert found == wanted
    assert found[""]["items"].names
    assert told and told[-1][0] == told[-1][1]
    assert not (sold.folder / NAME).exists()


def test_an_answer_is_as_of_one_record(sold: Store, opened: Any) -> None:
    """Whatever is sold or sealed while it is read."""
    reader = opened(readonly=True)
    facts = StoreFigures(reader, PLACE, "1 UTC").facts((ITEMS,), EVER, lambda done, whole: None)
    count = sum(1 for _fact in next(facts))
    sell(sold, [{**SALES[0], "number": "1-900000", "key": "later"}])
    sold.close_segment()
    reader.refresh()
    assert count + sum(1 for part in facts for _fact in part) == len(SALES)


def test_what_was_sealed_last_is_made_ahead(sold: Store) -> None:
    """Two of the three sealed ones; who reads then makes the third, and nobody anything again."""
    figures = StoreFigures(sold, PLACE, "1 UTC")
    figures.keep(FOLDS, 2, lambda done, whole: None)
    assert len(read(sold)[1]) == 1
    assert read(sold) == (expected(), [])
