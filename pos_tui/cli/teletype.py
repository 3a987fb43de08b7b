"""The till as a conversation in lines: what `pos --plain` says to each entry. It knows no terminal.

Every answer is complete in itself, as a screen reader reads it or a teletype prints it. The rules are the
register's; what a screen asks in a dialog or shows as a list is a question here that the next entry answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol
from zoneinfo import ZoneInfo

from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.register.commands import named
from pos_tui.register.commands.tendering import card_charge
from pos_tui.register.grammar import split_command
from pos_tui.register.telling import standing

from .signing import ask_approval, ask_who

if TYPE_CHECKING:
    from pos_tui.register.command import Command
    from pos_tui.register.outcome import Outcome
    from pos_tui.register.register import Register

PROMPT: Final = "> "
_LONGEST_NUMBER: Final = 3
"""Digits of a number that chooses from a list; no scanner sends so few."""
_SHORTEST_SCAN: Final = 8
"""Digits of the shortest bar code."""
_KILL: Final = "\x15"
"""Ctrl-U: what stands before it was taken back."""


class Question(Protocol):
    """What waits for the next entry."""

    @property
    def prompt(self) -> str:
        """What stands before that entry."""

    def answer(self, text: str) -> bool:
        """Takes an entry, which may be empty; False where it answers nothing and is entered as ever."""


class Teletype:
    """One register, and what is asked of its cashier."""

    def __init__(
        self,
        register: Register,
        write: Callable[[str], None],
        unseen: Callable[[bool], None] = lambda hide: None,
    ) -> None:
        """`write` takes a line for the cashier, not yet cleaned for a terminal; `unseen` hides typing."""
        self.register, self.write, self.unseen = register, write, unseen
        self.question: Question | None = None
        self.leaving = False

    @property
    def prompt(self) -> str:
        """What stands before the next entry."""
        return PROMPT if self.question is None else self.question.prompt

    def greet(self) -> None:
        """Says where one is, what is open, and what came last; asks who is there where that is asked."""
        register = self.register
        if register.station is not None and register.station.is_locked:
            ask_who(self)
            return
        self.write(
            _("{shop}, till {till}, {operator}. Next receipt {number}.",
              shop=register.shop.name, till=register.till, operator=register.operator,
              number=register.next_number)
        )  # fmt: skip
        last = register.last_sale
        if last is not None:
            total, change = register.text(last["total"]), register.text(last["change"])
            self.write(
                _("last sale {number}: total {total}, change {change}",
                  number=last["number"], total=total, change=change)
            )  # fmt: skip
        if register.restored:
            self.write(register.restored)
        self.write(_("Enter a code or words of a name. /help lists the commands, /quit leaves."))

    def enter(self, text: str) -> None:
        """An entry: the answer to what was asked, a code, or a command."""
        text = text.rpartition(_KILL)[2].strip()
        question, self.question = self.question, None
        if (question is None or not question.answer(text)) and text:
            self._do(text)

    def leave(self) -> None:
        """Ends the conversation: what was asked is answered by no, and an open basket is kept."""
        if isinstance(self.question, Approval):
            self.question.decline()
        self.unseen(False)
        basket = self.register.basket
        if basket.is_empty:
            self.write(_("Till {till} is free again.", till=self.register.till))
        else:
            now = standing(self.register)
            self.write(_("The open sale is kept for the next start: {standing}", standing=now))

    def refuse(self, why: str) -> None:
        """Says why an entry was not taken."""
        self.write(_("refused: {reason}", reason=why))

    def run(self, text: str, entered: str = "key", approval: Any = None) -> None:
        """Has the register run an entry, and says what came of it."""
        before = standing(self.register)
        outcome = self.register.run(text, entered=entered, approval=approval)
        self._tell(outcome)
        if outcome.kind == "locked":
            ask_who(self)
            return
        if outcome.data.get("needs") and self.register.station is not None:
            ask_approval(self, text, outcome.data["needs"])
        now = standing(self.register)
        if now != before and not self.register.basket.is_empty and not outcome.data.keys() & {"total", "due"}:
            self.write(now)

    def choose(self, title: str, labels: Sequence[str], take: Callable[[int], None]) -> None:
        """Lists what there is by number; the next entry may be one."""
        self.write(title)
        for number, label in enumerate(labels, 1):
            self.write(f"{number}. {label}")
        self.question = Choice(len(labels), take)

    def _do(self, text: str) -> None:
        word, arguments = split_command(text) or ("", "")
        command = named(word)
        name = command.word if command is not None else word
        empty = not any(not line.void for line in self.register.basket.lines)
        if name in ("quit", _("/quit").removeprefix("/").casefold()):
            self.leaving = True
        elif name == "card":
            self._card(arguments)
        elif name == "help" and not arguments:
            self._menu()
        elif (name == "recall" or (name == "hold" and empty)) and not arguments:
            self.run("/held")
        else:
            self.run(text)

    def _card(self, arguments: str) -> None:
        """Asks for the terminal's word; what would be refused afterwards is refused before it is charged."""
        try:
            amount = card_charge(self.register, arguments)
        except PosError as error:
            self.refuse(error.message)
        else:
            self.question = Approval(self, arguments, amount)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.kind == "found":
            self._found(outcome.data["items"])
        elif outcome.data.get("held"):
            self._held(outcome.data["held"])
        elif outcome.ok:
            for line in outcome.message.split("\n"):
                self.write(line)
        else:
            self.refuse(outcome.message)
        if outcome.kind == "sale" and outcome.data["change"]:
            self.write(_("CHANGE DUE {amount}", amount=self.register.text(outcome.data["change"])))

    def _found(self, items: Sequence[Mapping[str, Any]]) -> None:
        labels = [
            _("{name}, {price}, code {code}", name=item["name"], price=item["price"] or _("open price"),
              code=item["code"])
            for item in items
        ]  # fmt: skip

        def sell(place: int) -> None:
            code = str(items[place]["code"]).replace('"', '""')
            self.run(f'"{code}"', "search")

        self.choose(_("No such code. These match; a number sells one:"), labels, sell)

    def _held(self, held: Sequence[Mapping[str, Any]]) -> None:
        zone = ZoneInfo(self.register.shop.timezone)
        labels = [
            _("{id} {name}, {total}, held at {time}", id=row["id"], name=row["name"] or "",
              total=self.register.text(row["total"]),
              time=f"{datetime.fromisoformat(row['time']).astimezone(zone):%H:%M}")
            for row in held
        ]  # fmt: skip
        self.choose(
            _("These sales wait; a number takes one back:"),
            labels,
            lambda place: self.run(f"/recall {held[place]['id']}"),
        )

    def _menu(self) -> None:
        commands = self.register.commands
        labels = [
            _("{usage}: {summary}", usage=command.said_usage(), summary=command.summary())
            for command in commands
        ]

        def take(place: int) -> None:
            self.question = Completion(self, commands[place])

        self.choose(_("The commands; a number takes one:"), labels, take)


class Choice:
    """A number chooses from a list; any other entry leaves it."""

    def __init__(self, count: int, take: Callable[[int], None]) -> None:
        self._count, self._take = count, take
        self.prompt = _("1-{count}> ", count=count)

    def answer(self, text: str) -> bool:
        """Whether it was a number of the list."""
        if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
            return False
        if not 1 <= int(text) <= self._count:
            return False
        self._take(int(text) - 1)
        return True


class Completion:
    """A command from the menu waits for what comes behind it. Only a full stop says that nothing does:
    an empty line may be the end of a scan, and a scan sells.
    """

    def __init__(self, till: Teletype, command: type[Command]) -> None:
        self._till = till
        self.prompt = f"/{command.said_word()} "
        till.write(command.help())
        if command.usage:
            told = _(
                "Complete it: {usage}; a full stop enters it with nothing behind it.",
                usage=command.said_usage(),
            )
            till.write(told)
        else:
            till.write(_("A full stop enters it; any other entry leaves it."))

    def answer(self, text: str) -> bool:
        """Whether it was taken as a part of the command."""
        if not text or text.startswith("/") or (text.isdigit() and len(text) >= _SHORTEST_SCAN):
            return False
        self._till.enter(self.prompt + ("" if text == "." else text))
        return True


class Approval:
    """Whether the card terminal approved. A word has to be typed, so no scan answers; scans wait."""

    def __init__(self, till: Teletype, arguments: str, charge: int) -> None:
        """`arguments` are those of `/card`, `charge` the minor units that they mean."""
        self._till, self._arguments = till, arguments
        self._waiting: list[str] = []
        self._ask = _("Card {amount}: take it on the card terminal, then enter yes, or no where it declined.",
                      amount=till.register.text(charge))  # fmt: skip
        self.prompt = _("approved? ")
        till.write(self._ask)

    def answer(self, text: str) -> bool:
        """Always: goods are kept until it is answered, in their order; other commands have to wait."""
        word = text.casefold()
        if word in ("yes", "/approved", _("yes")):
            self._till.run(f"/card {self._arguments}".rstrip())
            self._go_on()
        elif word in ("no", "/declined", _("no")):
            self.decline()
        else:
            self._till.question = self
            if text.startswith("/"):
                self._till.refuse(_("answer this first. {question}", question=self._ask))
            elif text:
                self._waiting.append(text)
                self._till.write(
                    _("{entry} waits until the card is answered, {count} in all. {question}",
                      entry=text, count=len(self._waiting), question=self._ask)
                )  # fmt: skip
        return True

    def decline(self) -> None:
        """Nothing is paid; what waited is entered."""
        self._till.question = None
        self._till.write(_("card declined: nothing was recorded"))
        self._go_on()

    def _go_on(self) -> None:
        for text in self._waiting:
            self._till.enter(text)
