"""What a shop can set: defaults, under `config.toml` in the store, under the environment, under flags.

A key is dotted (`limits.quantity`), its variable in the environment is POS_LIMITS_QUANTITY. Amounts of money
are decimal text in major units. A wrong key or value is refused, and the message names the nearest right one.
"""

from __future__ import annotations

from .keys import KEYS, Key, Settings, known, parsed, variable
from .kinds import as_text, near
from .loading import FILE, load, read_file, texts
from .writing import set_value, set_values, unset_value

__all__ = [
    "FILE",
    "KEYS",
    "Key",
    "Settings",
    "as_text",
    "known",
    "load",
    "near",
    "parsed",
    "read_file",
    "set_value",
    "set_values",
    "texts",
    "unset_value",
    "variable",
]
