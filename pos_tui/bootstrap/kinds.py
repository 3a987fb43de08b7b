"""The kinds of devices a till may have: one table, for the screen, the commands and whoever adds a kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui.core.words import _

if TYPE_CHECKING:
    from devices.finding import Found

    from .front import Shopfront


@dataclass(frozen=True, slots=True)
class Told:
    """How a device does, in words."""

    words: str
    is_good: bool | None = None
    """None where it cannot be told, as of a device that says nothing."""


class DeviceKind(ABC):
    """One kind. A question never waits and raises nothing, but where it says so."""

    word: str
    """As commands name it: printer."""
    setting: str
    """The setting that holds its address; a kind without one hangs on another's."""

    @abstractmethod
    def name(self) -> str:
        """What people call it."""

    def address(self, front: Shopfront) -> str:
        """Where it is, without secrets; "" where none is set."""
        from devices.address import parse

        text = front.setting(self.setting)
        return str(parse(text)) if text else ""

    @abstractmethod
    def told(self, front: Shopfront) -> Told:
        """How it does, as far as the open till knows."""

    def refresh(self, front: Shopfront, heard: Callable[[], None]) -> None:
        """Has it asked in a thread of its own; `heard` is called there once `told` knows more.

        A kind that is known without asking has nothing to do.
        """
        return

    @abstractmethod
    def attempt(self, front: Shopfront) -> Told:
        """Begins to try it where a person can see it, from an open till; says what to look for."""

    @abstractmethod
    def examine(self, front: Shopfront) -> Told:
        """Tries it without a till, and says what was found; may wait for a device or a person."""

    def found(self) -> Sequence[Found]:
        """What is plugged in that may be one; looks at the machine."""
        return ()

    def probe(self, address: str) -> str:
        """The whole address of one at what was found or typed, tried; may wait seconds.

        Raises InvalidValue, Refused saying what to look at.
        """
        from devices.address import parse
        from devices.errors import DeviceError
        from pos_tui.core.errors import InvalidValue

        try:
            return parse(address).text()
        except DeviceError as error:
            raise InvalidValue(error.message) from None

    def reconnect(self, front: Shopfront) -> None:
        """Lets go of it and takes it up as it is set now; may wait for what it is at. Raises Refused.

        A kind that takes itself up again has nothing to do.
        """
        return


def kinds() -> tuple[DeviceKind, ...]:
    """All there are, in the order in which people think of them."""
    from .kindsof import DrawerKind, PrinterKind, ScannerKind

    return (PrinterKind(), DrawerKind(), ScannerKind())


def kind_of(word: str) -> DeviceKind:
    """The kind with that word. Raises InvalidValue naming those there are."""
    from pos_tui.core.errors import InvalidValue

    known = {kind.word: kind for kind in kinds()}
    if word not in known:
        raise InvalidValue(
            _("there is no kind of device '{word}': {kinds}", word=word[:20], kinds=", ".join(known))
        )
    return known[word]
