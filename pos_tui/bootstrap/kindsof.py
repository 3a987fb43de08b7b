"""Printer, drawer and scanner as kinds of devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.address import Address, parse
from devices.address_table import CHOICES
from devices.delivering import Delivery
from devices.errors import DeviceError
from devices.finding import Found, serial_ports, usb_printers
from devices.links import link_to
from pos_tui.core.errors import InvalidValue, PosError, Refused
from pos_tui.core.words import _

from . import trying
from .devicekind import DeviceKind, Told, Tried, address_of

if TYPE_CHECKING:
    from devices.delivering import Look

    from .front import Shopfront


NARROW: Final = "32"
"""Columns on paper of 58 mm."""


class PrinterKind(DeviceKind):
    """The receipt printer."""

    word = setting = "printer"

    def name(self) -> str:
        """What people call it."""
        return _("Receipt printer")

    def told(self, front: Shopfront) -> Told:
        """What it said last, and what waits for it."""
        if front.printer is None:
            return Told(_("not in use: {why}", why=front.printer_trouble), False)
        status, look = front.printer.status, front.printer_look
        if status.trouble:
            return Told(status.trouble, False)
        if look is not None:
            return looked(look)
        if status.answers is None:
            return Told(_("nothing was printed yet"))
        return Told(_("ok")) if status.answers else Told(_("sent, but it does not say what is on paper"))

    def refresh(self, front: Shopfront, heard: Callable[[], None]) -> None:
        """Has the print thread ask it, between two jobs."""
        if front.printer is None:
            heard()
            return

        def answered(look: Look) -> None:
            front.printer_look = look
            heard()

        front.printer.look(answered)

    def attempt(self, front: Shopfront) -> Told:
        """Sends a test page behind what waits."""
        if front.printer is None:
            return Told(_("not in use: {why}", why=front.printer_trouble), False)
        front.printer.retry()
        front.printer.submit(trying.test_page(self.address(front), front.shop.name, _sign(front)))
        return Told(_("a test page is on its way: look at the printer"))

    def examine(self, front: Shopfront) -> Told:
        """Asks it, and prints a page on one that can."""
        look = _look(front)
        if not look.reached or look.trouble:
            return looked(look)
        try:
            said = trying.print_test(front.settings.printer, front.shop.name, _sign(front))
        except PosError as error:
            return Told(error.message, False)
        return Told(said if look.answers else f"{said}; {looked(look).words}", look.answers or None)

    def found(self) -> Sequence[Found]:
        """USB printers, then serial ports that may have one."""
        return (*usb_printers(), *serial_ports())

    def hint(self) -> str:
        """Network numbers alone will do."""
        return _("192.168.1.87, usb://04b8:0e28, cups://kitchen")

    def probe(self, front: Shopfront, address: str) -> Tried:
        """A test page, at the speed at which a serial printer answers. Raises InvalidValue, Refused."""
        found = trying.probe_printer(trying.printer_address(address))
        said = trying.print_test(found, front.shop.name, _sign(front))
        return Tried(found, said, tuple(_variants(parse(found))))

    def reconnect(self, front: Shopfront) -> bool:
        """Another print thread, at what is set now; jobs go on where they were."""
        front.rewire()
        return True


class DrawerKind(DeviceKind):
    """The cash drawer on the printer."""

    word, setting = "drawer", "printer"

    def name(self) -> str:
        """What people call it."""
        return _("Cash drawer")

    def address(self, front: Shopfront) -> str:
        """The printer's connector; "" where no drawer is set."""
        found = address_of(front, "printer")
        pin = "" if found is None else found.get("drawer")
        return _("pin {pin} of the printer", pin=pin) if pin else ""

    def unset(self, front: Shopfront) -> str:
        """The printer without a drawer."""
        return _without_drawer(front).text()

    def told(self, front: Shopfront) -> Told:
        """Open or closed, if it can be seen."""
        is_open = None if front.printer is None else front.printer.status.drawer_open
        return _drawer_words(is_open)

    def reconnect(self, front: Shopfront) -> bool:
        """With the printer that it hangs on."""
        front.rewire()
        return True

    def attempt(self, front: Shopfront) -> Told:
        """Says how: an opening has a reason, and that is on record."""
        return Told(_("type /nosale and a reason: every opening of the drawer is on record"))

    def examine(self, front: Shopfront) -> Told:
        """Asks whether it is open; opens nothing, as that would be on no record."""
        look = _look(front)
        return _drawer_words(look.drawer_open) if look.reached else looked(look)

    def found(self) -> Sequence[Found]:
        """The connectors of the printer that is set."""
        return (Found("2", _("Pin 2 (the usual one)")), Found("5", _("Pin 5 (a second drawer)")))

    def probe(self, front: Shopfront, address: str) -> Tried:
        """Opens it; the printer's address with the drawer. Raises InvalidValue, Refused."""
        if not front.settings.printer:
            raise Refused(_("set the receipt printer up first: the drawer is plugged into it"))
        if address not in CHOICES["drawer"]:
            raise InvalidValue(_("a drawer is on pin 2 or 5, not '{pin}'", pin=address[:20]))
        front.record_opening(_("the drawer is set up"))
        found = trying.open_drawer(_without_drawer(front).text(), address)
        return Tried(found, _("the pulse was sent: did the drawer open?"))


class ScannerKind(DeviceKind):
    """The scanner on a line of its own; one like a keyboard is nobody's to ask."""

    word = setting = "scanner"

    def name(self) -> str:
        """What people call it."""
        return _("Scanner")

    def address(self, front: Shopfront) -> str:
        """Where it is; a scanner that types needs no setting."""
        return super().address(front) or "wedge://"

    def told(self, front: Shopfront) -> Told:
        """Whether its line is open."""
        if not front.settings.scanner or front.settings.scanner.startswith("wedge:"):
            return Told(_("like a keyboard"))
        if front.scanner_trouble is None:
            return Told(_("not opened yet"))
        return Told(front.scanner_trouble, False) if front.scanner_trouble else Told(_("ok"), True)

    def attempt(self, front: Shopfront) -> Told:
        """A scan sells wherever it comes."""
        return Told(_("scan anything: the till sells it, or says what came"))

    def examine(self, front: Shopfront) -> Told:
        """Waits for a scan."""
        if not front.settings.scanner or front.settings.scanner.startswith("wedge:"):
            return Told(_("a scanner that types is tried by scanning at the prompt"))
        try:
            return Told(_("{code} came", code=trying.read_scanner(front.settings.scanner)), True)
        except PosError as error:
            return Told(error.message, False)

    def found(self) -> Sequence[Found]:
        """Serial ports."""
        return serial_ports()

    def hint(self) -> str:
        """What has to be done with it."""
        return _("serial:///dev/ttyACM0, then scan within 15 seconds; one that types: wedge://?suffix=tab")

    def probe(self, front: Shopfront, address: str) -> Tried:
        """Waits for a scan. Raises InvalidValue, Refused."""
        try:
            found = parse(address).text()
        except DeviceError as error:
            raise InvalidValue(error.message) from None
        if found.startswith("wedge:"):
            return Tried(found, _("scan something at the prompt once it is used"))
        return Tried(found, _("{code} came", code=trying.read_scanner(found)))

    def reconnect(self, front: Shopfront) -> bool:
        """Has the screen open it as it is set now."""
        front.rescan()
        return True


def looked(look: Look) -> Told:
    """What a printer said, in words."""
    if not look.reached:
        return Told(_("not reached: {why}", why=look.trouble), False)
    if look.trouble:
        return Told(look.trouble, False)
    if not look.answers:
        return Told(_("it gives no answer: what is sent may be on paper or not"))
    return Told(_("ok, but paper is low") if look.paper_low else _("ok"), True)


def _variants(printer: Address) -> Iterator[tuple[str, str]]:
    """What may be wrong with a test page, and the printer's address by which it would be right."""
    if not printer.get("columns"):
        yield _("Lines are broken in two: it is narrow paper"), _with(printer, "columns", NARROW)
    if printer.scheme == "serial":
        speeds = trying.SPEEDS
        now = printer.get("baud") or speeds[0]
        after = speeds[(speeds.index(now) + 1) % len(speeds)] if now in speeds else speeds[0]
        yield _("Signs instead of letters: try the next speed"), _with(printer, "baud", after)


def _with(address: Address, key: str, value: str) -> str:
    kept = tuple((name, text) for name, text in address.options if name != key)
    return replace(address, options=(*kept, (key, value))).text()


def _look(front: Shopfront) -> Look:
    address = parse(front.settings.printer)
    try:
        return Delivery(address, link_to(address)).look()
    except DeviceError as error:
        raise Refused(error.message) from None


def _without_drawer(front: Shopfront) -> Address:
    printer = parse(front.settings.printer)
    kept = tuple((key, value) for key, value in printer.options if key not in ("drawer", "drawer_open"))
    return replace(printer, options=kept)


def _drawer_words(is_open: bool | None) -> Told:
    if is_open is None:
        return Told(_("does not say whether it is open"))
    return Told(_("open: close it"), False) if is_open else Told(_("closed"), True)


def _sign(front: Shopfront) -> str:
    from pos_tui.locale import currency_symbol

    return currency_symbol(front.shop.currency.code, front.settings.locale)
