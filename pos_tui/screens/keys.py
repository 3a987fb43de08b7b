"""Which key runs which command: a list, a dialog that takes a key, and what to do when another has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import fit
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.register.keymap import STOLEN, as_text, listed, named, shown
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import BLANK, Row, row

from .changing import change
from .lists import ListView

if TYPE_CHECKING:
    from .desk import Desk
    from .words import Word

_NONE, _OWN, _ALL = "f4", "f7", "f8"


class KeysView(ListView):
    """Enter asks for a new key of the chosen command."""

    stays = True

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("KEYS")

    @property
    def hint(self) -> str:
        """What the marks mean."""
        return _("! some terminals keep this key  * chosen here")

    def labels(self) -> Sequence[str]:
        """Keys, word and label of each command; those a shop has chosen are marked."""
        chosen = {} if self.desk.front is None else self.desk.front.key_choices
        texts = [
            " ".join(f"{shown(key)}{'!' if key in STOLEN else ''}" for key in w.keys) for w in self._words
        ]
        width = max(8, *map(len, texts))
        marks = ["*" if word.word in chosen else " " for word in self._words]
        return [
            f"{mark} {fit(text, width)} {fit(f'/{word.said}', 11)} {word.label}"
            for mark, text, word in zip(marks, texts, self._words, strict=True)
        ]

    def take(self, place: int) -> None:
        """Asks for its key."""
        self.desk.open(KeyDialog(self.desk, self._words[place]))

    def press(self, key: str, text: str) -> Press:
        """Takes the keys of the chosen one away, gives it its own back, or gives all theirs back."""
        place = self.picked
        if key == _ALL and self.desk.front is not None:
            changes = dict.fromkeys(f"keys.{word}" for word in self.desk.front.key_choices)
            change(self.desk, changes, _("all commands have their own keys again"))
        elif key in (_NONE, _OWN) and place is not None:
            word = self._words[place]
            changes = {f"keys.{word.word}": as_text(()) if key == _NONE else None}
            change(self.desk, changes, _("{command} has changed", command=f"/{word.said}"))
        else:
            return super().press(key, text)
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with the chosen one."""
        return [
            ("Enter", _("Change")),
            (_NONE.upper(), _("None")),
            (_OWN.upper(), _("Its own")),
            (_ALL.upper(), _("All their own")),
            ("Esc", _("Back")),
        ]

    @property
    def _words(self) -> Sequence[Word]:
        return self.desk.words.words


class KeyDialog:
    """Waits for the key that shall run a command. What is scanned meanwhile sells."""

    def __init__(self, desk: Desk, word: Word) -> None:
        self.desk = desk
        self._word = word

    @property
    def prompt(self) -> str:
        """What is asked for."""
        return _("press the key: ")

    def enter(self, entry: Entry) -> None:
        """A bare Enter is no key to choose; anything else goes back to where it belongs."""
        if entry.text:
            self.desk.close()
            self.desk.view.enter(entry)

    def press(self, key: str, text: str) -> Press:
        """The key; one that another command has is a question, one that is fixed is refused."""
        try:
            name = named(key)
        except InvalidValue as error:
            self.desk.say(error.message, "refused")
            return Press.ACTED
        other = self.desk.words.of_key(name)
        self.desk.close()
        if other is not None and other.word != self._word.word:
            self.desk.open(ConflictView(self.desk, name, self._word, other))
            self.desk.say(_("{key} is the key of /{command}", key=shown(name), command=other.said), "unknown")
        else:
            change(self.desk, {f"keys.{self._word.word}": name}, _gets(self._word, name))
        return Press.ACTED

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def back(self) -> None:
        """Leaves everything as it is."""
        self.desk.say("")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Only the way back."""
        return [("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """Which command it is for, and which keys there are."""
        return [
            row(f" {_('KEY FOR {command}', command=f'/{self._word.said}')}", STRONG),
            BLANK,
            row(f" {_('now: {keys}', keys=listed(self._word.keys))}"),
            BLANK,
            row(f" {_('Press F1 to F24, Ins, Del, or Ctrl and a letter.')}"),
            row(f" {_('Some terminals keep F1, F10 and F11 for themselves.')}"),
        ]


class ConflictView(ListView):
    """A key that another command has: swapped, given away, or left."""

    def __init__(self, desk: Desk, key: str, word: Word, other: Word) -> None:
        super().__init__(desk)
        self._key, self._word, self._other = key, word, other
        rest = tuple(kept for kept in other.keys if kept != key)
        self._choices: list[tuple[str, tuple[str, ...] | None]] = [
            (_("leave everything as it is"), None),
            (
                _("{command} keeps {keys}", command=f"/{other.said}", keys=listed(rest))
                if rest
                else _("{command} has no key any more", command=f"/{other.said}"),
                rest,
            ),
        ]
        if word.keys:
            swapped = (*word.keys, *rest)[:4]
            told = _("swap: {command} gets {keys}", command=f"/{other.said}", keys=listed(swapped))
            self._choices.insert(0, (told, swapped))

    @property
    def title(self) -> str:
        """The key and who wants it."""
        return _(
            "{key} IS THE KEY OF {other}, WANTED FOR {command}",
            key=shown(self._key),
            other=f"/{self._other.said}",
            command=f"/{self._word.said}",
        )

    def labels(self) -> Sequence[str]:
        """The ways out."""
        return [told for told, _keys in self._choices]

    def take(self, place: int) -> None:
        """Writes both commands' keys at once, or nothing."""
        keys = self._choices[place][1]
        if keys is None:
            self.desk.say(_("nothing has changed"))
            return
        changes = {f"keys.{self._word.word}": self._key, f"keys.{self._other.word}": as_text(keys)}
        change(self.desk, changes, _gets(self._word, self._key))


def _gets(word: Word, key: str) -> str:
    return _("{key} is now the key of {command}", key=shown(key), command=f"/{word.said}")
