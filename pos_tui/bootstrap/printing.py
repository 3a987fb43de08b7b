"""The receipt printer of a till: wired up when the till is taken, its spool among the machine's own notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from pos_tui.core.words import _

if TYPE_CHECKING:
    from .front import Shopfront


def wire_printer(front: Shopfront, till: str, sales: Iterable[Mapping[str, Any]]) -> None:
    """Opens the printer that is set; one that cannot be is told, and stops nothing.

    `sales` are the till's last ones, oldest first: one that was killed before its receipt was a job gets one.
    Jobs belong to the machine, so the spool is not in the store, where a backup would bring them back.
    """
    from devices.address import parse
    from devices.errors import DeviceError
    from devices.printing import Printer, check

    folder = front.store.machine_folder
    try:
        address = parse(front.settings.printer)
        check(address)
        spool, cache = folder / "spool" / till, folder / "cache"
        front.printer = Printer(address, spool, cache=cache, on_status=lambda _: front.listener())
    except DeviceError as error:
        front.warnings.append(_("nothing will be printed: {why} (setting printer)", why=error.message))
        return
    front.printer.start(
        [
            (sale["number"], datetime.fromisoformat(sale["time"]), partial(front.receipt, sale))
            for sale in sales
        ]
    )
