"""The real `pos` in a pseudo terminal, with an emulated screen to look at."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

_ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a wait gives up: for a stuck till, not for a slow one."""

_LINUX_KEYS = {f"f{number}": f"\x1b[[{letter}" for number, letter in enumerate("ABCDE", 1)}
_KEYS = {f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)} | {
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~",
    "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~", "up": "\x1b[A", "down": "\x1b[B",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "escape": "\x1b", "clear": "\x18", "enter": "\r",
}  # fmt: skip


def key(name: str, term: str = "linux") -> str:
    """What a terminal sends for a key (terminfo(5): linux; xterm's and the VT220's for all others)."""
    return (_LINUX_KEYS.get(name) if term == "linux" else None) or _KEYS[name]


class PtyTill:
    """A till on a pty of its own. Everything it writes goes to `screen`."""

    def __init__(
        self,
        store: Path,
        *,
        size: tuple[int, int] = (80, 24),
        term: str = "linux",
        environ: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        command: Sequence[str] = (sys.executable, "-m", "pos_tui"),
    ) -> None:
        """Starts `command`, which is another program that does what `pos` does, or leads to it."""
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.written = 0
        """Bytes the till has sent."""
        self.raw = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(slave)
        self._slave = slave
        self._readable = select.poll()
        self._readable.register(self._master, select.POLLIN)
        self.process = subprocess.Popen(
            [*command, "--store", str(store), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=_ROOT,
            env=_environment(store, term) | dict(environ or {}),
            start_new_session=True,
            preexec_fn=_take_terminal,
        )

    # Looking

    def pump(self, seconds: float) -> bool:
        """Reads what comes within some time; False where nothing did."""
        ready = self._readable.poll(seconds * 1000)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.written += len(data)
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.screen.display)

    def wait(self, seen: str | Callable[[str], bool]) -> None:
        """Reads until a text is on the screen."""
        found = (lambda text: seen in text) if isinstance(seen, str) else seen
        end = time.monotonic() + PATIENCE
        while not found(self.text):
            if time.monotonic() > end:
                raise AssertionError(f"never seen: {seen!r}; the screen is\n{self.text}")
            if not self.pump(0.1) and self.process.poll() is not None:
                raise AssertionError(f"the till ended with {self.process.returncode}\n{self.text}")

    def start(self) -> PtyTill:
        """Waits until it can sell."""
        self.wait("F1 Pay")
        return self

    def settle(self, seconds: float = 0.1) -> None:
        """Reads until nothing has come for some time."""
        while self.pump(seconds):
            pass

    # Typing

    def send(self, data: str, per_second: float = 0.0) -> None:
        """Writes keys, all at once or paced; goes on reading meanwhile, as a terminal does."""
        payload = data.encode()
        if not per_second:
            self.send_bytes(payload)
            return
        start = time.monotonic()
        for place in range(len(payload)):
            due = start + place / per_second
            while (left := due - time.monotonic()) > 0:
                self.pump(left)
            os.write(self._master, payload[place : place + 1])

    def type_blindly(self, data: str) -> None:
        """Writes keys and reads nothing, as with a line that is stuck."""
        os.write(self._master, data.encode())

    def send_bytes(self, payload: bytes) -> None:
        """Writes bytes that may be no text."""
        while payload:
            payload = payload[os.write(self._master, payload[:2000]) :]
            self.pump(0)

    def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        self.screen.resize(height, width)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    # Ending

    def quit(self) -> int:
        """Leaves by command; returns the exit code."""
        self.send("/quit\r")
        return self.ended()

    def ended(self) -> int:
        """Waits for the end; returns the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"it does not end; the screen is\n{self.text}")
            self.pump(0.05)
        while self.pump(0):
            pass
        return self.process.returncode

    def terminal_restored(self) -> bool:
        """Whether line editing and echo are as they were."""
        return termios.tcgetattr(self._slave)[:4] == self.before[:4]

    def hang_up(self) -> None:
        """The terminal goes away."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def close(self) -> None:
        """Ends it by force where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for fd in (self._master, self._slave):
            if fd >= 0:
                os.close(fd)

    def __enter__(self) -> PtyTill:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _environment(store: Path, term: str) -> dict[str, str]:
    """Nothing of the developer's own: the till's state is beside the store."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("POS_", "TEXTUAL_"))}
    return kept | {"TERM": term, "LANG": "C.UTF-8", "POS_STATE": str(store.parent / "state")}


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
