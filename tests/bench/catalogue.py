"""Bringing a catalogue in: time, and memory beyond what the catalogue itself takes, in a process of its own.

`kept` opened the store and has every item in memory; `import` read the file into an empty shop, `again` read
it a second time (nothing changes), `export` wrote it out.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.search import _catalogue, _real_names

_ROOT = Path(__file__).parents[2]


def _file(place: Path, count: int) -> Path:
    entries = _catalogue(count, _real_names(), random.Random(1))
    file = place / "items.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(("sku", "name", "price", "cost", "department", "stock"))
        for number, entry in enumerate(entries):
            price = 50 + number % 9950
            row = (f"{number:06}", entry.name, f"{price / 100:.2f}", f"{price / 200:.2f}")
            writer.writerow((*row, entry.department, number % 90))
    return file


def _child(what: str, place: Path) -> None:
    """Does one thing in this process and says seconds and megabytes: at first, at the peak, at the end."""
    from pos_tui.bootstrap import open_shop
    from pos_tui.bootstrap.goods import Reading, export, read_in

    start, before = time.perf_counter(), _now()
    with open_shop(place / "store", readonly=what in ("kept", "export"), state=place / "state") as front:
        if what == "kept":
            held = list(front.store.documents("items", copy=False))
            assert held
        elif what == "export":
            with (place / "out.csv").open("wb") as target:
                export(front, target, "csv")
        else:
            result = read_in(front, place / "items.csv", Reading())
            assert result.stored, result.errors[:3]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{time.perf_counter() - start} {before} {peak} {_now()}")


def _now() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(argv: list[str]) -> int:
    """Measures and prints a line each."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench catalogue")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "PLACE"))
    chosen = parser.parse_args(argv)
    if chosen.child:
        _child(chosen.child[0], Path(chosen.child[1]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        size = _file(place, chosen.items).stat().st_size / 2**20
        print(f"{chosen.items:,} items, a file of {size:.1f} MB")
        environ = os.environ | {"POS_STORE": str(place / "store"), "POS_STATE": str(place / "state")}
        setup = ("--name", "Shop", "--currency", "EUR", "--prices", "inclusive", "--tax", "vat=20")
        command = [sys.executable, "-m", "pos_tui", "init", *setup, "--timezone", "UTC"]
        subprocess.run(command, check=True, cwd=_ROOT, env=environ, capture_output=True)
        print("        seconds  MB at first  at the peak  at the end")
        for what in ("import", "kept", "again", "export"):
            command = [sys.executable, "-m", "tests.bench", "catalogue", "--child", what, name]
            done = subprocess.run(command, check=True, cwd=_ROOT, env=environ, capture_output=True, text=True)
            seconds, first, peak, last = map(float, done.stdout.split())
            print(f"{what:<8}{seconds:>7.2f} {first:>12.0f} {peak:>12.0f} {last:>11.0f}")
    return 0
