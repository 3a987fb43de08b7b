"""The store's targets as ratios, measured in one run: `python -m tests.bench store [--dir FOLDER] [--quick]`.

Prints JSON: the ratios with their targets, then figures, in microseconds unless named otherwise. Times of
different runs are not to be compared, and those of a shared machine swing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tinydb import where

from data.oslayer import OsLayer
from data.store import Store
from tests.bench.rivals import SqliteShop, microseconds, raw_append, raw_prefilled, timed
from tests.bench.shopdata import items, sales, stock

Doc = dict[str, Any]
Figures = dict[str, Any]
A_DAY = 500


class Unsynced(OsLayer):
    """Makes the history quickly; what is measured uses the real calls."""

    fdatasync = staticmethod(lambda fd: None)
    fsync = staticmethod(lambda fd: None)


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def open_store(folder: Path, **options: Any) -> Store:
    """Opens a store of the bench."""
    return Store.open(folder, clock=now, state=folder.with_name(folder.name + "-state"), **options)


def sell(store: Store, sale: Doc) -> None:
    """One sale with the stock it takes, as the register does it."""
    with store.transaction(operator="ana", key=sale["key"]) as tx:
        tx.insert("sales", sale)
        for line in sale["lines"]:
            row = tx.find("stock", "sku", line["sku"])
            assert row is not None
            tx.set("stock", row.doc_id, qty=str(int(row["qty"]) - int(line["qty"])))


def build(folder: Path, catalogue: list[Doc], history: int) -> float:
    """A store with a catalogue and a history, closed each day; returns the seconds the import took."""
    state = folder.with_name(folder.name + "-state")
    store = Store.create(folder, simulated=True, clock=now, fs=Unsynced(), state=state, background=False)
    began = time.perf_counter()
    with store.transaction(operator="owner") as tx:
        for item in catalogue:
            tx.insert("items", item)
        for row in stock(len(catalogue)):
            tx.insert("stock", row)
    took = time.perf_counter() - began
    store.close_segment()
    for sale in sales(history, catalogue, a_day=A_DAY):
        sell(store, sale)
        if sale["seq"] % A_DAY == 0 and sale["seq"] < history:
            store.close_segment() if sale["seq"] % (A_DAY * 50) == 0 else _close_without_snapshots(store)
    store.close_segment()
    for sale in sales(A_DAY // 2, catalogue, first=history + 1, a_day=A_DAY):
        sell(store, sale)
    store.close()
    return took


def _close_without_snapshots(store: Store) -> None:
    """Building a history need not write a snapshot a day."""
    from data import recovery

    store.storage.begin(None)
    try:
        recovery.rotate(store.storage.core)
    finally:
        store.storage.end()


def durable_sale(folder: Path, catalogue: list[Doc], rounds: int) -> tuple[Figures, Figures]:
    """A sale against the bare disk and SQLite, one of each in turn."""
    stream = list(sales(rounds + 50, catalogue, first=10_000_001, seed=3))
    size = len(json.dumps(stream[0], separators=(",", ":"))) + 400
    rival = SqliteShop(folder, catalogue, sales(5000, catalogue, first=20_000_001))
    build(folder / "ours", catalogue, 1000)
    store = open_store(folder / "ours")
    append, prefilled = raw_append(folder, size), raw_prefilled(folder, size, rounds + 60)
    times: dict[str, list[float]] = {}
    before = store.storage.core.journal.end
    for number, sale in enumerate(stream):
        took = timed(
            {
                "raw_append": lambda s=sale: append(s),
                "raw_prefilled": lambda s=sale: prefilled(s),
                "sqlite_full": lambda s=sale: rival.sell(s),
                "store": lambda s=sale: sell(store, s),
            }
        )
        for name, seconds in took.items():
            if number >= 50:
                times.setdefault(name, []).append(seconds)
    written = (store.storage.core.journal.end - before) / len(stream)
    store.close()
    found = {name: microseconds(seconds) for name, seconds in times.items()}
    ours, sqlite, floor = found["store"], found["sqlite_full"], found["raw_prefilled"]
    document = sum(len(json.dumps(s, separators=(",", ":"))) for s in stream) / len(stream)
    return found, {
        "sale / sqlite_full (<= 0.85)": ours["median"] / sqlite["median"],
        "sale / raw_append (<= 1.3)": ours["median"] / found["raw_append"]["median"],
        "(sale - flush) / (sqlite_full - flush) (<= 0.7)": (ours["median"] - floor["median"])
        / (sqlite["median"] - floor["median"]),
        "sale p99 / sqlite_full p99 (<= 0.25)": ours["p99"] / sqlite["p99"],
        "bytes a sale / its JSON (<= 1.5)": written / document,
    }


def history(folder: Path, catalogue: list[Doc], large: int, rounds: int) -> tuple[Figures, Figures]:
    """A sale, an opening and the memory of it, with little and much history."""
    sizes = {"1k": 1000, "500": 500, "large": large}
    imported = {name: build(folder / name, catalogue, count) for name, count in sizes.items()}
    opened: dict[str, list[Figures]] = {"500": [], "large": []}
    for _ in range(5):
        for name, results in opened.items():
            results.append(in_process(folder / name, "open"))
    best = {name: min(results, key=lambda one: one["ms"]) for name, results in opened.items()}
    year = in_process(folder / "large", "report")
    stores = {name: open_store(folder / name) for name in ("1k", "large")}
    times: dict[str, list[float]] = {"1k": [], "large": []}
    for sale in sales(rounds, catalogue, first=10_000_001, seed=5):
        took = timed({name: lambda n=name, s=sale: sell(stores[n], s) for name in stores})
        for name, seconds in took.items():
            times[name].append(seconds)
    for store in stores.values():
        store.close()
    sale_times = {name: microseconds(seconds) for name, seconds in times.items()}
    figures = {
        "import of the catalogue, one commit, not synced (s)": round(imported["1k"], 3),
        "sale": sale_times,
        "open": best,
        "report of all days from cold": year,
    }
    return figures, {
        "sale with much history / with 1,000 sales (<= 1.1)": sale_times["large"]["median"]
        / sale_times["1k"]["median"],
        "open with much history / with 500 sales (<= 1.25)": best["large"]["ms"] / best["500"]["ms"],
        "peak RSS of open, MB (<= 110)": best["large"]["peak_mb"],
    }


def in_process(folder: Path, what: str) -> Figures:
    """Runs this file's `alone` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.store", "--alone", what, str(folder)]
    found = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).resolve().parents[2])
    return dict(json.loads(found.stdout))


def alone(what: str, folder: Path) -> Figures:
    """Opening in a fresh process, with or without adding up all days."""
    began = time.perf_counter()
    store = open_store(folder)
    if what == "report":
        days = store.day_summaries("0000-00-00", "9999-99-99")
    took = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = {
        line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith(("VmHWM", "VmRSS"))
    }
    found = {
        "ms": round(took * 1000, 1),
        "peak_mb": round(kilobytes["VmHWM"] / 1024, 1),
        "rss_mb": round(kilobytes["VmRSS"] / 1024, 1),
        "records": store.at(),
    }
    if what == "report":
        found["days"] = len(days)
    store.close()
    return found


def lookups(folder: Path, catalogue: list[Doc]) -> tuple[Figures, Figures]:
    """An item by its bar code."""
    rival = SqliteShop(folder, catalogue, ())
    build(folder / "lookup", catalogue, 500)
    store = open_store(folder / "lookup")
    table = store.table("items")
    codes = [(item["sku"], item["gtins"][0]) for item in catalogue[:: max(1, len(catalogue) // 2000)]]
    times: dict[str, list[float]] = {}
    for sku, code in codes * 2:
        took = timed(
            {
                "sqlite select": lambda c=code: rival.by_gtin(c),
                "find": lambda c=code: store.find("items", "gtins", c),
                "refresh and find": lambda c=code: (store.refresh(), store.find("items", "gtins", c)),
                "get(where bar code)": lambda c=code: table.get(where("gtins").any([c])),
                "get(where sku)": lambda s=sku: table.get(where("sku") == s),
            }
        )
        for name, seconds in took.items():
            times.setdefault(name, []).append(seconds)
    store.close()
    found = {name: microseconds(seconds) for name, seconds in times.items()}
    base = found["sqlite select"]["median"]
    return found, {
        "bar code by find / sqlite select (<= 0.5)": found["refresh and find"]["median"] / base,
        "bar code by get(where) / sqlite select (<= 1.0)": found["get(where bar code)"]["median"] / base,
        "sku by get(where) / sqlite select (<= 1.0)": found["get(where sku)"]["median"] / base,
    }


def catching_up(folder: Path, catalogue: list[Doc], rounds: int) -> tuple[Figures, Figures]:
    """A reader beside four writers in processes of their own."""
    build(folder / "busy", catalogue, 500)
    reader = open_store(folder / "busy", readonly=True)
    command = [sys.executable, "-m", "tests.bench.store", "--alone", "sell", str(folder / "busy")]
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([*command, str(number), str(rounds)], stdout=subprocess.PIPE, cwd=root)
        for number in range(4)
    ]
    outputs: list[bytes] = []
    collectors = [
        threading.Thread(target=lambda w=writer: outputs.append(w.communicate()[0])) for writer in writers
    ]
    for collector in collectors:
        collector.start()
    catches = []
    while any(collector.is_alive() for collector in collectors):
        before, began = reader.at(), time.perf_counter()
        if reader.refresh() > before:
            catches.append((time.perf_counter() - began) / (reader.at() - before))
        time.sleep(0.001)
    reader.close()
    waits = [seconds for output in outputs for seconds in json.loads(output)["seconds"]]
    found = {"writer": microseconds(waits), "reader, a record": microseconds(catches)}
    return found, {
        "reader catching up p99 / writers' p99 (<= 0.2)": found["reader, a record"]["p99"]
        / found["writer"]["p99"]
    }


def sell_alone(folder: Path, number: int, rounds: int) -> Figures:
    """A writer: a sale every 20 ms."""
    catalogue = items(200)
    store = open_store(folder)
    seconds = []
    for sale in sales(rounds, catalogue, first=(number + 3) * 10_000_000, seed=number):
        began = time.perf_counter()
        sell(store, {**sale, "number": f"{number + 2}-{sale['seq']:06d}"})
        seconds.append(time.perf_counter() - began)
        time.sleep(0.02)
    store.close()
    return {"seconds": seconds}


def main(arguments: list[str]) -> int:
    """Runs the benchmark and prints it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench store", description=__doc__)
    parser.add_argument("--dir", type=Path, default=None, help="a folder on the disk to measure")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--only", choices=["sale", "history", "lookups", "reader"])
    parser.add_argument("--alone", nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.alone:
        what, folder, *rest = chosen.alone
        found = sell_alone(Path(folder), *map(int, rest)) if what == "sell" else alone(what, Path(folder))
        print(json.dumps(found))
        return 0
    scale = 10 if chosen.quick else 1
    catalogue = items(50_000 // scale)
    parts: dict[str, Callable[[Path], tuple[Figures, Figures]]] = {
        "sale": lambda folder: durable_sale(folder, catalogue, 1500 // scale),
        "history": lambda folder: history(folder, catalogue, 100_000 // scale, 600 // scale),
        "lookups": lambda folder: lookups(folder, catalogue),
        "reader": lambda folder: catching_up(folder, catalogue, 300 // scale),
    }
    output: Figures = {"ratios": {}}
    for name, part in parts.items():
        if chosen.only in (None, name):
            folder = Path(tempfile.mkdtemp(prefix="bench-", dir=chosen.dir))
            try:
                output[name], ratios = part(folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            output["ratios"].update({what: round(value, 3) for what, value in ratios.items()})
    print(json.dumps(output, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
