"""A year's reports: `python -m tests.bench report [--sales 180000] [--dir FOLDER]`.

Makes a shop with a year of sales, closed each day, and measures in processes of their own: reports from the
sums that are kept by day with the disk's cache dropped, making these sums anew, and items of the whole year
from the records. Prints JSON; seconds and megabytes. What a scan costs meanwhile, `beside` measures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.store import Store
from tests.bench._screenshop import ROOT, make_shop
from tests.bench.shopdata import items, sales
from tests.bench.store import Unsynced

_A_DAY = 500
_ITEMS = 3000
_OPERATORS = ("ana", "bob", "eve", "joe")
_BY_DAY = (
    ("sales", "--by", "month"),
    ("sales", "--by", "department"),
    ("sales", "--by", "hour"),
    ("sales", "--by", "operator"),
    ("tax", "--by", "quarter"),
    ("tenders",),
    ("sales",),
)


def _now() -> datetime:
    return datetime.now(UTC)


def _year(count: int) -> Iterator[dict[str, Any]]:
    """Sales over the hours of each day, by several people, in cash and by card."""
    for sale in sales(count, items(_ITEMS), a_day=_A_DAY):
        seq = sale["seq"]
        hour = 8 + seq % _A_DAY * 12 // _A_DAY
        kind = "card" if seq % 3 else "cash"
        yield {
            **sale,
            "time": f"{sale['day']}T{hour:02d}:{seq % 60:02d}:00Z",
            "operator": _OPERATORS[seq % 4],
            "tenders": [{"type": kind, "amount": sale["total"], "ref": None}],
            "lines": [{**line, "cost": "1.00", "void": False} for line in sale["lines"]],
        }


def build(folder: Path, count: int) -> Path:
    """A shop of 50 items with so many sales of a year, each day of which is sealed."""
    made = make_shop(folder, 50)
    store = Store.open(
        made, clock=_now, fs=Unsynced(), state=made.with_name(made.name.replace("shop", "state"))
    )
    for sale in _year(count):
        with store.transaction(operator=sale["operator"], key=sale["key"]) as tx:
            tx.insert("sales", sale)
        if sale["seq"] % _A_DAY == 0:
            store.close_segment()
    store.close()
    return made


def environ_of(store: Path) -> dict[str, str]:
    """How a process is told of a shop that `build` made."""
    state = store.with_name(store.name.replace("shop", "state"))
    return {**os.environ, "POS_STORE": str(store), "POS_STATE": str(state), "PYTHONPATH": str(ROOT)}


def _drop_cache(store: Path) -> None:
    """Has the store's files read from the disk again, as far as the machine listens."""
    os.sync()
    for path in (path for path in store.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _report(store: Path, *words: str) -> tuple[float, float]:
    """Seconds until a report was written, and the most megabytes it took."""
    command = [sys.executable, "-m", "pos_tui", "report", *words, "--format", "csv"]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environ_of(store), cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        written = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 and written.count(b"\n") > 1, words
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """Runs the benchmark and prints it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench report", description=__doc__)
    parser.add_argument("--sales", type=int, default=180_000)
    parser.add_argument("--dir", type=Path)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=chosen.dir) as folder:
        store = build(Path(folder), chosen.sales)
        made, _most = _report(store, "sales", "--by", "hour")
        cold = {}
        for words in _BY_DAY:
            _drop_cache(store)
            cold[" ".join(words)] = _report(store, *words)
        month = _report(store, "sales", "2025-02", "--by", "item")
        year = _report(store, "sales", "--by", "item")
        found = {
            "a year's report from cold, the slowest of all, s (<= 1)": max(took for took, _ in cold.values()),
            "making the sums of a year, once, s": made,
            "items of the year, s": year[0],
            "items of the year, memory / of a month (<= 1.2)": year[1] / month[1],
            "items of the year, MB": year[1],
        }
        seconds = {name: round(took, 2) for name, (took, _most) in cold.items()}
    print(json.dumps({name: round(value, 3) for name, value in found.items()} | {"cold": seconds}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
