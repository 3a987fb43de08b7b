"""The receipt printer of a till: wired up when the till is taken, its spool among the machine's own notes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.services.reprinting import recent_sales

if TYPE_CHECKING:
    from devices.printing import Printer, PrinterStatus
    from pos_tui.services.counter import Counter

    from .front import Shopfront


_CLOSE_SECONDS: Final = 5.0


class PrinterDrawer:
    """The cash drawer on a receipt printer's connector."""

    def __init__(self, front: Shopfront, printer: Printer, pin: str) -> None:
        self._front, self._printer, self._pin = front, printer, pin
        self._failures: deque[tuple[str, str]] = deque()

    def open(self, why: str) -> None:
        """Sends the pulse from the print thread, before anything that waits to be printed."""
        self._printer.kick(self._pin, partial(self._answered, why))

    def failures(self) -> Sequence[tuple[str, str]]:
        """What did not work since it was asked last."""
        return [self._failures.popleft() for _ in range(len(self._failures))]

    def _answered(self, why: str, trouble: str) -> None:
        if trouble:
            self._failures.append((why, trouble))
            self._front.warnings.append(_("open the drawer with its key: {trouble}", trouble=trouble))
            self._front.listener()


def rewire(front: Shopfront, counter: Counter) -> None:
    """Takes up printer and drawer as they are set now; what waits to be printed goes on with the new ones.

    Raises Refused where the printer before is still busy with a receipt.
    """
    if front.printer is not None:
        front.printer.close(_CLOSE_SECONDS)
        if front.printer.is_running:
            raise Refused(_("the printer is busy with a receipt: try again in a moment"))
    front.wired["printer"] = front.settings.printer
    front.printer = front.drawer = front.printer_look = None
    front.printer_trouble = _("no printer is set")
    if front.settings.printer:
        wire_printer(front, counter.till, reversed(list(recent_sales(counter))))
    counter.drawer = front.drawer


def wire_printer(front: Shopfront, till: str, sales: Iterable[Mapping[str, Any]]) -> None:
    """Opens the printer that is set; one that cannot be is told, and stops nothing.

    `sales` are the till's last ones, oldest first: one that was killed before its receipt was a job gets one.
    So do its last papers of other kinds.
    Jobs belong to the machine, so the spool is not in the store, where a backup would bring them back.
    """
    from devices.address import parse
    from devices.errors import DeviceError
    from devices.printing import Printer, check

    from .devices import spool_folder
    from .slips import recent_papers

    said = ""

    def changed(status: PrinterStatus) -> None:
        nonlocal said
        if status.trouble != said:
            said = status.trouble
            front.log.note("printer", trouble=said or "ok")
        front.listener()

    try:
        address = parse(front.settings.printer)
        check(address)
        spool, cache = spool_folder(front, till), front.store.machine_folder / "cache"
        front.printer = Printer(address, spool, cache=cache, on_status=changed)
    except DeviceError as error:
        front.printer_trouble = error.message
        front.warnings.append(_("nothing will be printed: {why} (setting printer)", why=error.message))
        return
    if address.get("drawer"):
        front.drawer = PrinterDrawer(front, front.printer, address.get("drawer"))
    receipts = [
        (sale["number"], datetime.fromisoformat(sale["time"]), partial(front.receipt, sale)) for sale in sales
    ]
    front.printer.start([*receipts, *recent_papers(front, till)])
