"""What a piece of text on the screen is; a theme (`styles.themes`) says how that looks.

Painters use these names only, so that no screen depends on colours: what a style tells is told by a word, a
mark or a place as well.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["CHANGE", "PICKED", "PLAIN", "REFUSED", "REVERSE", "STRONG", "STRUCK", "TOTAL", "WARNING"]
__all__ += ["Style"]


class Style(Enum):
    """The roles of text."""

    PLAIN = "plain"
    STRONG = "strong"
    """Heads, labels, keys."""
    REVERSE = "reverse"
    """A bar from edge to edge."""
    TOTAL = "total"
    CHANGE = "change"
    """The change due, after a sale."""
    STRUCK = "struck"
    """A line that is void."""
    PICKED = "picked"
    """The row of a list that Enter takes."""
    WARNING = "warning"
    REFUSED = "refused"


PLAIN = Style.PLAIN
STRONG = Style.STRONG
REVERSE = Style.REVERSE
TOTAL = Style.TOTAL
CHANGE = Style.CHANGE
STRUCK = Style.STRUCK
PICKED = Style.PICKED
WARNING = Style.WARNING
REFUSED = Style.REFUSED
