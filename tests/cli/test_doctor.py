"""`pos doctor`: each thing that is wrong is found, and said with what to do."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.locations import state_folder
from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.clocks import utc_now
from pos_tui.bootstrap.doctor import machine

if TYPE_CHECKING:
    from .conftest import Pos


@pytest.fixture(autouse=True)
def quiet_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk that the tests run on is not what they are about."""
    monkeypatch.setattr(machine, "filesystem_of", lambda _folder: "ext4")
    monkeypatch.setattr(machine, "_mount_options", lambda _folder: ["rw"])


def found(shop: Pos, *words: str, code: int = 0) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(shop("doctor", "--format", "json", *words, code=code).stdout)
    return rows


def to_do(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["area"], row["found"]) for row in rows if row["level"] in ("do", "bad")]


@pytest.fixture
def healthy(shop: Pos, tmp_path: Path) -> Pos:
    (tmp_path / "stick").mkdir()
    shop("backup", str(tmp_path / "stick"), "--verify")
    return shop


def test_a_shop_that_is_well(healthy: Pos) -> None:
    for deep in ((), ("--deep",)):
        rows = found(healthy, *deep)
        assert to_do(rows) == []
        assert {row["area"] for row in rows} >= {"versions", "store", "disk", "clock", "backups", "files"}
    told = healthy("doctor")
    assert "nothing has to be done" in told.stderr
    assert "ok    store" in told.stdout


def test_what_has_to_be_done_is_said_and_ends_with_1(shop: Pos, tmp_path: Path) -> None:
    shop("config", "set", "backup.folder", str(tmp_path / "not plugged in"))
    rows = found(shop, code=1)
    assert len(to_do(rows)) == 2
    assert all(row["do"] for row in rows if row["level"] == "do")
    assert "no backup was ever made" in shop("doctor", "--format", "csv", code=1).stdout


def test_a_damaged_journal_ends_with_4_and_says_what_to_do(healthy: Pos, tmp_path: Path) -> None:
    journal = tmp_path / "store" / "journal" / "000001.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Bananas", b"Bananes"))
    rows = found(healthy, code=4)
    [bad] = [row for row in rows if row["level"] == "bad"]
    assert "000001.jsonl is damaged" in bad["found"]
    assert "pos restore" in bad["do"]


def test_no_store_a_wide_one_and_a_wrong_setting(shop: Pos, tmp_path: Path) -> None:
    assert "pos init" in shop("--store", str(tmp_path / "nowhere"), "doctor", code=4).stdout
    config = tmp_path / "store" / "config.toml"
    config.write_text("nonsense = 1\n")
    assert "config.toml" in shop("doctor", code=4).stdout
    config.unlink()
    (tmp_path / "store").chmod(0o755)
    assert "chmod 700" in shop("doctor", code=4).stdout


def test_files_that_others_can_read_are_found(healthy: Pos, tmp_path: Path) -> None:
    config = tmp_path / "store" / "config.toml"
    config.touch()
    config.chmod(0o644)
    rows = found(healthy, code=1)
    assert to_do(rows) == [("files", f"others can reach {config}")]
    [row] = [row for row in rows if row["level"] == "do"]
    os.system(row["do"])
    assert to_do(found(healthy)) == []


def test_pins_without_their_key(healthy: Pos, tmp_path: Path) -> None:
    from pos_tui.bootstrap import people

    store = tmp_path / "store"
    with open_shop(store, environ={}) as front:
        people.make_owner(front, "ann", "Ann", "735162")
        pepper = state_folder(store, front.store.id) / people.PEPPER
    assert to_do(found(healthy)) == []
    pepper.unlink()
    assert to_do(found(healthy, code=1)) == [
        ("files", "PINs cannot be checked here: their key is not on this machine")
    ]


def test_an_old_backup_and_one_that_was_changed(
    healthy: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pos_tui.bootstrap.doctor import care

    [path] = (tmp_path / "stick").glob("*.backup")
    path.write_bytes(path.read_bytes()[:-9])
    assert to_do(found(healthy)) == [], "only --deep reads it"
    assert [area for area, _text in to_do(found(healthy, "--deep", code=1))] == ["backups"]

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(days=9)

    monkeypatch.setattr(care, "datetime", Later)
    assert to_do(found(healthy, code=1)) == [("backups", "the last backup is 9 days old, verified")]


def test_a_clock_that_fell_behind_the_journal(healthy: Pos, tmp_path: Path) -> None:
    with (
        open_shop(tmp_path / "store", clock=lambda: utc_now() + timedelta(days=2), environ={}) as front,
        front.store.transaction(operator="owner") as tx,
    ):
        tx.insert("settings", {"v": 1, "key": "from tomorrow"})
    assert [area for area, _text in to_do(found(healthy, code=1))] == ["clock"]


def test_a_printer_that_is_not_there(healthy: Pos) -> None:
    healthy("config", "set", "printer", "tcp://127.0.0.1:9")
    assert [area for area, _text in to_do(found(healthy, code=1))] == ["devices"]


@contextmanager
def live_till(folder: Path) -> Iterator[None]:
    with open_shop(folder, environ={}) as front, open_register(front, "1") as register:
        register.run("GUM")
        yield


def test_a_till_that_is_open_is_left_alone(healthy: Pos, tmp_path: Path) -> None:
    healthy("config", "set", "printer", "tcp://127.0.0.1:9")
    store = tmp_path / "store"
    with live_till(store):
        before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
        rows = found(healthy)
        assert {"area": "terminals", "level": "ok", "found": "till 1 is open", "do": ""} in rows
        assert {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()} == before
    assert [area for area, _text in to_do(found(healthy, code=1))] == ["devices"], "now it is asked"


def test_it_waits_for_no_lock(healthy: Pos, tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / "store" / "lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        start = time.monotonic()
        found(healthy, "--deep")
        assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [("tmpfs", ["rw"], "the store is on tmpfs"), ("ext4", ["rw", "nobarrier"], "mounted with nobarrier")],
)
def test_a_disk_that_may_lose_what_it_took(
    healthy: Pos, monkeypatch: pytest.MonkeyPatch, kind: str, options: list[str], said: str
) -> None:
    monkeypatch.setattr(machine, "filesystem_of", lambda _folder: kind)
    monkeypatch.setattr(machine, "_mount_options", lambda _folder: options)
    [(area, text)] = to_do(found(healthy, code=1))
    assert area == "disk"
    assert said in text


@pytest.mark.parametrize(("error", "advice"), [(errno.EROFS, "mount the disk"), (errno.EACCES, "the owner")])
def test_a_disk_that_nothing_can_be_written_to(
    healthy: Pos, monkeypatch: pytest.MonkeyPatch, error: int, advice: str
) -> None:
    def refused(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("pos_tui.bootstrap.doctor.machine.os.pwrite", refused)
    assert advice in healthy("doctor", code=1).stdout


def test_the_version_names_the_store_format(shop: Pos) -> None:
    assert shop("--version").stdout.strip().endswith("store format 1")
