"""Which key runs which command: the registry's keys, under those that a shop has chosen.

What a shop chooses takes a key from a command that has it only by default; two choices that want the same
key are a conflict, which is shown by name and never solved in silence. Keys that type, and those that every
screen needs, are nobody's to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

NONE: Final = "none"
"""How a shop says that a command has no key."""
SCREENS_OWN: Final = (
    "report",
    "import",
    "export",
    "settings",
    "layout",
    "devices",
    "jobs",
    "training",
    "quit",
)
"""Commands that only a screen has."""
ALSO: Final[Mapping[str, tuple[str, ...]]] = {"pay": ("f9",), "help": ("f10",)}
"""Second keys: terminals keep F1, F10 and F11 for themselves, so what matters has another."""
STOLEN: Final = frozenset({"f1", "f10", "f11"})
"""Keys that some terminals keep: for their help, their menu, the full screen."""

_SPELLED: Final = {"del": "delete", "ins": "insert", "esc": "escape", "pgup": "pageup", "pgdn": "pagedown"}
_FUNCTION: Final = frozenset(f"f{number}" for number in range(1, 25))
_CONTROL: Final = frozenset(f"ctrl+{letter}" for letter in "aefgkortuvwy")
"""The others are control characters that terminals, scanners or the prompt need: Enter, Tab, XON, STX."""
_MOST: Final = 4

Chosen = Mapping[str, tuple[str, ...]]
"""The keys that a shop has chosen, by command."""


def _fixed(key: str) -> str | None:
    """What a key does that is not to choose; None where it is."""
    if key in ("escape", "f11", "ctrl+x"):
        return _("clears the prompt and goes back")
    if key in ("enter", "ctrl+j", "ctrl+m"):
        return _("enters what is typed")
    if key in ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "ctrl+p", "ctrl+n"):
        return _("chooses a line")
    if key in ("backspace", "ctrl+h"):
        return _("deletes a character")
    if key == "ctrl+l":
        return _("draws the screen again")
    return None


def named(text: str) -> str:
    """The name of a key as people write it: F9, Ctrl-K, ^K, Del. Raises InvalidValue where it is fixed."""
    name = text.strip().casefold().replace("ctrl-", "ctrl+").replace("^", "ctrl+")
    name = _SPELLED.get(name, name)
    use = _fixed(name)
    if use is not None:
        raise InvalidValue(_("{key} cannot be chosen: it {use}", key=shown(name), use=use))
    if name not in _FUNCTION and name not in _CONTROL and name not in ("insert", "delete"):
        raise InvalidValue(
            _("'{key}' is no key to choose: take F1 to F24, Ins, Del or Ctrl-A and its like", key=text[:20])
        )
    return name


def parse(text: str) -> tuple[str, ...]:
    """The keys of a text like "f9" or "F1 F9"; none of "none". Raises InvalidValue."""
    words = text.replace(",", " ").split()
    if not words:
        raise InvalidValue(_("which key? Such as f9, or none"))
    if words == [NONE]:
        return ()
    if len(words) > _MOST:
        raise InvalidValue(_("a command has at most {count} keys", count=_MOST))
    return tuple(dict.fromkeys(map(named, words)))


def shown(key: str) -> str:
    """A key as the screen names it: F9, Ctrl-K, Del."""
    if key.startswith("ctrl+"):
        return f"Ctrl-{key.removeprefix('ctrl+').upper()}"
    short = next((spelled for spelled, name in _SPELLED.items() if name == key), key)
    return short.upper() if key in _FUNCTION else short.capitalize()


def listed(keys: Iterable[str]) -> str:
    """Keys as the screen lists them."""
    return " ".join(map(shown, keys)) or _("none")


def as_text(keys: Iterable[str]) -> str:
    """Keys as a setting has them; "none" for none."""
    return " ".join(keys) or NONE


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of each command, by its word."""

    keys: Mapping[str, tuple[str, ...]]

    def of(self, word: str) -> tuple[str, ...]:
        """The keys of a command."""
        return self.keys.get(word, ())

    def word_of(self, key: str) -> str | None:
        """The command that a key runs."""
        return next((word for word, keys in self.keys.items() if key in keys), None)


def defaults(commands: Iterable[type[Any]]) -> dict[str, tuple[str, ...]]:
    """The keys that the registry's commands have where nobody chose others."""
    return {
        command.word: ((command.key,) if command.key else ()) + ALSO.get(command.word, ())
        for command in commands
    }


def key_map(commands: Iterable[type[Any]], chosen: Chosen) -> KeyMap:
    """The keys in force."""
    taken = {key for keys in chosen.values() for key in keys}
    usual = {
        word: tuple(key for key in keys if key not in taken) for word, keys in defaults(commands).items()
    }
    return KeyMap(usual | dict.fromkeys(SCREENS_OWN, ()) | dict(chosen))


def known_word(commands: Iterable[type[Any]], word: str) -> str:
    """The word of a command. Raises InvalidValue, naming the nearest one, where there is none."""
    words = [*(command.word for command in commands), *SCREENS_OWN]
    if word not in words:
        from difflib import get_close_matches

        near = get_close_matches(word, words, 1)
        hint = _(": did you mean '{word}'?", word=near[0]) if near else ""
        raise InvalidValue(_("there is no command /{word}{hint}", word=word[:40], hint=hint))
    return word


def refuse_conflicts(keys: Mapping[str, tuple[str, ...]]) -> None:
    """Refuses a key that two commands have. Raises InvalidValue, naming both."""
    seen: dict[str, str] = {}
    for word, mine in keys.items():
        for key in mine:
            other = seen.setdefault(key, word)
            if other != word:
                raise InvalidValue(
                    _(
                        "{key} is the key of /{one} and of /{other}: give one of them another first, or none",
                        key=shown(key),
                        one=other,
                        other=word,
                    )
                )
