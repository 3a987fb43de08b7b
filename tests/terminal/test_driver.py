"""The driver on a pseudo terminal of its own, with an app that only listens."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import termios
import time
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.terminal import driver as module
from pos_tui.terminal.driver import LeanDriver
from pos_tui.terminal.early import Terminal

if TYPE_CHECKING:
    from pos_tui.terminal.router import Stroke


class Listener:
    """Stands in for the App."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.messages: list[Any] = []
        self.free = self.repainted = self.gone = 0
        self.failures: list[Exception] = []
        self.meanwhile: Callable[[], None] | None = None
        """What takes its time when keys come."""

    def take_strokes(self, strokes: list[Stroke]) -> None:
        self.strokes += strokes
        if self.meanwhile is not None:
            self.meanwhile()

    def _handle_exception(self, error: Exception) -> None:
        self.failures.append(error)

    def post_message(self, message: Any) -> None:
        self.messages.append(message)

    def line_is_free(self) -> None:
        self.free += 1

    def repaint(self) -> None:
        self.repainted += 1

    def hung_up(self) -> None:
        self.gone += 1

    @property
    def text(self) -> str:
        return "".join(stroke.character or f"<{stroke.key}>" for stroke in self.strokes)


class Bench:
    """A driver, its listener, and the other end of its line."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, term: str = "linux") -> None:
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("LANG", "C.UTF-8")
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.terminal = Terminal(self.slave, self.slave)
        monkeypatch.setattr("pos_tui.terminal.early._started", self.terminal)
        self.listener = Listener()
        self.driver = LeanDriver(self.listener)  # type: ignore[arg-type]

    def shown(self) -> bytes:
        os.set_blocking(self.master, False)
        data = b""
        while True:
            try:
                data += os.read(self.master, 65536)
            except BlockingIOError:
                return data


@pytest.fixture
async def bench(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    made = Bench(monkeypatch)
    yield made
    if made.driver._output >= 0:
        made.driver.stop_application_mode()
        made.driver.close()
    for fd in (made.master, made.slave):
        try:
            os.close(fd)
        except OSError:
            continue


async def soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0.005)


async def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.005)


async def test_keys_before_and_after_the_start_come_in_order(bench: Bench) -> None:
    bench.terminal.start("early")
    os.write(bench.master, b"123")
    bench.terminal.pump()
    os.write(bench.master, b"456\x1b[[A")
    bench.driver.start_application_mode()
    os.write(bench.master, b"789\r")
    await soon()
    assert bench.listener.text == "123456<f1>789\r"


async def test_what_came_while_the_till_was_busy_came_with_what_it_was_busy_with(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def work() -> None:
        bench.listener.meanwhile = None
        os.write(bench.master, b"34")
        now[0] += 0.5

    bench.driver.start_application_mode()
    bench.listener.meanwhile = work
    os.write(bench.master, b"12")
    await until(lambda: bench.listener.text == "1234")
    now[0] += 0.5
    os.write(bench.master, b"5")
    await until(lambda: bench.listener.text == "12345")
    assert [stroke.time for stroke in bench.listener.strokes] == [100.0] * 4 + [101.0]


async def test_escape_is_a_key_after_a_moment(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ESCAPE_DELAY", 0.5)
    bench.driver.start_application_mode()
    os.write(bench.master, b"\x1b")
    await soon()
    assert bench.listener.text == ""
    await until(lambda: bench.listener.text == "<escape>")


async def test_the_terminal_is_restored_to_the_last_mode(bench: Bench) -> None:
    bench.driver.start_application_mode()
    assert termios.tcgetattr(bench.slave) != bench.before
    bench.driver.write("last words")
    bench.driver.stop_application_mode()
    bench.driver.close()
    assert termios.tcgetattr(bench.slave) == bench.before
    shown = bench.shown()
    assert shown.index(b"last words") < shown.index(b"\x1b[?1049l")
    assert os.get_blocking(bench.slave), "the shell's own descriptor was never changed"


async def test_a_line_that_takes_nothing_blocks_nobody_and_is_heard_of_when_it_does(bench: Bench) -> None:
    bench.driver.start_application_mode()
    while not bench.driver.is_busy:
        bench.driver.write("x" * 1000)
    await soon()
    assert bench.driver.is_busy
    assert bench.listener.free == 0

    def is_free() -> bool:
        bench.shown()
        return bench.listener.free == 1

    await until(is_free)
    assert not bench.driver.is_busy


async def test_a_serial_line_with_a_queue_is_left_to_send_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.driver.start_application_mode()
    bench.driver._rate = 960
    waiting = [200]
    monkeypatch.setattr(module.line, "queued", lambda fd: waiting[0])
    assert bench.driver.is_busy
    waiting[0] = 10
    assert not bench.driver.is_busy
    await until(lambda: bench.listener.free == 1)


async def test_every_sigcont_sets_the_modes_and_repaints_now_and_then(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REPAINT_PAUSE", 1.0)
    bench.driver.start_application_mode()
    raw = termios.tcgetattr(bench.slave)
    for _ in range(20):
        termios.tcsetattr(bench.slave, termios.TCSANOW, bench.before)
        os.kill(os.getpid(), signal.SIGCONT)
        await asyncio.sleep(0.005)
    assert bench.listener.repainted <= 3
    assert termios.tcgetattr(bench.slave) == raw
    seen = bench.listener.repainted
    await until(lambda: bench.listener.repainted > seen)  # what was written after the first is painted over


async def test_a_line_that_hangs_up_is_told_once(bench: Bench) -> None:
    bench.driver.start_application_mode()
    os.close(bench.master)
    await soon()
    assert bench.listener.gone == 1


@pytest.mark.parametrize(("term", "asks"), [("linux", False), ("vt100", False), ("xterm-256color", True)])
async def test_only_terminals_that_may_know_it_are_asked_for_synchronized_output(
    monkeypatch: pytest.MonkeyPatch, term: str, asks: bool
) -> None:
    made = Bench(monkeypatch, term)
    made.driver.start_application_mode()
    assert (b"\x1b[?2026$p" in made.shown()) is asks
    if asks:
        os.write(made.master, b"\x1b[?2026;2$y")
    await soon()
    made.driver.write_frame("x" * 600)
    made.driver.write_frame("small")
    shown = made.shown()
    assert (b"\x1b[?2026h" + b"x" * 600 + b"\x1b[?2026l" in shown) is asks
    assert shown.endswith(b"small")
    made.driver.stop_application_mode()
    made.driver.close()


async def test_what_nobody_foresaw_is_the_apps_to_handle(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = RuntimeError("unforeseen")

    def fail(strokes: list[Stroke]) -> None:
        raise error

    monkeypatch.setattr(bench.listener, "take_strokes", fail)
    bench.driver.start_application_mode()
    os.write(bench.master, b"1")
    await soon()
    assert error in bench.listener.failures


async def test_it_starts_no_thread(bench: Bench) -> None:
    import threading

    before = threading.active_count()
    bench.driver.start_application_mode()
    assert threading.active_count() == before
