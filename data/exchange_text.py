"""The lines of a file that came from elsewhere: plain or gzip, in the encoding it says or is told to have."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

LINE_LIMIT: Final = 1 << 20
"""Bytes of a line: more is no price list, and would fill the memory."""
_CHUNK: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Lines = Iterator[tuple[int, str]]
"""Numbered from 1, each with its line end."""


class FileRefused(Refused):
    """The file as a whole cannot be read; the message says where it stops making sense."""


class WrongEncoding(FileRefused):
    """The file is text in another encoding than it was read in."""


@contextmanager
def opened(path: Path, encoding: str | None = None) -> Iterator[tuple[Lines, Callable[[], int]]]:
    """The lines of a file, and how many bytes of it were read so far.

    Args:
        encoding: as Python calls it, such as cp1252; without it UTF-8, or UTF-16 where the file starts with
            its byte order mark.

    Raises:
        FileRefused: it cannot be opened, is not in that encoding, or a line is longer than 1 MB.
    """
    if encoding is not None:
        _check(encoding)
    try:
        raw = path.open("rb")
    except OSError as error:
        raise FileRefused(
            _("{path} cannot be read: {error}", path=path, error=error.strerror or error)
        ) from error
    with raw:
        yield _lines(raw, path.name, encoding), raw.tell


class _Returns(io.RawIOBase):
    """A file whose lines end in CR alone, as spreadsheets on a Macintosh save them, with LF for it."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._stream.read1(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(got)] = got
        return len(got)


def _check(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise FileRefused(
            _("'{encoding}' is no encoding: try utf-8, utf-16, cp1252 or latin-1", encoding=encoding[:40])
        ) from None


def _lines(raw: io.BufferedReader, name: str, encoding: str | None) -> Lines:
    try:
        stream = raw
        if raw.peek(2)[:2] == _GZIP:
            stream = io.BufferedReader(gzip.GzipFile(fileobj=raw))
        if stream.peek(2)[:2] in _UTF16:
            yield from _utf16_lines(stream, "utf-16")
        elif (encoding or "").lower().replace("_", "-").startswith("utf-16"):
            yield from _utf16_lines(stream, str(encoding))
        else:
            beginning = stream.peek(_CHUNK)
            if b"\r" in beginning and b"\n" not in beginning:
                stream = io.BufferedReader(_Returns(stream))
            yield from _byte_lines(stream, encoding or "utf-8")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileRefused(_("{name} is a damaged gzip file: {error}", name=name, error=error)) from error
    except OSError as error:
        raise FileRefused(
            _("{name} cannot be read: {error}", name=name, error=error.strerror or error)
        ) from error


def _byte_lines(stream: io.BufferedReader, encoding: str) -> Lines:
    at = number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            raise FileRefused(_("line {number} is longer than {most} bytes", number=number, most=LINE_LIMIT))
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as error:
            raise _undecodable(error, line, at, number, encoding) from None
        if number == 1:
            text = text.removeprefix("\ufeff")
            if "\0" in text:
                raise FileRefused(_("line 1 holds NUL bytes: if this is UTF-16, say --encoding utf-16-le"))
        yield number, text
        at += len(line)


def _undecodable(
    error: UnicodeDecodeError, line: bytes, at: int, number: int, encoding: str
) -> WrongEncoding:
    byte = line[error.start]
    return WrongEncoding(
        _(
            "line {number}, byte {at}: 0x{byte:02x} is not {encoding}. Save the file as "
            "UTF-8, or say what it is, such as --encoding cp1252",
            number=number,
            at=at + error.start,
            byte=byte,
            encoding=encoding,
        )
    )


def _utf16_lines(stream: io.BufferedReader, encoding: str) -> Lines:
    """UTF-16, whose line feeds are not bytes of their own."""
    decoder = codecs.getincrementaldecoder(encoding)()
    pending, number = "", 0
    while True:
        chunk = stream.read(_CHUNK)
        try:
            pending += decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise FileRefused(
                _(
                    "after line {number}: this is not {encoding} ({reason})",
                    number=number,
                    encoding=encoding,
                    reason=error.reason,
                )
            ) from None
        lines = pending.split("\n")
        pending = lines.pop()
        for line in lines:
            number += 1
            yield number, line + "\n"
        if len(pending) > LINE_LIMIT:
            raise FileRefused(
                _(
                    "line {number} is longer than {most} characters",
                    number=number + 1,
                    most=LINE_LIMIT,
                )
            )
        if not chunk:
            break
    if pending:
        yield number + 1, pending
