"""Keeping the garbage collector away while very many documents are made, none of which is garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MANY: Final = 5000
"""Documents that are worth it."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Collects nothing in this block."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
