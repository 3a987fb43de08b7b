"""What a screen asks of the till's devices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Supervisor(Protocol):
    """A `devices.supervise.Supervisor`."""

    def answer(self, *, good: bool) -> None:
        """Tells the scanner whether its scan was sold."""

    def start(self) -> None:
        """Begins, in the loop that runs."""

    async def stop(self) -> None:
        """Closes all."""


class DeviceStanding(Protocol):
    """One kind of device and how it does; `pos_tui.bootstrap.board.Standing` is one."""

    @property
    def word(self) -> str:
        """What commands call it."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def address(self) -> str:
        """Where it is; empty where none is set."""

    @property
    def words(self) -> str:
        """How it does."""

    @property
    def is_good(self) -> bool | None:
        """Whether that is well; None where it cannot be told."""

    @property
    def setting(self) -> str:
        """The setting that holds its address."""

    @property
    def unset(self) -> str:
        """What that is to hold so that there is none."""

    @property
    def hint(self) -> str:
        """What an address of one looks like."""


class DevicesPort(Protocol):
    """The till's devices; `pos_tui.bootstrap.board.DeviceBoard` is one. What waits for a device says so."""

    def standings(self) -> Sequence[DeviceStanding]:
        """All kinds there are."""

    def refresh(self) -> None:
        """Has them asked; the front's listener hears of the answers."""

    def attempt(self, word: str) -> str:
        """Begins to try the one that is set; what to look for."""

    def found(self, word: str) -> Sequence[Any]:
        """What is plugged in that may be one: `devices.finding.Found`. Looks at the machine."""

    def probe(self, word: str, address: str) -> Any:
        """Tries one, and returns its whole `address` and `words`; waits. Raises PosError."""

    def reconnect(self, word: str) -> bool:
        """Takes it up as it is set now; returns whether that counts at once. May wait. Raises Refused."""
