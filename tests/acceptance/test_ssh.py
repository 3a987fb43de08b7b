"""An admin over a real sshd while a till sells: what both see, what a cut session leaves, what a key may."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.store import Store
from pos_tui.cli.main import app
from tests.tui.pty_till import PtyTill
from tests.tui.shop import ean, new_shop, now

from .sshd import missing, sshd

pytestmark = pytest.mark.skipif(
    bool(missing()), reason=f"needs openssh-server and openssh-client: {missing()} is not installed"
)
_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60
OSC = (b"\x1b]", b"\x9d")
"""How a terminal's strings begin, the one that writes its clipboard (52) among them."""


@dataclass
class Remote:
    """A shop, and a way to it over ssh."""

    store: Path
    ssh: list[str]

    def environ(self) -> list[str]:
        kept = {"LANG": "C.UTF-8", "POS_STATE": self.store.parent / "state", "PYTHONPATH": _ROOT}
        return ["env", *(f"{name}={value}" for name, value in kept.items())]

    def words(self, *words: str) -> list[str]:
        plain = ["-T" if word == "-tt" else word for word in self.ssh]
        return [*plain, *self.environ(), sys.executable, "-m", "pos_tui", "--store", str(self.store), *words]

    def pos(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Runs a command there."""
        done = subprocess.run(
            self.words(*words), capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
        )
        assert done.returncode == code, done
        return done

    def till(self, number: str = "2", size: tuple[int, int] = (80, 24)) -> PtyTill:
        """A screen there."""
        command = [*self.ssh, *self.environ(), sys.executable, "-m", "pos_tui"]
        return PtyTill(
            self.store, size=size, term="xterm-256color", command=command, arguments=("--till", number)
        )


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Remote]:
    store = new_shop(tmp_path)
    here("--store", str(store), "tills", "add", "2", state=tmp_path / "state")
    with sshd(tmp_path / "sshd") as ssh:
        yield Remote(store, ssh)


def here(*words: str, state: Path, codes: tuple[int, ...] = (0,), asked: str | None = None) -> None:
    """Runs a command without the way over ssh; `asked` is what sshd would hand on."""
    environ = {name: None for name in os.environ if name.startswith("POS_")}
    own = {"POS_STATE": str(state), "SSH_ORIGINAL_COMMAND": asked}
    done = CliRunner().invoke(app, words, env=environ | own, prog_name="pos")
    assert done.exit_code in codes, (words, asked, done.output)


def price(store: Path, sku: str) -> str:
    with Store.open(store, clock=now, readonly=True, state=store.parent / "state") as opened:
        assert opened.verify(deep=True).ok
        found = opened.find("items", "sku", sku)
    assert found is not None
    return str(found["price"])


def scan(till: PtyTill, number: int) -> None:
    till.send(f"{ean(number)}\r")


def test_a_price_that_is_changed_over_ssh_counts_at_the_next_scan_of_every_till(remote: Remote) -> None:
    with PtyTill(remote.store, arguments=("--till", "1")) as cashier, remote.till() as admin:
        cashier.start()
        admin.start()
        for till in (cashier, admin):
            till.send("MILK\r")
            till.settle()
        before = price(remote.store, "MILK")
        remote.pos("items", "set", "MILK", "price=7.77", "--if", f"price={before}")
        for till in (cashier, admin):
            assert "7.77" not in till.text, "what is on the bill keeps its price"
            till.send("MILK\r")
            till.wait("7.77")
            assert not any(mark in till.raw for mark in OSC)


def test_of_two_admins_the_second_is_told(remote: Remote) -> None:
    before = price(remote.store, "MILK")
    remote.pos("items", "set", "MILK", "price=7.77", "--if", f"price={before}")
    told = remote.pos("items", "set", "MILK", "price=8.88", "--if", f"price={before}", code=1)
    assert "7.77" in told.stderr
    assert price(remote.store, "MILK") == "7.77"


def test_both_at_once_one_wins_and_the_other_is_told(remote: Remote) -> None:
    before = price(remote.store, "MILK")
    words = ("items", "set", "MILK", "--if", f"price={before}")
    both = [
        subprocess.Popen(
            remote.words(*words, f"price={wanted}"), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for wanted in ("7.77", "8.88")
    ]
    codes = [each.wait(timeout=_PATIENCE) for each in both]
    for each in both:
        assert each.stderr is not None
        each.stderr.close()
    assert sorted(codes) == [0, 1]
    assert price(remote.store, "MILK") == ("7.77", "8.88")[codes.index(0)]


def test_a_session_that_is_cut_in_the_middle_of_an_edit_leaves_nothing_half(remote: Remote) -> None:
    unknown = "4006381333931"
    with remote.till() as admin:
        admin.start()
        admin.send(f"{unknown}\r")
        admin.settle()
        admin.send("\x1bOQ")
        admin.settle()
        admin.send("1Fountain p")
        admin.settle()
        admin.process.kill()
        admin.process.wait()
    with Store.open(remote.store, clock=now, readonly=True, state=remote.store.parent / "state") as store:
        assert store.find("items", "name", "Fountain p") is None
        assert store.verify(deep=True).ok
    end = time.monotonic() + _PATIENCE
    is_open = False
    while not is_open:  # the till that was cut is taken until its program has heard of it
        assert time.monotonic() < end
        with remote.till() as again:
            while not is_open and again.process.poll() is None:
                again.pump(0.1)
                is_open = "F1 Pay" in again.text


def test_a_command_that_is_cut_at_any_moment_leaves_the_price_before_or_the_one_it_set(
    remote: Remote,
) -> None:
    dice = random.Random(7)
    values = {price(remote.store, "MILK")}
    for round in range(4):
        wanted = f"{round + 1}.{round}5"
        command = subprocess.Popen(
            remote.words("items", "set", "MILK", f"price={wanted}"),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            command.wait(dice.uniform(0, 1.2))
        if command.returncode is None:
            os.killpg(command.pid, signal.SIGKILL)
            command.wait()
        values.add(wanted)
        assert price(remote.store, "MILK") in values


@pytest.mark.parametrize("size", [(40, 20), (132, 43)])
def test_every_size_works_and_may_change_while_somebody_works(remote: Remote, size: tuple[int, int]) -> None:
    with remote.till(size=size) as admin:
        admin.wait(lambda text: "Till 2" in text or "F1" in text)
        scan(admin, 1)
        admin.wait("Item 00001")
        other = (200, 60) if size[0] < 100 else (40, 20)
        admin.resize(*other)
        scan(admin, 2)
        admin.wait("Item 00002")
        admin.resize(*size)
        admin.wait(lambda text: "Item 00001" in text and "Item 00002" in text)
        admin.send("/cash 2000\r")
        admin.wait("CHANGE")
        assert all(len(row) <= size[0] for row in admin.screen.display)
        assert admin.quit() == 0
    with Store.open(remote.store, clock=now, readonly=True, state=remote.store.parent / "state") as store:
        [sale] = store.documents("sales")
    assert [line["code"] for line in sale["lines"]] == [ean(1), ean(2)]


class TestForced:
    """A key that may do one thing."""

    @contextmanager
    def keyed(self, tmp_path: Path, role: str) -> Iterator[Remote]:
        store = new_shop(tmp_path)
        environ = f"env LANG=C.UTF-8 POS_STATE={tmp_path / 'state'} PYTHONPATH={_ROOT}"
        pos = f"{environ} {sys.executable} -m pos_tui --store {store} --role {role} remote"
        with sshd(tmp_path / "sshd", f'command="{pos}",restrict,pty') as ssh:
            yield Remote(store, ssh)

    def asked(self, remote: Remote, command: str, *codes: int) -> subprocess.CompletedProcess[str]:
        plain = ["-T" if word == "-tt" else word for word in remote.ssh]
        done = subprocess.run(
            [*plain, "--", command],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode in codes, done
        return done

    def test_it_runs_commands_of_pos_and_nothing_else(self, tmp_path: Path) -> None:
        with self.keyed(tmp_path, "manager") as remote:
            assert "MILK" in self.asked(remote, "pos items show MILK", 0).stdout
            self.asked(remote, "items set MILK price=7.77", 0)
            assert price(remote.store, "MILK") == "7.77"
            stolen = tmp_path / "stolen"
            self.asked(remote, f"items show MILK; touch {stolen}", 1, 2)
            assert not stolen.exists()

    def test_what_it_may_not_run_is_refused(self, tmp_path: Path) -> None:
        """As sshd would start it, without the way there."""
        stolen = tmp_path / "stolen"
        words = ("--store", str(new_shop(tmp_path)), "--role", "manager", "remote")
        for command in (
            "sh",
            f"touch {stolen}",
            f"items show MILK; touch {stolen}",
            f"items show $(touch {stolen})",
            f"items show MILK > {stolen}",
            f"items export {stolen}",
            "items export stolen.csv",
            "items import ../secret.csv",
            f"journal export {stolen}",
            f"backup {tmp_path}",
            "backup stick",
            f"restore {stolen} --to {tmp_path / 'x'}",
            f"devices print-test file://{stolen}",
            "init",
            "remote",
            "--role owner items show MILK",
            "--store /elsewhere items show MILK",
            "items show MILK\nsh",
            "'",
            "config set language de",
            "scp -t /",
        ):
            here(*words, state=tmp_path / "state", codes=(1, 2), asked=command)
        assert not stolen.exists()
        assert not list(_ROOT.glob("stolen*"))

    def test_without_a_command_it_is_the_till_and_leaving_it_ends_the_session(self, tmp_path: Path) -> None:
        with self.keyed(tmp_path, "manager") as remote:
            asking = [*remote.ssh, "--"]
            with PtyTill(remote.store, term="xterm-256color", command=asking) as till:
                assert till.ended() == 2, "it begins with --store, which is no command"
            bare = ["sh", "-c", f"exec {shlex.join(remote.ssh)}"]
            with PtyTill(remote.store, term="xterm-256color", command=bare) as till:
                till.start()
                for keys in ("\x1a", "\x1c", "\x03", "!sh\r"):
                    till.send(keys)
                    till.settle(0.3)
                scan(till, 1)
                till.wait("Item 00001")
                assert till.quit() == 0
                assert not any(mark in till.raw for mark in OSC)

    def test_who_may_not_read_the_journal_has_the_screen_only(self, tmp_path: Path) -> None:
        with self.keyed(tmp_path, "cashier") as remote:
            assert "read the journal" in self.asked(remote, "sales list", 1).stderr

    def test_a_copy_goes_through_the_line(self, tmp_path: Path) -> None:
        with self.keyed(tmp_path, "service") as remote:
            plain = ["-T" if word == "-tt" else word for word in remote.ssh]
            done = subprocess.run([*plain, "backup -"], capture_output=True, timeout=_PATIENCE, check=True)
            (tmp_path / "copy").write_bytes(done.stdout)
            from pos_tui.bootstrap import restoring

            assert restoring.test(tmp_path / "copy", state=tmp_path / "state").name == "Corner Shop"
