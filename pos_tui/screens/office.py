"""A book of the back office: its rules as a list that follows what is typed; Enter opens the page of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.errors import PosError
from pos_tui.core.words import _
from pos_tui.terminal.router import Press

from .lists import Labels, ListView

if TYPE_CHECKING:
    from pos_tui.core.office import Book, Rule, Texts
    from pos_tui.terminal.router import Entry

    from .desk import Desk

_CODE, _NAME = 10, 18
_MOST, _MOST_NARROW = 20, 18
"""Columns that codes take at most."""
_WIDE = 50
"""Columns from which on names have a place of their own."""
_NEW, _COPY = "f2", "f4"


class RulesView(ListView):
    """What is ended stands last. A scan goes where scans go: it sells."""

    stays = True
    _found: tuple[str, Sequence[int]] | None = None
    """The words looked for last, and where they are."""

    def __init__(self, desk: Desk, book: Book, rules: Sequence[Rule]) -> None:
        super().__init__(desk)
        self._book = book
        self._take_up(rules)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self._book.title

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("words narrow it, F2 makes a new one")

    @property
    def nothing(self) -> str:
        """How to begin."""
        return _("there is none yet: F2 makes one")

    def labels(self) -> Sequence[str]:
        """Code, name, and what it comes to; what does not hold says so first."""
        return Labels(len(self._rules), lambda place: self._label(self._rules[place]))

    def _label(self, rule: Rule) -> str:
        state = f"({rule.state}) " if rule.state else ""
        name = "" if rule.name == rule.code else clean(rule.name)
        middle = f"{fit(name, _NAME)} " if self.width >= _WIDE else ""
        code = f"{'  ' * rule.depth}{clean(rule.code)}"
        wide = max(_CODE, min(self._longest, _MOST if self.width >= _WIDE else _MOST_NARROW))
        if not name and self.width >= _WIDE:
            wide, middle = wide + _NAME + 1, ""
        return f"{fit(code, wide)} {middle}{state}{clean(rule.about, limit=200)}"

    def searched(self) -> Sequence[str]:
        """All that is said of each."""
        return self._searched

    @property
    def places(self) -> Sequence[int]:
        """Looked for once a word: a shop may have as many rules as items."""
        if self._found is None or self._found[0] != self.text:
            self._found = self.text, super().places
        return self._found[1]

    def take(self, place: int) -> None:
        """Opens the page of one."""
        open_rule(self.desk, self._book, self._rules[place].code, self.reload)

    def enter(self, entry: Entry) -> None:
        """What no rule matches is looked for no further: it is a code to sell, or nothing."""
        if entry.text and not entry.is_scan and not entry.text.startswith("/"):
            self.edited(entry.text)
            if self.picked is None:
                self.desk.say(_("nothing matches {words}", words=entry.text), "refused")
                return
        super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """F2 makes one, F4 a copy of the chosen one."""
        place = self.picked
        if key == _NEW:
            # What was looked for and is not there is what the new one is called.
            begun = text.strip() if text.strip() and (place is None or text.endswith(":")) else ""
            self._make({self._book.fields[0].name: begun} if begun else {})
            return Press.ACTED if begun else Press.TOOK
        elif key == _COPY and place is not None:
            code = self._rules[place].code
            self.desk.fetch(lambda: self._book.texts(code), self._copy, hold=True)
        else:
            return super().press(key, text)
        return Press.TOOK

    def keys(self) -> list[tuple[str, str]]:
        """How to open and make one."""
        return [("Enter", _("Open")), ("F2", _("New")), ("F4", _("Copy")), ("Esc", _("Back"))]

    def reload(self) -> None:
        """Reads the rules again, as one was changed."""
        self.desk.fetch(self._book.rules, self._take_up, hold=True)

    def _take_up(self, rules: Sequence[Rule]) -> None:
        self._rules, self._searched = rules, _searched(rules)
        self._found = None
        self._longest = max((cells(clean(rule.code)) + 2 * rule.depth for rule in rules), default=0)

    def _copy(self, texts: Texts) -> None:
        own = (self._book.fields[0].name, "ended")
        self._make({field: text for field, text in texts.items() if field not in own})

    def _make(self, texts: Texts) -> None:
        from .office_form import RuleForm

        self.desk.open(RuleForm(self.desk, self._book, "", texts, self.reload))
        self.desk.say("")


def _searched(rules: Sequence[Rule]) -> Sequence[str]:
    return [f"{rule.code} {rule.name} {rule.about} {rule.state}" for rule in rules]


def open_book(desk: Desk, word: str, arguments: str) -> bool:
    """Opens a book, or the page of one of its rules; False where the register answers.

    A code and a colon narrow the book to what belongs to that code.
    """
    code = arguments.strip().strip('"')
    words = code.replace('"', "") if code.endswith(":") else ""
    if arguments and (" " in arguments and not arguments.startswith('"')):
        return False
    try:
        book = desk.register.looking.book(word)
    except PosError as error:
        desk.say(error.message, "refused")
        return True
    if code and not words:
        open_rule(desk, book, code, lambda: None)
    else:
        desk.fetch(book.rules, lambda rules: _open(desk, book, rules, words), hold=True)
    return True


def _open(desk: Desk, book: Book, rules: Sequence[Rule], words: str) -> None:
    desk.open(RulesView(desk, book, rules))
    desk.router.put_text(words)
    desk.say("")


def open_rule(desk: Desk, book: Book, code: str, changed: Callable[[], None]) -> None:
    """The page of one rule; `changed` is called when it was."""
    from .office_form import RuleForm

    def show(texts: dict[str, str]) -> None:
        desk.open(RuleForm(desk, book, code, texts, changed))
        desk.say("")

    desk.fetch(lambda: dict(book.texts(code)), show, hold=True)
