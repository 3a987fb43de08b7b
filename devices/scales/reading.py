"""What a scale answered, whatever it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["stable", "moving", "under", "over", "tared", "foreign", "faulty"]
"""At rest; in motion; below zero; above its capacity; minus a tare of its own; not in whole grams; broken or
not understood."""

_STX = b"\x02"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer."""

    state: State
    grams: int = 0
    """What lies on it; only `stable` says so."""


class Language(Protocol):
    """How a make of scale is asked, and what it answers. Pure."""

    @property
    def request(self) -> bytes:
        """Asks for the weight."""

    @property
    def start(self) -> bytes:
        """The byte an answer begins with; it ends with CR."""

    @property
    def line(self) -> tuple[tuple[str, str], ...]:
        """How its serial line is set where the address does not say: keys and values of an address."""

    def read(self, answer: bytes) -> Reading:
        """Return what an answer says, without its first byte and the CR."""


def answer_in(data: bytes, start: bytes) -> bytes | None:
    """Return the first whole answer in what came, without its first byte and CR; None while it is not whole.

    What stands before the first byte of an answer is noise; a beginning within an answer begins it anew.
    """
    _noise, found, rest = data.partition(start)
    if start == _STX and rest[:1] == b"?" and rest[2:3] == b"\r":
        return rest[:2]  # a status byte may look like a beginning or an end
    body, ended, _more = rest.partition(b"\r")
    return body.rpartition(start)[2] if found and ended else None
