"""The key that signs closings: Ed25519, outside the store and so outside its backups.

Whoever can only read the store cannot sign; whoever owns the machine can, and the README says so.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.locations import state_folder
from data.oslayer import OsLayer, read_file, write_all
from data.privatefiles import make_folder, open_private
from pos_tui.core.errors import StoreError
from pos_tui.core.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME: Final = "closings.key"
_SEED_BYTES: Final = 32


def fingerprint_of(public: bytes) -> str:
    """The first 32 hex digits of SHA-256 over a public key: what people compare."""
    return hashlib.sha256(public).hexdigest()[:32]


class ClosingKey:
    """The store's key on this machine: made with the store, else when it is first needed."""

    def __init__(self, fs: OsLayer, folder: Path) -> None:
        """`folder` is this machine's own about the store."""
        self._fs, self._folder = fs, folder
        self._private: Ed25519PrivateKey | None = None

    def key(self) -> dict[str, str]:
        """Its `fingerprint` and its `public` part, in hex digits. Raises StoreError."""
        public = self._key().public_key().public_bytes_raw()
        return {"fingerprint": fingerprint_of(public), "public": public.hex()}

    def sign(self, data: bytes) -> str:
        """The signature in hex digits. Raises StoreError."""
        return self._key().sign(data).hex()

    def _key(self) -> Ed25519PrivateKey:
        if self._private is None:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

            try:
                seed = self._seed()
            except OSError as error:
                raise StoreError(
                    _("the key for closings cannot be used: {error}", error=error.strerror or error)
                ) from error
            self._private = Ed25519PrivateKey.from_private_bytes(seed)
        return self._private

    def _seed(self) -> bytes:
        import os

        path = self._folder / NAME
        self._folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_folder(self._fs, self._folder)
        fd = open_private(self._fs, path)
        try:
            seed = read_file(self._fs, path)
            if not seed:
                seed = os.urandom(_SEED_BYTES)
                write_all(self._fs, fd, seed, 0)
                self._fs.fdatasync(fd)
        finally:
            self._fs.close(fd)
        if len(seed) != _SEED_BYTES:
            raise StoreError(_("{path} is no key: put the right one back, or move it away", path=path))
        return seed


def new_key(fs: OsLayer, folder: Path, state: Path | None, store_id: str) -> str | None:
    """The fingerprint of the key of a store that is being made at `folder`; None where this machine has no
    place for one, as a shop sells without."""
    machine = state_folder(folder, store_id) if state is None else state / store_id
    with suppress(StoreError):
        return ClosingKey(fs, machine).key()["fingerprint"]
    return None


def is_signed(data: bytes, public: str, signature: str) -> bool:
    """Whether a signature over `data` is of the key with this public part."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
