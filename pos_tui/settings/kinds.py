"""What a setting may be: a kind takes what TOML or a text says, returns the value or raises InvalidValue."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from pos_tui.core.words import _

from ..core.errors import InvalidValue
from ..core.money import decimal, plain

_MOST: Final = 10**9
_TRUE: Final = ("true", "yes", "on", "1")
_FALSE: Final = ("false", "no", "off", "0")
_LINES: Final = 20
RECEIPT_LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "pl", "zh")
"""Those in which the program has the words of a receipt."""
_MOST_LANGUAGES: Final = 2
_LINE_LENGTH: Final = 200


def as_text(value: object) -> str:
    """A setting's value as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return plain(value) if isinstance(value, Decimal) else str(value)


def near(word: str, words: Sequence[str]) -> str:
    """What to add to "there is no such word": the nearest one there is, if one is near."""
    close = get_close_matches(word, [known for known in words if known], n=1, cutoff=0.5)
    return _(": did you mean '{word}'?", word=close[0]) if close else ""


def text_of(raw: object, what: str) -> str:
    """A text, or a whole number as one. Raises InvalidValue, saying `what` is expected."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise InvalidValue(_("{what} is expected, not {given}", what=what, given=repr(as_text(raw)[:40])))
    return str(raw).strip()


def number(least: str = "0.001", most: int = _MOST, decimals: int = 3) -> Callable[[object], Decimal]:
    """The kind of a decimal number between two others, with at most so many decimals."""

    def parse(raw: object) -> Decimal:
        value = decimal(text_of(raw, _("a number")), _("number"), decimals=decimals)
        if not Decimal(least) <= value <= most:
            raise InvalidValue(
                _("{value} is not between {least} and {most}", value=plain(value), least=least, most=most)
            )
        return value

    return parse


def whole(least: int, most: int) -> Callable[[object], int]:
    """The kind of a whole number between two others."""

    def parse(raw: object) -> int:
        return int(number(str(least), most, decimals=0)(raw))

    return parse


@dataclass(frozen=True, slots=True)
class OneOf:
    """The kind of one word out of some, whatever its case."""

    words: tuple[str, ...]

    def __call__(self, raw: object) -> str:
        """The word. Raises InvalidValue."""
        word = text_of(raw, _("a word")).lower()
        if word not in self.words:
            known_words = ", ".join(filter(None, self.words))
            raise InvalidValue(
                _(
                    "'{word}' is not one of {words}{hint}",
                    word=word[:40],
                    words=known_words,
                    hint=near(word, self.words),
                )
            )
        return word


def one_of(*words: str) -> OneOf:
    """The kind of one word out of these."""
    return OneOf(words)


def choices_of(kind: Callable[[object], object]) -> tuple[str, ...]:
    """The values of a kind, where they can be counted."""
    if isinstance(kind, OneOf):
        return kind.words
    return (_TRUE[0], _FALSE[0]) if kind is switch else ()


def switch(raw: object) -> bool:
    """On or off."""
    if isinstance(raw, bool):
        return raw
    word = text_of(raw, _("true or false")).lower()
    if word not in (*_TRUE, *_FALSE):
        raise InvalidValue(
            _("'{word}' is neither true nor false{hint}", word=word[:40], hint=near(word, (*_TRUE, *_FALSE)))
        )
    return word in _TRUE


def _listed(raw: object) -> list[str]:
    parts = raw if isinstance(raw, list) else text_of(raw, _("text")).split("\n")
    return [text_of(part, _("text")) for part in parts]


def masks(raw: object) -> tuple[str, ...]:
    """Masks of in-store bar codes, or a country's preset, apart by commas, spaces or lines."""
    from ..core.instore import Mask
    from ..core.instore_presets import PRESETS

    words = [word for line in _listed(raw) for word in re.split(r"[,\s]+", line) if word]
    for word in words:
        if re.fullmatch("[A-Za-z]{2}", word) and word.upper() not in PRESETS:
            raise InvalidValue(
                _(
                    "there are no masks for '{word}', only for {countries}: write the shop's own, "
                    "such as 28IIIIIWWWWWK",
                    word=word,
                    countries=", ".join(sorted(PRESETS)),
                )
            )
        if word.upper() not in PRESETS:
            Mask.parse(word)
    return tuple(word.upper() for word in words)


def tares(raw: object) -> tuple[str, ...]:
    """The till's table of packaging: names and grams, apart by commas or lines."""
    from ..core.weighing import parse_tares

    words = [word.strip() for line in _listed(raw) for word in line.split(",") if word.strip()]
    return tuple(f"{name}={grams}" for name, grams in parse_tares(words).items())


def accounts(raw: object) -> tuple[str, ...]:
    """Accounts that entries are posted to, as role=account, apart by commas or lines."""
    from ..core.ledger.accounts import Accounts

    words = [word.strip() for line in _listed(raw) for word in line.split(",") if word.strip()]
    return tuple(f"{role}={account}" for role, account in Accounts.parse(words).chosen.items())


def reasons(raw: object) -> tuple[str, ...]:
    """Short texts, apart by commas or lines; each once."""
    words = [word.strip() for line in _listed(raw) for word in line.split(",") if word.strip()]
    for word in words:
        if len(word) > _LINE_LENGTH or not word.isprintable() or "#" in word:
            raise InvalidValue(_("'{word}' is no reason: a few words without #", word=word[:40]))
    return tuple(dict.fromkeys(words))


def names(raw: object) -> tuple[str, ...]:
    """Names apart by commas or lines; each once."""
    parts = (word.strip() for line in _listed(raw) for word in line.split(","))
    return tuple(dict.fromkeys(filter(None, parts)))


def tiers(raw: object) -> tuple[str, ...]:
    """Tiers of customers, such as gold=1000*1.5, apart by commas or lines."""
    from ..core.loyalty import Tier

    found = names(raw)
    for text in found:
        Tier.parse(text)
    return found


def words(raw: object) -> tuple[str, ...]:
    """Codes apart by commas, spaces or lines."""
    return tuple(text for line in _listed(raw) for text in re.split(r"[,\s]+", line) if text)


def place(raw: object) -> str:
    """The name of a place where stock is."""
    from ..core.stock import place_name

    return place_name(text_of(raw, _("a place")))


def places(raw: object) -> tuple[str, ...]:
    """Names of places, apart by commas or lines."""
    return tuple(place(part) for line in _listed(raw) for part in line.split(",") if part.strip())


def extensions(raw: object) -> tuple[str, ...]:
    """Spans of business days and until when what was bought in them can come back."""
    from ..core.refund_window import Extension

    words = [word for line in _listed(raw) for word in re.split(r"[,\s]+", line) if word]
    for text in words:
        Extension.parse(text)
    return tuple(words)


def receipt_languages(raw: object) -> tuple[str, ...]:
    """One or two languages of receipts, apart by commas or spaces."""
    found = tuple(dict.fromkeys(word.lower() for word in words(raw)))
    for language in found:
        if language not in RECEIPT_LANGUAGES:
            raise InvalidValue(
                _(
                    "receipts cannot say '{word}' yet, only {languages}",
                    word=language[:40],
                    languages=", ".join(RECEIPT_LANGUAGES),
                )
            )
    if len(found) > _MOST_LANGUAGES:
        raise InvalidValue(_("a receipt has two languages at most"))
    return found


def paper_lines(raw: object) -> tuple[str, ...]:
    """Lines for a receipt."""
    lines = _listed(raw)
    if lines == [""]:
        return ()
    if len(lines) > _LINES:
        raise InvalidValue(
            _("{count} lines are too many: {most} fit a receipt", count=len(lines), most=_LINES)
        )
    for line in lines:
        if len(line) > _LINE_LENGTH or any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in line):
            raise InvalidValue(
                _(
                    "a line has at most {most} characters, and no control characters",
                    most=_LINE_LENGTH,
                )
            )
    return tuple(lines)


def paper_line(raw: object) -> str:
    """One line for a receipt, or nothing."""
    lines = paper_lines(raw)
    if len(lines) > 1:
        raise InvalidValue(_("one line is expected"))
    return lines[0] if lines else ""


def command(raw: object) -> str:
    """A program's whole name and its arguments, quoted as in a shell, or nothing."""
    import shlex

    text = paper_line(raw)
    try:
        words = shlex.split(text)
    except ValueError:
        raise InvalidValue(_("'{text}' has a quote that does not end", text=text[:80])) from None
    if words and not words[0].startswith(("/", "~/")):
        raise InvalidValue(
            _("'{text}' is no whole name of a program, such as /usr/local/bin/mail-z", text=text[:80])
        )
    return text


def folder(raw: object) -> str:
    """A folder's whole name, or nothing."""
    text = paper_line(raw)
    if text and not text.startswith(("/", "~")):
        raise InvalidValue(_("'{text}' is no whole name of a folder, such as /media/stick", text=text[:80]))
    return text


def time_of_day(raw: object) -> str:
    """Hours and minutes, such as 04:00."""
    text = text_of(raw, _("a time such as 04:00"))
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        raise InvalidValue(_("'{text}' is not a time of day, such as 04:00", text=text[:40]))
    return text


def deposit(raw: object) -> str:
    """A share such as 20%, or an amount such as 50.00, or nothing."""
    text = text_of(raw, _("a deposit"))
    if text:
        number("0", 100 if text.endswith("%") else _MOST, decimals=6)(text.removesuffix("%"))
    return text


def word(raw: object) -> str:
    """A name in ASCII, without spaces."""
    text = text_of(raw, _("a word"))
    if not re.fullmatch(r"[A-Za-z0-9_.@-]{0,40}", text, re.ASCII):
        raise InvalidValue(_("'{text}' is not a word of letters, digits and hyphens", text=text[:40]))
    return text
