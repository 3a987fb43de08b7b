"""What runs beside a till: `python -m tests.bench beside [--sales 20000] [--rounds 8] [--dir FOLDER]`.

One till stays open and is scanned at, in blocks: alone, beside a report of a year's items, alone, beside a
verified backup, alone, beside a doctor that reads the whole journal, and so on in turn, so that whatever else
the machine does meets all of them alike. Prints JSON: medians and p99 of the blocks beside each as ratios to
the blocks alone, and the same of the blocks alone against each other, which is what the machine itself does.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from tests.bench._program import Program
from tests.bench._screenshop import ROOT, code, name
from tests.bench.report import build, environ_of

_BLOCK = 40
"""Scans of as many items; the shop has 50."""
_BEGINS = 0.7
"""Seconds until what runs beside is at its work."""
_ENDS = 1.1
"""The most that the p99 may be of what it is alone."""


def _commands(folder: Path) -> dict[str, str]:
    pos = f"'{sys.executable}' -m pos_tui"
    return {
        "a report by item": f"{pos} report sales --by item",
        "a verified backup": f"{pos} backup '{folder}' --verify --keep 2",
        "doctor --deep": f"{pos} doctor --deep",
    }


@contextmanager
def _running(command: str, environ: dict[str, str]) -> Iterator[None]:
    """A command, again and again."""
    loop = ["sh", "-c", f"while :; do {command} > /dev/null 2>&1; done"]
    with subprocess.Popen(loop, env=environ, cwd=ROOT, start_new_session=True) as running:
        try:
            time.sleep(_BEGINS)
            yield
        finally:
            os.killpg(running.pid, signal.SIGKILL)


def _block(till: Program) -> list[float]:
    """Milliseconds from the last byte of each scan until its line is seen."""
    found = [till.act(f"{code(n)}\r", name(n)).latency * 1000 for n in range(1, _BLOCK + 1)]
    till.act("/cancel\r", "0 items")
    return found


def _p99(blocks: Iterable[list[float]]) -> float:
    times = sorted(chain.from_iterable(blocks))
    return times[int(len(times) * 0.99)]


def _ratios(beside: list[list[float]], alone: list[list[float]]) -> dict[str, float]:
    """Of medians the median of all pairs of blocks that followed each other, of p99 that of all scans."""
    pairs = [statistics.median(one) / statistics.median(two) for one, two in zip(beside, alone, strict=True)]
    return {
        "median": round(statistics.median(pairs), 3),
        "p99": round(_p99(beside) / _p99(alone), 3),
    }


def main(arguments: list[str]) -> int:
    """Runs the benchmark and prints it; 1 where a p99 is more than 10 % above that of the till alone."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench beside", description=__doc__)
    parser.add_argument("--sales", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--dir", type=Path)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=chosen.dir) as folder:
        store = build(Path(folder), chosen.sales)
        (stick := Path(folder) / "stick").mkdir()
        environ, commands = environ_of(store), _commands(stick)
        till = Program([sys.executable, "-m", "pos_tui"], "F1", cwd=ROOT, environ=environ,
                       leave="\x18\x18/cancel\r/quit\r")  # fmt: skip
        alone: dict[str, list[list[float]]] = {each: [] for each in commands}
        beside: dict[str, list[list[float]]] = {each: [] for each in commands}
        try:
            till.until_ready()
            _block(till)
            for _round in range(chosen.rounds):
                for each, command in commands.items():
                    alone[each].append(_block(till))
                    with _running(command, environ):
                        beside[each].append(_block(till))
        finally:
            till.close()
    found = {f"a scan beside {each} / alone": _ratios(beside[each], alone[each]) for each in commands}
    first, second, *_rest = alone.values()
    quiet = list(chain.from_iterable(alone.values()))
    median = statistics.median(chain.from_iterable(quiet))
    print(json.dumps({
        **found,
        "alone / alone": _ratios(first, second),
        "alone, ms": {"median": round(median, 2), "p99": round(_p99(quiet), 2)},
    }, indent=1))  # fmt: skip
    return int(any(ratios["p99"] > _ENDS for ratios in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
