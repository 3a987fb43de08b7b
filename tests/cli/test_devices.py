"""`pos devices`: what is set, how it does, and jobs that wait, from outside of a till."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.virtual.printer import virtual_printer
from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.sample import make_sample

if TYPE_CHECKING:
    from .conftest import Pos


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POS_STATE", str(tmp_path / "state"))
    make_sample(tmp_path / "store", tmp_path / "state")
    return tmp_path / "store"


@pytest.fixture
def nowhere() -> Iterator[str]:
    """The address of a printer that is off."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"tcp://127.0.0.1:{reserved.getsockname()[1]}"


def sell(store: Path, printer: str) -> None:
    with (
        open_shop(store, environ={}, flags={"printer": printer}, state=store.parent / "state") as front,
        open_register(front) as register,
    ):
        register.run(register.find("milk")[0].sku)
        assert register.run("/cash 20").kind == "sale"


def test_what_is_set_is_listed(pos: Pos, store: Path) -> None:
    flags = (
        "--store",
        str(store),
        "--set",
        "printer=dummy://p?drawer=2",
        "--set",
        "scanner=serial:///dev/ttyACM9",
    )
    rows = json.loads(pos(*flags, "devices", "list", "--format", "json").stdout)
    assert [(row["device"], row["address"]) for row in rows if row["detail"] == "set"] == [
        ("printer", "dummy://p?drawer=2"),
        ("drawer", "pin 2 of the printer"),
        ("scanner", "serial:///dev/ttyACM9"),
    ]


def test_the_printer_says_how_it_is(pos: Pos, store: Path, nowhere: str) -> None:
    flags = ("--store", str(store), "--set", "printer=dummy://p")
    assert pos(*flags, "devices", "status").stdout == "dummy://p: ok\n"
    found = pos("--store", str(store), "--set", f"printer={nowhere}", "devices", "status", code=1)
    assert "not reached" in found.stderr
    none = pos("--store", str(store), "devices", "status", code=1)
    assert "pos config set printer" in none.stderr


def test_a_job_that_did_not_come_out_is_listed_printed_and_gone(pos: Pos, store: Path, nowhere: str) -> None:
    sell(store, nowhere)
    here = ("--store", str(store))
    (job,) = json.loads(pos(*here, "devices", "jobs", "--format", "json").stdout)
    assert (job["sale"], job["state"], job["number"]) == ("1-000001", "queued", 1)
    printed = store.parent / "paper"
    there = (*here, "--set", f"printer=dummy://{printed}")
    assert json.loads(pos(*there, "devices", "jobs", "--print", "1", "--format", "json").stdout) == []
    assert len(list(printed.glob("job-*.bin"))) == 1
    assert json.loads(pos(*here, "devices", "jobs", "--format", "json").stdout) == []


def test_a_job_can_be_given_up(pos: Pos, store: Path, nowhere: str) -> None:
    sell(store, nowhere)
    there = ("--store", str(store), "--set", f"printer={nowhere}")
    assert json.loads(pos(*there, "devices", "jobs", "--drop", "1", "--format", "json").stdout) == []


def test_monitor_says_a_thing_once(pos: Pos, store: Path) -> None:
    flags = ("--store", str(store), "--set", "printer=dummy://p")
    lines = pos(*flags, "devices", "monitor", "--every", "0.5", "--times", "3").stdout.splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == ["ok"]


def test_a_test_page_goes_out(pos: Pos, store: Path) -> None:
    printed = store.parent / "paper"
    pos("--store", str(store), "devices", "print-test", f"dummy://{printed}")
    assert len(list(printed.glob("job-*.bin"))) == 1


def test_each_device_that_is_set_is_tried(pos: Pos, store: Path, request: pytest.FixtureRequest) -> None:
    paper = virtual_printer(request.node.name)
    paper.drawer_open = True
    flags = ("--store", str(store), "--set", f"printer=dummy://{request.node.name}?drawer=2&drawer_open=high")
    found = json.loads(pos(*flags, "devices", "test", "--format", "json", code=1).stdout)
    assert [(row["device"], row["good"]) for row in found] == [
        ("printer", True),
        ("drawer", False),
        ("scanner", None),
    ]
    assert "test page went to" in found[0]["found"]
    assert "close it" in found[1]["found"]
    assert "at the prompt" in found[2]["found"]
    assert len(paper.jobs) == 1
    assert paper.kicks == 0


def test_what_is_wrong_with_one_is_said(pos: Pos, store: Path, nowhere: str) -> None:
    flags = ("--store", str(store), "--set", f"printer={nowhere}")
    (row,) = json.loads(pos(*flags, "devices", "test", "printer", "--format", "json", code=1).stdout)
    assert "refused" in row["found"]
    wrong = pos(*flags, "devices", "test", "toaster", code=2)
    assert "printer, drawer, scanner" in wrong.stderr
    unset = pos("--store", str(store), "devices", "test", "printer", code=1)
    assert "no printer is set" in unset.stderr
