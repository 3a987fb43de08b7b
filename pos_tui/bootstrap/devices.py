"""What is set up, what is plugged in, and how it does: for the commands about devices."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.delivering import Delivery
from devices.finding import serial_ports, usb_printers
from devices.links import link_to
from devices.spool import Spool
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

from .devicekind import Told, address_of

if TYPE_CHECKING:
    from .front import Shopfront


def listed(front: Shopfront) -> list[dict[str, str]]:
    """Rows of device, address and detail: what is set, then what is plugged in and not set."""
    chosen = front.settings
    rows = []
    if printer := address_of(front, "printer"):
        rows.append({"device": "printer", "address": str(printer), "detail": "set"})
        pin = printer.get("drawer")
        if pin:
            rows.append(
                {"device": "drawer", "address": _("pin {pin} of the printer", pin=pin), "detail": "set"}
            )
    scanner = str(address_of(front, "scanner") or "wedge://")
    rows.append({"device": "scanner", "address": scanner, "detail": "set" if chosen.scanner else "default"})
    for word, key in (("scale", "scale"), ("display", "display"), ("labels", "label_printer")):
        if address := address_of(front, key):
            rows.append({"device": word, "address": str(address), "detail": "set"})
    settings = (chosen.printer, chosen.scanner, chosen.scale, chosen.display, chosen.label_printer)
    known = [address.partition("?")[0].partition("+")[2] or address.partition("?")[0] for address in settings]
    for kind, found in (("printer?", usb_printers()), ("serial port", serial_ports())):
        rows += [
            {"device": kind, "address": one.address, "detail": one.detail or one.label}
            for one in found
            if one.address not in known
        ]
    return rows


def printer_condition(front: Shopfront) -> dict[str, Any]:
    """What the printer says of itself. Raises Refused where none is set or it is not reached."""
    address = address_of(front, "printer")
    if address is None:
        raise Refused(_("no printer is set: pos config set printer ADDRESS"))
    found = Delivery(address, link_to(address)).look()
    if not found.reached:
        raise Refused(_("the printer is not reached: {why}", why=found.trouble))
    row = {"address": str(address), "answers": found.answers, "trouble": found.trouble}
    if found.answers:
        row |= {"paper_low": found.paper_low, "drawer_open": found.drawer_open}
    return row


def others(front: Shopfront) -> list[dict[str, Any]]:
    """How each device besides the printer does that is set and can be asked without leaving a trace."""
    from .kinds import kinds

    rows = []
    for kind in kinds():
        try:
            address = kind.address(front)
            told = kind.look(front) if address else None
        except InvalidValue as error:
            address, told = front.setting(kind.setting), Told(error.message, False)
        if told is not None:
            rows.append({"device": kind.word, "address": address, "good": told.is_good, "found": told.words})
    return rows


def jobs(front: Shopfront, till: str) -> list[dict[str, Any]]:
    """The open print jobs of a till as its spool has them; a till that is open may be ahead of it."""
    folder = spool_folder(front, till)
    if not folder.is_dir():
        return []
    return [asdict(job) for job in Spool(folder).peek()]


def spool_folder(front: Shopfront, till: str) -> Path:
    """Where a till's print jobs are. They belong to the machine, so a backup must not bring them back."""
    return front.store.machine_folder / "spool" / till
