"""The campaign: `python -m tests.faults [--kills 1000] [--cuts 300] [--bytes] [--strace 20] [--seed 1]`.

Prints a line a kind of experiment: how many were made, and every violation. Exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import errno
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.campaign import beside_at, crash_at, fail_at, power_cut_at, prepared_shop
from tests.faults.layers import Crash
from tests.faults.mutants import MUTANTS, mutant
from tests.faults.processes import acknowledged as written
from tests.faults.processes import failed_at, has_strace, kill_after, killed_at, order_violations, start
from tests.faults.shop import Oracle
from tests.faults.tails import Tail, cut_violations, flip, sector_violations, sectors_of

Found = list[str]
ERRORS = {
    "EIO once": (errno.EIO, False, False),
    "EIO from then on": (errno.EIO, True, False),
    "ENOSPC once": (errno.ENOSPC, False, False),
    "ENOSPC from then on": (errno.ENOSPC, True, False),
    "a short write": (errno.EIO, False, True),
}


class Campaign:
    """A working folder with a prepared shop, and the results."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.base = prepared_shop(folder / "base")
        self.seed = seed
        self.violations = 0

    def say(self, what: str, number: int, found: Found, more: str = "") -> None:
        """Prints a result."""
        self.violations += len(found)
        print(f"{what}: {number} experiments, {len(found)} violations{more}", flush=True)
        for one in found[:5]:
            print(f"  {one}")

    def fresh(self, experiment: Callable[[Path], tuple[Found, bool]]) -> tuple[Found, bool]:
        """Makes an experiment in a copy of the prepared shop."""
        run = self.folder / "run"
        shutil.copytree(self.base, run)
        try:
            return experiment(run)
        finally:
            shutil.rmtree(run)

    def each_call(self, what: str, experiment: Callable[[Path, int], tuple[Found, bool]]) -> None:
        """Repeats an experiment for the first, second… call until it is not reached."""
        number, found, reached = 0, [], True
        while reached:
            number += 1
            violations, reached = self.fresh(lambda run, when=number: experiment(run, when))  # type: ignore[misc]
            found += [f"call {number}: {one}" for one in violations]
        self.say(what, number, found)

    def calls(self) -> None:
        """Failing and last calls."""
        for name, (error, lasting, short) in ERRORS.items():

            def failing(
                run: Path, when: int, e: int = error, m: bool = lasting, s: bool = short
            ) -> tuple[Found, bool]:
                violations, calls = fail_at(run, when, e, lasting=m, short=s)
                return violations, calls >= when

            self.each_call(f"{name}, at each call", failing)
        self.each_call("the process dies before each call", lambda run, when: crash_at(run, when))
        self.each_call("… in the middle of each write", lambda run, when: crash_at(run, when, halfway=True))
        self.each_call("… beside another that goes on", beside_at)

    def power(self, cuts: int) -> None:
        """Power cuts at random calls with random survivors."""
        chance, found = random.Random(self.seed), []
        for number in range(cuts):
            when, seed = chance.randint(1, 150), chance.randrange(1 << 30)
            violations, _ = self.fresh(
                lambda run, w=when, s=seed: power_cut_at(run, self.folder / "image", w, s)  # type: ignore[misc]
            )
            found += [f"cut {number} at call {when}, seed {seed}: {one}" for one in violations]
        self.say("power cut (what was not synced may be lost)", cuts, found)

    def kills(self, number: int, sellers: int) -> None:
        """kill -9 of sellers at random times in one shop that grows."""
        chance, oracle, done, key = random.Random(self.seed), Oracle(), 0, 1000
        found: Found = []
        folder = self.folder / f"kills-{sellers}"
        shutil.copytree(self.base, folder)
        total = 0
        while done < number and not found:
            if done % 100 == 0:  # a new shop now and then, or reading it would be all there is
                shutil.rmtree(folder)
                shutil.copytree(self.base, folder)
                total, oracle = total + len(oracle.acknowledged), Oracle()
            running = [start(folder / "shop", key + 1000 * which) for which in range(sellers)]
            for process in running:
                oracle.acknowledged |= written(kill_after(process, chance, 60))
            found = oracle.violations(folder / "shop")
            key, done = key + 1000 * sellers, done + sellers
        total += len(oracle.acknowledged)
        self.say(f"kill -9, {sellers} at once", done, found, f", {total} sales acknowledged")

    def bytes(self) -> None:
        """Every byte of the last record, every mixture of its sectors, flipped bits."""
        tail = Tail(self.folder / "tail")
        length = tail.end - tail.start
        found = [
            f"{keep} bytes, blanked {blanked}: {one}"
            for blanked in (True, False)
            for keep in range(length)
            for one in cut_violations(tail, keep, blanked=blanked)
        ]
        self.say("the last record cut at each byte", 2 * length, found)
        mixtures = 1 << sectors_of(tail)
        self.say(
            "mixtures of its sectors",
            mixtures,
            [v for m in range(mixtures) for v in sector_violations(tail, m)],
        )
        found = [f"byte {p} bit {b}" for p, b in self._flips(tail) if not self._refused(tail, p, b)]
        self.say("one bit flipped in acknowledged records, not refused", 8 * tail.end, found)

    def _flips(self, tail: Tail) -> Iterator[tuple[int, int]]:
        return ((position, bit) for position in range(tail.end) for bit in range(8))

    def _refused(self, tail: Tail, position: int, bit: int) -> bool:
        tail.put(flip(tail, position, bit), tail.head_after)
        return tail.refuses()

    def strace(self, number: int) -> None:
        """Calls of a real process, below Python."""
        if not has_strace():
            print("strace: not there, or may not trace")
            return
        for call in ("pwrite64", "fdatasync", "fsync", "rename", "openat", "ftruncate"):
            found, died = [], 0
            for when in range(1, number + 1):
                violations, gone = self.fresh(lambda run, c=call, w=when: killed_at(run, c, w))  # type: ignore[misc]
                found += violations
                died += gone
            self.say(f"strace kills in {call}", number, found, f", {died} died")
        for call, error in (
            ("pwrite64", "ENOSPC"),
            ("pwrite64", "EIO"),
            ("fdatasync", "EIO"),
            ("fsync", "EIO"),
        ):
            found = []
            for when in range(1, number + 1):
                experiment = lambda run, c=call, e=error, w=when: failed_at(run, c, e, w)  # noqa: E731
                found += self.fresh(experiment)[0]
            self.say(f"strace fails {call} with {error}", number, found)
        for program in ("seller", "seller_unsynced", "seller_synced_before"):
            self.order(program)

    def order(self, program: str) -> None:
        """The order of a seller's calls; a seller with a fault built in must show it."""
        run = self.folder / "run"
        shutil.copytree(self.base, run)
        violations, seen = order_violations(run, program=f"tests.faults.{program}")
        shutil.rmtree(run)
        wrong = bool(violations) != (program != "seller")
        more = f", {len(violations)} out of order"
        self.say(f"order of calls, {program}", seen, ["not as it should be"] if wrong else [], more)

    def mutants(self) -> None:
        """Planted faults, all of which must be caught."""
        from tests.faults.test_mutants import experiments

        for name in MUTANTS:
            tried = 0
            caught = False
            with mutant(name):
                for found in experiments(self.base, self.folder, name):
                    tried += 1
                    if found:
                        caught = True
                        break
            shutil.rmtree(self.folder / "run", ignore_errors=True)
            self.say(f"mutant: {name}", tried, [] if caught else ["not caught"], f", caught: {caught}")


def main(arguments: list[str]) -> int:
    """Runs the campaign; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="kill -9 of sellers, half of them two at once")
    parser.add_argument("--cuts", type=int, default=0, help="power cuts")
    parser.add_argument(
        "--strace", type=int, default=0, help="how many calls of each kind strace interferes with"
    )
    parser.add_argument("--calls", action="store_true", help="each call fails, or is the last")
    parser.add_argument("--bytes", action="store_true", help="each byte of the last record")
    parser.add_argument("--mutants", action="store_true", help="planted faults")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dir", type=Path, default=None, help="where, e.g. on a disk of another kind")
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=chosen.dir))
    try:
        campaign = Campaign(folder, chosen.seed)
        if chosen.calls:
            campaign.calls()
        if chosen.bytes:
            campaign.bytes()
        if chosen.cuts:
            campaign.power(chosen.cuts)
        if chosen.kills:
            campaign.kills(chosen.kills - chosen.kills // 2, 1)
            campaign.kills(chosen.kills // 2, 2)
        if chosen.strace:
            campaign.strace(chosen.strace)
        if chosen.mutants:
            campaign.mutants()
    except Crash:
        raise AssertionError("a crash got out of its experiment") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"violations: {campaign.violations}")
    return 1 if campaign.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
