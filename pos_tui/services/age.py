"""Age checks: what only who is old enough may buy is asked about once a sale, and the answer is on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pos_tui.core.age import AgeCheck, latest_birth
from pos_tui.core.errors import AgeUnknown
from pos_tui.core.words import _

from . import events

if TYPE_CHECKING:
    from pos_tui.core.sale import Basket, SaleLine

    from .counter import Counter
    from .events import Event


def checked(counter: Counter, basket: Basket, line: SaleLine, answered: AgeCheck | None = None) -> Basket:
    """The basket, with what was answered where the line needs it. Raises AgeUnknown where nobody answered."""
    if line.is_return or line.age <= basket.age.age:
        return basket
    if answered is not None and line.age <= answered.age:
        return replace(basket, age=answered)
    born = latest_birth(counter.today(), line.age).isoformat()
    raise AgeUnknown(
        _(
            "{name} is for {age} and over: born {born} or before? /age yes sells it, /age no does not",
            name=line.name,
            age=line.age,
            born=born,
        ),
        AgeCheck(line.age, born),
        line.name,
    )


def refusal(counter: Counter, asked: AgeUnknown) -> Event:
    """What is recorded of a buyer who was too young, or would not say."""
    return events.event(counter.frame(), events.AGE_REFUSED, item=asked.name, **asked.check.to_document())
