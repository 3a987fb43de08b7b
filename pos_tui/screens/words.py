"""Which keys and words do what: from the register's registry, and the few that only a screen has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pos_tui.core.words import _
from pos_tui.register.grammar import split_command


@dataclass(frozen=True, slots=True)
class Word:
    """A command as the key bar, the menu and the help show it, in the language of the moment."""

    word: str
    """The English one, which always works."""
    words: tuple[str, ...]
    said: str
    """The word in the language of the moment."""
    usage: str
    """Its arguments, in English: from them follows what may be left away."""
    arguments: str
    """The same for people."""
    key: str | None
    label: str
    group: str
    summary: str
    help: str = ""
    """All about it, the summary first."""
    permission: str | None = None
    """The right it needs."""

    @property
    def names(self) -> tuple[str, ...]:
        """All words it answers to, without regard to case."""
        return (self.word, *self.words, self.said.casefold())

    @property
    def full(self) -> str:
        """How it is entered."""
        return f"/{self.said} {self.arguments}".rstrip()

    @property
    def needs_value(self) -> bool:
        """Whether it cannot be run without something behind it."""
        return bool(self.usage) and not self.usage.startswith("[")

    def line(self, text: str) -> str:
        """What a function key enters with `text` in the prompt; a bare number may mean a line."""
        if self.usage.startswith("[#") and text.isdigit():
            text = f"#{text}"
        return f"/{self.word} {text}".rstrip()


ALSO_KEYS = {"f9": "pay", "f10": "help"}
"""Terminals keep F1, F10 and F11 for themselves, so what matters has a second key."""


def from_registry(commands: Iterable[type[Any]]) -> tuple[Word, ...]:
    """The registry's commands, then the screen's own."""
    listed = tuple(
        Word(
            command.word,
            command.words,
            command.said_word(),
            command.usage,
            _(command.usage) if command.usage else "",
            command.key,
            command.said_label(),
            _(command.group),
            command.summary(),
            command.help(),
            command.permission,
        )
        for command in commands
    )
    return (*listed, *_own())


def _own() -> tuple[Word, ...]:
    jobs, leave = _("/jobs").removeprefix("/"), _("/quit").removeprefix("/")
    waiting = _("What waits to be printed: print it, or give it up.")
    leaving = _("Leave the till. An open sale is kept for the next start.")
    return (
        Word("jobs", (), jobs, "", "", None, _("Print jobs"), _("Look"), waiting),
        Word("quit", (), leave, "", "", None, _("Leave"), _("Look"), leaving),
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and keys of one till."""

    words: Sequence[Word]

    def of_key(self, key: str) -> Word | None:
        """What a function key means in the sale."""
        wanted = ALSO_KEYS.get(key)
        return next((w for w in self.words if w.key == key or w.word == wanted), None)

    def of_text(self, text: str) -> tuple[Word, str] | None:
        """(command, arguments) of an entry that is one."""
        command = split_command(text.strip())
        if command is None:
            return None
        word, arguments = command
        found = next((w for w in self.words if word in w.names), None)
        return None if found is None else (found, arguments)

    def bar(self) -> list[tuple[str, str]]:
        """(key, label) for the key bar, in the order of the keys."""
        keyed = [(w.key, w.label) for w in self.words if w.key]
        return sorted(keyed, key=lambda pair: (len(pair[0]), pair[0]))


Action = Callable[[str], None]
"""What the screen does itself for a command, with the command's arguments."""
