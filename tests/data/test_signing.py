"""The key for closings: made once, for its owner alone, and never taken from a file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.oslayer import OsLayer
from data.privatefiles import UnsafeFile
from data.signing import NAME, ClosingKey, fingerprint_of, is_signed
from pos_tui.core.errors import StoreError


def test_it_is_made_when_it_is_needed_and_stays(tmp_path: Path) -> None:
    first = ClosingKey(OsLayer(), tmp_path / "state")
    assert not (tmp_path / "state").exists()
    key, signature = first.key(), first.sign(b"a Z")
    assert ClosingKey(OsLayer(), tmp_path / "state").key() == key
    assert (tmp_path / "state" / NAME).stat().st_mode & 0o777 == 0o600
    assert fingerprint_of(bytes.fromhex(key["public"])) == key["fingerprint"]
    assert is_signed(b"a Z", key["public"], signature)
    assert not is_signed(b"a z", key["public"], signature)
    assert not is_signed(b"a Z", key["public"], "zz")
    assert not is_signed(b"a Z", "00", signature)


def test_two_stores_have_two_keys(tmp_path: Path) -> None:
    one, other = (ClosingKey(OsLayer(), tmp_path / name).key() for name in "ab")
    assert one != other


@pytest.mark.parametrize("content", [b"short", b"x" * 33])
def test_what_is_no_key_signs_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / NAME
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(StoreError, match="is no key"):
        ClosingKey(OsLayer(), tmp_path).sign(b"")
    assert path.read_bytes() == content


def test_a_key_that_others_can_reach_is_not_used(tmp_path: Path) -> None:
    ClosingKey(OsLayer(), tmp_path).key()
    (tmp_path / NAME).chmod(0o644)
    with pytest.raises(UnsafeFile):
        ClosingKey(OsLayer(), tmp_path).sign(b"")
    (tmp_path / NAME).rename(tmp_path / "elsewhere")
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeFile):
        ClosingKey(OsLayer(), tmp_path).sign(b"")
