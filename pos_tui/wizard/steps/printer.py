"""The receipt printer: found or named, tried, and only then set."""

from __future__ import annotations

from typing import Final

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, LATER, Sheet, Step

_TRIED: Final = "printer.tried"


class Printer(Step):
    """What kind of printer there is."""

    name = "printer"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """Those that were found, one on the network, or none for now."""
        found = sheet.port.printers()
        ports = ", ".join(port.label for port in sheet.port.serial_ports())
        now = sheet.port.standing().printer
        lines = [_("A receipt printer is tried with a test page before it is used.")]
        lines += [_("In use now: {address}", address=now)] if now else []
        lines += (
            [
                _(
                    "Serial ports: {ports}. What is plugged in there comes with a later version.",
                    ports=ports,
                )
            ]
            if ports
            else []
        )
        return Question(
            _("Receipt printer"),
            tuple(lines),
            choices=(
                *(Choice(place.address, place.label, place.detail) for place in found),
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
        """Three answers."""
        return Question(
            _("Test page"),
            (
                _(
                    "A test page was sent to {address}. Did it come out, and can you read it?",
                    address=sheet.text(_TRIED),
                ),
            ),
            choices=(
                Choice("yes", _("Yes: use this printer")),
                Choice("again", _("Nothing came: try again")),
                Choice("other", _("Signs or nothing readable: choose another")),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Sets it, tries again, or goes back to choosing."""
        address = sheet.text(_TRIED)
        if answer == "again":
            return tried(sheet, address)
        sheet.drop(_TRIED)
        if answer == "other":
            sheet.go = Printer.name
            return None
        sheet.port.set("printer", address)
        sheet.answers[Printer.name] = DONE
        return Reply(_("receipts go to {address}", address=address), "good")


def tried(sheet: Sheet, address: str) -> Reply:
    """Sends a test page. Raises Refused where it cannot leave."""
    text = sheet.port.print_test(address)
    sheet.answers[_TRIED] = address
    sheet.go = Printed.name
    return Reply(text)
