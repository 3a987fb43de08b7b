"""The open basket survives what a till goes through."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.drafts import DraftFile, DraftNotWritten, TillInUse, UnsafeFile, valid_deltas
from data.oslayer import OsLayer
from pos_tui.core.errors import InvalidValue
from tests.data.calls import FailingCalls

CALLS = OsLayer()
DELTAS: list[dict[str, Any]] = [
    {"id": "d-1", "op": "open"},
    {"op": "add", "code": "5449000000996", "qty": "2"},
    {"op": "note", "text": 'Ünïcode ✓ "quoted" \n'},
    {"op": "void", "line": 1, "nested": {"a": [1, None, True]}},
]


def written(folder: Path, deltas: list[dict[str, Any]]) -> bytes:
    with DraftFile(folder, "1", CALLS) as draft:
        draft.load()
        for delta in deltas:
            draft.append(delta)
    return (folder / "1.jsonl").read_bytes()


def test_deltas_come_back_in_order(tmp_path: Path) -> None:
    written(tmp_path / "drafts", DELTAS)
    with DraftFile(tmp_path / "drafts", "1", CALLS) as draft:
        loaded = draft.load()
        assert list(loaded.deltas) == DELTAS
        assert (loaded.cut, loaded.kept, loaded.check_last_scan) == (0, None, False)
        draft.append({"op": "more"})
    with DraftFile(tmp_path / "drafts", "1", CALLS) as draft:
        assert list(draft.load().deltas) == [*DELTAS, {"op": "more"}]


def test_append_is_with_the_system_before_it_returns(tmp_path: Path) -> None:
    with DraftFile(tmp_path, "1", CALLS, lag=60) as draft:
        draft.load()
        draft.append(DELTAS[0])
        assert valid_deltas((tmp_path / "1.jsonl").read_bytes())[0] == DELTAS[:1]


def test_clear_empties_it_and_the_next_basket_starts_afresh(tmp_path: Path) -> None:
    with DraftFile(tmp_path, "1", CALLS) as draft:
        draft.load()
        draft.append(DELTAS[0])
        assert not draft.is_empty
        draft.clear()
        assert draft.is_empty
        assert (tmp_path / "1.jsonl").stat().st_size == 0
        draft.append(DELTAS[1])
    with DraftFile(tmp_path, "1", CALLS) as draft:
        assert list(draft.load().deltas) == DELTAS[1:2]


def test_a_failed_clear_is_made_good_by_the_next_append(tmp_path: Path) -> None:
    calls = FailingCalls(only="ftruncate")
    with DraftFile(tmp_path, "1", calls) as draft:
        draft.load()
        draft.append(DELTAS[0])
        calls.at = calls.made + 1
        with pytest.raises(OSError, match="error"):
            draft.clear()
        draft.append(DELTAS[1])
    with DraftFile(tmp_path, "1", CALLS) as after:
        assert list(after.load().deltas) == DELTAS[1:2]


def test_append_without_load_keeps_what_is_there(tmp_path: Path) -> None:
    written(tmp_path, DELTAS[:2])
    with DraftFile(tmp_path, "1", CALLS) as draft:
        draft.append(DELTAS[2])
    with DraftFile(tmp_path, "1", CALLS) as after:
        assert list(after.load().deltas) == DELTAS[:3]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_truncation_or_flip_yields_a_prefix(data: st.DataObject) -> None:
    deltas = data.draw(st.lists(st.fixed_dictionaries({"t": st.text(max_size=8)}), min_size=1, max_size=5))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "drafts"
        whole = written(folder, deltas)
        if data.draw(st.booleans()):
            damaged = whole[: data.draw(st.integers(0, len(whole)))]
        else:
            at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
            damaged = whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :]
        (folder / "1.jsonl").write_bytes(damaged)
        with DraftFile(folder, "1", CALLS) as draft:
            loaded = draft.load()
            good = len(loaded.deltas)
            assert list(loaded.deltas) == deltas[:good]
            assert loaded.check_last_scan == bool(loaded.cut)
            if loaded.kept is not None:
                assert loaded.kept.read_bytes() == damaged[-loaded.cut :]
            assert len(damaged) == loaded.cut + (folder / "1.jsonl").stat().st_size
            draft.append({"t": "after"})
        with DraftFile(folder, "1", CALLS) as draft:
            again = draft.load()
            assert list(again.deltas) == [*deltas[:good], {"t": "after"}]
            assert again.cut == 0


@pytest.mark.parametrize("change", ["drop", "swap", "repeat"])
def test_whole_lines_out_of_place_end_the_prefix(tmp_path: Path, change: str) -> None:
    one, two, three, four = written(tmp_path / "drafts", DELTAS).splitlines(keepends=True)
    lines = {"drop": [one, three, four], "swap": [one, three, two, four], "repeat": [one, one, two, three]}
    (tmp_path / "drafts" / "1.jsonl").write_bytes(b"".join(lines[change]))
    with DraftFile(tmp_path / "drafts", "1", CALLS) as draft:
        assert list(draft.load().deltas) == DELTAS[:1]


def test_every_torn_tail_is_kept_in_a_file_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    written(folder, DELTAS)
    for number in (1, 2):
        with (folder / "1.jsonl").open("ab") as file:
            file.write(b"torn %d" % number)
        with DraftFile(folder, "1", CALLS) as draft:
            loaded = draft.load()
        assert loaded.kept == tmp_path / "quarantine" / f"draft-1-{number:04}"
        assert loaded.kept.read_bytes() == b"torn %d" % number
        assert loaded.kept.stat().st_mode & 0o777 == 0o600


def test_a_second_opener_is_refused_by_name(tmp_path: Path) -> None:
    with DraftFile(tmp_path, "1", CALLS), DraftFile(tmp_path, "2", CALLS):
        with pytest.raises(TillInUse, match="till 1 is open already") as refused:
            DraftFile(tmp_path, "1", CALLS)
        assert refused.value.holder.pid == os.getpid()
        assert refused.value.till == "1"
        assert str(os.getpid()) in refused.value.message
    DraftFile(tmp_path, "1", CALLS).close()


def test_a_killed_holder_leaves_its_basket_and_no_lock(tmp_path: Path) -> None:
    program = (
        "import os, sys, signal; from pathlib import Path\n"
        "from data.drafts import DraftFile; from data.oslayer import OsLayer\n"
        "d = DraftFile(Path(sys.argv[1]), '1', OsLayer()); d.load(); d.append({'op': 'scan'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, check=False)
    assert done.returncode == -9
    with DraftFile(tmp_path, "1", CALLS) as draft:
        loaded = draft.load()
    assert loaded.deltas == ({"op": "scan"},)
    assert not loaded.check_last_scan


def test_another_boot_means_that_the_last_second_may_be_missing(tmp_path: Path) -> None:
    draft = DraftFile(tmp_path, "1", CALLS)
    draft.load()
    draft.append({"op": "scan"})
    draft.sync()
    lock = (tmp_path / "1.lock").read_bytes()
    boot = draft._claim.me.boot.encode()
    draft.close()
    (tmp_path / "1.lock").write_bytes(lock.replace(boot, boot[::-1]) if boot else lock)
    with DraftFile(tmp_path, "1", CALLS) as after:
        loaded = after.load()
    assert loaded.deltas == ({"op": "scan"},)
    assert loaded.check_last_scan


@pytest.mark.parametrize("till", ["", "a/b", "..", ".", "-1", "1" * 17, "é", "1\n", "1.2", "a b", "\x00"])
def test_a_till_code_is_no_path(tmp_path: Path, till: str) -> None:
    with pytest.raises(InvalidValue):
        DraftFile(tmp_path, till, CALLS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["1.jsonl", "1.lock"])
def test_symbolic_links_and_wide_modes_are_refused(tmp_path: Path, name: str) -> None:
    other = tmp_path / "elsewhere"
    other.write_text("mine")
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / name).symlink_to(other)
    with pytest.raises(UnsafeFile, match="symbolic link"):
        DraftFile(folder, "1", CALLS)
    (folder / name).unlink()
    (folder / name).touch(0o644)
    (folder / name).chmod(0o644)
    with pytest.raises(UnsafeFile, match="chmod 600"):
        DraftFile(folder, "1", CALLS)
    (folder / name).chmod(0o600)
    DraftFile(folder, "1", CALLS).close()
    assert other.read_text() == "mine"


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    written(tmp_path / "drafts", DELTAS)
    assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "drafts").iterdir()} == {0o600}


@pytest.mark.parametrize("fails", [errno.ENOSPC, errno.EIO])
def test_a_failed_append_leaves_nothing_and_the_next_one_works(tmp_path: Path, fails: int) -> None:
    calls = FailingCalls(error=fails, only="pwrite")
    with DraftFile(tmp_path, "1", calls) as draft:
        draft.load()
        draft.append(DELTAS[0])
        calls.at = calls.made + 1
        with pytest.raises(DraftNotWritten, match="cannot be written down"):
            draft.append(DELTAS[1])
        assert valid_deltas((tmp_path / "1.jsonl").read_bytes())[1] == (tmp_path / "1.jsonl").stat().st_size
        draft.append(DELTAS[2])
    with DraftFile(tmp_path, "1", CALLS) as draft:
        assert list(draft.load().deltas) == [DELTAS[0], DELTAS[2]]


class FullDisk(OsLayer):
    """While `full`, a write leaves some bytes behind and nothing can be cut."""

    full = False

    def pwrite(self, fd: int, data: bytes, offset: int, /) -> int:  # type: ignore[override]
        if not self.full:
            return os.pwrite(fd, data, offset)
        os.pwrite(fd, data[:30], offset)
        raise OSError(errno.ENOSPC, "full")

    def ftruncate(self, fd: int, length: int, /) -> None:
        if self.full:
            raise OSError(errno.EIO, "broken")
        os.ftruncate(fd, length)


def test_a_failed_cut_back_is_made_good_by_the_next_append(tmp_path: Path) -> None:
    calls = FullDisk()
    with DraftFile(tmp_path, "1", calls) as draft:
        draft.load()
        draft.append(DELTAS[0])
        calls.full = True
        with pytest.raises(DraftNotWritten):
            draft.append(DELTAS[2])
        calls.full = False
        draft.append({"s": 1})
    with DraftFile(tmp_path, "1", CALLS) as after:
        loaded = after.load()
    assert list(loaded.deltas) == [DELTAS[0], {"s": 1}]
    assert loaded.cut == 0


class WatchedCalls(OsLayer):
    """Says when a draft's bytes were synced, and by which thread."""

    def __init__(self) -> None:
        self.synced = threading.Event()
        self.threads: set[int] = set()
        self.broken = False

    def fdatasync(self, fd: int, /) -> None:  # type: ignore[override]
        self.threads.add(threading.get_ident())
        if self.broken:
            self.synced.set()
            raise OSError(errno.EIO, "broken")
        os.fdatasync(fd)
        self.synced.set()


def test_the_worker_syncs_soon_and_only_when_something_was_written(tmp_path: Path) -> None:
    calls = WatchedCalls()
    before = set(threading.enumerate())
    with DraftFile(tmp_path, "1", calls, lag=0.0) as draft:
        draft.load()
        assert set(threading.enumerate()) <= before
        draft.append(DELTAS[0])
        assert calls.synced.wait(timeout=30)
        assert threading.get_ident() not in calls.threads
    assert set(threading.enumerate()) <= before


def test_sync_and_close_force_it(tmp_path: Path) -> None:
    calls = WatchedCalls()
    draft = DraftFile(tmp_path, "1", calls, lag=3600)
    draft.load()
    draft.append(DELTAS[0])
    draft.sync()
    assert calls.threads == {threading.get_ident()}
    calls.synced.clear()
    draft.append(DELTAS[1])
    draft.close()
    assert calls.synced.is_set()
    draft.close()


def test_a_failed_sync_is_told_and_tried_again(tmp_path: Path) -> None:
    calls = WatchedCalls()
    draft = DraftFile(tmp_path, "1", calls, lag=3600)
    draft.load()
    draft.append(DELTAS[0])
    calls.broken = True
    with pytest.raises(OSError, match="broken"):
        draft.sync()
    assert draft.trouble is not None
    calls.broken = False
    draft.sync()
    assert draft.trouble is None
    calls.broken = True
    draft.append(DELTAS[1])
    with pytest.raises(OSError, match="broken"):
        draft.close()
    with DraftFile(tmp_path, "1", CALLS) as after:
        assert list(after.load().deltas) == DELTAS[:2]
