"""The scanner that is set and is no keyboard. Loaded where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from devices.address import parse
from devices.errors import DeviceError
from devices.scanning.opening import scanner_at
from devices.supervise import Supervisor
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .front import Shopfront


def supervisor(
    front: Shopfront, scanned: Callable[[str], None], tell: Callable[[str, str], None]
) -> Supervisor | None:
    """What keeps it open; None where it types. `tell` hears (name, trouble), and so does the log.

    One that cannot be used is told, and stops nothing.
    """
    try:
        scanner = scanner_at(parse(front.settings.scanner), scanned)
    except DeviceError as error:
        front.scanner_trouble = error.message
        front.warnings.append(_("the scanner is not used: {why} (setting scanner)", why=error.message))
        front.listener()
        return None
    if scanner is None:
        return None

    def told(name: str, trouble: str) -> None:
        front.scanner_trouble = trouble
        front.log.note("scanner", trouble=trouble or "ok")
        tell(name, trouble)

    front.scanner_trouble = ""
    return Supervisor([scanner], told)
