"""The list of print jobs on the screen."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from devices.spool import Job, new_job
from pos_tui.screens.jobs import JobsView

from .fake_register import Counter
from .shop import ean, now


class FakePrinter:
    """A printer with two jobs that wait for word."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int | None]] = []
        self.status = SimpleNamespace(jobs=(_job(3, "unsure"), _job(4, "held")), trouble="")

    def retry(self, number: int | None = None) -> None:
        self.asked.append(("print", number))

    def discard(self, number: int) -> None:
        self.asked.append(("drop", number))


def _job(number: int, state: Any) -> Job:
    job = new_job(f"receipt 1-00000{number}", sale=f"1-00000{number}", now=now())
    return replace(job, number=number, state=state, reason="torn off")


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def counter(printer: FakePrinter) -> Counter:
    made = Counter()
    front: Any = SimpleNamespace(printer=printer, clock=now, heeded=0)
    made.desk.front = front
    made.type("/jobs")
    made.key("enter")
    return made


def test_they_are_listed_with_what_became_of_them(counter: Counter) -> None:
    assert isinstance(counter.desk.view, JobsView)
    text = "\n".join("".join(part for part, _ in row) for row in counter.desk.view.body(80, 20) or ())
    assert "PRINT JOBS" in text
    assert "unsure" in text
    assert "receipt 1-000003" in text
    assert "torn off" in text


def test_enter_prints_the_chosen_one_and_f4_gives_it_up(counter: Counter, printer: FakePrinter) -> None:
    counter.key("enter")
    counter.key("down")
    counter.key("enter")
    counter.key("f4")
    assert printer.asked == [("print", 3), ("print", None), ("drop", 4)]
    counter.key("escape")
    assert not isinstance(counter.desk.view, JobsView)


def test_all_are_printed_or_all_old_ones_given_up_at_once(counter: Counter, printer: FakePrinter) -> None:
    counter.key("f3")
    assert printer.asked == [("print", None), ("print", 3)]
    assert counter.desk.notice.text == "2 jobs go to the printer"
    counter.key("f6")
    assert counter.desk.notice.text == "none of them is old"
    printer.status.jobs = (_job(3, "old"), _job(4, "old"), _job(5, "unsure"))
    counter.key("f6")
    assert printer.asked[2:] == [("drop", 3), ("drop", 4)]


def test_a_scan_prints_nothing_and_sells(counter: Counter, printer: FakePrinter) -> None:
    counter.scan(ean(1))
    assert printer.asked == []
    assert counter.sold == [ean(1)]


def test_without_a_printer_it_says_so() -> None:
    view = JobsView(Counter().desk)
    assert view.labels() == []
    assert "no printer" in view.nothing
