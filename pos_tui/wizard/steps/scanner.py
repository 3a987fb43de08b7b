"""The scanner: what it sends is shown, so that a wrong setting is seen before the first customer."""

from __future__ import annotations

from pos_tui.core.barcode import GTIN_LENGTHS, has_check_digit, is_digits
from pos_tui.core.cards import holds_card_number
from pos_tui.core.display import clean
from pos_tui.core.scan import Scan
from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step


class Scanner(Step):
    """Scans to be looked at; Enter alone ends."""

    name = "scanner"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """What the last scan was."""
        last = sheet.words("scanner.last")
        ports = sheet.port.serial_ports()
        serial = [Choice(port.address, _("Read {port} now", port=port.label), port.detail) for port in ports]
        choices = (Choice(DONE, _("That is all")), *serial) if serial else ()
        by_port = _("One on a serial line: choose its port, then scan within 15 seconds.")
        return Question(
            _("Scanner"),
            (
                _("Scan something: what arrives is shown here. A scanner types like a keyboard, then Enter."),
                _("Digits stay in the prompt? It sends no end mark: scan 'add Enter' in its manual."),
                *([by_port] if serial else []),
                *last,
            ),
            prompt=_("scan"),
            choices=choices,
            free=True,
            enter=_("that is all"),
            later=_("no scanner for now"),
            scans=True,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Shows what a scan was; Enter alone goes on."""
        if answer in ("", DONE):
            sheet.answers[self.name] = DONE
            sheet.drop("scanner.last")
            return None
        if answer in (port.address for port in sheet.port.serial_ports()):
            return self._read(sheet, answer)
        marks = {
            "enter": _("Enter (CR)"),
            "ctrl+j": _("line feed (LF)"),
            "tab": _("Tab (understood)"),
        }
        ended = marks.get(sheet.mark, "")
        end = [_("end mark: {mark}", mark=ended)] if ended else []
        sheet.answers["scanner.last"] = [*told(answer), *end]
        sheet.go = self.name
        return Reply(_("{code} arrived", code=clean(answer)), "good")

    def _read(self, sheet: Sheet, address: str) -> Reply:
        """Reads a serial port, and sets it as the scanner's where a code came."""
        code = sheet.port.read_scanner(address)
        sheet.port.set("scanner", address)
        sheet.answers["scanner.last"] = told(code)
        sheet.go = self.name
        return Reply(_("{code} arrived: the till reads this port from now on", code=clean(code)), "good")


def told(text: str) -> list[str]:
    """What a scan consists of, in words."""
    if holds_card_number(text):
        return [_("that is a payment card's number: nothing of it was kept")]
    scan = Scan.parse(text)
    code = scan.code
    lines = [_("code: {code}", code=clean(code)), _("characters: {count}", count=len(code))]
    if scan.aim:
        lines.append(_("prefix: {prefix} (understood)", prefix=clean(scan.aim)))
    if len(code) in GTIN_LENGTHS and is_digits(code):
        right = has_check_digit(code)
        lines.append(
            _("check digit: right") if right else _("check digit: WRONG, a misread or no bar code of goods")
        )
    elif any(not char.isprintable() for char in code):
        lines.append(_("it holds control characters: switch them off in the scanner"))
    return lines
