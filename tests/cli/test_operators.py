"""`pos operators`, and who a command acts as: PINs on the terminal, tokens, accounts, roles."""

from __future__ import annotations

import getpass
import os
import pty
import select
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_shop
from pos_tui.cli.identity import ask_secret

from .conftest import further

if TYPE_CHECKING:
    from .conftest import Pos

PINS = {"ann": "735162", "bob": "4711"}


def terminal(*words: str, answers: tuple[str, ...] = ()) -> tuple[str, int]:
    """Runs a command on a terminal of its own; what it showed, and how it ended."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.pop("SSH_CONNECTION", None)
        os.execv(sys.executable, [sys.executable, "-m", "pos_tui", *words])
    shown, left, end = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([fd], [], [], 0.2)
        try:
            data = os.read(fd, 4096) if ready else b""
        except OSError:
            break
        if ready and not data:
            break
        shown += data
        if not ready and left and shown.rstrip().endswith(b":"):
            os.write(fd, f"{left.pop(0)}\n".encode())
            shown += b" (answered)\n"
    else:
        os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    os.close(fd)
    return shown.decode().replace("\r", ""), os.waitstatus_to_exitcode(status)


@pytest.fixture
def staffed(shop: Pos, tmp_path: Path) -> Pos:
    """A shop with an owner and a cashier who has a PIN of his own."""

    def make(_place: Path) -> None:
        shown, code = terminal("operators", "add", "ann", "--name", "Ann", answers=(PINS["ann"],) * 2)
        assert (code, "RECOVERY CODE" in shown) == (0, True), shown
        terminal("--as", "ann", "operators", "add", "bob", answers=(PINS["ann"], "8264", "8264"))
        _shown, code = terminal("operators", "pin", "bob", answers=("8264", PINS["bob"], PINS["bob"]))
        assert code == 0

    further("staffed", tmp_path, make)
    return shop


CHANGE = ("items", "set", "GUM", "price=0.80")


def price_of(pos: Pos) -> str:
    return next(line for line in pos("items", "show", "GUM").stdout.splitlines() if line.startswith("price"))


def test_a_change_acts_as_somebody_who_may(staffed: Pos) -> None:
    shown, code = terminal("--as", "bob", *CHANGE, answers=(PINS["bob"],))
    assert (code, "you may not" in shown) == (1, True)
    _shown, code = terminal("--as", "ann", *CHANGE, answers=("111111", PINS["ann"]))
    assert code == 0
    assert price_of(staffed).endswith(" 0.80")
    assert "ann" in staffed("journal", "show").stdout.splitlines()[-1]


def test_reading_asks_nobody_and_no_pin_is_shown(staffed: Pos) -> None:
    staffed("items", "show", "GUM")
    args = ("operators", "change", "bob", "--language", "de", "--role", "supervisor")
    shown, _code = terminal("--as", "ann", *args, answers=(PINS["ann"],))
    told, code = terminal("--as", "ann", "operators", "history", "bob", answers=(PINS["ann"],))
    assert code == 0
    rows = [" ".join(line.split()[1:]) for line in told.splitlines()]
    assert {"ann role cashier supervisor", "ann language de", "bob PIN given own"} <= set(rows)
    assert not any(secret in shown + told for secret in (PINS["ann"], PINS["bob"], "argon"))


def test_a_role_only_narrows(staffed: Pos) -> None:
    _shown, code = terminal("--as", "ann", "--role", "cashier", *CHANGE, answers=(PINS["ann"],))
    assert code == 1
    _shown, code = terminal("--as", "bob", "--role", "owner", *CHANGE, answers=(PINS["bob"],))
    assert code == 1


def test_a_token_file_is_for_scripts(staffed: Pos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, code = terminal("--as", "ann", "operators", "token", "ann", answers=(PINS["ann"],))
    assert code == 0
    file = tmp_path / "token"
    file.write_text(shown.split()[-1], encoding="ascii")
    monkeypatch.setenv("POS_TOKEN_FILE", str(file))
    file.chmod(0o644)
    assert "chmod 600" in staffed(*CHANGE, code=1).stderr
    file.chmod(0o600)
    staffed(*CHANGE)
    file.write_text("0" * 64, encoding="ascii")
    assert "nobody's" in staffed(*CHANGE, code=1).stderr


def test_an_account_may_be_somebodys(staffed: Pos) -> None:
    import pwd

    account = pwd.getpwuid(os.geteuid()).pw_name
    _shown, code = terminal(
        "--as", "ann", "operators", "change", "ann", "--account", account, answers=(PINS["ann"],)
    )
    assert code == 0
    staffed(*CHANGE)
    staffed("ring", stdin="GUM\n/cash 5\n")
    sale = staffed("journal", "show").stdout.splitlines()[-1]
    assert "ann" in sale


def test_the_owner_comes_back_by_the_recovery_code_once(
    shop: Pos, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown, _code = terminal("operators", "add", "ann", answers=(PINS["ann"],) * 2)
    recovery = shown.split("lock it away:")[1].split()[0]
    monkeypatch.setenv("POS_STATE", str(tmp_path / "another machine"))
    shown, code = terminal("--as", "ann", *CHANGE, answers=(PINS["ann"],))
    assert (code, "recover" in shown) == (4, True), shown
    shown, code = terminal("operators", "recover", answers=("WRONG-CODE",))
    assert code == 1
    shown, code = terminal("operators", "recover", answers=(recovery.lower(), "920418", "920418"))
    assert code == 0, shown
    _shown, code = terminal("operators", "recover", answers=(recovery,))
    assert code == 1, "a code is good once"
    _shown, code = terminal("--as", "ann", *CHANGE, answers=("920418",))
    assert code == 0
    with open_shop(Path(os.environ["POS_STORE"]), readonly=True) as front:
        kinds = [event["kind"] for event in front.store.documents("events")]
    assert "owner_recovered" in kinds


def test_plain_lines_ask_who_is_there_unseen(staffed: Pos) -> None:
    from tests.tui.pty_till import PtyTill

    with PtyTill(Path(os.environ["POS_STORE"]), arguments=("--plain",)) as till:
        till.wait("Sign on: ann, bob")
        till.send("bob\r")
        till.wait("PIN:")
        till.send(f"{PINS['bob']}\r")
        till.wait("Next receipt")
        assert PINS["bob"].encode() not in till.raw
        till.send("GUM\r/disc 20%\r")
        till.wait("Who approves it? ann")
        till.send("ann\r")
        till.wait("PIN:")
        till.send(f"{PINS['ann']}\r")
        till.wait("discount 20%")
        till.send("/cash 5\r")
        till.wait("CHANGE DUE")
        till.send("/lock\r")
        till.wait(lambda text: text.count("Sign on: ann, bob") >= 2)
        till.send("/quit\r")
        assert till.ended() == 0


def test_python_warns_nobody_who_types_no_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    def warned(_prompt: str) -> str:
        warnings.warn("Can not control echo", getpass.GetPassWarning, stacklevel=1)
        return "135790"

    monkeypatch.setattr(getpass, "getpass", warned)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        assert ask_secret("PIN: ") == "135790"
    assert not seen
