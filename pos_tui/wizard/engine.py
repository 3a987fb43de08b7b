"""The wizard: which question comes next, what an answer does, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.display import clean
from pos_tui.core.errors import InvalidValue, PosError
from pos_tui.core.words import _

from .question import Reply, is_code, matching, meant
from .sheet import Ending, Sheet, Step

if TYPE_CHECKING:
    from .port import SetupPort
    from .question import Choice

_VERSION: Final = 1
_LONGEST: Final = 500
_LIST: Final = "remaining"
WORDS: Final = ("/back", "/later", "/till", "/quit")
"""What can be typed in place of an answer, and does what the keys do."""


class Wizard:
    """Asks the steps in order, keeps each answer on the disk, and ends in one of the `Ending`s."""

    def __init__(
        self, steps: Sequence[Step], port: SetupPort, state: Mapping[str, Any] | None = None
    ) -> None:
        """`state` is what was kept; it goes on from there, as far as the state makes sense."""
        self._steps = {step.name: step for step in steps}
        self._main = [name for name in self._steps if "." not in name]
        self._port = port
        self.made = port.made
        """Whether the shop is there and the till could be opened."""
        self.farewell = ""
        """Why the questions cannot go on; empty where a person left."""
        answers, self._at, trail = _read(state)
        self._sheet = Sheet(port, answers)
        self.resumed = bool(answers)
        """Whether it goes on with what was answered before."""
        self._trail = [name for name in trail if self._can_ask(name)]
        """The way back within a question that takes several, or to the list of what remains."""
        if not self._can_ask(self._at):
            self._at = self._next()
        if self._sheet.text("language"):
            self._sheet.names = port.speak(self._sheet.text("language"))
        self.question = self._step.ask(self._sheet)

    # What is shown

    @property
    def at(self) -> str:
        """The name of the step."""
        return self._at

    @property
    def ending(self) -> Ending | None:
        """How the questions ended; None while they go on."""
        return self._sheet.ending

    @property
    def progress(self) -> tuple[int, int]:
        """(which of the main questions this is, how many there are)."""
        return self._main.index(self._at.partition(".")[0]) + 1, len(self._main)

    # What a person does

    def answer(self, text: str, *, scanned: bool = False, mark: str = "") -> Reply:
        """Takes an answer: a choice's value, label or beginning, a text, or one of `WORDS`.

        `mark` says which key ended it, where that is known.
        """
        self._sheet.mark = mark
        if text in WORDS:
            return self._word(text)
        if len(text) > _LONGEST:
            return Reply(_("too long for an answer ({count} characters)", count=len(text)), "refused")
        asks_for_digits = self.question.scans or self.question.digits
        if not asks_for_digits and is_code(text, scanned):
            return self._do(lambda step, sheet: step.early(sheet, text) or _no_code(text))
        return self._do(lambda step, sheet: step.take(sheet, self._resolved(text.strip())))

    def choose(self, choice: Choice) -> Reply:
        """Takes one of the question's choices, as it was pointed at."""
        return self._do(lambda step, sheet: step.take(sheet, choice.value))

    def later(self) -> Reply:
        """Puts the question off, where it can be."""
        if not self.question.later:
            return Reply(_("this has to be answered first; Esc goes back"), "refused")
        return self._do(lambda step, sheet: step.later(sheet))

    def back(self) -> Reply:
        """One question back; what was answered there is offered again."""
        if self._trail:
            return self._show(self._trail.pop())
        main = self._at.partition(".")[0]
        if main != self._at:
            return self._show(main)
        before = [name for name in self._main[: self._main.index(main)] if self._can_go_back_to(name)]
        if before:
            return self._show(before[-1])
        if self.made and self._at != _LIST:
            return self._show(_LIST)
        return Reply(_("this is the first question: F4 leaves, and nothing is lost"))

    def open_till(self) -> Reply:
        """Ends the questions and opens the till, once there is a shop."""
        if not self.made:
            return Reply(_("there is no shop to open yet; F4 leaves"), "refused")
        self._sheet.ending = Ending.TILL
        return self._keep(None) or Reply()

    def leave(self) -> Reply:
        """Ends the questions for now; the next start goes on at this one."""
        self._sheet.ending = Ending.LEAVE
        return Reply()

    def go_on(self) -> None:
        """Goes on after what the questions stopped for."""
        self._sheet.ending = None
        self._show(self._at)

    # How

    def _can_ask(self, name: str) -> bool:
        step = self._steps.get(name)
        return step is not None and step.after_making is self.made and step.ready(self._sheet)

    @property
    def _step(self) -> Step:
        return self._steps[self._at]

    def _can_go_back_to(self, name: str) -> bool:
        return name in self._sheet.answers and self._can_ask(name)

    def _word(self, word: str) -> Reply:
        acts = {"/back": self.back, "/later": self.later, "/till": self.open_till, "/quit": self.leave}
        return acts[word]()

    def _resolved(self, text: str) -> str:
        """The value of the choice that is meant, or the text itself. Raises InvalidValue."""
        question = self.question
        if not question.choices:
            if not text and not question.enter:
                raise InvalidValue(_("type an answer, then Enter"))
            return text
        if not text and question.chosen < 0:
            raise InvalidValue(_("choose one of them"))
        if not text:
            return question.choices[question.chosen].value
        choice = meant(question.choices, text)
        if choice is not None:
            return choice.value
        if question.free:
            return text
        found = matching(question.choices, text)
        if not found:
            raise InvalidValue(_("nothing on the list is called {entry}", entry=clean(text, 40)))
        names = ", ".join(clean(choice.label) for choice in found[:3])
        raise InvalidValue(_("which one: {names}? type more of it", names=names))

    def _do(self, act: Callable[[Step, Sheet], Reply | None]) -> Reply:
        """Has the step act and goes on to the next one; what it refuses leaves everything as it was."""
        self._sheet.go = ""
        try:
            reply = act(self._step, self._sheet) or Reply()
        except PosError as error:
            return Reply(error.message, "refused")
        self.made = self._port.made
        if self._sheet.ending in (Ending.TILL, Ending.DEMO):
            return self._keep(None) or reply
        before, self._at = self._at, self._sheet.go or self._next()
        if self._at in self._trail:
            del self._trail[self._trail.index(self._at) :]
        elif before == _LIST or "." in self._at:
            self._trail += [before] if self._at != before else []
        else:
            self._trail = []
        return self._show(self._at, reply)

    def _show(self, name: str, reply: Reply = Reply()) -> Reply:
        """Asks a step's question and keeps where we are; a shop that cannot be read ends the questions."""
        self._at = name
        try:
            self.question = self._step.ask(self._sheet)
        except PosError as error:
            self._sheet.ending, self.farewell = Ending.LEAVE, error.message
            return Reply(error.message, "refused")
        state = {"v": _VERSION, "at": self._at, "trail": self._trail, "answers": self._sheet.answers}
        return self._keep(state) or reply

    def _keep(self, state: Mapping[str, Any] | None) -> Reply | None:
        try:
            self._port.keep(state)
        except PosError as error:
            return Reply(_("this answer counts, but may be asked again: {why}", why=error.message), "refused")
        return None

    def _next(self) -> str:
        """The first step that is due, of those that can be asked now."""
        return next(
            name
            for name in self._main
            if (step := self._steps[name]).after_making is self.made and step.due(self._sheet)
        )


def _no_code(code: str) -> Reply:
    raise InvalidValue(_("scanned {code}: no code is asked for here, so it was not taken", code=clean(code)))


def _read(state: Mapping[str, Any] | None) -> tuple[dict[str, Any], str, list[str]]:
    """(answers, step, way back) of what was kept; nothing of what makes no sense."""
    if state is None or state.get("v") != _VERSION:
        return {}, "", []
    answers, at, trail = state.get("answers"), state.get("at"), state.get("trail")
    return (
        dict(answers) if isinstance(answers, dict) else {},
        at if isinstance(at, str) else "",
        [name for name in trail if isinstance(name, str)] if isinstance(trail, list) else [],
    )
