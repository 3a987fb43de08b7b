"""What is usual in a country: its taxes from our own table, the rest from CLDR and the time zone database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_UNKNOWN_TAX: Final = "Tax"


@dataclass(frozen=True, slots=True)
class Preset:
    """What a shop in a country usually has."""

    tax: str = _UNKNOWN_TAX
    """What the tax is called there."""
    number: str = ""
    """What stands before a tax number."""
    rates: str = ""
    """As `rates.parse_rates` reads them; empty where they have to be asked."""
    prices: str = "inclusive"
    coin: str = ""
    """The step cash goes in, in major units; empty for what CLDR says."""
    currency: str = ""
    """ISO 4217; empty for what CLDR says."""
    regions: Mapping[str, str] | None = None
    """Rates by region, where they differ."""


@cache
def presets() -> dict[str, Preset]:
    """Return the table, by ISO 3166 code."""
    text = files(__package__).joinpath("countries.toml").read_text(encoding="utf-8")
    return {code: Preset(**facts) for code, facts in tomllib.loads(text).items()}


def preset(country: str) -> Preset:
    """Return what is usual in a country; next to nothing of one the table does not know."""
    return presets().get(country, Preset())
