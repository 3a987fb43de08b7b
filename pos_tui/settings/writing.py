"""A setting written to the store's file, or taken out of it; its comments and order stay."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pos_tui.core.words import _

from ..core.errors import InvalidValue, StoreError
from .keymap import GROUP, refuse_conflicts
from .keys import known, parsed
from .kinds import as_text
from .loading import FILE


def set_value(folder: Path, key: str, text: str) -> Any:
    """Writes one setting to the store's file, leaving its comments and order; returns the value.

    An unset one is written by `unset_value`. Several lines are apart by line feeds.

    Raises InvalidValue, StoreError.
    """
    return set_values(folder, {key: text})[key]


def set_values(folder: Path, changes: Mapping[str, str | None]) -> dict[str, Any]:
    """Writes several settings at once, or takes those out that are None; returns the values written.

    Raises InvalidValue: then nothing is written. StoreError.
    """
    values = {key: parsed(key, text) for key, text in changes.items() if text is not None}
    with _edited(folder) as document:
        for key in changes:
            if key in values:
                _put(document, key, values[key])
            else:
                _take_out(document, key)
        if any(key.startswith(f"{GROUP}.") for key in values):
            refuse_conflicts(document.get(GROUP, {}), with_defaults=True)
    return values


def _put(document: Any, key: str, value: object) -> None:
    *groups, name = key.split(".")
    table = document
    for group in groups:
        table = table.setdefault(group, {})
        if not isinstance(table, dict):
            raise InvalidValue(
                _("{file}: '{group}' is a value there, and has to be a table", file=FILE, group=group)
            )
    table[name] = _for_toml(value)


def _for_toml(value: object) -> bool | int | str | list[Any]:
    if isinstance(value, bool | int):
        return value
    return list(value) if isinstance(value, tuple) else as_text(value)


def unset_value(folder: Path, key: str) -> bool:
    """Takes a setting out of the file, so that its default counts again; False where it was not in it."""
    known(key)
    with _edited(folder) as document:
        return _take_out(document, key)


def _take_out(document: Any, key: str) -> bool:
    *groups, name = key.split(".")
    table = document
    for group in groups:
        table = table.get(group, {})
    return isinstance(table, dict) and table.pop(name, None) is not None


@contextmanager
def _edited(folder: Path) -> Iterator[Any]:
    """The file as tomlkit keeps it, written back as a whole; one editor at a time."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder / FILE
    try:
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if path.is_symlink():
                raise StoreError(_("{path} is a symbolic link; a store holds none", path=path))
            before = path.read_bytes().decode() if path.exists() else ""
            document = tomlkit.parse(before)
            yield document
            after = tomlkit.dumps(document)
            if after != before:
                _replace(path, after.encode(), lock)
        finally:
            os.close(lock)
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise InvalidValue(_("{path} is no TOML file: {error}", path=path, error=error)) from None
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {error}", path=path, error=error.strerror or error)
        ) from error


def _replace(path: Path, data: bytes, folder: int) -> None:
    """Puts a file (0600) in the place of another, the whole of it or nothing."""
    fd, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:  # nothing may leave half a file behind, an interrupt neither
        Path(name).unlink(missing_ok=True)
        raise
    os.fsync(folder)
