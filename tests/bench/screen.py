"""The screen's targets, measured on the real `pos` over a durable store, against two rivals in the same run.

`python -m tests.bench screen [--rivals FOLDER] [--only scan,digit,start,idle,line,share] [--json]`

The rivals are two registers without a store: `mock_curses.py`, the floor, and `mock_textual.py`, what the
stock DataTable and Input cost; `--rivals`, POS_SCREEN_RIVALS or ../shared/tools/tui_proto is their folder.
All programs take turns, as the machine's load swings: only ratios of one run mean anything. The terminals are
emulated: 80x24, TERM=linux.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ._screenshop import ROOT, Programs, code, core_share, make_shop, name

if TYPE_CHECKING:
    from ._program import Action, Program

SMALL, PRELOAD, BASKET = 50, 50, 300
"""Items of the small shop; lines in the basket before the first measured scan, and in the end."""
_GAP = 0.3
"""Seconds between scans on a slow line."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table."""

    what: str
    measured: float
    unit: str
    against: float | None = None
    """The rival's figure; None where the aim is absolute."""
    rival: str = ""
    aim: float | None = None
    """At most this: of the ratio where there is a rival, else of the figure."""

    @property
    def ratio(self) -> float | None:
        """Ours by the rival's."""
        return self.measured / self.against if self.against else None

    @property
    def met(self) -> str:
        """Whether the aim is met."""
        value = self.measured if self.against is None else self.ratio
        return "" if self.aim is None or value is None else "yes" if value <= self.aim else "MISSED"


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def _fill(program: Program, count: int = PRELOAD) -> None:
    """Rings the lines that the rivals begin with."""
    program.send("".join(f"{code(number)}\r" for number in range(1, count + 1)))
    program.wait(name(count))


def scans(programs: Programs, items: int, count: int) -> list[Figure]:
    """Scans with a full ledger, each program in turn."""
    racers = {"pos": programs.pos(items)}
    racers |= {"curses": programs.curses(PRELOAD), "stock": programs.stock(PRELOAD)}
    found: dict[str, list[Action]] = {racer: [] for racer in racers}
    for racer, program in racers.items():
        program.until_ready()
        if racer == "pos":
            _fill(program)
    drafted, draft = 0, programs.draft(items)
    for number in range(PRELOAD + 1, count + 1):
        for racer in random.sample(sorted(racers), len(racers)):
            before = draft.stat().st_size
            found[racer].append(racers[racer].act(f"{code(number)}\r", name(number)))
            drafted += racer == "pos" and draft.stat().st_size > before
    memory = racers["pos"].memory()
    for program in racers.values():
        program.close()
    latency = {racer: [1000 * action.latency for action in actions] for racer, actions in found.items()}
    cpu = {racer: _median([1000 * action.cpu for action in actions]) for racer, actions in found.items()}
    size = {racer: [action.size for action in actions] for racer, actions in found.items()}
    median = {racer: _median(values) for racer, values in latency.items()}
    rung = len(found["pos"])
    print(f"{drafted} of {rung} scans went to the draft; {memory:.0f} MB afterwards", file=sys.stderr)
    return [
        Figure("scan to line, median", median["pos"], "ms", median["curses"], "curses", 6),
        Figure("scan to line, median", median["pos"], "ms", median["stock"], "stock", 0.1),
        *(_tail(percent, latency) for percent in (95, 99)),
        Figure("scan to line, p99", _percentile(latency["pos"], 99), "ms", None, "", 16.7),
        Figure("CPU of a scan, p99", _percentile([1000 * each.cpu for each in found["pos"]], 99), "ms"),
        Figure("CPU of a scan", cpu["pos"], "ms", cpu["curses"], "curses", 8),
        Figure("CPU of a scan", cpu["pos"], "ms", cpu["stock"], "stock"),
        Figure("bytes of a scan, median", _median(size["pos"]), "", None, "", 120),
        Figure("bytes of a scan, median", _median(size["pos"]), "", _median(size["curses"]), "curses", 1),
        Figure("bytes of a scan, most", max(size["pos"]), "", max(size["curses"]), "curses"),
    ]


def _tail(percent: int, latency: dict[str, list[float]]) -> Figure:
    """A percentile, beside that of curses, which shows what the machine's load has of it."""
    ours, floor = (_percentile(latency[racer], percent) for racer in ("pos", "curses"))
    return Figure(f"scan to line, p{percent}", ours, "ms", floor, "curses")


def digits(programs: Programs, items: int, rounds: int) -> list[Figure]:
    """Digits typed one by one, each program in turn."""
    racers = {"pos": programs.pos(items), "curses": programs.curses(), "stock": programs.stock()}
    found: dict[str, list[Action]] = {racer: [] for racer in racers}
    for program in racers.values():
        program.until_ready()
    for _ in range(rounds):
        for place in range(1, 8):
            for racer, program in racers.items():
                found[racer].append(program.act("8765432"[place - 1], "8765432"[:place]))
        for program in racers.values():
            program.act("\x7f" * 7, "")
    for program in racers.values():
        program.close()
    seen = {racer: _median([1000 * action.latency for action in actions]) for racer, actions in found.items()}
    size = {racer: _median([action.size for action in actions]) for racer, actions in found.items()}
    return [
        Figure("digit to screen", seen["pos"], "ms", seen["curses"], "curses", 5),
        Figure("digit to screen", seen["pos"], "ms", seen["stock"], "stock"),
        Figure("bytes of a digit", size["pos"], "", None, "", 20),
    ]


def starts(programs: Programs, items: int, rounds: int) -> list[Figure]:
    """From the call to the first character and to the whole screen, each program in turn."""
    shops = {"small": SMALL, "pos": items}
    times: dict[str, list[tuple[float, float, int]]] = {}
    memory: dict[str, list[float]] = {}
    for _ in range(rounds):
        for racer in ("curses", *shops):
            program = programs.pos(shops[racer]) if racer in shops else programs.curses()
            times.setdefault(racer, []).append(program.until_ready())
            memory.setdefault(racer, []).append(program.memory())
            program.close()
    first, ready, size = (
        {racer: _median([each[place] for each in found]) for racer, found in times.items()}
        for place in range(3)
    )
    resident = {racer: _median(found) for racer, found in memory.items()}
    return [
        Figure("first paint", 1000 * first["pos"], "ms", 1000 * first["curses"], "curses", 1),
        Figure(f"ready, {SMALL} items", 1000 * ready["small"], "ms", 1000 * ready["curses"], "curses", 10),
        Figure(f"ready, {items} items", 1000 * ready["pos"], "ms", 1000 * ready["curses"], "curses", 16),
        Figure("bytes to the first screen", size["pos"], "", size["curses"], "curses", 1.1),
        Figure(f"memory, {SMALL} items", resident["small"], "MB", None, "", 55),
        Figure(f"memory, {items} items", resident["pos"], "MB", None, "", 110),
    ]


def idle(programs: Programs, items: int, seconds: float) -> list[Figure]:
    """What a till does while nobody touches it, once what it builds between the keys is built."""
    program = programs.pos(items)
    program.until_ready()
    _fill(program)
    rest = _rest(program)
    cpu, sleeps, start = program.cpu(), program.wake_ups(), time.monotonic()
    size, parts = 0, 0.0
    while (left := start + seconds - time.monotonic()) > 0:
        size += sum(len(piece.data) for piece in program.collect(min(left, 1.0)))
    parts = time.monotonic() - start
    cpu, sleeps = program.cpu() - cpu, program.wake_ups() - sleeps
    program.close()
    return [
        Figure("idle: after the start, from", rest, "s"),
        Figure("idle: bytes a second", size / parts, "", None, "", 0.1),
        Figure("idle: wake-ups a second", sleeps / parts, "", None, "", 1),
        Figure("idle: CPU", 100 * cpu / parts, "%", None, "", 0.05),
    ]


def _rest(program: Program) -> float:
    """Waits for a second without work; returns the seconds from the start to its beginning."""
    while time.monotonic() < program.started + 60:
        before, sleeps = time.monotonic(), program.wake_ups()
        program.collect(1.0)
        if program.wake_ups() - sleeps <= 1:
            return before - program.started
    raise AssertionError("it never rests")


def slow_line(programs: Programs, items: int, rounds: int) -> list[Figure]:
    """A line of 9600 baud: one scan until it rests, and twenty that come every 0.3 s."""
    settled, behind = {}, {}
    for racer, program in (
        ("pos", programs.pos(items, baud=9600)),
        ("curses", programs.curses(PRELOAD, baud=9600)),
    ):
        program.until_ready()
        if racer == "pos":
            _fill(program)
        last = PRELOAD + rounds
        actions = [program.act(f"{code(n)}\r", name(n)) for n in range(PRELOAD + 1, last + 1)]
        settled[racer] = _median([action.settled for action in actions])
        behind[racer] = _backlog(program, range(last + 1, last + 21))
        program.close()
    return [
        Figure("9600 baud: a scan rests after", settled["pos"], "s", None, "", 0.3),
        Figure("9600 baud: a scan rests after", settled["pos"], "s", settled["curses"], "curses"),
        Figure("9600 baud: the last of 20 rests after", behind["pos"], "s", None, "", 0.3),
        Figure("9600 baud: the last of 20 rests after", behind["pos"], "s", behind["curses"], "curses"),
    ]


def _backlog(program: Program, numbers: Sequence[int]) -> float:
    """Seconds from the last of some evenly spaced scans until the screen rests with it."""
    for number in numbers[:-1]:
        start = time.monotonic()
        program.send(f"{code(number)}\r")
        while (left := start + _GAP - time.monotonic()) > 0:
            program.show(program.collect(0, first=left), bool)
    return program.act(f"{code(numbers[-1])}\r", name(numbers[-1])).settled


def small_share(programs: Programs, items: int, count: int) -> list[Figure]:
    """A tenth of one core, for a process that has nothing else."""
    ready: dict[str, float] = {}
    scan: dict[str, float] = {}
    for racer, start in (("pos", partial(programs.pos, items)), ("curses", programs.curses)):
        with core_share(10) as join:
            if join is None:
                print("a tenth of a core: no right to make a control group, skipped", file=sys.stderr)
                return []
            program = start(in_child=join)
            ready[racer] = program.until_ready()[1]
            actions = [program.act(f"{code(number)}\r", name(number)) for number in range(1, count + 1)]
            scan[racer] = _median([action.latency for action in actions])
            program.close()
    return [
        Figure("a tenth of a core: ready", ready["pos"], "s", ready["curses"], "curses"),
        Figure("a tenth of a core: scan to line", 1000 * scan["pos"], "ms", 1000 * scan["curses"], "curses"),
    ]


_GROUPS = ("scan", "digit", "start", "idle", "line", "share")


def _measure(group: str, programs: Programs, items: int) -> list[Figure]:
    match group:
        case "scan":
            return scans(programs, items, BASKET)
        case "digit":
            return digits(programs, items, 5)
        case "start":
            return starts(programs, items, 9)
        case "idle":
            return idle(programs, items, 10)
        case "line":
            return slow_line(programs, items, 9)
        case _:
            return small_share(programs, items, 20)


def _table(figures: Sequence[Figure]) -> str:
    rows = [("what", "measured", "against", "ratio", "aim", "met")]
    for each in figures:
        unit = f" {each.unit}".rstrip()
        against = "" if each.against is None else f"{each.rival} {each.against:.4g}{unit}"
        ratio = "" if each.ratio is None else f"{each.ratio:.3g}"
        aim = "" if each.aim is None else f"<= {each.aim:g}{' x' if each.rival else unit}"
        rows.append((each.what, f"{each.measured:.4g}{unit}", against, ratio, aim, each.met))
    widths = [max(len(row[place]) for row in rows) for place in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main(argv: list[str]) -> int:
    """Measures and prints the table; 2 without the rivals."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench screen")
    default = os.environ.get("POS_SCREEN_RIVALS") or ROOT.parent / "shared" / "tools" / "tui_proto"
    parser.add_argument("--rivals", type=Path, default=Path(default))
    parser.add_argument("--items", type=int, default=50_000, help="of the large catalogue")
    parser.add_argument("--only", default=",".join(_GROUPS), help=f"some of {','.join(_GROUPS)}")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    missing = [n for n in ("mock_curses.py", "mock_textual.py") if not (options.rivals / n).is_file()]
    if missing:
        print(f"no {' and no '.join(missing)} in {options.rivals}: give --rivals", file=sys.stderr)
        return 2
    unknown = set(options.only.split(",")) - set(_GROUPS)
    if unknown:
        parser.error(f"no group {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="screen-", dir=".") as folder:
        programs = Programs(options.rivals.resolve())
        for items in {SMALL, options.items}:
            programs.stores[items] = make_shop(Path(folder).resolve(), items)
        figures: list[Figure] = []
        for group in options.only.split(","):
            print(f"{group} ...", file=sys.stderr)
            figures += _measure(group, programs, options.items)
    if options.json:
        print(json.dumps([{**asdict(each), "ratio": each.ratio, "met": each.met} for each in figures]))
    else:
        print(_table(figures))
    return 0
