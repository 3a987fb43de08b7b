"""What the screen asks of reports; `pos_tui.bootstrap.report_jobs` has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class ReportJobPort(Protocol):
    """A report that is being read, in a process of its own."""

    @property
    def has_ended(self) -> bool:
        """Whether there is an answer, or none will come."""

    @property
    def percent(self) -> int | None:
        """How far it is; None where that is not known."""

    def answer(self) -> dict[str, Any]:
        """The report as `pos report --format json` writes it. Raises Refused."""

    def cancel(self) -> None:
        """Ends it."""


class ReportsPort(Protocol):
    """Where reports come from."""

    def begin(self, words: Sequence[str]) -> ReportJobPort:
        """Begins to read one, by the words of `pos report`. Raises Refused."""

    def print(self, title: str, lines: Sequence[str]) -> None:
        """Hands lines to the receipt printer. Raises Refused."""
