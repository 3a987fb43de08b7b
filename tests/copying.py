"""Shops that are made once and copied, as most tests begin with the same one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Hashable
from pathlib import Path
from tempfile import TemporaryDirectory

_kept = TemporaryDirectory(prefix="pos-tui-tests-")
_made: dict[Hashable, Path] = {}


def copied(name: Hashable, place: Path, make: Callable[[Path], None]) -> None:
    """Puts a copy of what `make` makes in a folder into `place`; it is called once for a name."""
    if name not in _made:
        first = Path(_kept.name) / str(len(_made))
        first.mkdir()
        make(first)
        _made[name] = first
    shutil.copytree(_made[name], place, dirs_exist_ok=True)
