"""Ways for bytes to a device; each is imported when an address asks for it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from devices.words import _

from ..errors import NotSupported

if TYPE_CHECKING:
    from ..address import Address
    from ..ports import Link

LINKS: dict[str, tuple[str, str]] = {
    "tcp": ("devices.links.tcp", "TcpLink"),
    "file": ("devices.links.file", "FileLink"),
    "serial": ("devices.links.serial", "SerialLink"),
    "cups": ("devices.links.cups", "CupsLink"),
    "usb": ("devices.links.usb", "UsbLink"),
    "dummy": ("devices.links.dummy", "dummy_link"),
}
"""Scheme to the module and the name in it that makes a link from an address."""


def link_to(address: Address) -> Link:
    """Return the link an address names, not yet open. Raises NotSupported where there is no driver."""
    if address.scheme not in LINKS:
        raise NotSupported(
            _(
                "there is no driver for {scheme}:// yet; there is {links}",
                scheme=address.scheme,
                links=", ".join(LINKS),
            )
        )
    module, name = LINKS[address.scheme]
    return cast("Link", getattr(import_module(module), name)(address))
