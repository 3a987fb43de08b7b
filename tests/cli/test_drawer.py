"""The drawer opens for cash and for a reason, once, and what it was opened for is on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.virtual.printer import VirtualPrinter, virtual_printer
from pos_tui.bootstrap import Shopfront, open_register, open_shop
from pos_tui.bootstrap.sample import make_sample

if TYPE_CHECKING:
    from pos_tui.register.register import Register

SOON = 20.0


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    make_sample(tmp_path / "store", tmp_path / "state")
    return tmp_path


@pytest.fixture
def paper(request: pytest.FixtureRequest) -> VirtualPrinter:
    return virtual_printer(request.node.name)


@pytest.fixture
def till(shop: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Shopfront, Register]]:
    flags = {"printer": f"dummy://{request.node.name}?drawer=2"}
    opened = open_shop(shop / "store", environ={}, flags=flags, state=shop / "state")
    with opened as front, open_register(front) as register:
        yield front, register


def sell(register: Register, *, by: str = "/cash 20") -> str:
    assert register.run(register.find("milk")[0].sku).ok
    assert register.run(by).kind == "sale"
    return str((register.last_sale or {})["number"])


def test_cash_opens_it_before_the_receipt_comes(
    till: tuple[Shopfront, Register], paper: VirtualPrinter
) -> None:
    front, register = till
    number = sell(register)
    assert paper.wait_for(1, SOON)
    assert paper.kicks == 1
    assert (front.store.find("sales", "number", number) or {})["drawer"] is True


def test_a_card_does_not(till: tuple[Shopfront, Register], paper: VirtualPrinter) -> None:
    front, register = till
    number = sell(register, by="/card")
    assert paper.wait_for(1, SOON)
    assert paper.kicks == 0
    assert "drawer" not in (front.store.find("sales", "number", number) or {})


def test_no_sale_opens_it_once_it_is_on_record(
    till: tuple[Shopfront, Register], paper: VirtualPrinter
) -> None:
    front, register = till
    assert not register.run("/nosale").ok
    assert register.run("/nosale change for a fiver").ok
    sell(register, by="/card")
    assert paper.wait_for(1, SOON)
    assert paper.kicks == 1
    assert [row["reason"] for row in front.store.documents("cash")] == ["change for a fiver"]


def test_one_that_cannot_open_is_told_is_on_record_and_does_not_open_later(
    till: tuple[Shopfront, Register], paper: VirtualPrinter
) -> None:
    front, register = till
    paper.paper_out = True
    first = sell(register)
    assert front.printer is not None
    front.printer.close(SOON)
    assert front.warnings == ["open the drawer with its key: the printer is out of paper"]
    paper.paper_out = False
    sell(register, by="/card")
    assert paper.kicks == 0
    events = list(front.store.documents("events"))
    assert [(e["for"], e["reason"]) for e in events if e["kind"] == "drawer_failed"] == [
        (first, "the printer is out of paper")
    ]


def test_a_till_without_a_drawer_opens_none(shop: Path, paper: VirtualPrinter) -> None:
    flags = {"printer": "dummy://test_a_till_without_a_drawer_opens_none"}
    opened = open_shop(shop / "store", environ={}, flags=flags, state=shop / "state")
    with opened as front, open_register(front) as register:
        sell(register)
        assert paper.wait_for(1, SOON)
        assert front.drawer is None
    assert paper.kicks == 0


def test_papers_are_jobs_and_one_that_was_killed_before_it_was_a_job_is_printed_at_the_next_start(
    shop: Path, paper: VirtualPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = (
        "dummy://"
        + "test_papers_are_jobs_and_one_that_was_killed_before_it_was_a_job_is_printed_at_the_next_start"
    )
    flags = {"printer": address}

    def opened() -> Shopfront:
        return open_shop(shop / "store", environ={}, flags=flags, state=shop / "state")

    with opened() as front, open_register(front) as register:
        assert register.run("/open 100").ok
        assert paper.wait_for(1, SOON)
        assert register.run("/paidout 5 milk").ok
        assert paper.wait_for(2, SOON)
        assert register.run("/count 95").ok
        monkeypatch.setattr("pos_tui.bootstrap.slips.ShopSlips.print", lambda *_: None)
        assert register.run("/z").ok
    monkeypatch.undo()
    for _ in range(2):
        with opened() as front, open_register(front):
            assert paper.wait_for(3, SOON)
    assert len(paper.jobs) == 3
    assert b"Z REPORT" in paper.jobs[-1]
