"""Asking a printer over its link, before a job how it is and after it whether it is printed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal

from ..errors import LinkStalled
from . import status
from .status import Answers, Condition

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..ports import Link

Ack = Literal["pid", "gsr", "none"]
"""How a printer says that a job is printed: GS ( H, GS r, or not at all."""

ANSWER_SECONDS: Final = 0.25
"""How long an answer to DLE EOT is waited for."""
_WRITE_SECONDS: Final = 2.0
_LOOK_SECONDS: Final = 1.0
"""Between looks at a printer that has not finished: paper may have run out under way."""


class Talk:
    """One connection's questions and answers."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._answers = Answers()

    def condition(self) -> Condition | None:
        """Returns how the printer is; None where it does not answer. Raises LinkDown, LinkStalled."""
        self._drain()
        found = [self._real_time(status.PRINTER)]
        if found[0] is None:
            return None
        found += [self._real_time(what) for what in (status.OFFLINE_CAUSE, status.PAPER)]
        return status.condition(found[0], found[1], found[2])

    def is_printed(self, ack: Ack, number: int, limit: float, tell: Callable[[str], None]) -> bool:
        """Asks for the answer that comes in order and waits `limit` seconds; `tell` hears what is wrong.

        Raises LinkDown where the connection ends.
        """
        self._drain()
        self._answers = Answers()
        request = status.PAPER_IN_ORDER if ack == "gsr" else status.process_id(number)
        self._link.write(request, _WRITE_SECONDS, _WRITE_SECONDS)
        end, look = time.monotonic() + limit, time.monotonic() + _LOOK_SECONDS
        while time.monotonic() < end:
            self._answers.take(self._link.read(64, min(0.2, max(end - time.monotonic(), 0.0))))
            if self._answers.ordered if ack == "gsr" else number % 10_000 in self._answers.processes:
                return True
            if time.monotonic() >= look:
                look = time.monotonic() + _LOOK_SECONDS
                self._look(tell)
        return False

    def _look(self, tell: Callable[[str], None]) -> None:
        found = [self._real_time(what) for what in (status.PRINTER, status.OFFLINE_CAUSE, status.PAPER)]
        if found[0] is not None:
            tell(status.condition(found[0], found[1], found[2]).trouble)

    def _real_time(self, what: int) -> int | None:
        """The answer to one DLE EOT; None without one."""
        self._answers.realtime.clear()
        try:
            self._link.write(status.ask(what), ANSWER_SECONDS, ANSWER_SECONDS)
        except LinkStalled:
            # A printer that takes nothing more is busy or out of paper; it is not gone.
            return None
        end = time.monotonic() + ANSWER_SECONDS
        while (left := end - time.monotonic()) > 0 and not self._answers.realtime:
            self._answers.take(self._link.read(64, left))
        return self._answers.realtime[-1] if self._answers.realtime else None

    def _drain(self) -> None:
        """Reads away what nobody asked for."""
        while self._link.read(256, 0.0):
            continue
        self._answers = Answers()
