"""Lines of text from a file, a pipe or a terminal, one entry each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

_CHUNK: Final = 1 << 16
_LONGEST: Final = 1 << 14
"""Bytes of an input line; the rest of a longer one is thrown away, and the line refused."""
_OTHERS: Final = re.compile(rb"(?P<UTF16>\xff\xfe[^\0]\0|\xfe\xff\0)|(?P<gzip>\x1f\x8b)")
"""How files begin that are no lines of text."""

Line = tuple[int, str, str]
"""Number from 1, the text, and why it cannot be run ("" where it can)."""


def lines(stream: BinaryIO, before_reading: Callable[[], Any]) -> Iterator[Line]:
    """The numbered lines of a stream; calls `before_reading` whenever it may have to wait for more.

    Raises InvalidValue where it is no text.
    """
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    number, pending = 0, b""
    while True:
        before_reading()
        chunk = read(_CHUNK)
        if not number and not pending:
            _assert_text(chunk)
        parts = (pending + chunk).split(b"\n")
        pending = parts.pop()
        for part in parts:
            number += 1
            yield _line(number, part)
        if len(pending) > _LONGEST:
            pending = pending[: _LONGEST + 1]
        if not chunk:
            break
    if pending:
        yield _line(number + 1, pending)


def _assert_text(beginning: bytes) -> None:
    if found := _OTHERS.match(beginning):
        raise InvalidValue(_("this is {kind}: pos ring takes lines of text in UTF-8", kind=found.lastgroup))


def _line(number: int, raw: bytes) -> Line:
    if len(raw) > _LONGEST:
        return number, raw[:100].decode(errors="backslashreplace"), _("the line is too long")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return (
            number,
            raw.decode(errors="backslashreplace"),
            _("byte {place} is not UTF-8", place=error.start + 1),
        )
    return number, text.removeprefix("\ufeff") if number == 1 else text, ""
