"""Keys of persons on another machine, in copies, and in files from before they were wrapped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.errors import StoreError
from data.oslayer import OsLayer
from data.people import FOLDER, NAME, PersonKeys, put_in
from data.peoplefile import BARE, SECRET, bare_file
from data.wrapping import LINE as MACHINE_LINE
from data.wrapping import NAME as MACHINE_KEY

from .calls import FailingCalls, Stopped

ADA, BEA = "K7BM2QPXT4WH", "9Y86F6G33R4X"
CODE = b"ABCDEFGH"


def keys(folder: Path, layer: OsLayer | None = None, machine: str = "machine") -> PersonKeys:
    folder.mkdir(exist_ok=True)
    return PersonKeys(layer or OsLayer(), folder, folder.parent / machine)


def brought(folder: Path, data: bytes) -> None:
    folder.mkdir()
    put_in(OsLayer(), folder, data)


def sealed_by(folder: Path) -> dict[str, str]:
    return {who: keys(folder).seal(who, f"name of {who}") for who in (ADA, BEA)}


def test_a_copy_of_the_store_alone_opens_nothing_and_no_key_is_in_it(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    elsewhere = keys(tmp_path / "copy", machine="another")
    assert (elsewhere.open(ADA, sealed[ADA]), elsewhere.locked(), elsewhere.is_locked()) == (None, 2, True)
    assert not keys(tmp_path / "store").is_locked()
    with pytest.raises(StoreError, match="pos customers recover"):
        elsewhere.seal(ADA, "Ada")
    key = (tmp_path / "machine" / MACHINE_KEY).read_bytes()[:64]
    assert not any(key in path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())


def test_a_copy_from_before_an_erasure_opens_nothing_even_on_the_same_machine(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    before = keys(tmp_path / "store").pack(())
    keys(tmp_path / "store").forget([ADA])
    assert keys(tmp_path / "copy").open(ADA, sealed[ADA]) is None
    assert keys(tmp_path / "store").open(BEA, sealed[BEA]) == f"name of {BEA}"
    brought(tmp_path / "restored", before)
    assert keys(tmp_path / "restored").open(ADA, sealed[ADA]) is None
    brought(tmp_path / "later", keys(tmp_path / "store").pack(()))
    assert keys(tmp_path / "later").open(BEA, sealed[BEA]) == f"name of {BEA}"


def test_a_restored_copy_has_a_wrapping_key_of_its_own(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    brought(tmp_path / "copy", keys(tmp_path / "store").pack(()))
    keys(tmp_path / "copy").settle_in()
    keys(tmp_path / "copy").forget([ADA])
    assert keys(tmp_path / "store").open(ADA, sealed[ADA]) == f"name of {ADA}"
    keys(tmp_path / "store").forget([BEA])
    assert keys(tmp_path / "copy").open(BEA, sealed[BEA]) == f"name of {BEA}"


def test_the_recovery_code_opens_what_lay_beside_backups_and_nobody_who_was_erased(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    ours = keys(tmp_path / "store")
    assert not ours.can_recover
    ours.set_recovery(CODE)
    ours.prepare(["LATER"])
    older = ours.pack(())
    ours.forget([ADA])
    brought(tmp_path / "new", ours.pack(()))
    there = keys(tmp_path / "new", machine="another")
    there.settle_in()
    assert there.locked() == 2
    assert there.recover(b"WRONG") == 0
    assert there.recover(CODE) == 2
    assert (there.open(ADA, sealed[ADA]), there.open(BEA, sealed[BEA])) == (None, f"name of {BEA}")
    # The code goes on to hold there, and what was brought along is destroyed with the next erasure.
    there.forget(["LATER"])
    brought(tmp_path / "third", there.pack(()))
    assert keys(tmp_path / "third", machine="a third").recover(CODE) == 1
    # A file from before the erasure opens with the code; the machine of the erasure leaves its persons out.
    brought(tmp_path / "back", older)
    back = keys(tmp_path / "back")
    assert back.recover(CODE) == 3
    assert (back.open(ADA, sealed[ADA]), back.open(BEA, sealed[BEA])) == (None, f"name of {BEA}")


def test_a_file_from_before_is_read_and_made_one_of_wrapped_keys(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    files = keys(tmp_path / "store")._files
    files.follow()
    known = {who: key for who in (ADA, BEA) if (key := files.key(who)) is not None}
    data = bare_file(known)
    for failing in range(12):
        folder = tmp_path / f"old{failing}"
        (folder / FOLDER).mkdir(parents=True, mode=0o700)
        (folder / FOLDER / BARE).write_bytes(data)
        (folder / FOLDER / BARE).chmod(0o600)
        assert keys(folder, machine=f"m{failing}").open(ADA, sealed[ADA]) == f"name of {ADA}"
        try:
            keys(folder, FailingCalls(failing, None), machine=f"m{failing}").upgrade()
        except Stopped:
            assert keys(folder, machine=f"m{failing}").open(BEA, sealed[BEA]) == f"name of {BEA}"
        keys(folder, machine=f"m{failing}").upgrade()
        assert keys(folder, machine=f"m{failing}").open(ADA, sealed[ADA]) == f"name of {ADA}"
        assert not (folder / FOLDER / BARE).exists()
        assert known[ADA].hex().encode() not in (folder / FOLDER / NAME).read_bytes()


def test_bare_keys_beside_older_backups_are_wrapped_when_they_are_brought_in(tmp_path: Path) -> None:
    sealed = sealed_by(tmp_path / "store")
    files = keys(tmp_path / "store")._files
    files.follow()
    brought(tmp_path / "new", bare_file({ADA: files.key(ADA) or b""}))
    there = keys(tmp_path / "new", machine="another")
    there.settle_in()
    assert there.open(ADA, sealed[ADA]) == f"name of {ADA}"
    packed = keys(tmp_path / "store").pack((), bare_file({"LOST": bytes(range(32))}))
    brought(tmp_path / "both", packed)
    assert all(keys(tmp_path / "both").knows(who) for who in (ADA, BEA, "LOST"))


def test_destroyed_wrapping_keys_leave_room_for_new_ones_and_no_trace(tmp_path: Path) -> None:
    ours = keys(tmp_path / "store")
    sealed = ours.seal(BEA, "Bea")
    path = tmp_path / "machine" / MACHINE_KEY
    seen = set()
    for number in range(4):
        ours.prepare([f"WHO{number}"])
        seen |= {line[:64] for line in path.read_bytes().splitlines() if line.strip(b"0")}
        ours.forget([f"WHO{number}"])
    assert len(seen) == 4
    assert sum(key in path.read_bytes() for key in seen) == 0
    assert path.stat().st_size <= 2 * MACHINE_LINE
    assert path.stat().st_mode & 0o777 == 0o600
    assert ours.open(BEA, sealed) == "Bea"
    assert (tmp_path / "store" / FOLDER / NAME).read_bytes()[SECRET].strip(b"0")
