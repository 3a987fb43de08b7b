"""Customers: brought in, found as somebody types, and one erased, in a shop that has many.

Each step is a process of its own: `import` reads the file into an empty shop, `again` reads it a second time
(nothing changes), `find` opens everybody and then looks for what stands at the prompt after each key, `erase`
destroys one.
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
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_tui.services.counter import Counter

_ROOT = Path(__file__).parents[2]
_ONSETS = "A Be Chlo Dmi Eo Fa Gra Hi In Jör Ko Lé Mar No Ol Pe Ro Siâ Ta Yu Zo Al Ber Cla"
_ENDINGS = "a na rie nka tri mir lda kiko grid gen fia la iam ra ga dro sa n riq ko e bert ta ude lia"
_MIDDLES = "ber den fer gal han kin lov mor nas pel ric sen tur ver wal zim dou eri gol kos"
_TAILS = "ton mann son sky elli ski ova ez ault berg ski ide wood well sen ius ak enko ard ini"


def _common(count: int) -> list[float]:
    """How often the names of a place are given: the first to 1 or 2 in 100 (Zipf and Mandelbrot)."""
    return [1 / (rank + 10) for rank in range(count)]


def _people(count: int) -> list[tuple[str, str, str, str]]:
    rng = random.Random(5)
    onsets = _ONSETS.split()
    first = list(map("".join, product(onsets, _ENDINGS.split())))
    last = list(map("".join, product(onsets, _MIDDLES.split(), _TAILS.split())))
    rng.shuffle(first)
    rng.shuffle(last)
    firsts = rng.choices(first, _common(len(first)), k=count)
    lasts = rng.choices(last, _common(len(last)), k=count)
    made = []
    for number, name in enumerate(map(" ".join, zip(firsts, lasts, strict=True))):
        phone = f"+44 20 7{rng.randrange(10**6):06} {number % 10}"
        made.append((name, phone, f"{number}@example.org", f"29{number:011}"))
    return made


def _typing(people: list[tuple[str, str, str, str]], count: int) -> list[str]:
    """What stands at the prompt after each key of names, phones and cards, and of nonsense."""
    rng, typed = random.Random(7), ["x", "zq", "qqqq", "a b", "4", "ste"]
    while len(typed) < count:
        whole = rng.choice((0, 0, 1, 3))
        text = rng.choice(people)[whole]
        typed += [text[:end] for end in range(1, len(text) + 1)]
    return typed[:count]


def _child(what: str, place: Path, count: int, queries: int) -> None:
    """Does one thing in this process and says seconds and megabytes."""
    from pos_tui.bootstrap import open_shop
    from pos_tui.bootstrap.counters import without_till
    from pos_tui.bootstrap.goods import Reading
    from pos_tui.bootstrap.tablefiles import read_in
    from pos_tui.services import erasing

    with open_shop(place / "shop", environ={}, state=place / "state") as front:
        front.operator = "bench"
        counter, start, more = without_till(front), time.perf_counter(), ""
        if what in ("import", "again"):
            found = read_in(front, "customers", place / "people.csv", Reading())
            more = f"new {found.new} same {found.same}"
        elif what == "erase":
            one = next(iter(counter.people.find("", 1)))
            start = time.perf_counter()
            erasing.erase(counter, one.id, "bench")
        else:
            counter.people.find("")
            more = f"everybody open after {time.perf_counter() - start:.2f} s;"
            times = []
            for text in _typing(_people(count), queries):
                begun = time.perf_counter()
                counter.people.find(text, 20)
                times.append((time.perf_counter() - begun) * 1000)
            times.sort()
            p99 = times[int(len(times) * 0.99)]
            more += (
                f" a keystroke: median {times[len(times) // 2]:.2f} ms, p99 {p99:.2f}, worst {times[-1]:.2f}"
            )
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{what:7} {seconds:7.2f} s  peak {peak} MB  {more}")


def _found(counter: Counter, typed: list[str]) -> str:
    start = time.perf_counter()
    counter.people.find("")
    said = f"everybody open after {time.perf_counter() - start:.2f} s;"
    times = []
    for text in typed:
        begun = time.perf_counter()
        counter.people.find(text, 20)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    return f"{said} a keystroke: median {times[len(times) // 2]:.2f} ms, p99 {p99:.2f}, worst {times[-1]:.2f}"


def main(argv: list[str]) -> int:
    """Prints seconds, memory and the times of a keystroke."""
    parser = argparse.ArgumentParser(prog="people", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=4000)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        _child(options.child[0], Path(options.child[1]), options.customers, options.queries)
        return 0
    with tempfile.TemporaryDirectory(prefix="pos-people-", dir=_ROOT.parent) as folder:
        place = Path(folder)
        with (place / "people.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(("name", "phone", "email", "card"))
            writer.writerows(_people(options.customers))
        names = {
            "POS_STORE": str(place / "shop"),
            "POS_STATE": str(place / "state"),
            "PYTHONPATH": str(_ROOT),
        }
        environ = {**os.environ, **names}
        words = ("init", "--name", "B", "--currency", "GBP", "--prices", "inclusive", "--tax", "standard=20")
        subprocess.run(
            [sys.executable, "-m", "pos_tui", *words], env=environ, check=True, stdout=subprocess.DEVNULL
        )
        for what in ("import", "again", "find", "erase", "find"):
            own = ("--customers", str(options.customers), "--queries", str(options.queries))
            command = [sys.executable, "-m", "tests.bench", "people", *own, "--child", what, str(place)]
            subprocess.run(command, env=environ, cwd=_ROOT, check=True)
    return 0
