"""Making and opening a store: where it may be, what is refused, what a crash in the middle leaves."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from data import locations
from data.errors import NotAStore, StoreError, StoreExists, StoreReadOnly, UnsafeFolder
from data.rebuild import rebuild
from data.store import Store
from data.verify import verify_folder
from tests.faults.layers import Crash, CrashingLayer


def make(folder: Path, clock: Any, **options: Any) -> Store:
    return Store.create(folder, simulated=False, clock=clock, state=folder.parent / "state", **options)


def test_a_new_store(tmp_path: Path, clock: Any) -> None:
    with Store.create(tmp_path / "a" / "b", simulated=True, clock=clock, state=tmp_path / "state") as store:
        facts = json.loads((store.folder / "store.json").read_text())
        assert facts == {
            "format": 1,
            "readable_by": 1,
            "id": store.id,
            "created": "2026-11-23T09:00:01Z",
            "simulated": True,
        }
        assert (store.simulated, store.created, store.at(), store.epoch) == (True, facts["created"], 1, 1)
        [record] = store.records()
        assert record.ops[0][0] == "store"
        assert record.ops[0][1]["id"] == store.id
        assert record.h == store.head_hash()


def test_everything_is_private(tmp_path: Path, clock: Any) -> None:
    before = os.umask(0)
    try:
        with make(tmp_path / "s", clock) as store:
            store.insert({"a": 1})
            store.close_segment()
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "s").rglob("*")}
        state = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "state").rglob("*")}
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o700
    for path, mode in modes.items():
        expected = 0o700 if path.is_dir() else 0o444 if path.name == "000001.jsonl" else 0o600
        assert mode == expected, path
    assert set(state.values()) == {0o700, 0o600}


def test_there_is_one_already(tmp_path: Path, clock: Any) -> None:
    make(tmp_path / "s", clock).close()
    with pytest.raises(StoreExists):
        make(tmp_path / "s", clock)
    (tmp_path / "s" / "store.json").unlink()
    with pytest.raises(NotAStore):
        Store.open(tmp_path / "s", clock=clock)


def test_a_journal_without_its_store_file_is_not_buried(tmp_path: Path, clock: Any) -> None:
    with make(tmp_path / "s", clock) as store:
        store.insert({"a": 1})
        known = store.id
    (tmp_path / "s" / "store.json").unlink()
    with pytest.raises(StoreExists, match="rebuild"):
        make(tmp_path / "s", clock)
    with rebuild(tmp_path / "s", clock=clock, state=tmp_path / "state") as again:
        assert again.id == known
        assert again.all() == [{"a": 1}]


def test_rebuild_needs_the_journal_only(tmp_path: Path, clock: Any) -> None:
    with make(tmp_path / "s", clock) as store:
        for number in range(9):
            with store.transaction(operator="ana", key=f"k{number}") as tx:
                tx.insert("events", {"number": f"1-{number:06d}"})
                tx.insert("items", {"sku": str(number)})
            if number % 4 == 3:
                store.close_segment()
        before = {table: list(store.documents(table)) for table in sorted(store.tables())}
    for path in (tmp_path / "s").rglob("*"):
        if path.is_file() and path.parent.name != "journal":
            path.unlink()
    with rebuild(tmp_path / "s", clock=clock, state=tmp_path / "state") as again:
        assert {table: list(again.documents(table)) for table in sorted(again.tables())} == before
        assert again.verify(deep=True).ok
        assert again.recorded("k0")
        assert again.epoch == 1
    with pytest.raises((NotAStore, StoreError)):
        rebuild(tmp_path / "nowhere", clock=clock)


@pytest.mark.parametrize("halfway", [False, True])
def test_a_crash_while_making_leaves_no_store_or_a_whole_one(
    tmp_path: Path, clock: Any, halfway: bool
) -> None:
    when, died = 0, True
    while died:
        when += 1
        folder = tmp_path / f"s{when}"
        layer = CrashingLayer(when, halfway=halfway)
        layer.armed = True
        with contextlib.suppress(Crash):
            make(folder, clock, fs=layer).close()
        died = layer.dead
        if (folder / "store.json").exists():
            Store.open(folder, clock=clock, state=tmp_path / "state").close()
        else:
            with pytest.raises(NotAStore):
                Store.open(folder, clock=clock, state=tmp_path / "state")
            make(folder, clock).close()
        assert verify_folder(folder).ok
    assert when > 8


def test_a_folder_others_may_read_is_refused(tmp_path: Path, clock: Any) -> None:
    make(tmp_path / "s", clock).close()
    (tmp_path / "s").chmod(0o750)
    with pytest.raises(UnsafeFolder, match="chmod 700"):
        Store.open(tmp_path / "s", clock=clock)
    (tmp_path / "s").chmod(0o700)
    (tmp_path / "s" / "head").chmod(0o644)
    with pytest.raises(UnsafeFolder, match="head"):
        Store.open(tmp_path / "s", clock=clock)


@pytest.mark.parametrize("name", ["", "journal", "head", "lock", "store.json", "journal/000001.jsonl"])
def test_symbolic_links_are_refused(tmp_path: Path, clock: Any, name: str) -> None:
    make(tmp_path / "s", clock).close()
    path = tmp_path / "s" / name
    path.rename(tmp_path / "real")
    path.symlink_to(tmp_path / "real")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "s", clock=clock)
    if not name:
        with pytest.raises(UnsafeFolder):
            make(tmp_path / "s", clock)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_network_file_systems_are_refused(
    tmp_path: Path, clock: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "s", clock).close()
    monkeypatch.setattr(locations, "filesystem_of", lambda path: kind)
    with pytest.raises(UnsafeFolder, match="network"):
        Store.open(tmp_path / "s", clock=clock)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format":1}', b"\0" * 40])
def test_a_store_file_that_is_none_is_named(tmp_path: Path, clock: Any, content: bytes) -> None:
    make(tmp_path / "s", clock).close()
    (tmp_path / "s" / "store.json").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "s", clock=clock)
    assert caught.value.message


def test_a_newer_format_is_read_only_or_refused(tmp_path: Path, clock: Any) -> None:
    make(tmp_path / "s", clock).close()
    path = tmp_path / "s" / "store.json"
    facts = json.loads(path.read_text())
    path.write_text(json.dumps({**facts, "format": 2}))
    with Store.open(tmp_path / "s", clock=clock, state=tmp_path / "state") as store:
        with pytest.raises(StoreReadOnly, match="newer"):
            store.insert({"a": 1})
        assert store.all() == []
    path.write_text(json.dumps({**facts, "format": 9, "readable_by": 9}))
    with pytest.raises(StoreReadOnly, match="newer"):
        Store.open(tmp_path / "s", clock=clock)


def test_no_store_there(tmp_path: Path, clock: Any) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(NotAStore, match="no store"):
            Store.open(folder, clock=clock)
    (tmp_path / "file").touch()
    with pytest.raises(NotAStore):
        Store.open(tmp_path / "file", clock=clock)
    with Store.open(tmp_path / "new", create=True, clock=clock, state=tmp_path / "state") as store:
        assert not store.simulated


def test_locations(tmp_path: Path) -> None:
    assert locations.default_store({"POS_STORE": str(tmp_path)}) == tmp_path
    assert locations.default_store({}).parts[-2:] == ("pos-tui", "store")
    assert locations.state_folder(tmp_path, "abc", {"POS_STATE": str(tmp_path)}) == tmp_path / "abc"
    assert locations.state_folder(tmp_path, "abc", {}).name == "abc"
    assert locations.filesystem_of(Path("/proc/self")) in ("proc", "")
