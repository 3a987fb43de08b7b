"""Brings a file into a shop or writes one, as a process of its own: the till that asked goes on selling.

What is to be done is read as JSON from the standard input, so that no argument of a process says who does
it; the till has checked their rights. What came of it is written as JSON, progress as lines on stderr.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pos_tui.core.errors import PosError, Refused
from pos_tui.core.words import _

from .front import Shopfront, open_shop
from .goods import Reading
from .pricelist import columns_of, path_of

if TYPE_CHECKING:
    from data.exchange_reading import ImportResult

ORDER: Final = "order-"
"""What stands before the number of an order that is written to a file."""
_LINES: Final = ("sku", "their", "name", "pack", "qty", "cost", "came", "missing")
_NUMBERS: Final = frozenset(("pack", "qty", "cost", "came", "missing"))
_SHOWN: Final = 200
"""Differences and bad rows that are told one by one."""


def main() -> int:
    """Does the job of the standard input; returns the exit code."""
    job = json.load(sys.stdin)
    try:
        with open_shop(Path(job["store"]), readonly=job["readonly"]) as front:
            front.operator = job["operator"]
            answer = written(front, job) if job["act"] == "export" else read(front, job)
    except PosError as error:
        sys.stderr.write(f"\n{error.message}\n")
        return 1
    json.dump(answer, sys.stdout)
    return 0


def read(front: Shopfront, job: Mapping[str, Any]) -> dict[str, Any]:
    """Brings a file in, or tries it; what that comes to. Raises PosError."""
    file, dry = path_of(job["file"]), job["readonly"]
    how = Reading(job["columns"], comma=job["comma"], skip_bad=job["skip_bad"], dry_run=dry)
    result = _read_in(front, job["table"], file, how)
    better = False
    if dry and result.skipped and not how.comma:
        better = _read_in(front, job["table"], file, replace(how, comma=True)).skipped < result.skipped
    return {
        "new": result.new,
        "changed": result.changed,
        "same": result.same,
        "bad": result.skipped,
        "stored": result.stored,
        "commas": better,
        "notes": list(result.notes),
        "departments": list(result.departments),
        "errors": [str(problem) for problem in result.errors[:_SHOWN]],
        "differences": [
            {"line": one.line, "key": one.key, "new": one.is_new, "fields": one.fields}
            for one in result.differences[:_SHOWN]
        ],
    }


def _read_in(front: Shopfront, table: str, file: Path, how: Reading) -> ImportResult:
    if table != "items":
        from . import tablefiles

        return tablefiles.read_in(front, table, file, how)
    from . import goods, mappings

    arranged, said = mappings.arranged(front, file, how)
    result = goods.read_in(front, file, arranged, _tell)
    if result.stored and arranged.columns:
        mappings.remember(front, columns_of(file, arranged.encoding), arranged.columns)
    return replace(result, notes=(said, *result.notes)) if said else result


def _tell(done: int, whole: int) -> None:
    sys.stderr.write(f"{done} {whole}\n")
    sys.stderr.flush()


def written(front: Shopfront, job: Mapping[str, Any]) -> dict[str, Any]:
    """Writes a table to a file that is not there yet, whole or not at all; how many rows. Raises PosError."""
    file = path_of(job["file"])
    made = file.with_name(f".{file.name}.part")
    try:
        if file.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        with made.open("wb") as target:
            rows = _write(front, job["table"], target, _format(file))
        made.rename(file)
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {error}", file=file, error=error.strerror or error)
        ) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)
    return {"rows": rows}


def _write(front: Shopfront, table: str, target: IO[bytes], format: Any) -> int:
    if table == "items":
        from . import goods

        return goods.export(front, target, format)
    if table.startswith(ORDER):
        return _write_order(front, table.removeprefix(ORDER), target, format)
    from . import tablefiles

    return tablefiles.write_out(front, table, target, format)


def _write_order(front: Shopfront, code: str, target: IO[bytes], format: str) -> int:
    """The lines of an order as the supplier reads them; returns how many. Raises Refused."""
    from data.exchange_csv import csv_lines
    from data.exchange_json import json_lines

    from .orders import shown

    rows = [{name: str(line[name] or "") for name in _LINES} for line in shown(front, code)["lines"]]
    cells = (list(row.values()) for row in rows)
    lines = json_lines(rows) if format == "jsonl" else csv_lines(_LINES, cells, _NUMBERS)
    for line in lines:
        target.write(line)
    return len(rows)


def _format(file: Path) -> Any:
    return "jsonl" if file.suffix in (".jsonl", ".ndjson") else "csv"


if __name__ == "__main__":
    sys.exit(main())
