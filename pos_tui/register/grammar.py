"""The grammar of the prompt: `[qty*]CODE[@unit price | =line total]`, and `/word arguments`.

Quotes hold a code with the grammar's own characters; `""` inside them is a quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pos_tui.core.errors import InvalidValue
from pos_tui.core.scan import is_data
from pos_tui.core.words import _

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_LINE_NUMBER = re.compile(r"(?:^|\s)#(\d{1,6})\s*\Z", re.ASCII)


_NEW = re.compile(
    r"""(?P<quantity>(?:\d+\.?\d*|\.\d+)\*)?\s*(?P<code>"(?:[^"]|"")+"|\S+)\s+
    (?P<name>.*\S)\s+@\s*(?P<price>\S+)\s+(?P<department>.*\S)""",
    re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What sells: a code with what was said about it, still as text."""

    code: str
    quantity: str | None = None
    price: str | None = None
    total: str | None = None
    quoted: bool = False

    @property
    def is_bare(self) -> bool:
        """Nothing but a code or some words."""
        return not (self.quantity or self.price or self.total or self.quoted)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What makes an item, still as text."""

    code: str
    name: str
    price: str
    department: str
    quantity: str | None = None


def split_command(text: str) -> tuple[str, str] | None:
    """(word, arguments) of a text that starts with `/`, else None. Words know no case."""
    if not text.startswith("/"):
        return None
    word, *arguments = text[1:].split(maxsplit=1) or [""]
    return word.casefold(), arguments[0].strip() if arguments else ""


def parse_entry(text: str, is_code: Callable[[str], bool], mark: str = ".") -> Entry:
    """The entry of a text; `is_code` tells whether a text is exactly the code of an item.

    `mark` is the decimal mark that a quantity may have besides the point.

    Raises:
        InvalidValue: quotes without end, text behind them, or a mark with nothing behind it.
    """
    if is_code(text):
        return Entry(text)
    match = _quantity_before(mark).match(text)
    quantity, rest = (match.group()[:-1], text[match.end() :].lstrip()) if match else (None, text)
    if is_data(rest) or (quantity is not None and is_code(rest)):
        return Entry(rest, quantity)
    if rest.startswith('"'):
        return _quoted(rest, quantity)
    code, mark, figure = _split_mark(rest)
    if mark and not figure:
        raise InvalidValue(
            _("what comes after '{mark}' in '{text}'? Give an amount", mark=mark, text=text[:60])
        )
    if not code and (mark or quantity is None):
        raise InvalidValue(_("give a code, or words of a name"))
    return Entry(code, quantity, figure if mark == "@" else None, figure if mark == "=" else None)


@lru_cache(maxsize=4)
def _quantity_before(mark: str) -> re.Pattern[str]:
    point = f"[.{re.escape(mark)}]"
    return re.compile(rf"[+-]?(?:\d+{point}?\d*|{point}\d+)\*", re.ASCII)


def _split_mark(text: str) -> tuple[str, str, str]:
    places = [place for place in (text.find("@"), text.find("=")) if place >= 0]
    if not places:
        return text.strip(), "", ""
    place = min(places)
    return text[:place].strip(), text[place], text[place + 1 :].strip()


def _quoted(text: str, quantity: str | None) -> Entry:
    match = _QUOTED.match(text)
    if match is None:
        raise InvalidValue(_("the quote that {text} starts with has no end", text=text[:40]))
    code, rest = match.group(1).replace('""', '"'), text[match.end() :].strip()
    if not code:
        raise InvalidValue(_("there is nothing between the quotes"))
    if not rest:
        return Entry(code, quantity, quoted=True)
    mark, figure = rest[0], rest[1:].strip()
    if mark not in "@=" or not figure:
        raise InvalidValue(_("after a quoted code comes @price or =total, not '{rest}'", rest=rest[:40]))
    return Entry(
        code, quantity, figure if mark == "@" else None, figure if mark == "=" else None, quoted=True
    )


def parse_new(text: str) -> NewEntry | None:
    """The new item of `[qty*]CODE NAME @PRICE DEPARTMENT`; None where that is not what it says."""
    match = _NEW.fullmatch(text)
    if match is None:
        return None
    code, quantity = match["code"], match["quantity"]
    if code.startswith('"') and len(code) > 1:
        code = code[1:-1].replace('""', '"')
    return NewEntry(
        code, match["name"], match["price"], match["department"], quantity[:-1] if quantity else None
    )


def quoted(code: str) -> str:
    """A code as it stands in an entry that must not read anything into it."""
    return '"' + code.replace('"', '""') + '"'


def as_entry(entry: Entry) -> str:
    """The text of an entry; its code stands in quotes."""
    times = "" if entry.quantity is None else f"{entry.quantity}*"
    price = "" if entry.price is None else f"@{entry.price}"
    total = "" if entry.total is None else f"={entry.total}"
    return f"{times}{quoted(entry.code)}{price}{total}"


def split_line_number(arguments: str) -> tuple[str, int | None]:
    """(the rest, line number) of arguments that may end in `#3`."""
    match = _LINE_NUMBER.search(arguments)
    if match is None:
        return arguments, None
    return arguments[: match.start()].strip(), int(match.group(1))


def split_reason(arguments: str) -> tuple[str, int | None, str]:
    """(the rest, line number, reason) of `1.99 [#3] [for REASON]`, also with the number at the end."""
    rest, number = split_line_number(arguments)
    head, _mark, why = f" {rest}".partition(" for ")
    head, other = split_line_number(head.strip())
    return head, other if number is None else number, why.strip()


def split_reference(arguments: str) -> tuple[str, str | None]:
    """(the rest, TEXT) of arguments that may end in `ref TEXT`."""
    head, mark, reference = f" {arguments}".partition(" ref ")
    return (head.strip(), reference.strip() or None) if mark else (arguments, None)
