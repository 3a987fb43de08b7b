"""Name search per keystroke: every prefix of real typing over a catalogue of 100,000 made-up names.

Real names are crossed (two halves of different ones) until there are enough; without the shared data they are
those of the sample catalogue.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import resource
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path

from data.search import Entry, ItemSearch

_ROOT = Path(__file__).parents[2]


def _real_names() -> list[str]:
    shared = Path(os.environ.get("POS_SHARED_DATA") or _ROOT.parent / "shared" / "data")
    file = shared / "catalogue_off" / "off_products.csv.gz"
    if file.exists():
        with gzip.open(file, "rt", encoding="utf-8", newline="") as rows:
            return [row["name"] for row in csv.DictReader(rows)]
    with (_ROOT / "data" / "sample" / "items.csv").open(encoding="utf-8", newline="") as rows:
        return [row["name"] for row in csv.DictReader(rows)]


def _catalogue(count: int, names: list[str], rng: random.Random) -> list[Entry]:
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in map(str.split, names)]
    entries = []
    for doc_id in range(1, count + 1):
        first, second = rng.choice(halves)[0], rng.choice(halves)[1]
        code = f"{rng.randrange(10**12, 10**13)}"
        name = " ".join((*first, *second))
        entries.append(Entry(doc_id, name, (code, code.zfill(14)), f"dept {doc_id % 30}"))
    return entries


def _typing(names: Iterable[str], rng: random.Random) -> list[str]:
    """What stands at the prompt after each key: one or two words of a name, and now and then nonsense."""
    typed = ["x", "zq", "qqqq", "the", "a b", "s e", "ing"]
    for name in names:
        words = [word for word in name.split() if len(word) > 1][:4]
        if words:
            whole = " ".join(rng.sample(words, min(len(words), rng.choice((1, 2)))))
            typed += [whole[:end] for end in range(1, len(whole) + 1)]
    return typed


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _report(what: str, typed: list[str], look: Callable[[str], object]) -> None:
    times = sorted(_timed(partial(look, text)) for text in typed)
    p99, worst = times[int(len(times) * 0.99)], times[-1]
    print(f"{what:28} {len(times):6} median {times[len(times) // 2]:.3f} ms  p99 {p99:.3f}  max {worst:.3f}")


def main(argv: list[str]) -> int:
    """Prints build time, memory and the times of a keystroke."""
    parser = argparse.ArgumentParser(prog="search", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=5000)
    options = parser.parse_args(argv)
    rng = random.Random(7)
    names = _real_names()
    entries = _catalogue(options.items, names, rng)
    search = ItemSearch(lambda: entries)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"build of {options.items} items {_timed(search.rebuild):.0f} ms, ", end="")
    print(f"{(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024} MB at its peak")
    print(f"first typo (rapidfuzz, words) {_timed(lambda: search.find('chocolxte')):.0f} ms")
    typed = list(islice(_typing(rng.sample(names, min(len(names), 400)), rng), options.queries))
    hits = [text for text in typed if search.find(text)]
    _report("keystroke", typed, search.find)
    _report("keystroke with a hit", hits, search.find)
    codes = [entries[i].codes[0][: 1 + i % 13] for i in range(min(2000, len(entries)))]
    _report("digits", codes, search.find)
    endings = [entries[i].codes[0] for i in range(min(2000, len(entries)))]
    _report("last digits", endings, search.ending)
    search.put(Entry(1, "Changed item", ("1",)))
    _report("keystroke after a change", typed[:1000], search.find)
    return 0
