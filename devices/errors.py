"""What can go wrong with a device, as a small tree; messages are plain enough for the person at the till."""

from __future__ import annotations


class DeviceError(Exception):
    """The base of all errors of this package."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AddressError(DeviceError):
    """A device's address cannot be read.

    Example scenarios: an unknown scheme or key (the nearest right one is named), a port that is no number,
    a printer profile that does not exist.
    """


class NotSupported(DeviceError):
    """The device, or this release, cannot do what was asked; trying again will not help.

    Example scenarios: an address of a kind without a driver; a symbology the printer does not know.
    """


class LinkDown(DeviceError):
    """There is no connection, or it ended.

    Example scenarios: refused or no route; cable pulled; the other side closed in mid-job; disk full.
    """

    def __init__(self, message: str, sent: int = 0) -> None:
        super().__init__(message)
        self.sent = sent
        """Bytes of this write that left before it happened: above 0, something may have been printed."""


class LinkStalled(LinkDown):
    """The other side is there but takes nothing, or did not answer, within its time.

    Example scenarios: paper out with the buffer full; a printer that is deaf; a name that does not resolve.
    """
