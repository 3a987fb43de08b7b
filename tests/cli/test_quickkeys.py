"""Quick keys from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_they_are_set_and_shown(shop: Any, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('[[page]]\nname = "Bread"\nkeys = ["NOBODY"]\n')
    assert "no item has the code NOBODY" in shop("quickkeys", "set", str(file)).stderr
    shown = shop("quickkeys", "show").stdout
    assert 'name = "Bread"' in shown
    file.write_text("page = 3")
    assert "[[page]]" in shop("quickkeys", "set", str(file), code=2).stderr
    assert shop("quickkeys", "show").stdout == shown
