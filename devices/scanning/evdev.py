"""A scanner that is a keyboard, taken from the kernel before it types into whatever has the focus.

Linux only, on this machine only, and with the right to read /dev/input (the group `input`). Needs the extra
`pos-tui[evdev]`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from devices.words import _

from ..errors import LinkDown
from ..links.descriptor import reason
from .framing import framer
from .keymap import Keys

if TYPE_CHECKING:
    from ..address import Address


class EvdevScanner:
    """Reads codes when its descriptor is readable, as the serial scanner does."""

    def __init__(self, address: Address, scanned: Callable[[str], None]) -> None:
        """`scanned` takes each code as it came, not yet checked in any way."""
        self.name = str(address)
        self._path, self._scanned = address.path, scanned
        self._framer, self._keys = framer(address), Keys()
        self._device: Any = None

    def open(self) -> None:
        """Takes the scanner for this till alone. Raises LinkDown."""
        try:
            from evdev import InputDevice
        except ImportError:
            raise LinkDown(_("the library for it is missing: pip install 'pos-tui[evdev]'")) from None
        try:
            self._device = InputDevice(self._path)
            self._device.grab()
        except OSError as error:
            self.close()
            raise LinkDown(_("the scanner cannot be taken: {reason}", reason=reason(error))) from error

    def fileno(self) -> int:
        """Returns the descriptor to be watched."""
        return int(self._device.fd)

    def readable(self) -> None:
        """Takes the keys that are there. Raises LinkDown where the scanner was unplugged."""
        try:
            events = list(self._device.read())
        except BlockingIOError:
            return
        except OSError as error:
            raise LinkDown(_("the scanner is gone: {reason}", reason=reason(error))) from error
        data = b"".join(self._keys.feed(event.type, event.code, event.value) for event in events)
        for code in self._framer.feed(data):
            self._scanned(code)

    @property
    def silence_after(self) -> bool:
        """Whether a pause from here on would end a code."""
        return self._framer.is_waiting

    def silence(self) -> None:
        """The pause came."""
        for code in self._framer.silence():
            self._scanned(code)

    def answer(self, *, good: bool) -> None:
        """A keyboard is told nothing."""

    def close(self) -> None:
        """Lets go of it; half a code goes with it."""
        self._framer.reset()
        self._keys.reset()
        device, self._device = self._device, None
        if device is not None:
            with suppress(OSError):
                device.close()
