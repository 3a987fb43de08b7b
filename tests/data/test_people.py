"""Texts about persons: sealed, opened, and forgotten for good."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.errors import StoreError
from data.oslayer import OsLayer
from data.people import FOLDER, LINE, NAME, PersonKeys
from data.peoplefile import SECRET
from data.privatefiles import UnsafeFile

from .calls import FailingCalls, Stopped

ADA, BEA, NEW = "K7BM2QPXT4WH", "4d5e0c9f2b7a4c1e8f3d6a5b4c3d2e1f", "NEWCOMER"


class Layer(OsLayer):
    """Notes the order of what matters, and fails where it is told to."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails_at = ""

    def fsync(self, fd: int) -> None:  # type: ignore[override]
        self._note("fsync")
        OsLayer.fsync(fd)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:  # type: ignore[override]
        self._note("pwrite")
        return OsLayer.pwrite(fd, data, offset)

    def rename(self, source: Path, target: Path) -> None:
        self._note("rename")
        super().rename(source, target)

    def _note(self, what: str) -> None:
        self.calls.append(what)
        if what == self.fails_at:
            raise OSError(5, "Input/output error")


def keys(folder: Path, layer: OsLayer | None = None) -> PersonKeys:
    return PersonKeys(layer or OsLayer(), folder, folder / "machine")


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_sealed_opens_with_its_own_key_and_place_alone(tmp_path: Path) -> None:
    ours = keys(tmp_path)
    sealed = ours.seal(ADA, "Ada Byron", "customer")
    assert "Ada" not in sealed
    assert sealed.isascii()
    assert ours.seal(ADA, "Ada Byron", "customer") != sealed
    assert keys(tmp_path).open(ADA, sealed, "customer") == "Ada Byron"
    assert ours.open(ADA, sealed, "other") is None
    ours.prepare([BEA])
    assert ours.open(BEA, sealed, "customer") is None
    assert ours.open("NOBODY", sealed, "customer") is None


def test_nothing_is_made_before_the_first_key_and_then_it_is_private(tmp_path: Path) -> None:
    ours = keys(tmp_path)
    assert not ours.knows(ADA)
    ours.forget([])
    assert not (tmp_path / FOLDER / NAME).exists()
    ours.prepare([ADA, BEA, ADA])
    path = tmp_path / FOLDER / NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_size == 2 * LINE


def test_a_key_is_synced_before_anything_is_sealed_with_it(tmp_path: Path) -> None:
    layer = Layer()
    keys(tmp_path, layer).seal(ADA, "x")
    assert layer.calls.index("pwrite") < layer.calls.index("fsync", layer.calls.index("pwrite"))
    failing = Layer()
    failing.fails_at = "fsync"
    with pytest.raises(StoreError, match="keys of persons"):
        keys(tmp_path, failing).seal(BEA, "x")


def test_who_is_forgotten_is_unreadable_and_their_key_is_nowhere(tmp_path: Path) -> None:
    ours, other = keys(tmp_path), keys(tmp_path)
    sealed, kept = ours.seal(ADA, "Ada Byron"), ours.seal(BEA, "Bea")
    assert other.open(ADA, sealed) == "Ada Byron"
    secret = (tmp_path / FOLDER / NAME).read_bytes()[SECRET]
    assert secret in everything(tmp_path)
    ours.forget([ADA, "NOBODY"])
    assert secret not in everything(tmp_path)
    for each in (ours, other, keys(tmp_path)):
        assert each.open(ADA, sealed) is None
        assert each.open(BEA, kept) == "Bea"
    assert not ours.knows(ADA)


def test_a_key_is_overwritten_where_it_lies_before_the_file_is_written_anew(tmp_path: Path) -> None:
    keys(tmp_path).prepare([ADA, BEA])
    secret = (tmp_path / FOLDER / NAME).read_bytes()[SECRET]
    layer = FailingCalls(2, only="rename")  # the first one says what is going to happen
    with pytest.raises(StoreError):
        keys(tmp_path, layer).forget([ADA])
    assert secret not in everything(tmp_path)
    assert not keys(tmp_path).knows(ADA)
    assert keys(tmp_path).knows(BEA)
    # What the crash left aside holds the other's key: it must not outlive that one.
    [aside] = (tmp_path / FOLDER).glob("*.new")
    other = aside.read_bytes()[SECRET]
    keys(tmp_path).forget([BEA])
    assert other not in everything(tmp_path)


def calls_of(action: str, folder: Path) -> int:
    """How many changing calls an action makes."""
    layer = FailingCalls()
    run(action, keys(folder, layer))
    return layer.made


def run(action: str, ours: PersonKeys) -> None:
    if action == "forget":
        ours.forget([ADA])
    else:
        ours.prepare([NEW])


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, None], ids=["EIO", "ENOSPC", "killed"])
@pytest.mark.parametrize("action", ["forget", "prepare"])
def test_whichever_call_fails_others_keep_their_keys_and_it_can_be_done_again(
    tmp_path: Path, action: str, error: int | None
) -> None:
    made = tmp_path / "whole"
    made.mkdir()
    sealed, kept = keys(made).seal(ADA, "Ada"), keys(made).seal(BEA, "Bea")
    secret = (made / FOLDER / NAME).read_bytes()[SECRET]
    shutil.copytree(made, tmp_path / "counted")
    for at in range(1, calls_of(action, tmp_path / "counted") + 1):
        folder = tmp_path / f"failing{at}"
        shutil.copytree(made, folder)
        with pytest.raises((StoreError, Stopped)):
            run(action, keys(folder, FailingCalls(at, error)))
        assert keys(folder).open(BEA, kept) == "Bea"
        assert keys(folder).open(ADA, sealed) in ("Ada", None)
        run(action, keys(folder))
        assert keys(folder).open(BEA, kept) == "Bea"
        if action == "forget":
            assert not keys(folder).knows(ADA)
            assert not any(part in everything(folder) for part in (secret, secret[:16], secret[-16:]))
        else:
            assert keys(folder).knows(NEW)
            assert keys(folder).open(ADA, sealed) == "Ada"


def test_a_key_that_another_program_may_not_have_synced_is_synced_first(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        keys(_with_folder(tmp_path), FailingCalls(2, None, only="fsync")).prepare([ADA])
    layer = Layer()
    keys(tmp_path, layer).seal(ADA, "x")
    assert "fsync" in layer.calls
    assert "pwrite" not in layer.calls


def _with_folder(place: Path) -> Path:
    """With a file of keys, whose state is synced first."""
    keys(place).prepare([BEA])
    return place


@pytest.mark.parametrize("cut", [1, 33, LINE - 1])
def test_a_torn_line_is_no_key_and_is_written_over(tmp_path: Path, cut: int) -> None:
    ours = keys(tmp_path)
    sealed = ours.seal(ADA, "Ada")
    path = tmp_path / FOLDER / NAME
    path.write_bytes(path.read_bytes() + b"x" * cut)
    again = keys(tmp_path)
    assert again.open(BEA, sealed) is None
    kept = again.seal(BEA, "Bea")
    assert (again.open(ADA, sealed), keys(tmp_path).open(BEA, kept)) == ("Ada", "Bea")
    assert path.stat().st_size == 2 * LINE


def test_a_file_that_others_can_reach_and_a_link_are_not_used(tmp_path: Path) -> None:
    keys(tmp_path).prepare([ADA])
    path = tmp_path / FOLDER / NAME
    path.chmod(0o640)
    with pytest.raises(UnsafeFile):
        keys(tmp_path).knows(ADA)
    path.chmod(0o600)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFile):
        keys(tmp_path).prepare([BEA])


def test_what_is_no_id_gets_no_key(tmp_path: Path) -> None:
    for person in ("", "a b", "x" * 33, "Ada\n"):
        with pytest.raises(ValueError, match="no id"):
            keys(tmp_path).prepare([person])


def test_two_programs_make_keys_at_once_and_none_is_lost(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from data.oslayer import OsLayer;"
        "from data.people import PersonKeys; place = Path(sys.argv[1]);"
        "keys = PersonKeys(OsLayer(), place, place / 'machine');"
        "[keys.prepare([f'{sys.argv[2]}{n:04d}', f'BOTH{n:04d}']) for n in range(60)]"
    )
    root = Path(__file__).resolve().parents[2]
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=root)
        for name in ("ONE", "TWO")
    ]
    assert [each.wait(60) for each in running] == [0, 0]
    ours = keys(tmp_path)
    assert all(ours.knows(f"{name}{n:04d}") for name in ("ONE", "TWO", "BOTH") for n in range(60))
    assert (tmp_path / FOLDER / NAME).stat().st_size == 180 * LINE
