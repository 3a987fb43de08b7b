"""`pos ring`: line mode. The grammar of the prompt from a file or a pipe, one answer a line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from pos_tui.core.cards import holds_card_number
from pos_tui.core.errors import Refused
from pos_tui.core.words import _, ngettext

from .common import TillOption, opened
from .exit_codes import ExitCode
from .identity import identify
from .linereading import lines
from .output import json_text, line, say

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register

_SHORTEST_CARD: Final = 9
"""Fewer characters hold neither a card's number nor a magnetic stripe."""
_DONE: Final = frozenset(("sale", "cancelled", "held"))
_DIGIT: Final = re.compile(r"\d")


def ring(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="What to ring; without it, standard input.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object for each line.")] = False,
    stop: Annotated[
        bool, typer.Option("--stop-on-error", help="Stop at the first line that is refused.")
    ] = False,
    till: TillOption = None,
) -> None:
    r"""Sell by lines of text: codes, quantities and /commands, as the screen's prompt takes them.

    Blank lines and lines that begin with # are skipped. Ends with 0 only if nothing was refused and no
    basket was left open.

    Example: printf '2*5449000000996\n/cash 20\n' | pos ring --json
    """
    from pos_tui.bootstrap import open_register

    stream = _source(file)
    try:
        with (
            opened(ctx, readonly=False, till=till) as front,
            open_register(front, till, ctx.obj.role) as register,
        ):
            if register.station is not None:
                operator = identify(front, ctx.obj)
                if operator is not None:
                    register.station.take(operator)
            if register.restored:
                say(f"pos: {register.restored}")
            session = Session(register, json=json, stop=stop)
            session.run(stream)
    finally:
        if file is not None:
            stream.close()
    raise typer.Exit(session.verdict())


def _source(file: Path | None) -> BinaryIO:
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    try:
        return file.open("rb")
    except OSError as error:
        raise Refused(
            _("{file} cannot be read: {error}", file=file, error=error.strerror or error)
        ) from error


class Session:
    """Lines rung on one register, and what came of them."""

    def __init__(self, register: Register, *, json: bool, stop: bool) -> None:
        self._register = register
        self._answer: Callable[[Outcome, int, str], None] = self._json if json else self._text
        self._stop = stop
        self._write = sys.stdout.write
        self._flush = sys.stdout.flush
        self.refused: list[int] = []
        """The numbers of the lines that were refused."""

    def run(self, stream: BinaryIO) -> None:
        """Rings all lines; answers are written when a sale is done, and whenever more input has to come."""
        run, answer, flush, refused = self._register.run, self._answer, self._flush, self.refused
        for number, text, unreadable in lines(stream, flush):
            if unreadable:
                outcome = _refusal(unreadable)
            elif not (entry := text.strip()) or entry[0] == "#":
                continue
            else:
                outcome = run(text)
            answer(outcome, number, text)
            if outcome.kind in _DONE:
                flush()
            elif outcome.kind == "refused":
                refused.append(number)
                if self._stop:
                    break
        flush()

    def verdict(self) -> ExitCode:
        """The exit code; says on stderr what is not as it should be."""
        code = ExitCode.OK
        if self.refused:
            count, code = len(self.refused), ExitCode.REFUSED
            say(
                ngettext(
                    "pos: 1 line was refused, line {first}",
                    "pos: {count} lines were refused, the first is line {first}",
                    count,
                    first=self.refused[0],
                )
            )
        basket = self._register.basket
        if not basket.is_empty:
            code = ExitCode.REFUSED
            live = sum(not line.void for line in basket.lines)
            say(
                ngettext(
                    "pos: a basket was left open (1 line); the till {till} still has it",
                    "pos: a basket was left open ({count} lines); the till {till} still has it",
                    live,
                    till=self._register.till,
                )
            )
        return code

    def _json(self, outcome: Outcome, number: int, text: str) -> None:
        self._write(json_text(outcome.to_json(number, masked(text))) + "\n")

    def _text(self, outcome: Outcome, number: int, text: str) -> None:
        if outcome.ok:
            line(outcome.message)
        else:
            line(_("line {number} refused: {reason}", number=number, reason=outcome.message))


def masked(text: str) -> str:
    """The input as it may be written again: a payment card's digits are not (PCI DSS 3.4.1)."""
    if len(text) < _SHORTEST_CARD or not holds_card_number(text):
        return text
    return _DIGIT.sub("*", text)


def _refusal(why: str) -> Outcome:
    from pos_tui.register.outcome import Outcome

    return Outcome("refused", why, {"reason": why}, sound="refused")
