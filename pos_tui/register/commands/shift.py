"""Commands that open a shift, read it, count its drawer and close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.tender import said_type
from pos_tui.core.words import _, ngettext
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.services.permitting import permit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pos_tui.core.denominations import Counted
    from pos_tui.register.register import Register

_MOST_DOUBTFUL = 40


class Open(Command):
    """Open a shift with the float in the drawer: an amount, or its notes and coins (20x3 0.50x11).

    Without either it is what the Z before left. What differs from that is on record.
    """

    word = "open"
    usage = "[FLOAT | PIECESxCOUNT...]"
    label = "Open shift"
    group = "Shift"
    permission = "shift.open"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        record = services.shifts.open_shift(
            register.counter, _counted(register, arguments) if arguments else None
        )
        told = _(
            "shift of {day} opened with {float}", day=record["day"], float=register.text(record["float"])
        )
        if record["difference"]:
            difference = register.text(record["difference"])
            told = _("{told}; {difference} against what was left", told=told, difference=difference)
        fields = ("shift", "number", "day", "float", "left", "difference")
        return Outcome("info", told, {name: record[name] for name in fields}, sound="good")


class XRead(Command):
    """Read how the shift stands; nothing is reset. It is printed, and on record."""

    word = "x"
    label = "X report"
    group = "Shift"
    permission = "shift.read"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        record = services.closing.x_read(register.counter)
        return Outcome("info", _paper(register, record), _figures("x", record), sound="good")


class Count(Command):
    """Count the drawer by its notes and coins (20x3 5x7 0.50x11), or as a sum.

    card=125.40 adds what the slips of another way to pay come to. What is expected is only said afterwards.
    Alone it opens the drawer, so that it can be counted.
    """

    word = "count"
    usage = "PIECESxCOUNT... [TYPE=AMOUNT]"
    label = "Count"
    group = "Shift"
    permission = "shift.close"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if not arguments:
            opened = services.cash_control.open_for_count(register.counter)
            if opened is None:
                raise Refused(_("say what is there: /count 20x3 5x7 0.50x11, or /count and the sum"))
            told = _("the drawer is open: count it, then /count and what is there")
            return Outcome("info", told, {"opened": opened["number"]}, sound="good")
        record, doubtful = services.closing.count(register.counter, _counted(register, arguments))
        lines = [_count_line(register, record, kind) for kind in record["counted"]]
        if any(record["over_short"].values()) and doubtful:
            lines += ["", _("to be looked through:"), *_doubtful_lines(register, record, doubtful)]
        else:
            lines = ["; ".join(lines)]
        fields = ("number", "counted", "expected", "over_short", "time_of_it")
        data = {**{name: record[name] for name in fields}, "doubtful": doubtful}
        return Outcome("info", "\n".join(lines), {"count": data}, sound="good")


class Close(Command):
    """Close the shift: print and record its Z. Count the drawer first.

    Give the float that stays in the drawer, if it is not the one it was opened with: the rest goes into the
    bag for the safe. Where what was counted differs, say why.
    """

    word = "z"
    words = ("close",)
    usage = "[FLOAT] [for REASON]"
    label = "Close shift (Z)"
    group = "Shift"
    permission = "shift.close"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        left, _space, reason = arguments.partition(" ")
        if left and not left[0].isdigit():
            left, reason = "", arguments
        stays = amount_of(register, left) if left else None
        why = reason.strip().removeprefix("for ").strip()
        record = services.closing.close(register.counter, register.basket, stays, why)
        return Outcome("info", _paper(register, record), _figures("z", record), sound="good")


class ShowShift(Command):
    """Say where the till stands between opening and Z; with a number show what was printed.

    With print after the number it is printed again, marked as a copy; that is on record.
    """

    word = "shift"
    usage = "[NUMBER [print]]"
    label = "Shift"
    group = "Shift"
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        if arguments:
            permit(register.counter, "shift.read")
            number, _space, verb = arguments.partition(" ")
            record = services.shifts.find_paper(register.counter, number)
            if verb.strip() == "print":
                copy = services.shifts.print_again(register.counter, record)
                told = _("{number} is printed, copy {copy}", number=record["number"], copy=copy)
                return Outcome("info", told, {"number": record["number"], "copy": copy}, sound="good")
            return Outcome("info", _paper(register, record), {"number": record["number"]})
        now = services.shifts.standing(register.counter)
        return Outcome("info", standing_line(register, now), _standing_row(now))


def standing_line(register: Register, now: services.shifts.Standing) -> str:
    """Where the till stands, on one line."""
    shift = now.shift
    if shift is None:
        if now.proposed is None:
            return _("no shift is open: /open and the float opens one")
        return _("no shift is open: /open takes the float of {float}", float=register.text(now.proposed))
    told = _(
        "shift {number} of {day} is open, {owner}", number=shift.number, day=shift.day, owner=shift.owner
    )
    if now.is_late:
        return _("{told}; that day is over: /count and /z close it, or go on", told=told)
    return told


def _standing_row(now: services.shifts.Standing) -> dict[str, Any]:
    shift = None if now.shift is None else now.shift.to_document()
    return {"shift": shift, "late": now.is_late, "proposed": now.proposed, "counted": now.counted}


def _counted(register: Register, text: str) -> Counted:
    from pos_tui.core.denominations import Counted

    heard = " ".join(register.heard(word) for word in text.split())
    return Counted.parse(heard, register.shop.currency, minor=register.counter.rules.minor_entry)


def _paper(register: Register, record: Mapping[str, Any]) -> str:
    slips = register.counter.slips
    return "" if slips is None else slips.text(record["paper"]).strip("\n")


def _figures(kind: str, record: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: services.closing.figures(record)}


def _count_line(register: Register, record: Mapping[str, Any], kind: str) -> str:
    counted, expected = record["counted"][kind], record["expected"].get(kind, 0)
    facts = {"kind": said_type(kind), "counted": register.text(counted), "expected": register.text(expected)}
    difference = counted - expected
    if not difference:
        return _("{kind}: counted {counted}, as expected", **facts)
    facts["difference"] = register.text(abs(difference))
    if difference > 0:
        return _("{kind}: counted {counted}, expected {expected}: {difference} over", **facts)
    return _("{kind}: counted {counted}, expected {expected}: {difference} short", **facts)


def _doubtful_lines(
    register: Register, record: Mapping[str, Any], doubtful: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What may explain a difference: first what comes to exactly that amount."""
    sought = {abs(amount) for amount in record["over_short"].values() if amount}
    first = sorted(doubtful, key=lambda row: abs(row["amount"]) not in sought)
    lines = [_doubtful_line(register, row, abs(row["amount"]) in sought) for row in first[:_MOST_DOUBTFUL]]
    more = len(first) - len(lines)
    return [*lines, ngettext("{count} more", "{count} more", more)] if more else lines


def _doubtful_line(register: Register, row: Mapping[str, Any], fits: bool) -> str:
    names = {
        "no_sale": _("drawer opened"),
        "paid_out": _("paid out"),
        "void": _("voided"),
        "cancelled": _("sale cancelled"),
        "refund": _("refund"),
        "post_void": _("finished sale voided"),
        "tender_correction": _("tender corrected"),
    }
    amount = register.text(row["amount"]) if row["amount"] else ""
    parts = (row["number"], row["time"][11:16], row["operator"], names[row["act"]], amount, row["told"])
    return f"{'=' if fits else ' '} " + "  ".join(filter(None, parts))
