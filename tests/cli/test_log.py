"""The log file: what is in it, what never is, and that it stays small."""

from __future__ import annotations

import sys
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap.log import CRASH, Log, log_of, places
from pos_tui.cli import crash
from pos_tui.core.cards import holds_card_number
from tests.tui.pty_till import PtyTill
from tests.tui.shop import ean, new_shop

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from .conftest import Pos

    Process = Callable[..., subprocess.CompletedProcess[bytes]]

PLANTED = """
import sys
from pos_tui.bootstrap import till
before = till.OpenRegister.run
def run(self, text, **words):
    secret = "sesame " + text
    if "boom" in text:
        raise KeyError(secret + " 735162")
    return before(self, text, **words)
till.OpenRegister.run = run
from pos_tui.__main__ import main
main()
"""


def written(store: Path, state: Path) -> str:
    return "".join(path.read_text() for path in state.glob("*/log/pos.log*"))


def test_b83_a_till_that_fails_shows_and_keeps_places_and_nothing_that_was_typed(tmp_path: Path) -> None:
    store = new_shop(tmp_path)
    with PtyTill(store, command=(sys.executable, "-c", PLANTED)) as till:
        till.start()
        till.send("boom 4111\r")
        assert till.ended() == 1
        assert till.terminal_restored()
        shown = till.raw.rpartition(b"Traceback")[2] if b"Traceback" in till.raw else till.raw
        assert b"KeyError" in shown
        assert b"should not have happened" in shown
        assert b"735162" not in till.raw, "numbers are left out of messages"
        assert b"secret =" not in till.raw, "no values of variables"
        assert b"self =" not in till.raw
    log = written(store, tmp_path / "state")
    assert f"{CRASH} till=1 where=KeyError at " in log
    assert "sesame" not in log
    assert "boom" not in log
    assert "stop till=1" in log


def test_a_till_notes_its_beginning_and_end(tmp_path: Path) -> None:
    store = new_shop(tmp_path)
    with PtyTill(store) as till:
        till.start()
        till.wait(lambda _screen: " start " in written(store, tmp_path / "state"))
        till.send(f"{ean(1)}\r/note 4539 5787 6362 1486\r")
        till.settle()
        assert till.quit() == 0
    lines = written(store, tmp_path / "state").splitlines()
    assert [line.split(" ")[2] for line in lines] == ["start", "stop"]
    assert "term=linux" in lines[0]
    [path] = (tmp_path / "state").glob("*/log/pos.log")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_refused_store_and_a_command_that_fails_are_noted(shop: Pos, tmp_path: Path) -> None:
    journal = tmp_path / "store" / "journal" / "000001.jsonl"
    good = journal.read_bytes()
    journal.write_bytes(good.replace(b"Bananas", b"Bananes"))
    shop("sales", "list", code=4)
    assert "refused what=StoreDamaged" in written(tmp_path, tmp_path / "state")
    journal.write_bytes(good)
    shop("items", "find", "--no-such-option", code=2)
    shop("sales", "show", "1-000099", code=1)
    assert CRASH not in written(tmp_path, tmp_path / "state"), "wrong words are no crash"


def test_a_failing_command_is_a_crash_and_the_doctor_says_so(
    shop: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pos_tui.bootstrap import front

    def fail(*_words: object, **_more: object) -> None:
        raise ZeroDivisionError("of ada")

    monkeypatch.setattr(front, "shop_of", fail)
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        shop("sales", "list")
    monkeypatch.undo()
    log = written(tmp_path, tmp_path / "state")
    assert "ZeroDivisionError at " in log
    assert "ada" not in log


def test_it_never_holds_a_number_that_could_be_a_card_or_a_second_line(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.note("printer", trouble="4539578763621486\n2026-11-23T09:00:00Z 1 start\x1b[2J 4539 5787 6362 1486")
    assert log.path is not None
    text = log.path.read_text()
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert not holds_card_number(text.partition("trouble=")[2])


def _write_much(folder: Path) -> None:
    log = Log(folder)
    for number in range(1500):
        log.note("slow", entry="x" * 900, seconds=number)


def test_several_programs_share_it_and_it_stays_small(tmp_path: Path) -> None:
    context = get_context("fork")
    writers = [context.Process(target=_write_much, args=(tmp_path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    files = sorted((tmp_path / "log").glob("pos.log*"))
    assert [file.name for file in files] == ["pos.log", "pos.log.1", "pos.log.2", "pos.log.3", "pos.log.4"]
    assert sum(file.stat().st_size for file in files) < 5 * 260 * 1024
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert all(line.endswith(tuple("0123456789")) and " slow entry=xxx" in line for line in lines), (
        "all whole"
    )


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    Log(tmp_path).note("start")
    Log(None).note("start")
    log_of(tmp_path / "nowhere").note("start")


def test_places_are_innermost_first() -> None:
    try:
        Path("/nowhere/ada").read_text()
    except OSError as error:
        told = places(error)
    assert told.startswith("FileNotFoundError errno 2 at ")
    assert "ada" not in told
    assert told.rstrip().split(" < ")[-1].startswith("cli/test_log.py:")


def test_messages_on_the_terminal_keep_their_words_and_lose_their_numbers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        try:
            raise ValueError("PIN 735162 of bob")
        except ValueError as error:
            raise RuntimeError("outer 12") from error
    except RuntimeError as error:
        crash.tell(error)
    said = capsys.readouterr().err
    assert "ValueError: PIN # of bob" in said
    assert said.index("ValueError") < said.index("RuntimeError: outer")
    assert "735162" not in said.replace('raise ValueError("PIN 735162 of bob")', "")


def test_a_printer_that_is_not_there_is_noted_once(shop: Pos, tmp_path: Path, process: Process) -> None:
    shop("config", "set", "printer", "tcp://127.0.0.1:9")
    process("ring", stdin=b"GUM\n/cash 1\n" * 3)
    lines = [line for line in written(tmp_path, tmp_path / "state").splitlines() if " printer " in line]
    assert len(lines) == 1
    assert "trouble=" in lines[0]
