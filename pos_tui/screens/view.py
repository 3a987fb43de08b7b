"""What a view is, and what is said between views and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pos_tui.register.outcome import Outcome
from pos_tui.terminal.router import Route

if TYPE_CHECKING:
    from pos_tui.widgets.paint import Row

After = Callable[[Outcome], None]
"""Hears what an entry came to."""


class View(Route, Protocol):
    """A route that also says how it looks."""

    @property
    def prompt(self) -> str:
        """What stands before the entry."""

    def keys(self) -> list[tuple[str, str]]:
        """(key, label) for the key bar."""

    def body(self, width: int, height: int) -> list[Row] | None:
        """What it shows in place of the ledger; None leaves the ledger."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the cashier."""

    text: str = ""
    sound: str = ""
    """As in Outcome: good, unknown, refused or nothing; also says how it looks."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator entered and may not do alone."""

    text: str
    permission: str
    why: str
    after: After | None = None
