"""A shop of a few items in a real store, and its till, which can be stopped and started again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .shop import Till

if TYPE_CHECKING:
    from pathlib import Path

NewTill = Callable[..., Till]


@pytest.fixture
def new_till(tmp_path: Path) -> Iterator[NewTill]:
    """Sets shops up, as each test wants them, and closes them at the end."""
    tills: list[Till] = []

    def make(**options: Any) -> Till:
        till = Till(tmp_path / f"shop{len(tills)}", **options)
        tills.append(till)
        return till

    yield make
    for till in tills:
        till.stop()


@pytest.fixture
def till(new_till: NewTill) -> Till:
    """The till of a British shop whose prices contain the tax."""
    return new_till()
