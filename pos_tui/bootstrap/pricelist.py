"""A price list of a person's own making: its columns, what it comes to, and into the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.exchange_csv import CsvRows, header_of
from data.exchange_encoding import guessed
from data.exchange_rows import Row
from data.exchange_text import opened
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _
from pos_tui.wizard.port import Counted

from .goods import FIELDS, Reading, read_in

if TYPE_CHECKING:
    from data.exchange import ImportResult

    from .front import Shopfront

_LINES: Final = (".jsonl", ".ndjson", ".json")
_SAMPLE: Final = 3
_PROBLEMS: Final = 20


def path_of(text: str) -> Path:
    """The file that a text names."""
    return Path(text).expanduser()


def columns_of(file: Path, encoding: str | None = None) -> list[str]:
    """The names in the first line of a CSV file; none of JSON lines. Raises Refused."""
    if file.name.lower().removesuffix(".gz").endswith(_LINES):
        return []
    with opened(file, encoding or guessed(file)) as (lines, _position):
        first = next(lines, (1, ""))[1]
    if not first.strip():
        raise InvalidValue(_("{file} is empty, or has no line of column names", file=file.name))
    return header_of(first)[1]


def read(front: Shopfront, file: Path, columns: Mapping[str, str], how: Reading) -> Counted:
    """Reads the file into the shop, or only looks at it, as `how` says; a Windows file is read as one.

    Raises InvalidValue, Refused, StoreError: nothing is stored.
    """
    encoding = guessed(file, front.settings.locale)
    pairs = [f"{field}={column}" for field, column in columns.items()]
    how = replace(how, columns=pairs, encoding=encoding)
    result = read_in(front, file, how)
    notes = [_("read as Windows text: look whether accents are right")] if encoding else []
    return Counted(
        result.new,
        result.changed,
        result.skipped,
        result.stored,
        tuple(map(str, result.errors[:_PROBLEMS])),
        (*notes, *result.notes),
        _sample(file, columns, encoding, result) if how.dry_run else (),
        commas=how.dry_run and _better_with_commas(front, file, how, result),
    )


def _better_with_commas(front: Shopfront, file: Path, how: Reading, result: ImportResult) -> bool:
    """Whether fewer rows are bad when numbers have a decimal comma, as in half of Europe."""
    if not result.skipped or how.comma:
        return False
    return read_in(front, file, replace(how, comma=True)).skipped < result.skipped


def _sample(
    file: Path, columns: Mapping[str, str], encoding: str | None, result: ImportResult
) -> tuple[str, ...]:
    """The first good rows of a CSV file as a person would say them."""
    if not columns:
        return ()
    bad = {problem.line for problem in result.errors}
    with opened(file, encoding) as (lines, _position):
        rows = (row for row in CsvRows(lines, FIELDS, columns) if isinstance(row, Row))
        good = islice((row.texts for row in rows if row.line not in bad), _SAMPLE)
        return tuple(
            ", ".join(texts[name] for name in ("sku", "name", "price") if texts.get(name)) for texts in good
        )
