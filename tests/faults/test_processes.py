"""Real processes: killed, traced, on a full disk, several at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.errors import StoreFull
from tests.faults.campaign import prepared_shop
from tests.faults.processes import (
    acknowledged,
    failed_at,
    has_strace,
    killed_at,
    kills,
    order_violations,
    small_disk,
    start,
)
from tests.faults.shop import Oracle, make_shop, open_shop, sell

needs_strace = pytest.mark.skipif(not has_strace(), reason="strace is not there, or may not trace")


def test_killed_sellers_lose_nothing(tmp_path: Path) -> None:
    violations, sales = kills(prepared_shop(tmp_path / "base"), 5, seed=1)
    assert violations == []
    assert sales > 5


def test_two_sellers_killed_one_after_the_other_lose_nothing(tmp_path: Path) -> None:
    violations, sales = kills(prepared_shop(tmp_path / "base"), 2, seed=2, sellers=2)
    assert violations == []
    assert sales > 5


def test_two_sellers_at_once_sell_each_sale_once(tmp_path: Path) -> None:
    base = prepared_shop(tmp_path / "base")
    with open_shop(base / "shop", readonly=True) as reader:
        running = [start(base / "shop", 1000 + 1000 * which, count=60) for which in range(2)]
        outputs = [process.communicate() for process in running]
        assert [process.returncode for process in running] == [0, 0], outputs
        oracle = Oracle(acknowledged={key for output, _ in outputs for key in acknowledged(output)})
        assert len(oracle.acknowledged) == 120
        assert oracle.violations(base / "shop") == []
        reader.refresh()
        assert len(reader.table("movements")) == 124


@needs_strace
@pytest.mark.parametrize("call", ["fdatasync", "pwrite64", "rename"])
def test_a_seller_killed_in_a_call_loses_nothing(tmp_path: Path, call: str) -> None:
    base = prepared_shop(tmp_path / "base")
    for when in (2, 5):
        shutil.copytree(base, tmp_path / "run")
        violations, died = killed_at(tmp_path / "run", call, when)
        assert died
        assert violations == []
        shutil.rmtree(tmp_path / "run")


@needs_strace
@pytest.mark.parametrize(("call", "error", "when"), [("fdatasync", "EIO", 3), ("pwrite64", "ENOSPC", 4)])
def test_a_seller_whose_call_fails_below_python_loses_nothing(
    tmp_path: Path, call: str, error: str, when: int
) -> None:
    base = prepared_shop(tmp_path / "base")
    violations, gave_up = failed_at(base, call, error, when)
    assert gave_up
    assert violations == []


@needs_strace
def test_nothing_is_acknowledged_before_it_is_synced(tmp_path: Path) -> None:
    violations, seen = order_violations(prepared_shop(tmp_path / "base"))
    assert violations == []
    assert seen == 12


@needs_strace
@pytest.mark.parametrize("fault", ["no sync", "sync before write"])
def test_a_missing_sync_shows_in_the_order_of_calls(tmp_path: Path, fault: str) -> None:
    program = {
        "no sync": "tests.faults.seller_unsynced",
        "sync before write": "tests.faults.seller_synced_before",
    }
    violations, seen = order_violations(prepared_shop(tmp_path / "base"), program=program[fault])
    assert seen == 12
    assert len(violations) == 12


def test_a_full_disk_refuses_and_sells_again_once_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1200) as resize:
        if resize is None:
            pytest.skip("mounting a tmpfs is not allowed here")
        oracle = Oracle()
        store = make_shop(tmp_path / "disk" / "shop", segment_limit=60_000)
        for key in range(4000):
            oracle.sell(store, key)
            if len(oracle.refused) > 20:
                break
        assert oracle.refused, "the disk never got full"
        with pytest.raises(StoreFull):
            store.assert_room()
        resize(60_000)
        store.assert_room()
        for key in range(5000, 5050):
            sell(store, key)
            oracle.acknowledged.add(key)
        store.close()
        assert oracle.violations(tmp_path / "disk" / "shop") == []
