"""The campaign: `python -m tests.machine [--steps 50000] [--mutants] [--seed 1]`.

Random runs of the whole register against the model; every step is checked. Says how many steps of which kind
there were. Exit code 1 if the two ever differ, or if a planted fault is not noticed.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from pos_tui.core.errors import PosError

from .mutants import MUTANTS, mutant
from .shifts import Shifts

STEPS = 100
"""Of one run, after which the shop is a new one."""


class Counted(Shifts):
    """The machine, counting."""

    steps = runs = entries = 0

    def teardown(self) -> None:
        """A run is over."""
        Counted.runs += 1
        super().teardown()

    def run_entry(self, till: str, entry: str, needs: Any = ()) -> Any:
        """Counts what is accepted."""
        Counted.entries += 1
        return super().run_entry(till, entry, needs)

    def check_invariants(self, *args: Any, **named: Any) -> None:
        """Once a step."""
        Counted.steps += 1
        super().check_invariants(*args, **named)


def search(seed: int, runs: int, steps: int, *, shrink: bool) -> Exception | None:
    """Runs the machine; what it found, if it did."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    Counted._hypothesis_internal_use_seed = seed
    chosen = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Counted, settings=chosen)
    except (AssertionError, PosError, Flaky) as error:
        return error
    return None


def main(arguments: list[str]) -> int:
    """Runs the campaign; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.machine", description=__doc__)
    parser.add_argument("--steps", type=int, default=0, help="at least so many")
    parser.add_argument("--mutants", action="store_true", help="planted faults")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    wrong, began, seed = 0, time.monotonic(), chosen.seed
    while Counted.steps < chosen.steps and not wrong:
        found = search(seed, 20, STEPS, shrink=True)
        if found is not None:
            wrong += 1
            print(f"seed {seed}: {found}", *getattr(found, "__notes__", ()), sep="\n")
        seed += 1
        took = time.monotonic() - began
        print(
            f"{Counted.steps} steps, {Counted.entries} entries, {Counted.runs} shops, {took:.0f} s",
            flush=True,
        )
    for name in MUTANTS if chosen.mutants else ():
        before = Counted.steps
        with mutant(name):
            caught = search(chosen.seed, 400, STEPS, shrink=False)
        print(
            f"mutant: {name}: {'caught' if caught else 'NOT CAUGHT'} after {Counted.steps - before} steps",
            flush=True,
        )
        wrong += caught is None
    print(f"wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
