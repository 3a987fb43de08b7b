"""Day summaries: sealed ones from the index, the active segment's from memory, together what a fold gives."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from pos_tui.core.reports import DaySummary
from tests.bench.shopdata import items, sales

if TYPE_CHECKING:
    from data.store import Store

SALES = list(sales(40, items(20), a_day=7))


def expected(from_day: str, to_day: str) -> list[DaySummary]:
    """The fold over the documents themselves."""
    found = []
    for day, of_day in groupby(SALES, key=lambda sale: sale["day"]):
        summary = DaySummary.empty(day, "GBP")
        for sale in of_day:
            summary = summary.plus(sale)
        if from_day <= day <= to_day:
            found.append(summary)
    return found


def sell(store: Store, chosen: list[dict[str, Any]]) -> None:
    for sale in chosen:
        with store.transaction(operator="ana", key=sale["key"]) as tx:
            tx.insert("sales", sale)


def test_days_add_up_over_segments_that_do_not_end_with_them(store: Store, opened: Any) -> None:
    reader = opened(readonly=True)
    for start in range(0, 40, 10):  # business days of seven sales, segments of ten
        sell(store, SALES[start : start + 10])
        assert store.day_summaries("0000", "9999")
        if start < 30:
            store.close_segment()
    assert store.day_summaries("0000", "9999") == expected("0000", "9999")
    assert store.day_summaries("2025-01-02", "2025-01-04") == expected("2025-01-02", "2025-01-04")
    assert store.day_summaries("2031-01-01", "2031-12-31") == []
    reader.refresh()
    assert reader.day_summaries("0000", "9999") == expected("0000", "9999")
    store.close()
    assert opened().day_summaries("0000", "9999") == expected("0000", "9999")


def test_summaries_are_made_again_without_the_index(store: Store, opened: Any) -> None:
    sell(store, SALES[:25])
    store.close_segment()
    sell(store, SALES[25:])
    store.close()
    (store.folder / "segments.jsonl").unlink()
    assert opened().day_summaries("0000", "9999") == expected("0000", "9999")


def test_sales_of_some_days_are_streamed(store: Store) -> None:
    sell(store, SALES[:17])
    store.close_segment()
    sell(store, SALES[17:])
    found = [sale["number"] for sale in store.sales_between("2025-01-02", "2025-01-04")]
    assert found == [sale["number"] for sale in SALES if "2025-01-02" <= sale["day"] <= "2025-01-04"]
    assert len(list(store.sales_between("0000", "9999"))) == 40


def test_a_sale_that_is_none_is_counted_and_stops_nothing(store: Store) -> None:
    sell(store, [{"key": "odd", "number": "1-999999", "day": "2025-01-01"}, *SALES[:7]])
    store.close_segment()
    assert store.storage.core.sealed.entries[-1].odd_sales == 1
    assert store.day_summaries("0000", "9999") == expected("2025-01-01", "2025-01-01")
    assert len(list(store.sales_between("2025-01-01", "2025-01-01"))) == 8
