"""Keys that a code on paper opens, and that can be sealed anew without it.

The code's private key (X25519) is made from it; the store keeps the public one. A key is sealed by a key of
the moment to that public one: HMAC-SHA256 of what both agree on, then AES-256-GCM. (The scheme of ECIES, SEC
1 section 5.1, with today's parts.)
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_PUBLIC_BYTES: Final = 32
_NONCE: Final = bytes(12)
"""Each key of the moment seals one text."""


def public_of(secret: bytes) -> bytes:
    """The public key of a code's bytes, which have to be too many to be guessed."""
    return _private(secret).public_key().public_bytes_raw()


def seal_to(public: bytes, text: bytes, what: str) -> bytes:
    """A text that only the code of this public key opens; `what` names it and has to be said again."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    moment = X25519PrivateKey.generate()
    mine = moment.public_key().public_bytes_raw()
    key = _agreed(moment.exchange(X25519PublicKey.from_public_bytes(public)), mine, public)
    return mine + AESGCM(key).encrypt(_NONCE, text, what.encode())


def open_with(secret: bytes, sealed: bytes, what: str) -> bytes | None:
    """The text; None where the code is another one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    theirs, private = sealed[:_PUBLIC_BYTES], _private(secret)
    key = _agreed(
        private.exchange(X25519PublicKey.from_public_bytes(theirs)),
        theirs,
        private.public_key().public_bytes_raw(),
    )
    try:
        return AESGCM(key).decrypt(_NONCE, sealed[_PUBLIC_BYTES:], what.encode())
    except InvalidTag:
        return None


def _private(secret: bytes) -> X25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(hashlib.sha256(b"pos-tui recovery 1\n" + secret).digest())


def _agreed(shared: bytes, moment: bytes, public: bytes) -> bytes:
    return hmac.digest(shared, b"pos-tui escrow 1\n" + moment + public, "sha256")
