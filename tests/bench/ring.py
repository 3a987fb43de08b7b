"""How fast `pos ring` takes real invoices, every sale durable, and what of it is the disk's own flush.

`python -m tests.bench ring [--data SHARED_DATA] [--json]`
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.acceptance import retail

_ROOT = Path(__file__).resolve().parents[2]
_SHOP = (
    "--name",
    "Bench",
    "--currency",
    "GBP",
    "--prices",
    "inclusive",
    "--tax",
    "standard=20",
    "--till",
    "1",
    "--timezone",
    "Europe/London",
    "--simulated",
)


def _pos(store: Path, *arguments: str, stdin: Path | None = None) -> float:
    """Runs a command on a store; returns its seconds, start included."""
    environ = {**os.environ, "POS_STATE": str(store.parent / "state"), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "pos_tui", "--store", str(store), *arguments]
    with (stdin or Path(os.devnull)).open("rb") as source:
        began = time.perf_counter()
        subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, env=environ, check=True, cwd=_ROOT)
        return time.perf_counter() - began


def _flush_seconds(folder: Path, count: int = 500) -> float:
    """Median seconds of a 4 KB append and fdatasync on the store's disk."""
    times = []
    fd = os.open(folder / "flush", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for _ in range(count):
        began = time.perf_counter()
        os.write(fd, b"x" * 4096)
        os.fdatasync(fd)
        times.append(time.perf_counter() - began)
    os.close(fd)
    return statistics.median(times)


def _write_history(data: Path, folder: Path) -> tuple[int, int]:
    """Writes the items and all entries; returns how many entries and sales they are."""
    retail.write_items(data, folder / "items.csv")
    entries = sales = 0
    with (folder / "lines").open("w", encoding="utf-8") as file:
        for number, rows in retail.invoices(data):
            sales += 1
            for line in retail.ring_lines(number, rows):
                entries += 1
                file.write(line + "\n")
    return entries, sales


def main(argv: list[str]) -> int:
    """Rings the whole history into a new simulated store and prints the rates."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench ring")
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--json", action="store_true", help="with one JSON object a line")
    options = parser.parse_args(argv)
    if not (options.data / "online_retail").is_dir():
        print(f"no real invoices in {options.data}: give --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="ring-", dir=".") as name:
        folder = Path(name).resolve()
        entries, sales = _write_history(options.data, folder)
        store = folder / "store"
        _pos(store, "init", *_SHOP)
        _pos(store, "config", "set", "limits.quantity", "100000")
        _pos(store, "items", "import", str(folder / "items.csv"))
        seconds = _pos(store, "ring", *(["--json"] if options.json else []), stdin=folder / "lines")
        verified = _pos(store, "journal", "verify")
        flush = _flush_seconds(folder)
    print(f"{entries} entries, {sales} durable sales in {seconds:.1f} s: {entries / seconds:.0f} lines/s")
    print(f"one flush {flush * 1e6:.0f} us: {sales * flush:.1f} s of it; verify {verified:.1f} s")
    return 0
