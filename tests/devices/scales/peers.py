"""Scales on a real pty and behind real TCP, which share no code with the virtual one."""

from __future__ import annotations

import os
import pty
import socket
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Answer = Callable[[bytes], bytes]


class Peer:
    """What is on the pan and how the scale does, for both ways to reach it."""

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol
        self.grams, self.state = 0, "ready"
        self.delay = 0.0
        self.noise = b""
        """Said before each answer."""
        self.piecewise = False
        self.raw = b""
        """Said instead of an answer."""
        self.asked: list[float] = []
        self.answered = 0

    def put(self, grams: int, state: str = "ready") -> None:
        self.grams, self.state = grams, state

    def answer(self, data: bytes) -> bytes:
        wanted = b"W" if self.protocol == "toledo8217" else b"\nW\r"
        if wanted not in data or self.state == "mute":
            return b""
        self.asked.append(time.monotonic())
        time.sleep(self.delay)
        if self.raw:
            return self.raw
        return self.noise + (self._toledo() if self.protocol == "toledo8217" else self._sma())

    def _toledo(self) -> bytes:
        if self.state == "moving":
            return b"\x02?A\r"
        if self.grams > 15000:
            return b"\x02?B\r"
        if self.grams < 0:
            return b"\x02?D\r"
        if self.state == "pounds":
            return b"\x0201.62\r"
        if self.state == "faulty":
            return b"\x02?H\r"
        kilograms = b"%02d.%03d" % divmod(self.grams, 1000)
        return b"\x02" + kilograms + (b"N\r" if self.state == "tared" else b"\r")

    def _sma(self) -> bytes:
        if self.state == "faulty":
            return b"\nE1G  ----------kg \r"
        if self.state == "pounds":
            return b"\n 1G       1.620lb \r"
        status = b"O" if self.grams > 15000 else b"U" if self.grams < 0 else b"Z" if not self.grams else b" "
        sign = b"-" if self.grams < 0 else b""
        weight = (sign + b"%d.%03d" % divmod(abs(self.grams), 1000)).rjust(10)
        kind, motion = (b"N" if self.state == "tared" else b"G"), (b"M" if self.state == "moving" else b" ")
        return b"\n" + status + b"1" + kind + motion + b" " + weight + b"kg \r"

    def pieces(self, answer: bytes) -> list[bytes]:
        return [answer[i : i + 1] for i in range(len(answer))] if self.piecewise else [answer]


class PtyScale(Peer):
    """A scale on a serial line, behind a link as /dev/serial/by-id has them."""

    def __init__(self, protocol: str, folder: Path) -> None:
        super().__init__(protocol)
        self.path = folder / "scale"
        self.plug()

    @property
    def address(self) -> str:
        return f"{self.protocol}+serial://{self.path}"

    def plug(self) -> None:
        self.master, self.slave = pty.openpty()
        settings = termios.tcgetattr(self.slave)
        settings[3] &= ~termios.ECHO
        termios.tcsetattr(self.slave, termios.TCSANOW, settings)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self.slave))
        threading.Thread(target=self._serve, args=(self.master,), daemon=True).start()

    def unplug(self) -> None:
        self.path.unlink()
        os.close(self.slave)
        os.close(self.master)

    def _serve(self, master: int) -> None:
        with suppress(OSError):
            while data := os.read(master, 64):
                for piece in self.pieces(self.answer(data)):
                    os.write(master, piece)
                self.answered += 1

    def close(self) -> None:
        with suppress(OSError):
            self.unplug()


class TcpScale(Peer):
    """A scale behind a serial server: one client at a time."""

    def __init__(self, protocol: str) -> None:
        super().__init__(protocol)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"{self.protocol}+tcp://127.0.0.1:{self._port}"

    def plug(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._serve, daemon=True).start()

    def unplug(self) -> None:
        # A plain close would leave the accept under way holding the port.
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                with client, suppress(OSError):
                    while data := client.recv(64):
                        for piece in self.pieces(self.answer(data)):
                            client.sendall(piece)
                        self.answered += 1

    def close(self) -> None:
        with suppress(OSError):
            self.unplug()
