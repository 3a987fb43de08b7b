"""A language that nobody speaks: every letter has an accent, every text is longer and in brackets.

What is shown in plain letters while it is spoken did not come from the catalogue.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒĝĥíĵķłɱñóþɋřšŧúṽŵẋýžÁɃÇĐÉƑĜĤÍĴĶŁṀÑÓÞɊŘŠŦÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_PLACE = re.compile(r"(\{[^{}]*\})")
_WORD = re.compile(r"/[a-z]+")
LANGUAGE = "eo"
"""One of two forms for one and many, as English has; its name stands for the pseudo-language."""


def accented(text: str) -> str:
    """The letters with accents; what is filled in stays."""
    return "".join(
        part if _PLACE.fullmatch(part) else part.translate(_LETTERS) for part in _PLACE.split(text)
    )


def pseudo(text: str) -> str:
    """A text in the language. A command's word stays one word, and the ends of a text as they are."""
    if _WORD.fullmatch(text):
        return accented(text)
    said = text.strip()
    before, behind = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}⟦{accented(said)}{'~' * (len(said) * 3 // 10)}⟧{behind}"


def write_catalogue(folder: Path, template: Catalog) -> None:
    """Makes the language's catalogue below a folder, from all texts there are."""
    catalog = Catalog(locale=LANGUAGE, fuzzy=False)
    for message in template:
        if message.id:
            one = message.id
            catalog.add(one, pseudo(one) if isinstance(one, str) else tuple(map(pseudo, one)))
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "pos.mo").open("wb") as file:
        write_mo(file, catalog)
