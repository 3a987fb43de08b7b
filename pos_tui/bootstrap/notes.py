"""The answers of a first start, in a small file beside the store, so that it can go on where it stopped."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.oslayer import OsLayer, read_file, replace_file
from pos_tui.core.errors import StoreError
from pos_tui.core.words import _


def notes_of(folder: Path) -> Path:
    """The file for the store in `folder`."""
    return folder.with_name(f".{folder.name}.setup.json")


def pending(folder: Path) -> bool:
    """Whether a first start stopped on its way, shop or no shop; costs one look at the disk."""
    return notes_of(folder).exists()


def load_notes(folder: Path) -> dict[str, Any] | None:
    """What was kept; None where there is nothing, or nothing that can be read."""
    import json

    try:
        found = json.loads(read_file(OsLayer(), notes_of(folder)))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def keep_notes(folder: Path, state: Mapping[str, Any] | None) -> None:
    """Writes the file, 0600 and whole or not at all; None removes it. Raises StoreError."""
    import json

    path = notes_of(folder)
    try:
        if state is None:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(OsLayer(), path, json.dumps(state, indent=1).encode() + b"\n")
    except OSError as error:
        raise StoreError(
            _("{path} cannot be written: {error}", path=path, error=error.strerror or error)
        ) from error
