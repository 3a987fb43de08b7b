"""PINs as hashes: slow, peppered from outside the store, and of no use without that."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.pins import PinHasher, calibrated, check_code, hash_code, recovery_code
from pos_tui.core.errors import StoreError


def test_b83_only_the_right_pin_is_right(tmp_path: Path) -> None:
    pins = PinHasher(tmp_path / "machine" / "pepper.json")
    hashed = pins.hash("735162")
    assert hashed.startswith("$argon2id$")
    assert "735162" not in hashed
    assert pins.check("735162", hashed)
    assert not pins.check("735163", hashed)
    assert pins.hash("735162") != hashed


def test_b83_a_hash_is_worth_nothing_with_another_pepper(tmp_path: Path) -> None:
    hashed = PinHasher(tmp_path / "one.json").hash("735162")
    other = PinHasher(tmp_path / "other.json")
    with pytest.raises(StoreError, match="recover"):
        other.check("735162", hashed)
    other.hash("1")
    assert not other.check("735162", hashed)


def test_nobody_else_reads_the_pepper_and_a_link_is_not_followed(tmp_path: Path) -> None:
    PinHasher(tmp_path / "pepper.json").hash("1")
    assert (tmp_path / "pepper.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere")
    with pytest.raises(StoreError):
        PinHasher(tmp_path / "link.json").hash("1")


def test_a_broken_hash_is_a_wrong_pin(tmp_path: Path) -> None:
    pins = PinHasher(tmp_path / "pepper.json")
    pins.hash("1")
    assert not pins.check("1", "no hash")


def test_calibration_stays_above_the_least() -> None:
    passes, memory = calibrated()
    assert passes >= 1
    assert memory >= 19 * 1024


def test_recovery_codes_are_long_and_read_however_they_are_written() -> None:
    code = recovery_code()
    assert len(code.replace("-", "")) * 5 >= 120
    assert check_code(code.lower().replace("-", " "), hash_code(code))
    assert not check_code(code[:-1], hash_code(code))
