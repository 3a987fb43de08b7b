"""A program on a pseudo terminal of its own, and when each piece of what it wrote arrived.

Pieces are stamped as they are read and shown on the emulated screen only afterwards, so that the emulator's
own time is in no figure.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

PATIENCE = 120.0
"""Seconds after which a program is stuck."""
_QUIET = 0.06
"""Seconds without a byte after which an action is over."""
_BITS = {9600: termios.B9600}


@dataclass(frozen=True, slots=True)
class Piece:
    """What one read returned, and when; seconds of the steady clock."""

    when: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Action:
    """What an action cost. Seconds, bytes."""

    latency: float
    """From its last byte to the piece that shows what was awaited."""
    settled: float
    """From its last byte to the last piece."""
    size: int
    cpu: float


class Program:
    """One program, 80x24."""

    def __init__(
        self,
        command: Sequence[str],
        ready: str,
        *,
        cwd: Path,
        environ: Mapping[str, str] | None = None,
        baud: int = 0,
        leave: str = "",
        in_child: Callable[[], None] | None = None,
    ) -> None:
        """Starts it; `ready` is what shows that it can be used, `baud` the speed of its line, 0 for any.

        `leave` are the keys that end it, if a signal is not enough.
        """
        self.ready, self._leave = ready, leave
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self._baud = baud
        self._free_at = 0.0
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        if baud:
            _set_speed(slave, _BITS[baud])
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)

        def prepare() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if in_child is not None:
                in_child()

        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env={**_environment(), **(environ or {})},
            start_new_session=True,
            preexec_fn=prepare,
        )
        os.close(slave)

    # Reading

    def _read(self, seconds: float) -> Piece | None:
        """What comes within some time."""
        if not self._poll.poll(max(seconds, 0) * 1000):
            return None
        try:
            data = os.read(self._master, max(self._baud // 1000, 1) if self._baud else 65536)
        except OSError:
            return None
        if self._baud:
            # Ten bits a byte; the next piece cannot arrive before this one has.
            self._free_at = max(self._free_at, time.monotonic()) + 10 * len(data) / self._baud
            time.sleep(max(self._free_at - time.monotonic(), 0))
        return Piece(time.monotonic(), data)

    def collect(self, quiet: float = _QUIET, first: float = 0.0) -> list[Piece]:
        """Reads until nothing came for `quiet` seconds, waiting `first` seconds for a beginning."""
        pieces: list[Piece] = []
        while (piece := self._read(quiet if pieces else max(quiet, first))) is not None:
            pieces.append(piece)
        return pieces

    def show(self, pieces: Sequence[Piece], found: Callable[[str], bool]) -> float | None:
        """Puts pieces on the screen; returns when it first was as wanted."""
        when = None
        for piece in pieces:
            self._stream.feed(piece.data)
            if when is None and found(self.text):
                when = piece.when
        return when

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.screen.display)

    # Acting

    def act(self, keys: str, seen: str) -> Action:
        """Types keys and reads until a text is seen and nothing more comes."""
        pieces = self.collect(0)
        self.show(pieces, bool)
        before = self.cpu()
        os.write(self._master, keys.encode())
        start = time.monotonic()
        pieces, when = [], None
        while when is None:
            more = self.collect(first=1.0)
            pieces += more
            when = self.show(more, lambda text: seen in text)
            if when is None and time.monotonic() > start + PATIENCE:
                raise AssertionError(f"never seen: {seen!r}\n{self.text}")
        size = sum(len(piece.data) for piece in pieces)
        return Action(when - start, pieces[-1].when - start, size, self.cpu() - before)

    def send(self, keys: str) -> None:
        """Types without looking."""
        os.write(self._master, keys.encode())

    def wait(self, seen: str) -> None:
        """Reads until a text is on the screen and nothing more comes."""
        end = time.monotonic() + PATIENCE
        while seen not in self.text:
            if time.monotonic() > end:
                raise AssertionError(f"never seen: {seen!r}\n{self.text}")
            self.show(self.collect(first=1.0), bool)

    def until_ready(self) -> tuple[float, float, int]:
        """(seconds to a first character, seconds to the whole screen, bytes) since the start."""
        pieces: list[Piece] = []
        first = when = None
        while when is None:
            more = self.collect(0.3, first=1.0)
            pieces += more
            for piece in more:
                self._stream.feed(piece.data)
                first = first or (piece.when if self.text.strip() else None)
                when = when or (piece.when if self.ready in self.text else None)
            if time.monotonic() > self.started + PATIENCE:
                raise AssertionError(f"it does not start\n{self.text}")
        assert first is not None
        return first - self.started, when - self.started, sum(len(piece.data) for piece in pieces)

    # Looking at the process

    def cpu(self) -> float:
        """Seconds of CPU that its threads have had (proc(5): schedstat)."""
        return sum(int(text.split()[0]) for text in self._of_threads("schedstat")) / 1e9

    def wake_ups(self) -> int:
        """How often its threads have gone to sleep by themselves."""
        return sum(_field(text, "voluntary_ctxt_switches:") for text in self._of_threads("status"))

    def memory(self) -> float:
        """Resident megabytes."""
        return _field(Path(f"/proc/{self._process.pid}/status").read_text(), "VmRSS:") / 1024

    def _of_threads(self, name: str) -> list[str]:
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return [file.read_text() for thread in threads if (file := thread / name).exists()]

    def close(self) -> None:
        """Ends it."""
        if self._leave:
            self.send(self._leave)
        else:
            self._process.send_signal(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            self.collect(0, first=0.01)
        self._process.kill()
        self._process.wait()
        os.close(self._master)


def _field(status: str, name: str) -> int:
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def _set_speed(fd: int, speed: int) -> None:
    modes = termios.tcgetattr(fd)
    modes[4] = modes[5] = speed
    termios.tcsetattr(fd, termios.TCSANOW, modes)


def _environment() -> dict[str, str]:
    ours = ("POS_", "TEXTUAL", "COLUMNS", "LINES", "COLORTERM", "NO_COLOR", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"TERM": "linux", "LANG": "C.UTF-8"}
