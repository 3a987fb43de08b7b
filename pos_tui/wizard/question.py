"""What is asked, what may be answered, and which of many choices a few letters mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pos_tui.core.barcode import gtin14, is_digits
from pos_tui.core.scan import Scan

_SHORTEST_CODE: Final = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    value: str
    """What the answer is kept as; people need not know it."""
    label: str
    detail: str = ""
    """What stands beside it, such as the time there now."""
    also: str = ""
    """Further words that find it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask: a text, or one of several choices."""

    title: str
    lines: tuple[str, ...] = ()
    """What a person has to know to answer it."""
    prompt: str = ""
    """The word before the entry."""
    choices: tuple[Choice, ...] = ()
    chosen: int = 0
    """Which choice Enter alone takes; -1 where a person has to choose."""
    enter: str = ""
    """What Enter alone does where there are no choices; empty where an answer is needed."""
    free: bool = False
    """With choices: a text that is none of them is an answer, too."""
    later: str = ""
    """What putting it off means; empty where it cannot be put off."""
    scans: bool = False
    """A bar code is an answer; elsewhere it is a scan that went astray, and not taken for typing."""
    digits: bool = False
    """A long number is an answer, such as a tax number."""
    secret: bool = False
    """What is typed is not shown."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer came to."""

    text: str = ""
    sound: str = ""
    """As in an outcome of the register: good, refused or nothing."""


def is_code(text: str, scanned: bool) -> bool:
    """Whether a text is a scanned bar code: by how fast it came, or because its check digit is right.

    What else comes fast was pasted.
    """
    code = Scan.parse(text).code
    return is_digits(code) and len(code) >= _SHORTEST_CODE and (scanned or gtin14(code) is not None)


def folded(text: str) -> str:
    """Return text without case and accents, to compare what people type with names."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def matching(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return the choices that `text` may mean, the nearest first: its words begin words of theirs."""
    wanted = folded(text).split()
    if not wanted:
        return list(choices)
    start = " ".join(wanted)
    ranked: dict[int, list[Choice]] = {0: [], 1: [], 2: []}
    for choice in choices:
        words = _words(f"{choice.label} {choice.also}")
        if set(wanted) <= set(words):
            ranked[0].append(choice)
        elif all(any(word.startswith(part) for word in words) for part in wanted):
            ranked[1 if folded(choice.label).startswith(start) else 2].append(choice)
    return [choice for rank in sorted(ranked) for choice in ranked[rank]]


def _words(text: str) -> list[str]:
    whole = folded(text).split()
    bare = "".join(char if char.isalnum() else " " for char in folded(text)).split()
    return [*whole, *bare]


def meant(choices: Sequence[Choice], text: str) -> Choice | None:
    """Return the one choice that `text` names: its value, its label, or the only one it matches."""
    for choice in choices:
        if text == choice.value or folded(text) == folded(choice.label):
            return choice
    found = matching(choices, text)
    return found[0] if len(found) == 1 else None
