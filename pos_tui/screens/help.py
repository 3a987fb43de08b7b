"""The menu, which is the help: every command of the registry with its key, its word and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import fit
from pos_tui.core.words import _
from pos_tui.register.keymap import listed
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import Row, row

from .lists import ListView, is_answer
from .pages import TextView, paragraph

if TYPE_CHECKING:
    from .desk import Desk
    from .words import Word


class MenuView(ListView):
    """Taking a command puts its word into the prompt. A function key shows what that key does."""

    explains_keys = True
    """Every key that runs a command is asked about, the menu's too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words = desk.words.words

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("MENU AND HELP")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("type a word, or press the key")

    def labels(self) -> Sequence[str]:
        """Key, word, and summary."""
        width = max(3, *(len(word.key) for word in self._words))
        return [f"{fit(word.key, width)} {fit(f'/{word.said}', 10)} {word.summary}" for word in self._words]

    def searched(self) -> Sequence[str]:
        """Words, label, key, and all that the help says."""
        return [
            f"/{' '.join(word.names)} {word.label} {listed(word.keys)} {word.help}" for word in self._words
        ]

    @property
    def places(self) -> Sequence[int]:
        """What speaks of what is typed; digits alone are a code to sell."""
        return () if self.text.isdigit() else super().places

    def take(self, place: int) -> None:
        """Nothing changes yet: the cashier completes the line and enters it."""
        use(self.desk, self._words[place])

    def preview(self, place: int, width: int, height: int) -> list[Row]:
        """Its help."""
        word = self._words[place]
        lines = [word.full, *page(word)]
        return [row(f" {piece}") for line in lines for piece in paragraph(line, width - 2)]

    def press(self, key: str, text: str) -> Press:
        """A function key is asked about, not pressed; the arrows choose."""
        return Press.ACTED if ask(self.desk, key) else super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """How to take one, and how to ask about a key."""
        return [("Enter", _("Take")), ("F1-F12", _("What does it do?")), ("Esc", _("Back"))]


class HelpPage(TextView):
    """All about one command. Enter takes it; another function key shows that key's page."""

    explains_keys = True

    def __init__(self, desk: Desk, word: Word) -> None:
        super().__init__(desk, page(word), word.full)
        self._word = word
        self._opened = desk.clock()

    def enter(self, entry: Entry) -> None:
        """A bare Enter puts the command into the prompt, unless it may be the end of a scan."""
        if entry.text or not is_answer(entry, self._opened):
            super().enter(entry)
            return
        self.desk.close_all()
        use(self.desk, self._word)

    def press(self, key: str, text: str) -> Press:
        """Another function key, or scrolling."""
        if self.desk.words.of_key(key) is None:
            return super().press(key, text)
        self.desk.close()
        ask(self.desk, key)
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """How to take it."""
        return [("Enter", _("Take")), ("F1-F12", _("What does it do?")), ("Esc", _("Back"))]

    def hint(self) -> str:
        """What can be done."""
        return _("Enter takes it, Esc goes back")


def page(word: Word) -> list[str]:
    """The help of a command as lines: what it does, its key, other words for it, the right it needs."""
    facts = [_("in the menu under {group}", group=word.group)]
    if word.key:
        facts.insert(0, _("key {key}", key=listed(word.keys)))
    others = [f"/{other}" for other in dict.fromkeys(word.names) if other != word.said.casefold()]
    if others:
        facts.append(_("also {words}", words=", ".join(others)))
    if word.permission:
        facts.append(_("needs the right {right}", right=word.permission))
    paragraphs = (word.help or word.summary).split("\n\n")
    return [line for text in paragraphs for line in (" ".join(text.split()), "")] + facts


def ask(desk: Desk, key: str) -> bool:
    """Shows what a function key does in the sale; False where it does nothing."""
    word = desk.words.of_key(key)
    if word is not None:
        desk.open(HelpPage(desk, word))
    return word is not None


def use(desk: Desk, word: Word) -> None:
    """Puts a command into the prompt, for the cashier to complete and enter."""
    desk.router.put_text(f"/{word.said} " if word.usage else f"/{word.said}")
    desk.say(f"{word.summary}  {word.full}")


def show_help(desk: Desk, wanted: str) -> None:
    """The page of a command, or the menu narrowed to what speaks of it."""
    name = wanted.strip().lstrip("/").casefold()
    word = next((word for word in desk.words.words if name in word.names), None)
    desk.open(HelpPage(desk, word) if word is not None else MenuView(desk))
    desk.say("")
    if word is None:
        desk.router.put_text(name)
