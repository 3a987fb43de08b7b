"""What a kind of device is to the screen, the commands and whoever adds one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue

if TYPE_CHECKING:
    from devices.address import Address
    from devices.finding import Found

    from .front import Shopfront


@dataclass(frozen=True, slots=True)
class Told:
    """How a device does, in words."""

    words: str
    is_good: bool | None = None
    """None where it cannot be told, as of a device that says nothing."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A device that was tried before it is set."""

    address: str
    """The whole of it, as it is to be set."""
    words: str
    """What happened, for the person who tried it."""
    variants: tuple[tuple[str, str], ...] = ()
    """(what that person may see instead, the address to be tried then)."""


def address_of(front: Shopfront, setting: str) -> Address | None:
    """The address that a setting holds; None where it holds none.

    Raises InvalidValue for what an editor put into the file and is no address.
    """
    from devices.address import parse
    from devices.errors import AddressError

    text = front.setting(setting)
    try:
        return parse(text) if text else None
    except AddressError as error:
        raise InvalidValue(f"{setting}: {error.message}") from None


class DeviceKind(ABC):
    """One kind. A question never waits and raises nothing, but where it says so."""

    word: str
    """As commands name it: printer."""
    setting: str
    """The setting that holds its address, which may be another kind's that it hangs on."""

    @abstractmethod
    def name(self) -> str:
        """What people call it."""

    def address(self, front: Shopfront) -> str:
        """Where it is, without secrets; "" where none is set. Raises InvalidValue as `address_of`."""
        found = address_of(front, self.setting)
        return "" if found is None else str(found)

    def unset(self, front: Shopfront) -> str:
        """What the setting is to hold so that there is none of this kind."""
        return ""

    @abstractmethod
    def told(self, front: Shopfront) -> Told:
        """How it does, as far as the open till knows."""

    def refresh(self, front: Shopfront, heard: Callable[[], None]) -> None:
        """Has it asked in a thread of its own; `heard` is called there once `told` knows more.

        A kind that is known without asking has nothing to do but that.
        """
        heard()

    @abstractmethod
    def attempt(self, front: Shopfront) -> Told:
        """Begins to try it where a person can see it, from an open till; says what to look for."""

    @abstractmethod
    def examine(self, front: Shopfront) -> Told:
        """Tries it without a till, and says what was found; may wait for a device or a person."""

    def look(self, front: Shopfront) -> Told | None:
        """Asks it without a till and without leaving a trace; None where it cannot be asked. May wait."""
        return None

    def found(self) -> Sequence[Found]:
        """What is plugged in that may be one; looks at the machine."""
        return ()

    @abstractmethod
    def probe(self, front: Shopfront, address: str) -> Tried:
        """Tries one at what was found or typed; may wait for a device or a person.

        Raises InvalidValue, Refused saying what to look at.
        """

    def hint(self) -> str:
        """What an address of one looks like, and what else to know before one is tried."""
        return ""

    def reconnect(self, front: Shopfront) -> bool:
        """Lets go of it and takes it up as it is set now; returns whether what is set now counts at once.

        May wait for what it is at. Raises Refused. A kind that takes itself up again has nothing to do.
        """
        return False
