"""Held baskets keep their ids, are found as people type, and are never lost on the way."""

from __future__ import annotations

import errno
import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from data.drafts import DraftFile
from data.held import HeldBaskets, HeldDamaged, NameTaken, NotHeld
from data.oslayer import OsLayer
from pos_tui.core.errors import InvalidValue
from tests.data.calls import FailingCalls, Stopped

CALLS = OsLayer()


def basket(key: str = "d-1", total: int = 834) -> dict[str, Any]:
    return {"key": key, "till": "1", "time": "2026-11-23T14:05:00Z", "total": total, "lines": [{"sku": "A"}]}


def test_a_held_basket_is_listed_with_what_it_says(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path / "held", CALLS)
    assert held.put(basket(), "Ana") == "H1"
    assert held.put(basket("d-2", 12)) == "H2"
    first, second = held.list()
    assert (first.id, first.name, first.till, first.total, first.key) == ("H1", "Ana", "1", 834, "d-1")
    assert first.time == "2026-11-23T14:05:00Z"
    assert first.document == basket()
    assert (second.id, second.name) == ("H2", None)


def test_ten_comes_after_nine(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    ids = [held.put(basket(f"d-{number}")) for number in range(1, 12)]
    assert [one.id for one in held.list()] == ids


@pytest.mark.parametrize("wanted", ["H1", "h1", " h1 ", "1", "ana", "ANA", "Ａｎａ"])
def test_it_is_found_by_id_or_name_in_any_case(tmp_path: Path, wanted: str) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket(), "Ana")
    assert held.get(wanted).id == "H1"


@pytest.mark.parametrize("wanted", ["H2", "an", "", " ", "../H1", "H1.json", "H01"])
def test_anything_else_is_not_held(tmp_path: Path, wanted: str) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket(), "Ana")
    with pytest.raises(NotHeld):
        held.get(wanted)
    assert not held.remove(wanted)
    assert len(held.list()) == 1


def test_a_name_of_digits_goes_before_an_ids_number(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket("d-1"))
    named = held.put(basket("d-2"), "1")
    assert (held.get("1").id, held.get("2").id) == (named, "H2")


def test_an_id_is_never_given_twice(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    assert held.put(basket()) == "H1"
    assert held.remove("h1")
    assert held.put(basket()) == "H2"
    assert held.remove("H2")
    assert HeldBaskets(tmp_path, CALLS).put(basket()) == "H3"


def test_a_damaged_counter_jumps_beyond_what_was_given_out(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    for _ in range(3):
        held.remove(held.put(basket()))
    (tmp_path / "counter").write_bytes(b"x" * 20)
    assert held.put(basket()) == "H1001"


def test_names_are_unique_and_no_ids(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket(), "Ana")
    with pytest.raises(NameTaken, match="H1") as taken:
        held.put(basket("d-2"), "ANA")
    assert taken.value.id == "H1"
    for name in ("H7", "h12", "x" * 41, "a\x1bb", "a\nb", "\ud800"):
        with pytest.raises(InvalidValue):
            held.put(basket("d-2"), name)
    assert len(held.list()) == 1
    assert held.put(basket("d-2"), "  ") == "H2"


def test_a_damaged_basket_is_told_and_stops_no_other(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket())
    held.put(basket("d-2"))
    file = tmp_path / "H1.json"
    file.write_bytes(file.read_bytes().replace(b"834", b"034"))
    assert [one.id for one in held.list()] == ["H2"]
    assert held.damaged() == (file,)
    with pytest.raises(HeldDamaged, match="H1"):
        held.get("h1")
    assert held.put(basket("d-3")) == "H3"


def test_recall_takes_it_when_all_went_well_and_leaves_it_when_not(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path, CALLS)
    held.put(basket(), "Ana")
    with pytest.raises(ZeroDivisionError), held.recall("ana"):
        raise ZeroDivisionError
    assert len(held.list()) == 1
    with held.recall("ana") as found:
        assert found.document == basket()
    assert held.list() == ()
    with pytest.raises(NotHeld), held.recall("H1"):
        pass


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("at", range(1, 9))
def test_a_hold_that_fails_holds_nothing(tmp_path: Path, at: int, error: int) -> None:
    calls = FailingCalls(at, error)
    held = HeldBaskets(tmp_path, calls)
    try:
        id = held.put(basket())
    except OSError:
        assert HeldBaskets(tmp_path, CALLS).list() == ()
        assert HeldBaskets(tmp_path, CALLS).put(basket()) in ("H1", "H2")
    else:
        assert calls.made < at
        assert held.get(id).document == basket()


def start(place: Path) -> tuple[DraftFile, HeldBaskets, str]:
    """What start-up does; says where the one basket is afterwards."""
    draft, held = DraftFile(place / "drafts", "1", CALLS), HeldBaskets(place / "held", CALLS)
    deltas = draft.load().deltas
    if deltas and held.settle(deltas[0]["key"], deltas[0].get("recalled")):
        draft.clear()
    where = ["draft"] * (not draft.is_empty) + [one.id for one in held.list()]
    assert len(where) == 1, where
    return draft, held, where[0]


@pytest.mark.parametrize("at", range(1, 12))
def test_a_stop_anywhere_in_a_hold_leaves_exactly_one_basket(tmp_path: Path, at: int) -> None:
    with DraftFile(tmp_path / "drafts", "1", CALLS) as draft:
        draft.load()
        draft.append(basket())
    calls = FailingCalls(at, None)
    draft, held = DraftFile(tmp_path / "drafts", "1", CALLS, lag=3600), HeldBaskets(tmp_path / "held", calls)
    draft._fs = calls
    draft.load()
    try:
        held.put(basket())
        draft.clear()
    except Stopped:
        pass
    calls.at = 0
    draft._claim.release()
    start(tmp_path)[0].close()


@pytest.mark.parametrize("at", range(1, 12))
@pytest.mark.parametrize("again", [False, True])
def test_a_stop_anywhere_in_a_recall_leaves_exactly_one_basket(tmp_path: Path, at: int, again: bool) -> None:
    HeldBaskets(tmp_path / "held", CALLS).put(basket())
    calls = FailingCalls(at, None)
    draft, held = DraftFile(tmp_path / "drafts", "1", CALLS, lag=3600), HeldBaskets(tmp_path / "held", calls)
    draft._fs = calls
    draft.load()
    try:
        with held.recall("H1") as found:
            draft.append({**found.document, "recalled": found.id})
            draft.sync()
        if again:
            held.put(basket())
            draft.clear()
    except Stopped:
        pass
    calls.at = 0
    draft._claim.release()
    start(tmp_path)[0].close()


def _holds(place: str) -> None:
    held = HeldBaskets(Path(place), CALLS)
    for number in range(10):
        held.put(basket(f"d-{number}"))


def test_two_tills_never_draw_the_same_id(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    tills = [spawn.Process(target=_holds, args=(str(tmp_path),)) for _ in range(2)]
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    assert [till.exitcode for till in tills] == [0, 0]
    assert [one.id for one in HeldBaskets(tmp_path, CALLS).list()] == [f"H{n}" for n in range(1, 21)]


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    held = HeldBaskets(tmp_path / "held", CALLS)
    held.put(basket())
    (tmp_path / "held" / "H1.json").rename(tmp_path / "H1.json")
    (tmp_path / "held" / "H1.json").symlink_to(tmp_path / "H1.json")
    assert held.list() == ()
    with pytest.raises(HeldDamaged):
        held.get("H1")
