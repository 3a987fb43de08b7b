"""A USB printer without the kernel's driver, by pyusb (`pip install 'pos-tui[usb]'`): `usb://04b8:0e28`.

Where the kernel makes a /dev/usb/lpN of the printer, `file:///dev/usb/lpN` does the same and needs nothing.
Transfers, endpoints and the port status are those of the USB printer class, version 1.1.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from devices.words import _

from ..errors import LinkDown, LinkStalled, NotSupported

if TYPE_CHECKING:
    from ..address import Address

_CHUNK: Final = 4096
_PRINTER_CLASS: Final = 7
_GET_PORT_STATUS: Final = 1
_CLASS_IN: Final = 0xA1
"""A question to the interface by the rules of its class."""
_QUESTION_MS: Final = 500
_PAUSE: Final = 0.01


class UsbLink:
    """A `Link` to the printer interface of one USB device."""

    def __init__(self, address: Address) -> None:
        vendor, _colon, product = address.host.partition(":")
        self._vendor, self._product = int(vendor, 16), int(product, 16)
        self._serial = address.get("serial")
        self._name = address.host
        self._device: Any = None
        self._interface: Any = None
        self._out: Any = None
        self._in: Any = None
        self._had_driver = False

    @property
    def can_answer(self) -> bool:
        """Whether the printer has an endpoint for answers."""
        return self._in is not None

    def open(self, timeout: float) -> None:
        """Take the printer for this program alone. Raises NotSupported without pyusb or libusb."""
        self.close()
        try:
            import usb.core
            import usb.util
        except ImportError:
            raise NotSupported(
                _("usb:// needs pyusb: pip install 'pos-tui[usb]', or use file:///dev/usb/lp0")
            ) from None
        try:
            device = usb.core.find(
                idVendor=self._vendor, idProduct=self._product, custom_match=self._is_the_one
            )
            if device is None:
                raise LinkDown(_("no USB printer {name} is plugged in", name=self._name))
            self._take(device)
        except usb.core.NoBackendError:
            raise NotSupported(_("usb:// needs libusb: apt install libusb-1.0-0")) from None
        except (usb.core.USBError, NotImplementedError) as error:
            self.close()
            raise LinkDown(_("USB printer {name}: {reason}", name=self._name, reason=_why(error))) from error

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Send `data`; see `Link`."""
        import usb.core

        self._opened()
        rest, end = memoryview(data), time.monotonic() + limit
        while rest:
            sent = len(data) - len(rest)
            patience = min(stall, end - time.monotonic())
            try:
                taken = self._out.write(rest[:_CHUNK].tobytes(), _milliseconds(patience))
            except usb.core.USBTimeoutError:
                taken = 0
            except usb.core.USBError as error:
                raise LinkDown(
                    _(
                        "it is gone after {sent} of {count} bytes: {reason}",
                        sent=sent,
                        count=len(data),
                        reason=_why(error),
                    ),
                    sent,
                ) from error
            if not taken or patience <= 0:
                raise LinkStalled(
                    _("it took {sent} of {count} bytes and then no more", sent=sent, count=len(data)), sent
                )
            rest = rest[taken:]

    def read(self, most: int, timeout: float) -> bytes:
        """Return what the printer said; see `Link`. A printer with nothing to say sends empty packets."""
        import usb.core

        self._opened()
        end = time.monotonic() + timeout
        while self._in is not None:
            try:
                size = max(most, int(self._in.wMaxPacketSize))
                said = bytes(self._in.read(size, _milliseconds(end - time.monotonic())))
            except usb.core.USBTimeoutError:
                said = b""
            except usb.core.USBError as error:
                raise LinkDown(_("it is gone: {reason}", reason=_why(error))) from error
            if said or time.monotonic() >= end:
                return said
            time.sleep(_PAUSE)
        return b""

    def finish(self, timeout: float) -> None:
        """Do nothing more: what a transfer took is in the printer."""
        self._opened()

    def port_status(self) -> int | None:
        """Return the printer port's status lines, as `StatusLines` says; None where it has none."""
        import usb.core

        with suppress(usb.core.USBError):
            number = self._interface.bInterfaceNumber
            said = self._opened().ctrl_transfer(_CLASS_IN, _GET_PORT_STATUS, 0, number, 1, _QUESTION_MS)
            return int(said[0]) if len(said) else None
        return None

    def close(self) -> None:
        """Give the printer back, to the kernel's driver if that had it."""
        if self._device is None:
            return
        import usb.core
        import usb.util

        device, self._device = self._device, None
        with suppress(usb.core.USBError):
            usb.util.release_interface(device, self._interface)
        if self._had_driver:
            with suppress(usb.core.USBError, NotImplementedError):
                device.attach_kernel_driver(self._interface.bInterfaceNumber)
        usb.util.dispose_resources(device)
        self._in = None

    def _take(self, device: Any) -> None:
        import usb.core
        import usb.util

        self._device = device
        settings = device.get_active_configuration()
        self._interface = usb.util.find_descriptor(settings, bInterfaceClass=_PRINTER_CLASS)
        if self._interface is None:
            self._device = None
            raise LinkDown(_("USB device {name} is no printer", name=self._name))
        number = self._interface.bInterfaceNumber
        self._had_driver = _has_driver(device, number)
        if self._had_driver:
            device.detach_kernel_driver(number)
        usb.util.claim_interface(device, self._interface)
        ends = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in self._interface}
        self._out, self._in = ends.get(usb.util.ENDPOINT_OUT), ends.get(usb.util.ENDPOINT_IN)
        if self._out is None:
            raise usb.core.USBError(_("it takes no data"))

    def _is_the_one(self, device: Any) -> bool:
        return not self._serial or device.serial_number == self._serial

    def _opened(self) -> Any:
        if self._device is None:
            raise LinkDown(_("it is not open"))
        return self._device


def _has_driver(device: Any, number: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(number))
    except NotImplementedError:
        return False


def _milliseconds(seconds: float) -> int:
    """Return what pyusb takes as a time limit; 0 would be none."""
    return max(1, min(int(seconds * 1000), 1 << 30)) if seconds < 1 << 20 else 1 << 30


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
