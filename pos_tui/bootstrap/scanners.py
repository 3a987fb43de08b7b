"""The scanner that is set and is no keyboard. Loaded where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from devices.address import parse
from devices.scanning.opening import scanner_at
from devices.supervise import Supervisor

if TYPE_CHECKING:
    from .front import Shopfront


def supervisor(
    front: Shopfront, scanned: Callable[[str], None], tell: Callable[[str, str], None]
) -> Supervisor | None:
    """What keeps it open; None where it types. `tell` hears (name, trouble), and so does the log."""
    scanner = scanner_at(parse(front.settings.scanner), scanned)
    if scanner is None:
        return None

    def told(name: str, trouble: str) -> None:
        front.scanner_trouble = trouble
        front.log.note("scanner", trouble=trouble or "ok")
        tell(name, trouble)

    front.scanner_trouble = ""
    return Supervisor([scanner], told)
