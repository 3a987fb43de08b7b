"""Every word for people goes through here, so that a catalogue of another language can replace it.

`pos_tui.locale` installs the translations of gettext; without any the English of the source is said. What a
text holds besides words is named, never glued on, as other languages order it differently.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]
TranslatePlural = Callable[[str, str, int], str]


def _same(text: str) -> str:
    return text


def _english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


class _Chosen:
    """The language of this process."""

    single: Translate = staticmethod(_same)
    plural: TranslatePlural = staticmethod(_english)


def install(single: Translate = _same, plural: TranslatePlural = _english) -> None:
    """Speak another language from here on; without arguments English."""
    _Chosen.single, _Chosen.plural = staticmethod(single), staticmethod(plural)


def language() -> object:
    """Return what stands for the language of the moment; equal as long as it stays."""
    return _Chosen.single


def _(text: str, /, **values: object) -> str:
    """Return `text` in the language of the moment, its `{names}` filled in."""
    said = _Chosen.single(text)
    return said.format(**values) if values else said


def N_(text: str) -> str:  # the name that translators' tools know
    """Return `text` as it is: what shows it later passes it through `_`, and the catalogue has it."""
    return text


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the form for `count` things, its `{names}` and `{count}` filled in."""
    return _Chosen.plural(one, many, count).format(count=count, **values)
