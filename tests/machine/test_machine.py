"""A short form of the campaign (`python -m tests.machine`): the whole register against the model."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from pos_tui.core.errors import PosError

from .mutants import MUTANTS, mutant
from .shifts import Shifts
from .written import live

TestRegister: Any = Shifts.TestCase
TestRegister.settings = settings(
    max_examples=6,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize(("inclusive", "coin"), [(True, 5), (False, 1)])
def test_the_written_run(inclusive: bool, coin: int) -> None:
    assert live(inclusive, coin).world.report["count"] > 10


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_noticed(name: str) -> None:
    with mutant(name), pytest.raises((AssertionError, PosError)):
        live(True, 5)
