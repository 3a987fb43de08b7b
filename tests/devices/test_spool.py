"""Jobs on disk: whole or not there, found again as they were left, and gone when their time is over."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.jobs import OLD, Jobs
from devices.spool import KEPT_FOR, Job, Spool, State, new_job

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def job(sale: str = "1-000001", made: datetime = NOW) -> Job:
    return new_job(f"receipt {sale}", sale=sale, now=made)


def test_what_is_queued_is_found_again_whole(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.start(NOW)
    added = [spool.add(job(f"1-00000{n}"), f"bytes {n}\n\0".encode()) for n in range(3)]
    again = Spool(tmp_path / "spool")
    assert again.start(NOW) == added
    assert [again.body(found) for found in added] == [f"bytes {n}\n\0".encode() for n in range(3)]
    assert again.add(job(), b"x").number == 4


@pytest.mark.parametrize(
    ("left", "found"),
    [
        ("queued", "queued"),
        ("held", "queued"),
        ("sending", "unsure"),
        ("unsure", "unsure"),
        ("old", "old"),
        ("failed", "failed"),
        ("printed", None),
        ("cancelled", None),
    ],
)
def test_a_killed_till_finds_each_state_again(tmp_path: Path, left: State, found: State | None) -> None:
    spool = Spool(tmp_path)
    spool.move(spool.add(job(), b"x"), left)
    jobs = Spool(tmp_path).start(NOW)
    assert [again.state for again in jobs] == ([] if found is None else [found])
    if left == "sending":
        assert "stopped" in jobs[0].reason
    assert Spool(tmp_path).sales() == {"1-000001"}


def test_finished_jobs_are_kept_for_a_week_and_open_ones_for_ever(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    done = spool.move(spool.add(job("1-000001"), b"x"), "printed")
    spool.add(job("1-000002"), b"x")
    late = NOW + KEPT_FOR
    assert len(Spool(tmp_path).start(late)) == 1
    assert Spool(tmp_path).sales() == {"1-000001", "1-000002"}
    Spool(tmp_path).start(late + timedelta(seconds=1))
    assert Spool(tmp_path).sales() == {"1-000002"}
    assert done.number == 1


def test_a_till_that_is_never_closed_forgets_them_too(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, NOW)
    for days in (0, 7, 8, 9):
        jobs.add(new_job(f"day {days}", now=NOW + timedelta(days=days)), b"x")
        jobs.settle("printed")
    assert sorted(path.name for path in tmp_path.glob("*.printed")) == [
        f"{number:08d}.printed" for number in (2, 3, 4)
    ]


def test_half_a_file_and_foreign_files_do_no_harm(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    kept = spool.add(job(), b"x")
    (tmp_path / ".00000002").write_bytes(b"{half")
    (tmp_path / "00000003.queued").write_bytes(b"no json\nbody")
    (tmp_path / "notes.txt").write_text("mine")
    assert Spool(tmp_path).start(NOW) == [kept]
    assert not (tmp_path / ".00000002").exists()
    assert (tmp_path / "notes.txt").exists()


def test_changed_bytes_are_not_printed(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    added = spool.add(job(), b"TOTAL 10.00")
    path = tmp_path / "00000001.queued"
    path.write_bytes(path.read_bytes().replace(b"10.00", b"99.00"))
    with pytest.raises(ValueError, match="damaged"):
        spool.body(added)


def test_jobs_are_nobody_elses_to_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Spool(tmp_path / "spool").add(job(), b"x")
    finally:
        os.umask(before)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "spool").iterdir())


def test_a_job_that_waited_too_long_is_asked_about_and_printed_when_wanted(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, NOW)
    jobs.add(job(), b"x")
    assert jobs.next(NOW + OLD) is not None
    assert jobs.next(NOW + OLD + timedelta(seconds=1)) is None
    assert [found.state for found in jobs.aside] == ["old"]
    jobs.want(1, lambda: b"mark")
    found = jobs.next(NOW + timedelta(days=1))
    assert found is not None
    assert jobs.body(found) == b"x"


def test_what_may_have_been_printed_comes_again_as_a_marked_copy(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, NOW)
    jobs.add(job(made=datetime.now(UTC)), b"x")
    jobs.attempt()
    jobs.settle("unsure", "torn")
    jobs.want(1, lambda: b"COPY ")
    (again,) = jobs.open
    assert (again.number, again.copy, jobs.body(again)) == (2, 1, b"COPY x")
    assert [found.number for found in Jobs(tmp_path, NOW).open] == [2]


def test_only_sales_since_the_spool_was_made_can_miss_a_job(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path, NOW)
    later = datetime.now(UTC) + timedelta(minutes=1)
    jobs.add(job("1-000002"), b"x")
    sales = [("1-000001", NOW - timedelta(days=999)), ("1-000002", later), ("1-000003", later)]
    assert jobs.missing(sales) == ["1-000003"]


def test_without_a_disk_jobs_are_printed_from_memory_and_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    jobs = Jobs(tmp_path / "spool", NOW)
    assert "not kept on the disk" in jobs.notice
    jobs.add(job(), b"x")
    found = jobs.next(NOW)
    assert found is not None
    assert jobs.body(found) == b"x"
    jobs.attempt()
    jobs.settle("printed")
    assert jobs.open == ()


def test_a_full_disk_leaves_nothing_half_and_is_forgotten_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(tmp_path, NOW)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        jobs.add(job("1-000001"), b"one")
    assert "No space left" in jobs.notice
    assert [path.name for path in tmp_path.iterdir()] == ["since"]
    jobs.add(job("1-000002"), b"two")
    assert jobs.notice == ""
    assert [jobs.body(found) for found in jobs.open] == [b"one", b"two"]
    assert replace(jobs.open[0], number=0) == job("1-000001")
