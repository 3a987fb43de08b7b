"""A restored copy opens a new epoch at its next write, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from data.store import Store


def note(store: Store, text: str) -> int:
    with store.transaction(operator="ana") as tx:
        tx.insert("notes", {"text": text})
        return tx.epoch


def copy_of(store: Store, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(store.folder, target)


def test_a_store_stays_in_its_epoch(store: Store, opened: Any) -> None:
    assert note(store, "a") == 1
    store.close_segment()
    store.close()
    again = opened()
    assert note(again, "b") == 1
    assert again.epoch == 1


def test_a_restored_copy_starts_a_new_epoch_with_its_first_write(
    store: Store, opened: Any, tmp_path: Path
) -> None:
    note(store, "a")
    copy_of(store, tmp_path / "backup")
    note(store, "lost")
    store.close()
    shutil.rmtree(store.folder)
    (tmp_path / "backup").rename(store.folder)

    reader = opened(readonly=True)
    assert reader.epoch == 1
    restored = opened()
    assert list(restored.table("notes")) == [{"text": "a"}]
    assert restored.epoch == 1
    with pytest.raises(RuntimeError), restored.transaction(operator="ana") as tx:
        assert tx.epoch == 2
        raise RuntimeError
    assert restored.epoch == 1
    assert note(restored, "b") == 2
    assert note(restored, "c") == 2
    first = next(restored.records(restored.at() - 1))
    kind, facts = first.ops[0]
    assert (kind, facts["epoch"], facts["parent"]["n"]) == ("epoch", 2, restored.at() - 2)
    assert facts["remembered"]["n"] == restored.at() - 1
    restored.close_segment()
    restored.close()
    again = opened()
    assert (again.epoch, note(again, "d")) == (2, 2)
    assert again.verify(deep=True).epoch == 2


def test_restoring_twice_never_gives_an_epoch_twice(store: Store, opened: Any, tmp_path: Path) -> None:
    note(store, "a")
    copy_of(store, tmp_path / "backup")
    epochs = []
    for _ in range(3):
        store.close()
        shutil.rmtree(store.folder)
        copy_of_backup = shutil.copytree(tmp_path / "backup", store.folder)
        assert Path(copy_of_backup) == store.folder
        store = opened()
        epochs.append(note(store, "x"))
    assert epochs == [1, 2, 3]  # the first time nothing had been written since


def test_a_store_this_machine_never_saw_is_a_restored_copy(store: Store, opened: Any, tmp_path: Path) -> None:
    note(store, "a")
    store.close()
    moved = opened(state=tmp_path / "another machine")
    assert note(moved, "b") == 2
    moved.close()
    assert note(opened(state=tmp_path / "another machine"), "c") == 2


def test_another_history_of_the_same_length_is_noticed(store: Store, opened: Any, tmp_path: Path) -> None:
    copy_of(store, tmp_path / "backup")
    note(store, "this way")
    store.close()
    shutil.rmtree(store.folder)
    (tmp_path / "backup").rename(store.folder)
    other_way = opened(state=tmp_path / "elsewhere")
    note(other_way, "or that")
    other_way.close()
    assert note(opened(), "now") == 3


def test_a_crash_before_remembering_starts_no_epoch(store: Store, opened: Any, tmp_path: Path) -> None:
    [remembered] = (tmp_path / "state").rglob("*.json")
    before = remembered.read_bytes()
    note(store, "a")
    store.close()
    assert remembered.read_bytes() != before
    remembered.write_bytes(before)
    assert note(opened(), "b") == 1


def test_without_a_place_to_remember_no_epoch_is_started(store: Store, opened: Any, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "file").write_text("not a folder")
    assert note(opened(state=tmp_path / "file"), "a") == 1
