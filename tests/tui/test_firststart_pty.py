"""The real `pos` without a shop, in a pty: from nothing to a first sale, killed on the way, and as lines."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from pos_tui.bootstrap import open_shop
from pos_tui.bootstrap.notes import notes_of
from pos_tui.screens.lists import PATIENCE

from .pty_till import PtyTill, key

PATIENCE_OF_LINES = 20.0
LONDON = {"TZ": "Europe/London", "LC_ALL": "", "LANG": "en_GB.UTF-8"}


def begin(folder: Path, *arguments: str, term: str = "linux", size: tuple[int, int] = (80, 24)) -> PtyTill:
    """Starts `pos` on a machine in London with nothing on it."""
    home = {"HOME": str(folder.parent)}
    return PtyTill(folder, environ=LONDON | home, term=term, size=size, arguments=arguments)


def press(till: PtyTill, *answers: str) -> None:
    """Answers as a person does: Enter comes a moment after what is seen."""
    for answer in answers:
        if not answer:
            till.settle(PATIENCE + 0.1)
        till.send(f"{answer}\r" if not answer.startswith("\x1b") else answer)
        till.settle(0.3)


def sold(folder: Path) -> list[tuple[str, int, int]]:
    """(number, total, change) of what the shop sold."""
    with open_shop(folder, readonly=True, environ={}) as front:
        return [(sale["number"], sale["total"], sale["change"]) for sale in front.store.documents("sales")]


@pytest.mark.parametrize(("term", "size"), [("linux", (80, 24)), ("vt100", (40, 20))])
def test_from_nothing_to_a_first_sale(tmp_path: Path, term: str, size: tuple[int, int]) -> None:
    folder = tmp_path / "store"
    with begin(folder, term=term, size=size) as till:
        till.wait("Set up a new shop")
        press(till, "", "english")
        till.wait("Where is the shop?")
        press(till, "united k")
        till.wait("Usual in United Kingdom")
        press(till, "", "Corner [/] Shop", "12 High Street", "123")
        till.wait("> Make the shop")
        press(till, "")
        till.wait("The owner's PIN")
        till.raw = b""
        press(till, "735162", "735162")
        till.wait("Write it down now")
        assert b"735162" not in till.raw
        press(till, "written")
        till.wait("Counting the drawer")
        press(till, "")
        till.wait("Departments")
        press(till, "", "scan", "5010477348678", "Semi-skimmed milk", "1.19", "")
        till.wait("The shop has 1 item")
        press(till, "", key("f2", term), key("f2", term), key("f2", term))
        till.wait("A practice sale")
        press(till, "")
        till.wait("PRACTICE, nothing counts")
        till.send("5010477348678\r/cash 2\r")
        till.wait("CHANGE DUE")
        till.send("/quit\r")
        till.wait("What remains")
        press(till, "")
        till.wait("SIGN ON")
        press(till, "owner", "735162")
        till.wait(lambda text: ("F1 Pay" in text and "next 1-000001" in text) or "TOTAL" in text)
        till.send("5010477348678\r/cash 2\r")
        till.wait("CHANGE DUE")
        assert till.quit() == 0
        assert till.terminal_restored()
    assert sold(folder) == [("1-000001", 119, 81)]
    assert not notes_of(folder).exists()


def test_killed_on_the_way_it_goes_on_there(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    answers = (
        ("Set up a new shop", ""), ("Language", "english"), ("Where is the shop?", "united k"),
        ("Usual in United Kingdom", ""), ("Name of the shop", "Corner"), ("Address", ""), ("Tax number", ""),
        ("> Make the shop", ""), ("The owner's PIN", "/later"),
        ("Counting the drawer", ""),
        ("Departments", "Food"), ("most goods of this department", "Zero"),
        ("So far: Food", ""), ("The shop has 0 items", "scan"), ("Next item", "1"),
        ("What is it called?", "Bread"), ("What does one cost?", "2"), ("Which department?", "Food"),
    )  # fmt: skip
    for place in range(0, len(answers), 5):
        with begin(folder) as till:
            for seen, answer in answers[place : place + 5]:
                till.wait(seen)
                press(till, answer)
            till.wait(lambda text, seen=seen: seen not in text)  # type: ignore[misc]
            till.process.kill()
            till.process.wait(60)
    with begin(folder) as till:
        till.wait("Next item")
        assert "going on where it stopped" in till.text
        till.send(key("f3"))
        till.wait("F1 Pay")
        till.send("1\r/cash 2\r")
        till.wait("PAID, NO CHANGE")
        assert till.quit() == 0
    with begin(folder) as till:
        till.start()
        assert till.quit() == 0
    assert sold(folder) == [("1-000001", 200, 0)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    with begin(tmp_path / "store") as till:
        till.wait("Set up a new shop")
        press(till, "", "english")
        till.wait("Where is the shop?")
        till.process.send_signal(number)
        assert till.ended() == 128 + number
        assert till.terminal_restored()
    with begin(tmp_path / "store") as till:
        till.wait("Where is the shop?")
        till.send(key("f4"))
        assert till.ended() == 0
        assert "pos goes on there" in till.text


def lines(till: PtyTill, *answers: str) -> None:
    """Answers line by line, each once its prompt is there."""
    for answer in answers:
        till.wait(lambda text: text.rstrip().endswith(">"))
        asked = till.raw.count(b"> ")
        till.send(f"{answer}\r")
        end = time.monotonic() + PATIENCE_OF_LINES
        while till.raw.count(b"> ") == asked and till.process.poll() is None and time.monotonic() < end:
            till.pump(0.05)


@pytest.mark.parametrize(("arguments", "term"), [((), "dumb"), (("--plain",), "xterm")])
def test_it_asks_as_lines_where_that_is_wanted(tmp_path: Path, arguments: tuple[str, ...], term: str) -> None:
    with begin(tmp_path / "store", *arguments, term=term, size=(80, 60)) as till:
        lines(till, "1", "english", "united k")
        till.send("\x04")
        till.ended()
        assert "Usual in United Kingdom" in till.text
        assert b"\x1b" not in till.raw


def test_as_lines_no_cursor_is_moved(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with begin(folder, "init", term="xterm-256color", size=(80, 60)) as till:
        lines(
            till, "1", "english", "united k", "1", "Corner", "/back", "Corner Shop", "", "", "", "/later", "2"
        )
        till.wait("Departments")
        lines(till, "Food", "3", "", "2", "1", "Bread", "2", "1", "")
        till.wait("The shop has 1 item")
        lines(till, "3", "/later", "5010477348678", "", "/later", "1")
        till.wait("PRACTICE")
        lines(till, "1", "/cash 5", "/quit")
        till.wait("What remains")
        before = till.raw
        till.wait(lambda text: text.rstrip().endswith(">"))
        till.send("1\r")
        assert till.ended() == 0
    assert b"\x1b" not in before
    with open_shop(folder, readonly=True, environ={}) as front:
        assert (front.shop.name, front.store.count("items"), front.store.count("sales")) == (
            "Corner Shop",
            1,
            0,
        )


def test_lines_end_with_their_input_and_go_on_the_next_time(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with begin(folder, "init", size=(80, 60)) as till:
        lines(till, "1", "english", "nowhere", "\x04")
        assert till.ended() == 0
        assert "! nothing on the list is called nowhere" in till.text
    with begin(folder, "init", size=(80, 60)) as till:
        till.wait("Going on where it stopped.")
        till.wait("Where is the shop?")


def test_what_remains_is_listed_and_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    options = "--name Corner --country GB --currency GBP --prices inclusive --tax standard=20"
    with begin(folder, "init", *options.split(), "--timezone", "Europe/London") as till:
        assert till.ended() == 0
    with begin(folder, "init", "--remaining") as till:
        assert till.ended() == 0
        assert "[ ] Items: 0 items" in till.text
        assert "[ ] Owner's PIN: none yet" in till.text
        assert b"\x1b" not in till.raw
    with begin(folder, "init", size=(80, 60)) as till:
        lines(till, "/later", "", "Food")
        till.wait("So far: Food")
        lines(till, "/till")
        assert till.ended() == 0
    assert not notes_of(folder).exists()
