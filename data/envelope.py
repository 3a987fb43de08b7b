"""A stream under a passphrase: authenticated in chunks, so that a flipped bit, a chunk that is missing or in
another place, and an end that came too early are all noticed before anything of the chunk is used.

The key comes from the passphrase by scrypt. Each chunk is AES-256-GCM under a nonce of a random prefix, the
chunk's number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015); the header is bound to every chunk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

from data.errors import StoreError
from pos_tui.core.words import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC: Final = b"pos-tui sealed 1\n"
_CHUNK: Final = 1 << 16
_TAG: Final = 16
_SALT: Final = 16
_PREFIX: Final = 7
HEADER: Final = len(MAGIC) + 1 + _SALT + _PREFIX
_COST: Final = 17
"""log2 of scrypt's N with r = 8, p = 1: 128 MB, what OWASP's cheat sheet on password storage asks for."""
_MOST_COST: Final = 20
"""More would be a file that was made to use up the memory."""


class WrongPassphrase(StoreError):
    """The passphrase is not the one the file was sealed with, or its first bytes are damaged."""


class Sealing:
    """Writes sealed chunks to a stream; to be closed, as the last chunk says that it is the last."""

    def __init__(self, target: BinaryIO, passphrase: str, cost: int = _COST) -> None:
        """Raises OSError as the stream does; `cost` is log2 of scrypt's N."""
        self._target = target
        self._header = MAGIC + bytes([cost]) + os.urandom(_SALT + _PREFIX)
        self._cipher = _cipher(self._header, passphrase)
        self._number, self._waiting = 0, bytearray()
        target.write(self._header)

    def write(self, data: bytes) -> int:
        """Takes more of the text; returns how much that was."""
        self._waiting += data
        while len(self._waiting) > _CHUNK:
            self._send(self._waiting[:_CHUNK], last=False)
            del self._waiting[:_CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing can leave before its chunk is full."""

    def close(self) -> None:
        """Writes the last chunk; the stream under it stays open."""
        self._send(self._waiting, last=True)
        self._waiting.clear()

    def _send(self, data: bytes | bytearray, *, last: bool) -> None:
        nonce = _nonce(self._header, self._number, last)
        self._target.write(self._cipher.encrypt(nonce, bytes(data), self._header))
        self._number += 1


class Opening:
    """Reads what `Sealing` wrote; raises StoreError where it is not that, and WrongPassphrase."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """`source` stands at the beginning. Raises StoreError for what is no sealed stream."""
        self._source = source
        self._header = source.read(HEADER)
        if len(self._header) != HEADER or not self._header.startswith(MAGIC):
            raise StoreError(_("this is no sealed backup"))
        if not 10 <= self._header[len(MAGIC)] <= _MOST_COST:
            raise StoreError(_("the first bytes of this backup are damaged"))
        self._cipher = _cipher(self._header, passphrase)
        self._number, self._text, self._done = 0, b"", False
        self._next = source.read(_CHUNK + _TAG)

    def read(self, size: int = -1) -> bytes:
        """So many bytes of the text, fewer only at its end."""
        parts, wanted = [], size if size >= 0 else 1 << 62
        while wanted:
            if not self._text:
                if self._done:
                    break
                self._text = self._open_next()
            part, self._text = self._text[:wanted], self._text[wanted:]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def _open_next(self) -> bytes:
        from cryptography.exceptions import InvalidTag

        chunk, self._next = self._next, self._source.read(_CHUNK + _TAG)
        self._done = not self._next
        try:
            text = self._cipher.decrypt(_nonce(self._header, self._number, self._done), chunk, self._header)
        except InvalidTag:
            if self._number == 0:
                raise WrongPassphrase(_("that is not the passphrase of this backup")) from None
            place = HEADER + self._number * (_CHUNK + _TAG)
            raise StoreError(
                _("the backup is damaged, or not whole, from byte {place} on", place=place)
            ) from None
        self._number += 1
        return text


def is_sealed(source: BinaryIO) -> bool:
    """Whether a stream begins as a sealed one; it stands at its beginning again."""
    found = source.read(len(MAGIC))
    source.seek(0)
    return found == MAGIC


def opened(source: BinaryIO, passphrase: Callable[[], str]) -> BinaryIO | Opening:
    """The text of a stream that may be sealed; the passphrase is asked for only then. Raises StoreError."""
    return Opening(source, passphrase()) if is_sealed(source) else source


def _nonce(header: bytes, number: int, last: bool) -> bytes:
    return header[-_PREFIX:] + number.to_bytes(4, "big") + bytes([last])


def _cipher(header: bytes, passphrase: str) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = header[len(MAGIC) + 1 : -_PREFIX]
    key = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=1 << header[len(MAGIC)], r=8, p=1, maxmem=(1 << 31) - 1, dklen=32
    )
    return AESGCM(key)
