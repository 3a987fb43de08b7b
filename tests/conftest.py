"""What every test may use: the shared real data, and one way of running hypothesis."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

Shared = Callable[[str], Path]

# Hundreds of tests start programs, and each would compile all it imports where nothing may be kept of that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: the garbage collector is not to walk them each time."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` means here: two more than there are cores, as many tests wait for a terminal."""
    return (os.cpu_count() or 1) + 2


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole`: the long forms."""
    parser.addoption("--whole", action="store_true", help="all of the real data, not the suite's share of it")


settings.register_profile("pos", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("pos"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "pos")


@pytest.fixture(scope="session")
def shared() -> Shared:
    """Finds a file of the shared real data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("POS_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")

    def file(path: str) -> Path:
        if not (folder / path).exists():
            pytest.skip(f"the shared data ({path}) is not here: set POS_SHARED_DATA to its folder")
        return folder / path

    return file
