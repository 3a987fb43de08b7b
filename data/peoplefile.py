"""The file of the keys of persons: lines of fixed length, each key wrapped by one that is not in it.

Files from before keys were wrapped are read as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

FOLDER: Final = "people"
NAME: Final = "wrapped"
BARE: Final = "keys"
"""The file of keys that are not wrapped, as it was until it is made one of wrapped keys."""
RECOVERY: Final = "recovery"
"""Which wrapping keys the recovery code opens."""
_ID, _CHECK = 32, 8
_NAME: Final = 8
_BARE: Final = 64
_WRAPPED: Final = 120
"""Hex digits of a nonce of 12 bytes, the key of 32 and the tag of 16."""
LINE: Final = _ID + 1 + _NAME + 1 + _WRAPPED + 1 + _CHECK + 1
"""Bytes of a line: who, padded; the name of the wrapping key; the wrapped key in hex digits; a check."""
BARE_LINE: Final = _ID + 1 + _BARE + 1 + _CHECK + 1
SECRET: Final = slice(_ID + 1, LINE - 1)
"""Where in a line what is overwritten stands."""
Wrapped = tuple[str, bytes]
"""The name of the wrapping key, and the key as it is wrapped."""


def wrapped_in(data: bytes) -> dict[str, Wrapped]:
    """The wrapped keys by person; torn and overwritten lines are passed over."""
    found = {}
    for line in _lines(data, LINE):
        person, name, key = line[: _ID + 1 + _NAME + 1 + _WRAPPED].decode("ascii").split()
        found[person] = (name, bytes.fromhex(key))
    return found


def bare_in(data: bytes) -> dict[str, bytes]:
    """The keys by person that an older file holds."""
    return {
        line[:_ID].decode("ascii").strip(): bytes.fromhex(line[_ID + 1 : _ID + 1 + _BARE].decode("ascii"))
        for line in _lines(data, BARE_LINE)
    }


def places_of(data: bytes, persons: set[str]) -> list[int]:
    """Where the lines of some persons begin, whole or not."""
    return [
        place
        for place in range(0, len(data), LINE)
        if data[place : place + _ID].decode("ascii", "replace").strip() in persons
    ]


def file_of(keys: Mapping[str, Wrapped]) -> bytes:
    """The content of such a file."""
    return b"".join(_checked(f"{who:<{_ID}} {name} {key.hex()}") for who, (name, key) in keys.items())


def bare_file(keys: Mapping[str, bytes]) -> bytes:
    """The content of an older file, whose keys are not wrapped."""
    return b"".join(_checked(f"{who:<{_ID}} {key.hex()}") for who, key in keys.items())


def packed(keys: Mapping[str, Wrapped], recovery: Mapping[str, Any] | None) -> bytes:
    """What lies beside backups: which wrapping keys the recovery code opens, and the wrapped keys."""
    head = json.dumps({"v": 2, "recovery": recovery})
    return head.encode("ascii") + b"\n" + file_of(keys)


def unpacked(data: bytes) -> tuple[dict[str, Wrapped], dict[str, Any] | None, dict[str, bytes]]:
    """(wrapped keys, what the recovery code opens, bare keys) of such a file, or of a store's own.

    Raises ValueError: it is none.
    """
    if data.startswith(b"{"):
        head, _newline, rest = data.partition(b"\n")
        return wrapped_in(rest), json.loads(head)["recovery"], {}
    wrapped = wrapped_in(data)
    return wrapped, None, {} if wrapped else bare_in(data)


def _lines(data: bytes, length: int) -> Iterator[bytes]:
    for place in range(0, len(data) // length * length, length):
        line = data[place : place + length]
        if line[-1 - _CHECK : -1] == _check(line[: -2 - _CHECK]):
            yield line


def _checked(text: str) -> bytes:
    line = text.encode("ascii")
    return line + b" " + _check(line) + b"\n"


def _check(line: bytes) -> bytes:
    return hashlib.sha256(line).hexdigest()[:_CHECK].encode("ascii")
