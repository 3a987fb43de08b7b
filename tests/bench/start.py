"""How long `pos` takes until it sells, and what memory it then has: `python -m tests.bench start`.

A scan that is typed before the program runs must be a line of the sale; the time until it is shown is
compared with the first screen of the smallest till that curses makes, and `pos report x` with `pos` until
it is ready. Prints JSON, medians in milliseconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.shopdata import items
from tests.tui.pty_till import PtyTill

_ROOT = Path(__file__).resolve().parents[2]
_SHOP = "--name Bench --currency GBP --prices inclusive --tax standard=20 --till 1 --timezone Europe/London"
_SETTLED = 1.5
"""Seconds after which everything is read that is read beside the keys."""
_CURSES = """
import argparse, curses
from decimal import Decimal
options = argparse.ArgumentParser()
options.add_argument("--store", default="")
options.parse_args()
prices = {f"{number:013}": (f"Item {number}", Decimal(number % 900 + 99) / 100) for number in range(1000)}
def main(screen):
    for row in range(23):
        screen.addstr(row, 0, " " * 79)
    screen.insstr(23, 0, "F1 Pay  F2 Find  F3 Qty  F4 Void".ljust(80), curses.A_REVERSE)
    screen.refresh()
    while prices.get(screen.getstr().decode()):
        pass
curses.wrapper(main)
"""


def _pos(store: Path, *arguments: str) -> None:
    environ = {**os.environ, "POS_STATE": str(store.parent / "state"), "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "pos_tui", "--store", str(store), *arguments]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=environ, check=True, cwd=_ROOT)


def _shop(store: Path, count: int) -> str:
    """Makes a shop with so many items; returns the bar code of one of them."""
    catalogue = items(count)
    file = store.with_suffix(".csv")
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(("sku", "name", "gtin", "price", "department", "tax"))
        for item in catalogue:
            code = item["gtins"][0][1:-1]
            sums = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code))
            item["code"] = f"{code}{-sums % 10}"
            writer.writerow(
                (item["sku"], item["name"], item["code"], item["price"], item["department"], "standard")
            )
    _pos(store, "init", *_SHOP.split())
    _pos(store, "items", "import", str(file))
    return str(catalogue[count // 2]["code"])


def _curses_ms() -> float:
    master, slave = pty.openpty()
    began = time.perf_counter()
    environ = {**os.environ, "TERM": "linux", "LINES": "24", "COLUMNS": "80"}
    program = subprocess.Popen(
        [sys.executable, "-c", _CURSES], stdin=slave, stdout=slave, env=environ, start_new_session=True
    )
    seen = b""
    while b"F1 Pay" not in seen:
        seen += os.read(master, 65536)
    took = time.perf_counter() - began
    os.write(master, b"q\n")
    program.wait()
    os.close(slave)
    os.close(master)
    return took * 1000


def _till_ms(store: Path, code: str) -> tuple[float, float]:
    """Until a scan that was typed ahead is a line, and the megabytes of memory once all is read."""
    began = time.perf_counter()
    till = PtyTill(store, environ={"POS_STATE": str(store.parent / "state")})
    try:
        till.send(code + "\r")
        till.wait("Brand")
        took = time.perf_counter() - began
        till.settle(_SETTLED)
        status = Path(f"/proc/{till.process.pid}/status").read_text(encoding="ascii")
        kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        till.send("/cancel\r")
        till.settle()
    finally:
        till.close()
    return took * 1000, kilobytes / 1024


def _ready_ms(store: Path) -> float:
    """Until the till can be used."""
    began = time.perf_counter()
    till = PtyTill(store, environ={"POS_STATE": str(store.parent / "state")})
    try:
        till.wait("F1 Pay")
        took = time.perf_counter() - began
        till.settle()
    finally:
        till.close()
    return took * 1000


def _report_ms(store: Path) -> float:
    """How long `pos report x` takes from start to end."""
    began = time.perf_counter()
    _pos(store, "report", "x")
    return (time.perf_counter() - began) * 1000


def main(arguments: list[str]) -> int:
    """Runs the benchmark and prints it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench start", description=__doc__)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args(arguments)
    times: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        shops = {f"{count} items": (Path(folder) / f"s{count}", count) for count in (20, chosen.items)}
        codes = {name: _shop(*shop) for name, shop in shops.items()}
        first = shops["20 items"][0]
        _pos(first, "shift", "open", "100")
        for _ in range(chosen.runs):
            times.setdefault("ready, 20 items", []).append(_ready_ms(first))
            times.setdefault("report x", []).append(_report_ms(first))
            times.setdefault("curses", []).append(_curses_ms())
            for name, (store, _count) in shops.items():
                took, memory[name] = _till_ms(store, codes[name])
                times.setdefault(name, []).append(took)
    found = {name: round(statistics.median(values), 1) for name, values in times.items()}
    small, large = shops
    ratios: dict[str, Any] = {
        "scan shown, 20 items / curses (<= 10)": round(found[small] / found["curses"], 2),
        f"scan shown, {large} / curses (<= 16)": round(found[large] / found["curses"], 2),
        "report x / ready, 20 items (<= 0.6)": round(found["report x"] / found["ready, 20 items"], 2),
        "memory, 20 items, MB (<= 55)": round(memory[small], 1),
        f"memory, {large}, MB (<= 110)": round(memory[large], 1),
    }
    print(json.dumps({"ratios": ratios, "ms": found}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
