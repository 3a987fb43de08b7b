"""What commands write: data to stdout as a table, JSON or CSV; everything else to stderr.

Texts come from files, scanners and other people. In tables they are cleaned for the terminal; in JSON what is
not printable is escaped; in CSV what a spreadsheet would take for a formula is marked with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import Any, Final

import msgspec

from pos_tui.core.display import cells, clean, fit
from pos_tui.terminal import early

_MEASURED_ROWS: Final = 500
"""Rows of a table that its column widths are made for; the rest is written as it comes."""
_WIDEST: Final = 60
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_UNPRINTABLE: Final = re.compile(r"[^ -~]")
_encode: Final = msgspec.json.Encoder().encode


class Format(StrEnum):
    """How data is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table or CSV file."""

    name: str
    """The key of its values, and its title."""
    digits: int | None = None
    """Values are amounts of minor units of a currency with so many digits."""
    number: bool = False
    text: Callable[[Any], str] = str
    """How values are shown that are neither texts nor numbers."""
    title: str = ""
    """What people read above it, in the place of its name."""

    @property
    def right(self) -> bool:
        """Whether its values stand flush right."""
        return self.number or self.digits is not None

    def cell(self, row: Mapping[str, Any]) -> str:
        """The value of a row as text."""
        value = row.get(self.name)
        if value is None:
            return ""
        return self.text(value) if self.digits is None else money(value, self.digits)


def money(minor: int, digits: int) -> str:
    """Minor units as decimal text of major units."""
    if not digits:
        return str(minor)
    whole, part = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{digits}d}"


def say(message: str) -> None:
    """Writes lines of talk to stderr, cleaned for the terminal, which no screen has any more."""
    early.give_back()
    for line in message.split("\n"):
        print(clean(line, 1000), file=sys.stderr, flush=True)


def line(text: str = "") -> None:
    """Writes lines of text to stdout, cleaned for the terminal."""
    for part in text.split("\n"):
        sys.stdout.write(clean(part, 1000) + "\n")


def harmless(text: str) -> str:
    r"""JSON text with every character that is not printable as \uXXXX: lossless, and safe on a terminal."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def json_text(value: object) -> str:
    """A value as one line of harmless JSON."""
    return harmless(_encode(value).decode())


def write_json(value: object) -> None:
    """Writes one value to stdout, indented."""
    pretty = msgspec.json.format(_encode(value), indent=2).decode()
    sys.stdout.write("\n".join(map(harmless, pretty.split("\n"))) + "\n")


def write_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], format: Format) -> int:
    """Writes rows to stdout as they come, and returns how many.

    JSON is an array of whole rows, with amounts in minor units; tables (also in Markdown) and CSV have the
    columns only, with amounts as decimal text.
    """
    if format is Format.JSON:
        return _write_array(rows)
    if format is Format.CSV:
        return _write_csv(rows, columns)
    if format is Format.MD:
        return _write_markdown(rows, columns)
    return _write_table(rows, columns)


def _write_array(rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    for row in rows:
        count += 1
        sys.stdout.write(("[\n" if count == 1 else ",\n") + json_text(row))
    sys.stdout.write("\n]\n" if count else "[]\n")
    return count


def _write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> int:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    count = 0
    for row in rows:
        count += 1
        writer.writerow([_csv_cell(column, row) for column in columns])
        sys.stdout.write(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()
    sys.stdout.write(buffer.getvalue())
    return count


def _csv_cell(column: Column, row: Mapping[str, Any]) -> str:
    text = column.cell(row)
    return f"'{text}" if not column.right and _FORMULA.match(text) else text


def _title(column: Column) -> str:
    return column.title or column.name.replace("_", " ")


def _write_markdown(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> int:
    def write(cells_of_row: Iterable[str]) -> None:
        texts = (clean(text, 1000).replace("\\", "\\\\").replace("|", "\\|") for text in cells_of_row)
        sys.stdout.write(f"| {' | '.join(texts)} |\n")

    write(map(_title, columns))
    write("---:" if column.right else "---" for column in columns)
    count = 0
    for row in rows:
        count += 1
        write(column.cell(row) for column in columns)
    return count


def _write_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> int:
    texts = ([clean(column.cell(row), _WIDEST) for column in columns] for row in rows)
    titles = list(map(_title, columns))
    first = list(islice(texts, _MEASURED_ROWS))
    widths = [max(map(cells, column)) for column in zip(titles, *first, strict=True)]
    count = -1  # the titles are no row
    for cells_of_row in chain([titles], first, texts):
        count += 1
        parts = [
            fit(text, max(width, cells(text)), "right" if column.right else "left")
            for text, width, column in zip(cells_of_row, widths, columns, strict=True)
        ]
        sys.stdout.write("  ".join(parts).rstrip() + "\n")
    return count
