"""python-escpos, kept in: imported late, in the print thread, and its side effects undone.

At import it gives the root logger a handler on stderr, leaves a folder in /tmp and reads a cache of pickles;
some calls print on standard output, which belongs to the till's screen.
"""

from __future__ import annotations

import logging
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

_CACHE_VARIABLE = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_importing = threading.Lock()


def new_encoder(profile: str, cache: Path | None = None) -> Any:
    """Return a fresh `escpos.printer.Dummy`; one that printed before believes in a forgotten code page.

    `cache` is a folder for the library's table of models, made for the owner alone, as pickles are code.
    """
    with _importing:
        if "escpos.printer" not in sys.modules:
            _import(cache)
    from escpos.printer import Dummy

    return Dummy(profile=profile)


def errors() -> tuple[type[Exception], ...]:
    """Return what the library raises for codes and pictures it cannot print."""
    from escpos.exceptions import Error

    return (Error, ValueError)


def _import(cache: Path | None) -> None:
    with _quiet_root_logger(), _no_folder_left(), _cache_folder(cache):
        library = import_module("escpos.escpos")
        import_module("escpos.printer")
    # The name is looked up in the module before the builtin one, so its messages go nowhere.
    vars(library)["print"] = _say_nothing


def _say_nothing(*_: object, **__: object) -> None:
    """Take the place of `print` in the library."""


@contextmanager
def _quiet_root_logger() -> Iterator[None]:
    """Keep `logging.basicConfig` from doing anything: it leaves a root logger alone that has a handler."""
    root, handler = logging.getLogger(), logging.NullHandler()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


@contextmanager
def _no_folder_left() -> Iterator[None]:
    """Remove the temporary folders this thread makes meanwhile; other threads' are not touched."""
    made: list[str] = []
    original, thread = tempfile.mkdtemp, threading.get_ident()

    def recording(*args: Any, **named: Any) -> str:
        folder: str = original(*args, **named)
        if threading.get_ident() == thread:
            made.append(folder)
        return folder

    tempfile.mkdtemp = recording  # type: ignore[assignment]
    try:
        yield
    finally:
        tempfile.mkdtemp = original
        for folder in made:
            with suppress(OSError):
                Path(folder).rmdir()


@contextmanager
def _cache_folder(cache: Path | None) -> Iterator[None]:
    """Point the library at our own folder, if that is ours alone; else at none that outlives this."""
    with tempfile.TemporaryDirectory() as empty:
        before = os.environ.get(_CACHE_VARIABLE)
        os.environ[_CACHE_VARIABLE] = str(cache) if cache and _is_ours_alone(cache) else empty
        try:
            yield
        finally:
            del os.environ[_CACHE_VARIABLE]
            if before is not None:
                os.environ[_CACHE_VARIABLE] = before


def _is_ours_alone(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.getuid() and not seen.st_mode & 0o077
