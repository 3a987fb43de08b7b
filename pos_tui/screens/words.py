"""Which keys and words do what: from the register's registry, and the few that only a screen has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pos_tui.core.words import _
from pos_tui.register.grammar import split_command
from pos_tui.register.keymap import SCREENS_OWN, Chosen, KeyMap, key_map, shown

_ANNOUNCED = re.compile(r"\[([a-z]+) [A-Z]+\]")
_WORDS = re.compile(r"[A-Za-z]+")


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
    keys: tuple[str, ...]
    label: str
    group: str
    summary: str
    help: str = ""
    """All about it, the summary first."""
    permission: str | None = None
    """The right it needs."""

    @property
    def key(self) -> str:
        """The first of its keys as people read it; empty where it has none."""
        return shown(self.keys[0]) if self.keys else ""

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

    def takes_words(self, typed: str) -> bool:
        """Whether text may be behind what is typed, and so a scan; else a scan there met a half typed line.

        Text that a word of its own announces, as in [for REASON], may be there once that word is.
        """
        said = f" {typed} "
        usage = _ANNOUNCED.sub(lambda part: part[0] if f" {part[1]} " in said else "", self.usage)
        return any(part.isupper() and len(part) > 1 for part in _WORDS.findall(usage))

    def line(self, text: str) -> str:
        """What a function key enters with `text` in the prompt; a bare number may mean a line."""
        if self.usage.startswith("[#") and text.isdigit():
            text = f"#{text}"
        return f"/{self.word} {text}".rstrip()


def from_registry(commands: Sequence[type[Any]], chosen: Chosen) -> tuple[Word, ...]:
    """The registry's commands, then the screen's own, with the keys a shop has chosen or else their own."""
    keys = key_map(commands, chosen)
    listed = tuple(
        Word(
            command.word,
            command.words,
            command.said_word(),
            command.usage,
            _(command.usage) if command.usage else "",
            keys.of(command.word),
            command.said_label(),
            _(command.group),
            command.summary(),
            command.help(),
            command.permission,
        )
        for command in commands
    )
    return (*listed, *_own(keys))


def _own(keys: KeyMap) -> Iterator[Word]:
    """Those of SCREENS_OWN, in its order."""
    said = {
        "report": (_("/report"), _("Reports"), _("Figures of a period, down to the receipts behind them.")),
        "import": (_("/import"), _("Import"), _("Bring a file in: seen first, then stored while you sell.")),
        "export": (_("/export"), _("Export"), _("Write items, stock, customers and more to a file.")),
        "settings": (_("/settings"), _("Settings"), _("Theme, sounds, keys, and all settings of the shop.")),
        "layout": (
            _("/layout"),
            _("Receipt layout"),
            _("What stands on receipts, seen as it is typed: header, footer, logo, languages."),
        ),
        "devices": (
            _("/devices"),
            _("Devices"),
            _("How printer, drawer, scanner do: try one, set one up."),
        ),
        "jobs": (_("/jobs"), _("Print jobs"), _("What waits to be printed: print it, or give it up.")),
        "training": (
            _("/training"),
            _("Training"),
            _("Learn on a copy of the shop. An open sale is kept; /quit comes back to it."),
        ),
        "quit": (_("/quit"), _("Leave"), _("Leave the till. An open sale is kept for the next start.")),
    }
    for word in SCREENS_OWN:
        name, label, summary = said[word]
        yield Word(word, (), name.removeprefix("/"), "", "", keys.of(word), label, _("Look"), summary)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and keys of one till."""

    words: Sequence[Word]

    def of_key(self, key: str) -> Word | None:
        """What a function key means in the sale."""
        return next((word for word in self.words if key in word.keys), None)

    def of_text(self, text: str) -> tuple[Word, str] | None:
        """(command, arguments) of an entry that is one."""
        command = split_command(text.strip())
        if command is None:
            return None
        word, arguments = command
        found = next((w for w in self.words if word in w.names), None)
        return None if found is None else (found, arguments)

    def key_of(self, word: str) -> str:
        """The function key of a command; nothing where it has none."""
        return next((w.key or "" for w in self.words if w.word == word), "")

    def bar(self) -> list[tuple[str, str]]:
        """(key, label) for the key bar: in the order of the keys, and the way to all commands last."""
        keyed = sorted((word for word in self.words if word.keys), key=_place)
        return [(word.key, word.label) for word in keyed]


def _place(word: Word) -> tuple[bool, bool, int, str]:
    """Where a command stands in the key bar."""
    number = word.key.removeprefix("F")
    return (word.word == "help", not number.isdigit(), int(number) if number.isdigit() else 0, word.key)


Action = Callable[[str], None]
"""What the screen does itself for a command, with the command's arguments."""
