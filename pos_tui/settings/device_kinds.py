"""What a setting that names a device can be: its address, as `devices.address` reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..core.errors import InvalidValue
from ..core.words import _
from .kinds import text_of

if TYPE_CHECKING:
    from devices.address import Address


def printer(raw: object) -> str:
    """A printer's address, or nothing for none."""

    def fits(address: Address) -> None:
        from devices.printing import check

        check(address)

    return _address(raw, _("a printer's address"), fits)


def scale(raw: object) -> str:
    """A scale's address, which names what it speaks, or nothing for none."""

    def fits(address: Address) -> None:
        from devices.scales.scale import check

        check(address)

    return _address(raw, _("a scale's address"), fits)


def label_printer(raw: object) -> str:
    """The address of a printer for shelf labels, zpl+... or a receipt printer's, or nothing for none."""

    def fits(address: Address) -> None:
        from devices.labels.printer import check

        check(address)

    return _address(raw, _("a label printer's address"), fits)


def display(raw: object) -> str:
    """A customer display's address, which names what it speaks, or nothing for none."""

    def fits(address: Address) -> None:
        from devices.displays.panel import panel_for

        panel_for(address)

    return _address(raw, _("a display's address"), fits)


def scanner(raw: object) -> str:
    """The address of a scanner that is no keyboard, or how one that types is set up; or nothing."""

    def fits(address: Address) -> None:
        from devices.scanning.opening import SCHEMES

        if address.scheme not in SCHEMES:
            raise InvalidValue(
                _(
                    "a scanner is at serial:// or evdev://, or types (wedge://), not {scheme}://",
                    scheme=address.scheme,
                )
            )

    return _address(raw, _("a scanner's address"), fits)


def label_size(raw: object) -> str:
    """Width and height of a label in millimetres."""
    from devices.errors import DeviceError
    from devices.labels.label import Size

    text = text_of(raw, _("a size such as 57x32")).lower()
    try:
        Size.parse(text)
    except DeviceError as error:
        raise InvalidValue(error.message) from None
    return text


def _address(raw: object, what: str, fits: Callable[[Address], None]) -> str:
    text = text_of(raw, what)
    if text:
        from devices.address import parse
        from devices.errors import DeviceError

        try:
            fits(parse(text))
        except DeviceError as error:
            raise InvalidValue(error.message) from None
    return text
