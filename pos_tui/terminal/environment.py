"""What Textual reads from the environment when it is imported; import this module first."""

from __future__ import annotations

import os

# A slow line has no bytes to spare for animations, and the till knows one theme.
_DEFAULTS = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_THEME": "ansi-dark",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
}

for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
    # Textual would fall back to 24-bit colours there, the costliest and least likely choice.
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")
