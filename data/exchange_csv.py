"""CSV (RFC 4180) in and out, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from data.exchange_rows import Problem, Row, nearest
from data.exchange_text import FileRefused, Lines
from pos_tui.core.words import _

_SEPARATORS: Final = ",;\t|"
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula, and such a text already marked (CWE-1236)."""
_MARKED: Final = re.compile(r"'+[=+\-@\t\r]")


def header_of(line: str) -> tuple[str, list[str]]:
    """The separator that occurs most often in a header, and the names in it. Raises FileRefused."""
    separator = max(_SEPARATORS, key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error as error:
        raise FileRefused(_("line 1: {error}", error=error)) from None
    return separator, [cell.strip() for cell in cells]


class CsvRows:
    """The rows of a CSV file, by the names in its first line."""

    def __init__(
        self,
        lines: Lines,
        fields: Sequence[str],
        columns: Mapping[str, str] | Callable[[Sequence[str]], Mapping[str, str]],
    ) -> None:
        """Reads the header; the separator is the one that occurs there most often.

        The first of `fields` is the key that every file has to have. `columns` are the names of those that
        are named otherwise, or give those of all that are read, for a header.

        Raises:
            FileRefused: there is no header, or a column that was named is not in it or in it twice.
        """
        self._lines = lines
        self._line = 0
        self._last = 0
        first = next(self._texts(), "")
        if not first.strip():
            raise FileRefused(_("line 1: there is no header that names the columns"))
        self._separator, self._header = header_of(first)
        if callable(columns):
            columns = columns(self._header)
            fields = tuple(columns)
        self._places = self._find(fields, columns)
        if fields[0] not in self._places:
            raise FileRefused(
                _(
                    "line 1: there is no column '{field}': say which one it is, such as {field}={header}",
                    field=fields[0],
                    header=self._header[0],
                )
            )
        used = set(self._places.values())
        self.unused = [name for place, name in enumerate(self._header) if place not in used]
        """Columns that nothing is read from."""

    def __iter__(self) -> Iterator[Row | Problem]:
        reader = csv.reader(self._texts(), delimiter=self._separator, strict=True)
        width, places = len(self._header), list(self._places.items())
        while True:
            line = self._last + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise FileRefused(_("line {line}: {error}", line=line, error=error)) from None
            if cells is None:
                return
            if not any(cells):
                continue
            if len(cells) < width or any(cells[width:]):
                yield Problem(
                    line, _("{count} cells, where the header has {width}", count=len(cells), width=width)
                )
            else:
                yield Row(line, {field: _unmarked(cells[place]) for field, place in places})

    def _texts(self) -> Iterator[str]:
        for number, text in self._lines:
            self._last = number
            yield text

    def _find(self, fields: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
        """Where each field is: the column it is mapped to, else the one of its own name."""
        folded = [name.casefold() for name in self._header]
        places: dict[str, int] = {}
        for field in fields:
            wanted = columns.get(field, field).casefold()
            count = folded.count(wanted)
            if count > 1:
                raise FileRefused(
                    _(
                        "line 1: there are {count} columns named '{column}'",
                        count=count,
                        column=columns.get(field, field),
                    )
                )
            if count:
                places[field] = folded.index(wanted)
            elif field in columns:
                near = nearest(columns[field], self._header)
                raise FileRefused(
                    _("line 1: there is no column '{column}'{hint}", column=columns[field], hint=near)
                )
        return places


def csv_lines(
    header: Sequence[str], rows: Iterable[Sequence[str]], numeric: frozenset[str]
) -> Iterator[bytes]:
    """The file's lines as UTF-8; the columns in `numeric` are numbers and stay as they are."""
    texts = [name not in numeric for name in header]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    for row in rows:
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_marked(cell) if text else cell for cell, text in zip(row, texts, strict=True)])
    yield buffer.getvalue().encode()


def _marked(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unmarked(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _MARKED.match(cell) else cell
