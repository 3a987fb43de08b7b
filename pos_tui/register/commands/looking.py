"""Commands that look and show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui import services
from pos_tui.core.display import fit
from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.command import Command
from pos_tui.register.entering import matches
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import line_outcome, said_saving, saving_row, standing
from pos_tui.services import reprinting

if TYPE_CHECKING:
    from pos_tui.register.register import Register

_USAGE = 38
"""Cells for what is to be entered, before what it does."""


class Find(Command):
    """Find items by words of the name, or by digits of a code."""

    word = "find"
    usage = "WORDS"
    key = "f2"
    label = "Find"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            raise Refused(_("find what? Give words of a name, or digits of a code"))
        return matches(register, arguments) or Outcome(
            "info", _("nothing matches {words}", words=arguments), sound="unknown"
        )


class List(Command):
    """Read the open sale out, line by line, with the numbers of the lines."""

    word = "list"
    label = "List"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if register.basket.is_empty:
            raise Refused(_("nothing was entered yet"))
        told = [line_outcome(register, "info", place) for place in range(len(register.basket.lines))]
        lines = [
            _("#{number} {line}, void", number=number, line=line.message)
            if line.data["void"]
            else _("#{number} {line}", number=number, line=line.message)
            for number, line in enumerate(told, 1)
        ]
        savings = register.priced.savings
        lines += [said_saving(register, saving) for saving in savings]
        data = {
            "lines": [line.data for line in told],
            "savings": list(map(saving_row, savings)),
            "total": register.priced.total,
        }
        return Outcome("info", "\n".join([*lines, standing(register)]), data)


class Unmatched(Command):
    """List the scans that met no item.

    They stay listed, over a restart too, until an item has their code; the journal has them all.
    """

    word = "unmatched"
    label = "Unknown"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        rows = [dict(row) for row in register.notes.missed]
        zone = ZoneInfo(register.shop.timezone)
        lines = [_("UNKNOWN SCANS")]
        for row in rows:
            last = datetime.fromisoformat(row["time"]).astimezone(zone)
            lines.append(f"{row['code']:<14} {row['times']} x  {last:%Y-%m-%d %H:%M}")
        if not rows:
            lines.append(_("no scan missed its item"))
        return Outcome("info", "\n".join(lines), {"unmatched": rows})


class Reprint(Command):
    """Print a receipt again, marked as a copy.

    Without a number the last one. Every reprint is on record.
    """

    word = "reprint"
    usage = "[NUMBER]"
    label = "Reprint"
    group = "Look"
    permission = "receipt.reprint"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        sale, copy = reprinting.reprint(register.counter, arguments or None)
        register.print_copy(sale, copy)
        data = {"receipt": sale["number"], "copy": copy, "total": sale["total"]}
        return Outcome(
            "info",
            _("receipt {number}, copy {copy}", number=sale["number"], copy=copy),
            data,
            sale,
            sound="good",
        )


class Explain(Command):
    """Show how a total came about, to the cent.

    Of the open sale, or of a finished one by its number.
    """

    word = "explain"
    usage = "[NUMBER]"
    blocks = True
    label = "Explain"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments and not register.basket.is_empty:
            document = register.document()
        else:
            document = dict(reprinting.find_sale(register.counter, arguments or None))
        lines = services.explaining.explain(document, register.mark)
        return Outcome(
            "info",
            "\n".join(lines),
            {"explain": lines, "receipt": document.get("number")},
        )


class Help(Command):
    """Show what can be entered, or everything about one word."""

    word = "help"
    usage = "[WORD]"
    key = "f12"
    label = "Menu"
    group = "Look"

    def run(self, register: Register, arguments: str) -> Outcome:
        wanted = arguments.lstrip("/").casefold()
        commands = register.commands
        if wanted:
            chosen = [one for one in commands if wanted in (one.word, *one.words, one.said_word().casefold())]
            if not chosen:
                raise Refused(_("there is no command /{word}: /help lists the commands", word=wanted[:40]))
            text = f"{chosen[0].said_usage()}\n{chosen[0].help()}"
        else:
            sells = f"{fit(_('[qty*]CODE[@price | =total]'), _USAGE)} {_('Sells.')}"
            listed = [f"{fit(one.said_usage(), _USAGE)} {one.summary()}" for one in commands]
            text = "\n".join([sells, *listed])
        return Outcome("info", text, {"help": text})
