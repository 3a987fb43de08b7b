"""What a printer costs a sale: `python -m tests.bench devices [--sales N] [--json]`.

The same sales with a printer that works, without one, and with printers that are off, without paper, deaf
and mute, in turns over one store each, as the machine's load swings. A sale is timed from the tender to its
acknowledgement. The aim: with any of them at most 1.2 times what it takes with one that works.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.sample import make_sample
from tests.devices.peer import Peer, unanswered

if TYPE_CHECKING:
    from pos_tui.register.register import Register

AIM = 1.2
LIVE = "works"
_BREATH = 0.03
"""Seconds after a sale in which its receipt is made: all tills of this measure share one interpreter."""


@contextmanager
def printers() -> Iterator[dict[str, str]]:
    """Addresses of printers by how they are."""
    peers = {name: Peer() for name in (LIVE, "no paper", "deaf", "mute")}
    peers["no paper"].paper_out = True
    peers["deaf"].deaf = True
    peers["mute"].mute = True
    with socket.socket() as reserved, unanswered() as port:
        reserved.bind(("127.0.0.1", 0))
        places = {name: f"tcp://127.0.0.1:{peer.port}?drawer=2" for name, peer in peers.items()}
        places["off"] = f"tcp://127.0.0.1:{reserved.getsockname()[1]}?drawer=2"
        places["no route"] = f"tcp://127.0.0.1:{port}?drawer=2"
        places["none set"] = ""
        yield places
    for peer in peers.values():
        peer.deaf = False
        peer.close()


def sell(register: Register, code: str) -> float:
    """Seconds from the tender to the acknowledgement of a sale of three lines."""
    for _ in range(3):
        assert register.run(code).ok
    began = time.perf_counter()
    outcome = register.run("/cash 20")
    took = time.perf_counter() - began
    assert outcome.kind == "sale", outcome.message
    return took


def measure(count: int) -> dict[str, list[float]]:
    """The times of so many sales with each printer."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        registers = {}
        for name, address in stack.enter_context(printers()).items():
            place = Path(folder) / name.replace(" ", "-")
            make_sample(place / "store", place / "state")
            front = stack.enter_context(
                open_shop(place / "store", environ={}, flags={"printer": address}, state=place / "state")
            )
            registers[name] = stack.enter_context(open_register(front))
            times[name] = []
        code = registers[LIVE].find("milk")[0].sku
        for register in registers.values():
            sell(register, code)  # the first one imports what all need
        turns = random.Random(4)
        for _ in range(count):
            for name, register in turns.sample(list(registers.items()), len(registers)):
                times[name].append(sell(register, code))
                time.sleep(_BREATH)
    return times


def main(argv: Sequence[str]) -> int:
    """Prints a row for each printer; 1 where the aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench devices", description=__doc__)
    parser.add_argument("--sales", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(argv)
    times = measure(chosen.sales)
    live = statistics.median(times[LIVE])
    rows = [
        {
            "printer": name,
            "median_ms": round(1000 * statistics.median(taken), 3),
            "p99_ms": round(1000 * sorted(taken)[len(taken) * 99 // 100], 3),
            "ratio": round(statistics.median(taken) / live, 2),
        }
        for name, taken in times.items()
    ]
    if chosen.json:
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            print("{printer:10} {median_ms:8.3f} ms  p99 {p99_ms:8.3f} ms  x {ratio:.2f}".format(**row))
    return int(any(statistics.median(taken) > AIM * live for taken in times.values()))
