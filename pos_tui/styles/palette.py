"""The looks of the till, in the sixteen colours that every console has.

Colour only repeats what a word, a mark or a place says already.
"""

from __future__ import annotations

from rich.style import Style

__all__ = ["CHANGE", "PICKED", "PLAIN", "REFUSED", "REVERSE", "STRONG", "STRUCK", "TOTAL", "WARNING"]
__all__ += ["Style"]

PLAIN = Style()
STRONG = Style(bold=True)
REVERSE = Style(reverse=True)
TOTAL = Style(bold=True, reverse=True)
CHANGE = Style(bold=True, color="green")
STRUCK = Style(strike=True)
PICKED = Style(reverse=True)
WARNING = Style(bold=True, color="yellow")
REFUSED = Style(bold=True, reverse=True)
