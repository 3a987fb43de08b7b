"""The outside reader of ESC/POS bytes that lies beside the project."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

PLACE = Path(__file__).parents[2].parent / "shared" / "tools" / "escpos_judge.py"


def load_judge() -> ModuleType:
    """The judge as a module; where it is not, the test is skipped."""
    if not PLACE.exists():
        pytest.skip(f"the outside judge {PLACE.name} is not in ../shared/tools")
    spec = importlib.util.spec_from_file_location("escpos_judge", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
