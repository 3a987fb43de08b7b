"""Real invoices as lines for `pos ring`, and what they are known to add up to.

`python -m tests.acceptance.retail SHARED_DATA [ITEMS] > LINES` writes the lines, and the items to import.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]
_MARKS = frozenset('/*@="# ')


@dataclass(frozen=True, slots=True)
class Known:
    """An invoice as the data's own totals have it; minor units."""

    day: str
    total: int
    vat: int
    lines: int


def rows(folder: Path, name: str) -> Iterator[Row]:
    """The rows of a gzipped CSV file."""
    with gzip.open(folder / "online_retail" / name, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def invoices(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """(number, lines) of each invoice, in the order of the data; the lines of a few are not together."""
    found: dict[str, list[Row]] = {}
    for row in rows(folder, "online_retail_2010-12_2011-02.csv.gz"):
        found.setdefault(row["invoice"], []).append(row)
    yield from found.items()


def known(folder: Path) -> dict[str, Known]:
    """What each invoice adds up to, by its number."""
    return {
        row["invoice"]: Known(
            row["datetime"][:10],
            int(Decimal(row["total"]) * 100),
            int(Decimal(row["vat20_by_invoice"]) * 100),
            int(row["lines"]),
        )
        for row in rows(folder, "online_retail_by_invoice.csv.gz")
    }


def write_items(folder: Path, target: Path) -> int:
    """Writes all stock codes as open-price items; returns how many."""
    names: dict[str, str] = {}
    for _, lines in invoices(folder):
        for row in lines:
            names[row["stock_code"]] = names.get(row["stock_code"]) or row["description"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("sku", "name", "department"))
        writer.writerows((code, name or code, "gifts") for code, name in names.items())
    return len(names)


def ring_lines(number: str, lines: list[Row]) -> Iterator[str]:
    """The entries that ring one invoice at its own time."""
    yield f"/clock {lines[0]['datetime'].replace(' ', 'T')}"
    for row in lines:
        code, count = row["stock_code"], int(row["qty"])
        if _MARKS & set(code):
            code = '"' + code.replace('"', '""') + '"'
        command = "/return " if count < 0 else ""
        times = "" if abs(count) == 1 else f"{abs(count)}*"
        yield f"{command}{times}{code}@{row['unit_price']}"
    yield f"/note {number}"
    yield "/cash"


def main() -> None:
    """Writes the whole history."""
    if len(sys.argv) > 2:
        write_items(Path(sys.argv[1]), Path(sys.argv[2]))
    for number, lines in invoices(Path(sys.argv[1])):
        sys.stdout.writelines(f"{line}\n" for line in ring_lines(number, lines))


if __name__ == "__main__":
    main()
