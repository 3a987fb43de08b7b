"""PINs and recovery codes as hashes that are slow to guess.

argon2id over an HMAC of the PIN; the HMAC's key, the pepper, lies outside the store, so a copy of the store
alone is no help in guessing. A PIN of six digits holds a while even so, never for ever (README, Security).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import time
from pathlib import Path
from typing import Any, Final

from pos_tui.core.errors import StoreError
from pos_tui.core.words import _

_MEMORY: Final = 46 * 1024
"""KiB: what a machine with 1 GB bears."""
_LEAST_MEMORY: Final = 19 * 1024
"""KiB: the least OWASP's cheat sheet on password storage has for argon2id."""
_GOAL: Final = (0.05, 0.15)
"""Seconds one check should take."""
_RECOVERY_BYTES: Final = 15


class PinHasher:
    """Hashes and checks PINs with the pepper of one store on this machine."""

    def __init__(self, path: Path) -> None:
        """`path` is the pepper's file; it is made when the first PIN is set."""
        self._path = path
        self._made: dict[str, Any] | None = None

    def hash(self, pin: str) -> str:
        """The hash to keep of a PIN."""
        kept = self._kept() or self._make()
        return str(_hasher(kept["time"], kept["memory"]).hash(_peppered(pin, kept["pepper"])))

    def check(self, pin: str, hashed: str) -> bool:
        """Whether it is the PIN of a hash. Raises StoreError where the pepper is not on this machine."""
        kept = self._kept()
        if kept is None:
            raise StoreError(
                _("this machine has no key to check PINs with, as after a restore: pos operators recover")
            )
        return _verify(_peppered(pin, kept["pepper"]), hashed)

    def forget(self) -> None:
        """Makes a new pepper: no PIN that was set before is right any more."""
        self._path.unlink(missing_ok=True)
        self._made = None

    def _kept(self) -> dict[str, Any] | None:
        if self._made is None and self._path.exists():
            try:
                self._made = json.loads(self._path.read_text("ascii"))
            except (OSError, ValueError) as error:
                raise StoreError(_("{file} cannot be read: {error}", file=self._path, error=error)) from error
        return self._made

    def _make(self) -> dict[str, Any]:
        passes, memory = calibrated()
        made = {"pepper": secrets.token_hex(32), "time": passes, "memory": memory}
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(self._path, flags, 0o600), "w", encoding="ascii") as file:
                json.dump(made, file)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(_("{file} cannot be written: {error}", file=self._path, error=error)) from error
        self._made = made
        return made


def calibrated() -> tuple[int, int]:
    """(passes, KiB) with which one check takes 50 to 150 ms here; more memory rather than more passes."""
    least, most = _GOAL
    memory = _MEMORY
    while memory > _LEAST_MEMORY and _seconds(1, memory) > most:
        memory = max(memory // 2, _LEAST_MEMORY)
    took = _seconds(1, memory)
    return max(1, min(round(least / took + 0.5), 8)), memory


def recovery_code() -> str:
    """A new one-time code, 120 bits in groups to be written down."""
    import base64

    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode("ascii")
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def hash_code(code: str) -> str:
    """The hash to keep of a recovery code or token: too long to be guessed, so that it needs no pepper."""
    return hashlib.sha256(code_bytes(code)).hexdigest()


def check_code(code: str, hashed: str) -> bool:
    """Whether it is the code of a hash."""
    return hmac.compare_digest(hash_code(code), hashed)


def code_bytes(code: str) -> bytes:
    """A recovery code as it was written down, without what people add or leave out."""
    return "".join(code.upper().split()).replace("-", "").encode("utf-8", "replace")


def _peppered(pin: str, pepper: str) -> bytes:
    return hmac.digest(bytes.fromhex(pepper), pin.encode(), "sha256")


def _verify(secret: bytes, hashed: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher(1, _LEAST_MEMORY).verify(hashed, secret))
    except (VerificationError, InvalidHashError):
        return False


def _seconds(passes: int, memory: int) -> float:
    hasher = _hasher(passes, memory)
    start = time.perf_counter()
    hasher.hash(b"0" * 32)
    return time.perf_counter() - start


def _hasher(passes: int, memory: int) -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)
