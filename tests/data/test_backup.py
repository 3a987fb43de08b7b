"""Backups: consistent while others write, sealed, and never believed where they are not what was made."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from data import archive
from data.archive import Bad, Entry, Manifest
from data.backup import Copying
from data.envelope import HEADER, MAGIC, Opening, Sealing, WrongPassphrase
from data.errors import StoreError
from data.rebuild import rebuild
from tests.faults.shop import make_shop

if TYPE_CHECKING:
    from .conftest import Clock, Maker

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 21, tzinfo=UTC)


def archived(folder: Path) -> bytes:
    target = io.BytesIO()
    Copying(folder, NOW, with_people=False).write(target)
    return target.getvalue()


def unpacked(data: bytes, folder: Path) -> Manifest:
    def take(_manifest: Manifest) -> Callable[[Entry], object]:
        folder.mkdir(mode=0o700)
        return archive.unpacking(folder)

    return archive.read(io.BytesIO(data), len(data), take)


def made_of(*files: tuple[str, bytes], **changes: object) -> bytes:
    """An archive of these files, well formed but for what is changed in its manifest."""
    entries = tuple(Entry(name, len(data)) for name, data in files)
    manifest = msgspec.structs.replace(
        Manifest(1, "0" * 16, 1, "2026-11-23T21:00:00Z", 1, 1, "0" * 32, entries), **changes
    )
    target = io.BytesIO()
    content = dict(files)
    archive.write(target, manifest, lambda entry: iter((content[entry.name],)))
    return target.getvalue()


def test_a_copy_made_while_another_program_sells_holds_just_its_records(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    make_shop(folder).close()
    command = [sys.executable, "-m", "tests.faults.seller", str(folder), "0"]
    seller = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert seller.stdout is not None
    counts = []
    try:
        for round in range(6):
            for _ in range(60):
                seller.stdout.readline()
            data = archived(folder)
            copy = tmp_path / f"copy {round}"
            manifest = unpacked(data, copy)
            with rebuild(copy, clock=lambda: NOW, state=tmp_path / "elsewhere") as store:
                report = store.verify(deep=True)
            assert report.ok, report.problems
            assert (report.last_n, report.last_h) == (manifest.n, manifest.h)
            counts.append(manifest.n)
    finally:
        seller.kill()
        seller.wait()
    assert counts == sorted(set(counts)), "each copy is further on"
    assert len(list((tmp_path / "copy 5" / "journal").iterdir())) > 3, "segments were sealed meanwhile"


def test_open_baskets_and_what_is_the_machines_own_stay_out(opened: Maker, tmp_path: Path) -> None:
    store = opened()
    for name in (
        "drafts/1.jsonl",
        "held/H1.json",
        "held/counter",
        "held/lock",
        "people/wrapped",
        "people/keys",
    ):
        path = store.folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(b"x")
    unpacked(archived(store.folder), tmp_path / "copy")
    names = {
        str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*") if path.is_file()
    }
    assert names == {"store.json", "held/H1.json", "held/counter", "journal/000001.jsonl"}
    with_people = Copying(store.folder, NOW, with_people=True).manifest
    there = {entry.name for entry in with_people.files}
    assert there & {"people/wrapped", "people/keys"} == {"people/wrapped"}, "bare keys leave no store"


def test_every_flipped_bit_and_every_early_end_is_noticed(opened: Maker, tmp_path: Path) -> None:
    data = archived(opened().folder)
    for place in range(10, len(data), 7):
        broken = bytearray(data)
        broken[place] ^= 1 << place % 8
        try:
            archive.read(io.BytesIO(broken), len(data))
        except StoreError:
            continue
        assert gzip.decompress(broken) == gzip.decompress(data), "a bit that gzip does not use"
    for length in range(0, len(data), 11):
        with pytest.raises(StoreError):
            archive.read(io.BytesIO(data[:length]), length)


@pytest.mark.parametrize(
    "name",
    ["../../x", "/etc/passwd", "journal/../../x", "journal/a/000001.jsonl", "people/keys/x", "held/..", ""],
)
def test_an_archive_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    data = made_of((name, b"x"))
    with pytest.raises(Bad):
        unpacked(data, tmp_path / "into")
    assert not (tmp_path / "into").exists(), "not even the folder was made"


def test_links_devices_and_other_kinds_are_refused(tmp_path: Path) -> None:
    for kind in (
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.DIRTYPE,
        tarfile.GNUTYPE_LONGNAME,
    ):
        plain = bytearray(gzip.decompress(made_of(("config.toml", b"x"))))
        at = plain.index(b"config.toml\0")
        info = tarfile.TarInfo("config.toml")
        info.type, info.linkname, info.size = kind, "/etc/passwd", 1
        plain[at : at + 512] = info.tobuf(tarfile.USTAR_FORMAT)
        data = gzip.compress(bytes(plain))
        with pytest.raises(Bad, match="something else"):
            unpacked(data, tmp_path / f"into {kind!r}")
        assert not list((tmp_path / f"into {kind!r}").rglob("config.toml"))


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    data = made_of(("journal/000001.jsonl", bytes(200 << 20)))
    assert len(data) < 1 << 20
    with pytest.raises(Bad, match="far larger"):
        unpacked(data, tmp_path / "into")
    assert not (tmp_path / "into").exists()


def test_a_file_named_twice_or_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Bad, match="which no shop has"):
        unpacked(made_of(("store.json", b"a"), ("store.json", b"a")), tmp_path / "into")
    with pytest.raises(Bad, match="newer version"):
        unpacked(made_of(("store.json", b"a"), v=2), tmp_path / "into")


class TestSealed:
    """The envelope under a passphrase."""

    TEXT = bytes(range(256)) * 1000

    def sealed(self, text: bytes = TEXT) -> bytes:
        target = io.BytesIO()
        sealing = Sealing(target, "correct horse", cost=10)
        for place in range(0, len(text), 999):
            sealing.write(text[place : place + 999])
        sealing.close()
        return target.getvalue()

    @pytest.mark.parametrize("length", [0, 1, 65535, 65536, 65537, 131072, 256_000])
    def test_what_was_sealed_is_read_again(self, length: int) -> None:
        data = self.sealed(self.TEXT[:length])
        assert Opening(io.BytesIO(data), "correct horse").read() == self.TEXT[:length]
        assert self.TEXT[:16] not in data

    def test_another_passphrase_opens_nothing(self) -> None:
        with pytest.raises(WrongPassphrase):
            Opening(io.BytesIO(self.sealed()), "wrong horse").read()

    def test_a_flip_a_swap_a_cut_and_an_addition_are_noticed(self) -> None:
        data, chunk = self.sealed(), 65536 + 16
        first, second = data[HEADER : HEADER + chunk], data[HEADER + chunk : HEADER + 2 * chunk]
        flipped = bytearray(data)
        flipped[HEADER + chunk + 5] ^= 4
        broken = (
            bytes(flipped),
            data[:HEADER] + second + first + data[HEADER + 2 * chunk :],
            data[: HEADER + 2 * chunk],
            data[:-1],
            data + b"x",
            data[:HEADER] + first + data[HEADER:],
        )
        for each in broken:
            with pytest.raises(StoreError):
                Opening(io.BytesIO(each), "correct horse").read()

    def test_a_header_that_asks_for_much_memory_is_refused(self) -> None:
        data = self.sealed()
        hostile = data[: len(MAGIC)] + bytes([31]) + data[len(MAGIC) + 1 :]
        with pytest.raises(StoreError, match="first bytes"):
            Opening(io.BytesIO(hostile), "correct horse")


def test_a_store_whose_head_is_gone_says_what_to_do(opened: Maker, clock: Clock) -> None:
    store = opened()
    (store.folder / "head").write_bytes(b"x" * 256)
    with pytest.raises(StoreError, match="pos journal rebuild"):
        Copying(store.folder, clock(), with_people=False)
