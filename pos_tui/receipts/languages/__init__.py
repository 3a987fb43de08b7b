"""The words of a receipt in the languages that come with the program, and in two of them at once."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import Final

from pos_tui.locale import catalogue

from ..words import ENGLISH, Words

_END: Final = re.compile(r"(?P<stem>[^{}]*?)\s*(?P<filled>\{\w+\})")


def words_for(languages: tuple[str, ...], locale: str) -> Words:
    """The words in up to two languages; where none is named, in the one of the shop's locale.

    A catalogue of all texts goes before the words that come with the program; without either it is English.
    """
    if not languages:
        texts = catalogue(locale)
        if texts is not None:
            return Words.said_by(texts.gettext)
        try:
            return words_in(locale.partition("_")[0].lower())
        except FileNotFoundError:
            return ENGLISH
    first, *others = map(words_in, languages)
    return joined(first, others[0]) if others else first


@cache
def words_in(language: str) -> Words:
    """The words in English or in a language that has a file here. Raises FileNotFoundError for another."""
    if language == "en":
        return ENGLISH
    import tomllib
    from importlib.resources import files

    found = tomllib.loads((files(__package__) / f"{language}.toml").read_text("utf-8"))
    return Words(**found)


def joined(first: Words, second: Words) -> Words:
    """The words in two languages, one after the other: "Subtotal / Zwischensumme"."""
    names = [part.name for part in fields(Words) if part.name != "tenders"]
    tenders = {code: _both(name, second.tenders[code]) for code, name in first.tenders.items()}
    return Words(
        **{name: _both(getattr(first, name), getattr(second, name)) for name in names}, tenders=tenders
    )


def _both(one: str, other: str) -> str:
    """What both end with is said once: "Receipt / Bon {number}"."""
    if one == other:
        return one
    here, there = _END.fullmatch(one), _END.fullmatch(other)
    if here and there and here["filled"] == there["filled"]:
        return f"{here['stem']} / {there['stem']} {here['filled']}"
    return f"{one} / {other}"
