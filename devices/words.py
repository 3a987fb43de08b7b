"""Every text for people goes through here; whoever uses this package installs its own translations."""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """Says a text in the language of the moment, its `{names}` filled in."""

    def __call__(self, text: str, /, **values: object) -> str: ...


def _english(text: str, /, **values: object) -> str:
    return text.format(**values) if values else text


class _Chosen:
    say: Say = staticmethod(_english)


def install(say: Say = _english) -> None:
    """Say everything by another function from here on; without an argument in English."""
    _Chosen.say = staticmethod(say)


def _(text: str, /, **values: object) -> str:
    """Return `text` in the language of the moment, its `{names}` filled in."""
    return _Chosen.say(text, **values)


def N_(text: str) -> str:  # the name that translators' tools know
    """Return `text` as it is: what shows it later passes it through `_`."""
    return text
