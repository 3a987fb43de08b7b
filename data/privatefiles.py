"""Small files that only the owner reaches: opened without following links, and sealed with a checksum."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import msgspec

from data.oslayer import OsLayer, read_file
from pos_tui.core.errors import StoreError
from pos_tui.core.words import _


class UnsafeFile(StoreError):
    """A file or folder of the store is a symbolic link, no plain file, or open to other people."""


def open_private(fs: OsLayer, path: Path) -> int:
    """Opens a plain file of ours for reading and writing, made with mode 0600 when missing.

    Raises:
        UnsafeFile: it is a symbolic link or no plain file, or others than the owner can reach it.
        OSError: as the system says.
    """
    if path.is_symlink():
        raise UnsafeFile(
            _("{path} is a symbolic link: remove it, the store keeps its files in one place", path=path)
        )
    fd = fs.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        check_mode(path, os.fstat(fd).st_mode)
    except UnsafeFile:
        fs.close(fd)
        raise
    return fd


def check_mode(path: Path, mode: int) -> None:
    """Raises UnsafeFile for the mode of what is no plain file, or is open to others than its owner."""
    if not stat.S_ISREG(mode):
        raise UnsafeFile(_("{path} is no plain file", path=path))
    if mode & 0o077:
        raise UnsafeFile(_("{path} can be reached by others: chmod 600 it", path=path))


def make_folder(fs: OsLayer, path: Path) -> None:
    """Makes a folder with mode 0700 when it is missing.

    Raises:
        UnsafeFile: the folder is a symbolic link.
        OSError: as the system says.
    """
    if path.is_symlink():
        raise UnsafeFile(_("{path} is a symbolic link: the store keeps its files in one place", path=path))
    fs.mkdir(path)


def sealed(content: dict[str, Any]) -> bytes:
    """One line: the first 16 hex digits of SHA-256 over the content, then the content."""
    body = msgspec.json.encode(content)
    return hashlib.sha256(body).hexdigest()[:16].encode() + b" " + body + b"\n"


def unsealed(fs: OsLayer, path: Path) -> dict[str, Any] | None:
    """The content of a sealed file; None when it is missing, a symbolic link, or not as it was written."""
    try:
        data = read_file(fs, path)
    except OSError:
        return None
    seal, _, body = data.removesuffix(b"\n").partition(b" ")
    if hashlib.sha256(body).hexdigest()[:16].encode() != seal:
        return None
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
