"""A job on its way to paper: see that the printer is fit, send, hear that it is printed. And the drawer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.words import N_, _

from .errors import DeviceError, LinkDown
from .escpos.status import from_port
from .escpos.talk import Talk
from .ports import StatusLines

if TYPE_CHECKING:
    from .address import Address
    from .escpos.status import Condition
    from .ports import Link
    from .spool import State

_OPEN_SECONDS: Final = 3.0
_STALL_SECONDS: Final = 5.0
_FINISH_SECONDS: Final = 5.0
_SLOWEST_RATE: Final = 960
_SPARE_SECONDS: Final = 10.0
_KICK_SECONDS: Final = 1.0
_SENSE_PAUSE: Final = 0.1
_PULSE: Final = b"\x19\xfa"
"""50 ms on, 500 ms off: what the common solenoids need."""

SILENT: Final = N_("the printer does not answer")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job."""

    state: State
    """printed, held, unsure or failed."""
    reason: str = ""
    answers: bool = False
    """Whether the printer answered: only then does "printed" mean that there is paper."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a printer is when it is asked."""

    trouble: str = ""
    """Why it cannot print now, or is not reached; "" when it can, as far as it says."""
    reached: bool = True
    answers: bool = False
    paper_low: bool = False
    drawer_open: bool | None = None
    """None where it is not known: no answer, or nobody said which level of the pin means open."""


class Delivery:
    """Takes jobs to one printer; remembers whether it has ever answered."""

    def __init__(self, address: Address, link: Link) -> None:
        self._address, self._link = address, link
        self._ack = address.get("ack")
        self._rate = int(address.get("rate") or _SLOWEST_RATE)
        self._open_level = {"high": True, "low": False}.get(address.get("drawer_open"))
        self._has_answered = False
        self.drawer_open: bool | None = None
        """Whether the drawer was open at the last answer; see `Look`."""
        self.drawer_pin: bool | None = None
        """The level of the drawer connector's pin 3 at the last answer, whatever it means."""

    def deliver(
        self, number: int, body: bytes, sending: Callable[[], None], tell: Callable[[str], None]
    ) -> Result:
        """Sends a job. `sending` is called before its first byte leaves, `tell` with trouble under way."""
        left = 0
        try:
            self._link.open(_OPEN_SECONDS)
            talk = Talk(self._link)
            condition = self._look(talk)
            if trouble := self._trouble(condition):
                return Result("held", trouble, answers=condition is not None)
            sending()
            limit = len(body) / self._rate + _SPARE_SECONDS
            self._link.write(body, _STALL_SECONDS, limit)
            left = len(body)
            if condition is not None and not self._is_printed(talk, number, limit, tell):
                return Result("unsure", _("the printer did not say that it was printed"), answers=True)
            left = 0  # from here on the link itself knows
            self._link.finish(_FINISH_SECONDS)
            return Result("printed", answers=condition is not None)
        except LinkDown as error:
            return Result("unsure" if left or error.sent else "held", error.message)
        except DeviceError as error:
            return Result("failed", error.message)
        finally:
            self._link.close()

    def kick(self, pin: str) -> str:
        """Opens the drawer on connector pin 2 or 5; returns why not, "" when the pulse went out.

        Only a printer that is fit at this moment gets it: one that is out of paper would keep the pulse and
        open the drawer when somebody refills it, with nobody at the till.
        """
        try:
            self._link.open(_KICK_SECONDS)
            talk = Talk(self._link)
            condition = self._look(talk)
            if condition is None and self._ack != "none":
                return _(SILENT)
            if trouble := self._trouble(condition):
                return trouble
            pulse = b"\x1bp" + (b"\x01" if pin == "5" else b"\x00") + _PULSE
            self._link.write(pulse, _KICK_SECONDS, _KICK_SECONDS)
            opened = self._opened(talk)
            self._link.finish(_KICK_SECONDS)
        except DeviceError as error:
            return error.message
        finally:
            self._link.close()
        return "" if opened else _("the drawer did not move")

    def look(self) -> Look:
        """Asks the printer, or the port it hangs on, how it is."""
        try:
            self._link.open(_OPEN_SECONDS)
            condition = self._look(Talk(self._link))
            found = condition or self._port()
        except DeviceError as error:
            self.drawer_open = None
            return Look(error.message, reached=False)
        finally:
            self._link.close()
        if found is None:
            return Look(_(SILENT) if self._must_answer else "")
        return Look(self._trouble(condition), True, condition is not None, found.paper_low, self.drawer_open)

    @property
    def senses_drawer(self) -> bool:
        """Whether the drawer can be seen to be open."""
        return self._open_level is not None

    def _opened(self, talk: Talk) -> bool:
        """Whether the drawer opened after its pulse; one that cannot be seen is taken to have."""
        end = time.monotonic() + _KICK_SECONDS
        while self.senses_drawer and not self.drawer_open:
            if time.monotonic() > end:
                return False
            time.sleep(_SENSE_PAUSE)
            if self._look(talk) is None:
                return True
        return True

    def _trouble(self, condition: Condition | None) -> str:
        """Why a printer with that answer gets nothing now, "" where it does."""
        found = condition or self._port()
        if condition is None and self._must_answer:
            return (found.trouble if found else "") or _(SILENT)
        return found.trouble if found else ""

    def _port(self) -> Condition | None:
        return from_port(self._link.port_status()) if isinstance(self._link, StatusLines) else None

    @property
    def _must_answer(self) -> bool:
        """Whether silence means trouble: it was set to answer, or has before."""
        return self._ack in ("pid", "gsr") or self._has_answered

    def _look(self, talk: Talk) -> Condition | None:
        if self._ack == "none" or not self._link.can_answer:
            return None
        condition = talk.condition()
        self.drawer_pin = pin = None if condition is None else condition.drawer_pin
        self.drawer_open = None if pin is None or self._open_level is None else pin is self._open_level
        self._has_answered = self._has_answered or condition is not None
        return condition

    def _is_printed(self, talk: Talk, number: int, limit: float, tell: Callable[[str], None]) -> bool:
        return talk.is_printed("pid" if self._ack == "pid" else "gsr", number, limit, tell)
