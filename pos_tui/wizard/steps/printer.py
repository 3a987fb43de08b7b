"""The receipt printer: found or named, tried, and only then set."""

from __future__ import annotations

from typing import Final

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, LATER, Sheet, Step

_TRIED: Final = "printer.tried"
_WITH_DRAWER: Final = "printer.with_drawer"
_SPEEDS: Final = ("9600", "19200", "38400", "115200")


class Printer(Step):
    """What kind of printer there is."""

    name = "printer"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """Those that were found, one on the network, or none for now."""
        found = [(place.address, place.label, place.detail) for place in sheet.port.printers()]
        for port in sheet.port.serial_ports():
            found.append((port.address, _("On serial port {port}", port=port.label), port.detail))
        now = sheet.port.standing().printer
        lines = [_("A receipt printer is tried with a test page before it is used.")]
        lines += [_("In use now: {address}", address=now)] if now else []
        return Question(
            _("Receipt printer"),
            tuple(lines),
            choices=(
                *(Choice(address, label, detail) for address, label, detail in found),
                Choice("network", _("A printer on the network")),
                Choice(LATER, _("No printer, or later")),
            ),
            later=_("no printer for now"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Tries the one that was found, or asks where it is."""
        if answer == LATER:
            return self.later(sheet)
        if answer == "network":
            sheet.go = "printer.address"
            return None
        return tried(sheet, answer)


class PrinterAddress(Step):
    """Where on the network it is."""

    name = "printer.address"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """The number that the printer prints itself."""
        return Question(
            _("Printer on the network"),
            (
                _("Switch the printer off, hold its feed button, switch it on: it prints a page"),
                _("with its network address, four numbers such as 192.168.1.87. Type them."),
            ),
            prompt=_("address"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Tries it."""
        return tried(sheet, sheet.port.printer_address(answer))


class Printed(Step):
    """Whether paper came out: nothing but a person can see that."""

    name = "printer.printed"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only for a printer that was tried."""
        return bool(sheet.text(_TRIED))

    def ask(self, sheet: Sheet) -> Question:
        """Whether it can be used, and what to do where not."""
        address = sheet.text(_TRIED)
        faster = _faster(address)
        speed = [Choice("speed", _("Signs instead of letters: try the next speed"), faster)] if faster else []
        narrow = (
            [Choice("narrow", _("Lines are broken in two: it is narrow paper"))]
            if "columns=" not in address
            else []
        )
        return Question(
            _("Test page"),
            (_("A test page was sent to {address}. Did it come out, and can you read it?", address=address),),
            choices=(
                Choice("yes", _("Yes: use this printer")),
                Choice("again", _("Nothing came: try again")),
                *speed,
                *narrow,
                Choice("other", _("Choose another printer")),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Sets it, tries again, or goes back to choosing."""
        address = sheet.text(_TRIED)
        if answer in ("again", "speed", "narrow"):
            changed = {"speed": _at_speed, "narrow": _narrow}.get(answer, str)
            return tried(sheet, changed(address))
        if answer == "other":
            sheet.drop(_TRIED)
            sheet.go = Printer.name
            return None
        sheet.port.set("printer", address)
        sheet.answers[Printer.name] = DONE
        sheet.go = Drawer.name
        return Reply(_("receipts go to {address}", address=address), "good")


class Drawer(Step):
    """Whether a cash drawer hangs on the printer."""

    name = "printer.drawer"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only behind a printer that works."""
        return bool(sheet.text(_TRIED))

    def ask(self, sheet: Sheet) -> Question:
        """Yes, and it is opened; or no."""
        return Question(
            _("Cash drawer"),
            (_("Is a cash drawer plugged into the printer? It is opened now, to see whether it does."),),
            choices=(
                Choice("2", _("Yes: open it")),
                Choice("5", _("Yes, but it stayed shut: try the other wire")),
                Choice(LATER, _("No drawer, or it is opened with a key")),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Opens it, or leaves the printer without one."""
        if answer == LATER:
            sheet.drop(_TRIED)
            return None
        sheet.answers[_WITH_DRAWER] = sheet.port.open_drawer(sheet.text(_TRIED), answer)
        sheet.go = Opened.name
        return None


class Opened(Step):
    """Whether the drawer opened."""

    name = "printer.opened"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only once it was tried."""
        return bool(sheet.text(_WITH_DRAWER))

    def ask(self, sheet: Sheet) -> Question:
        """Yes or no."""
        return Question(
            _("Cash drawer"),
            (_("Did it open? Push it shut again."),),
            choices=(Choice("yes", _("Yes")), Choice("no", _("No"))),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Sets it, or goes back."""
        address = sheet.text(_WITH_DRAWER)
        sheet.drop(_WITH_DRAWER)
        if answer == "no":
            sheet.go = Drawer.name
            return None
        sheet.port.set("printer", address)
        sheet.drop(_TRIED)
        return Reply(_("the drawer opens when cash is taken"), "good")


def tried(sheet: Sheet, address: str) -> Reply:
    """Sends a test page. Raises Refused where it cannot leave."""
    text = sheet.port.print_test(address)
    sheet.answers[_TRIED] = address
    sheet.go = Printed.name
    return Reply(text)


def _narrow(address: str) -> str:
    """A printer's address with paper of 58 mm."""
    return f"{address}{'&' if '?' in address else '?'}columns=32"


def _at_speed(address: str) -> str:
    """A serial printer's address at the next speed, around to the first one."""
    place, _question, text = address.partition("?")
    options = dict(pair.partition("=")[::2] for pair in text.split("&") if pair)
    now = options.get("baud", _SPEEDS[0])
    place_now = _SPEEDS.index(now) if now in _SPEEDS else 0
    options["baud"] = _SPEEDS[(place_now + 1) % len(_SPEEDS)]
    return f"{place}?{'&'.join(f'{key}={value}' for key, value in options.items())}"


def _faster(address: str) -> str:
    """The next speed of a serial printer; empty for others, which have none."""
    return _at_speed(address).partition("baud=")[2].partition("&")[0] if address.startswith("serial:") else ""
