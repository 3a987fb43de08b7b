"""The scanner of an address; one that types needs none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .evdev import EvdevScanner
from .serial import SerialScanner

if TYPE_CHECKING:
    from ..address import Address

SCHEMES = ("serial", "evdev", "wedge")
"""What an address of a scanner may begin with."""
Scanner = SerialScanner | EvdevScanner


def scanner_at(address: Address, scanned: Callable[[str], None]) -> Scanner | None:
    """The scanner that is to be kept open; None where the terminal brings what it types."""
    if address.scheme == "wedge":
        return None
    return (EvdevScanner if address.scheme == "evdev" else SerialScanner)(address, scanned)
