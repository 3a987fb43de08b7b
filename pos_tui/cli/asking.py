"""The questions of the first start as lines: for dumb terminals and screen readers, no cursor is moved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.words import _

from .exit_codes import ExitCode
from .output import say
from .teletype import Teletype

if TYPE_CHECKING:
    from pos_tui.register.register import Register
    from pos_tui.wizard.engine import Wizard
    from pos_tui.wizard.question import Choice, Question, Reply

_LISTED: Final = 12


def ask(wizard: Wizard) -> int:
    """Asks until the questions end or the input does; returns the exit code."""
    say(_("/back goes one question back, /later puts it off, /quit leaves: nothing answered is lost."))
    if wizard.resumed:
        say(_("Going on where it stopped."))
    shown: Question | None = None
    while wizard.ending is None:
        if wizard.question is not shown:
            shown = wizard.question
            _show(wizard, shown)
        line = (_read_unseen if shown.secret and sys.stdin.isatty() else _read)(_prompt(shown))
        if line is None:
            wizard.leave()
            return ExitCode.OK
        reply = _answer(wizard, line)
        if reply.text:
            say(f"{'! ' if reply.sound == 'refused' else ''}{reply.text}")
    return ExitCode.OK


def practise(register: Register) -> None:
    """Sells on a register until /quit or the end of the input."""
    till = Teletype(register, say)
    till.greet()
    while not till.leaving and (line := _read(till.prompt)) is not None:
        till.enter(line)


def _show(wizard: Wizard, question: Question) -> None:
    place, count = wizard.progress
    say("")
    say(f"{place}/{count}  {question.title}")
    for line in question.lines:
        say(f"  {line}")
    for number, choice in enumerate(_listed(question), 1):
        detail = f"  ({choice.detail})" if choice.detail else ""
        say(f"  {number}. {choice.label}{detail}")
    if len(question.choices) > _LISTED:
        say(_("  {count} to choose from: type a few letters of one", count=len(question.choices)))


def _listed(question: Question) -> tuple[Choice, ...]:
    """The choices that have numbers; of a long list none, as its letters find them."""
    return question.choices if len(question.choices) <= _LISTED else ()


def _prompt(question: Question) -> str:
    """The word before the entry, with what Enter alone does."""
    enter = question.enter
    if question.choices:
        enter = question.choices[question.chosen].label if question.chosen >= 0 else ""
    return f"{question.prompt}{f' [{enter}]' if enter else ''}> ".lstrip()


def _read(prompt: str) -> str | None:
    """One line as it was typed; None at the end of the input."""
    sys.stderr.write(clean(prompt, 1000))
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _read_unseen(prompt: str) -> str | None:
    """A line that the terminal does not show; /back and /later work there, too."""
    from getpass import getpass

    try:
        return getpass(clean(prompt, 1000))
    except EOFError:
        return None


def _answer(wizard: Wizard, line: str) -> Reply:
    """A number is the choice it stands before."""
    listed, text = _listed(wizard.question), line.strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= len(listed) and len(text) < 4:
        return wizard.choose(listed[int(text) - 1])
    return wizard.answer(text)
