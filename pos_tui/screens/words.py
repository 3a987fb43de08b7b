"""Which keys and words do what: from the register's registry, and the few that only a screen has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pos_tui.register.grammar import split_command


@dataclass(frozen=True, slots=True)
class Word:
    """A command as the key bar, the menu and the help show it."""

    word: str
    words: tuple[str, ...]
    usage: str
    key: str | None
    label: str
    group: str
    summary: str
    help: str = ""
    """All about it, the summary first."""
    permission: str | None = None
    """The right it needs."""

    @property
    def needs_value(self) -> bool:
        """Whether it cannot be run without something behind it."""
        return bool(self.usage) and not self.usage.startswith("[")

    def line(self, text: str) -> str:
        """What a function key enters with `text` in the prompt; a bare number may mean a line."""
        if self.usage.startswith("[#") and text.isdigit():
            text = f"#{text}"
        return f"/{self.word} {text}".rstrip()


JOBS = Word("jobs", (), "", None, "Print jobs", "Look", "What waits to be printed: print it, or give it up.")
QUIT = Word("quit", (), "", None, "Leave", "Look", "Leave the till. An open sale is kept for the next start.")
ALSO_KEYS = {"f9": "pay", "f10": "help"}
"""Terminals keep F1, F10 and F11 for themselves, so what matters has a second key."""


def from_registry(commands: Iterable[type[Any]]) -> tuple[Word, ...]:
    """The registry's commands, then the screen's own."""
    listed = tuple(
        Word(
            command.word,
            command.words,
            command.usage,
            command.key,
            command.label or command.word,
            command.group,
            command.summary(),
            command.help(),
            command.permission,
        )
        for command in commands
    )
    return (*listed, JOBS, QUIT)


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
        found = next((w for w in self.words if word == w.word or word in w.words), None)
        return None if found is None else (found, arguments)

    def bar(self) -> list[tuple[str, str]]:
        """(key, label) for the key bar, in the order of the keys."""
        keyed = [(w.key, w.label) for w in self.words if w.key]
        return sorted(keyed, key=lambda pair: (len(pair[0]), pair[0]))


Action = Callable[[str], None]
"""What the screen does itself for a command, with the command's arguments."""
