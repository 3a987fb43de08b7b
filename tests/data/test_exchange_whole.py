"""An item file is one commit, however long, whatever stops it; real catalogues come in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data.catalogue import StoreCatalogue
from data.exchange import ImportOptions, export_items, import_items
from data.exchange_rows import mapping
from data.store import Store
from pos_tui.core.errors import StoreError
from tests.data.calls import FailingCalls, Stopped
from tests.data.exchanging import items, load
from tests.data.shop import Books, new_store, now, shared


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as made:
        yield made


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
