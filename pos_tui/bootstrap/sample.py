"""The sample shop of `pos demo`."""

from __future__ import annotations

from pathlib import Path

from data.sample import BASKET, ITEMS

from .front import open_shop
from .goods import Reading, read_in
from .making import ShopSetup, create_shop, parse_tax


def make_sample(folder: Path, state: Path) -> None:
    """Makes a corner shop with its items. Raises StoreError, where the folder cannot be written."""
    taxes = (parse_tax("standard=20"), parse_tax("zero=0"))
    setup = ShopSetup("Corner Shop (demo)", "GBP", "inclusive", taxes, timezone="Europe/London", country="GB")
    create_shop(folder, setup, state=state)
    with open_shop(folder, environ={}, state=state) as front:
        read_in(front, ITEMS, Reading())


def basket() -> list[str]:
    """The entries of a sample basket, its comments left out."""
    entries = map(str.strip, BASKET.read_text(encoding="utf-8").splitlines())
    return [entry for entry in entries if entry and not entry.startswith("#")]
