"""The time, as the machine has it or as a simulated shop sets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_tui.core.ports import Clock


def utc_now() -> datetime:
    """The time now, aware, in UTC: the one place that asks the machine."""
    return datetime.now(UTC)


class SimulatedClock:
    """The clock of a simulated store: the real time until somebody sets it, from then on what was set."""

    def __init__(self, real: Clock = utc_now) -> None:
        self._real = real
        self._set: datetime | None = None

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self._real() if self._set is None else self._set

    def set(self, time: datetime) -> None:
        """Makes it stand at an aware time until it is set again."""
        self._set = time.astimezone(UTC)

    __call__ = now
