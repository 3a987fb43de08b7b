"""Money, numbers, dates and words as people of a locale read them.

Documents and exports always use "." and ISO dates; this is for screens and paper. Common locales need no
library, and English no catalogue: babel and gettext are imported when another one is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .core import words

if TYPE_CHECKING:
    from gettext import NullTranslations

CATALOGUES = Path(__file__).parent / "words"
_DOMAIN = "pos"
_ENGLISH = ("", "C", "POSIX", "en")

_LANGUAGES = {
    ".": "en zh he ja ko th hi",
    ",": "de fr es it pl nl pt sv da nb fi cs sk hu ro el tr ru uk bg hr sl lt lv et",
}
# Languages whose regions differ, and the regions that write numbers as the language alone does.
_DIFFERS = "de en es fr it pt"
_USUAL = "de_DE en_GB en_US en_IE en_CA en_AU en_NZ es_ES fr_FR fr_BE it_IT pt_PT pt_BR"


@dataclass(frozen=True, slots=True)
class Formats:
    """How one locale writes numbers."""

    mark: str = "."
    """The decimal mark."""
    locale: str = "en"
    """Whose dates they are."""

    def money(self, minor: int, digits: int) -> str:
        """Return an amount of minor units; `digits` is how many of them the currency has."""
        return money(minor, digits, self.mark)

    def number(self, value: Decimal | str) -> str:
        """Return a quantity, rate or unit price as it is, with the locale's decimal mark."""
        return plain(value).replace(".", self.mark)

    def stamp(self, when: datetime) -> str:
        """Return the local day and time to the minute, in the order that is read alike everywhere."""
        return f"{when:%Y-%m-%d %H:%M}"

    def day_and_time(self, when: datetime, *, weekday: bool = True) -> str:
        """Return the local day, without its year, and time to the minute: Mon 23 Nov 14:05."""
        if self.locale.partition("_")[0] not in _ENGLISH:
            from babel import UnknownLocaleError
            from babel.dates import format_skeleton

            with suppress(UnknownLocaleError, ValueError):
                day = format_skeleton("MMMEd" if weekday else "MMMd", when, locale=self.locale)
                return f"{day} {when:%H:%M}"
        day = f"{when.day} {when:%b %H:%M}"
        return f"{when:%a} {day}" if weekday else day


def money(minor: int, digits: int, mark: str = ".") -> str:
    """Return an amount of minor units as text: money(-5, 2) is "-0.05", money(500, 0) is "500"."""
    if not digits:
        return str(minor)
    text = str(abs(minor)).rjust(digits + 1, "0")
    return f"{'-' if minor < 0 else ''}{text[:-digits]}{mark}{text[-digits:]}"


def plain(value: Decimal | str) -> str:
    """Return a decimal without an exponent and as it was written otherwise: "2.50" stays "2.50"."""
    return format(Decimal(value), "f")


@cache
def formats(locale: str = "en") -> Formats:
    """Return how `locale` (as in "de" or "de_CH") writes numbers. An unknown one is written like English."""
    name = locale.replace("-", "_").partition(".")[0]
    language = name.partition("_")[0]
    if name == language or language not in _DIFFERS.split() or name in _USUAL.split():
        for mark, languages in _LANGUAGES.items():
            if language in languages.split():
                return Formats(mark, name)
    return Formats(_babel_mark(name), name)


def _babel_mark(name: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return str(get_decimal_symbol(Locale.parse(name)))
    except (UnknownLocaleError, ValueError):
        return "."


@cache
def currency_symbol(code: str, locale: str = "en") -> str:
    """Return the sign of an ISO 4217 currency in `locale`, the code itself where it has none."""
    signs = {"GBP": "£", "EUR": "€", "PLN": "zł", "ILS": "₪", "INR": "₹"}
    if code in signs:
        return signs[code]
    from babel.numbers import get_currency_symbol

    try:
        return str(get_currency_symbol(code, locale.replace("-", "_")))
    except (LookupError, ValueError):
        return code


def with_sign(amount: str, code: str, locale: str = "en") -> str:
    """Return an amount with its currency's sign where `locale` has it: "£1.19", "1,19 €", "CHF 1.19"."""
    before, gap = _sign_place(locale.replace("-", "_").partition(".")[0])
    sign = currency_symbol(code, locale)
    if not before:
        return f"{amount} {sign}"
    return f"{sign}{gap if not sign[-1:].isalpha() else ' '}{amount}"


@cache
def _sign_place(locale: str) -> tuple[bool, str]:
    """(whether the sign comes first, what is between), of an unknown locale as in English."""
    from babel import Locale, UnknownLocaleError

    try:
        pattern = str(Locale.parse(locale).currency_formats["standard"].pattern)
    except (UnknownLocaleError, ValueError):
        return True, ""
    return pattern.startswith("\xa4"), " " if "\xa4\xa0" in pattern else ""


def language_of(environ: Mapping[str, str]) -> str:
    """Return the languages the environment asks for, by POSIX and GNU gettext: "de_AT:de"; "" for none."""
    chosen = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if chosen.partition(".")[0] in ("", "C", "POSIX"):
        return ""
    return environ.get("LANGUAGE") or chosen


def speak(language: str = "") -> None:
    """Say everything in a language from here on, such as "de" or "de_AT.UTF-8:en"; else in the environment's.

    Without a catalogue for it that is English.
    """
    found = catalogue(language or language_of(os.environ))
    if found is None:
        words.install()
    else:
        words.install(found.gettext, found.ngettext)


def catalogue(language: str) -> NullTranslations | None:
    """Return the first catalogue there is for the languages; None where that is English, or none is there."""
    wanted: list[str] = []
    for name in language.split(":"):
        if name.partition(".")[0].partition("_")[0] in _ENGLISH:
            break
        wanted.append(name)
    if not wanted:
        return None
    import gettext

    try:
        return gettext.translation(_DOMAIN, CATALOGUES, wanted)
    except OSError:
        return None
