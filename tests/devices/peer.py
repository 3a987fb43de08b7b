"""A port-9100 printer over real TCP, which shares no code with the virtual one.

It answers as Epson's reference says, byte for byte in order, and can be slow, deaf, mute, torn off or out of
paper.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from devices.virtual import reader


class Peer:
    """A port-9100 printer: one client at a time, real-time answers at once, the others in their turn."""

    def __init__(self, port: int = 0) -> None:
        self._server = socket.create_server(("127.0.0.1", port))
        # A printer has a buffer of some kilobytes, not the megabytes of a loopback socket.
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self._server.getsockname()[1]
        self.paper_out = self.deaf = self.mute = self.drawer_open = False
        self.is_stuck = False
        """The drawer does not open."""
        self.open_is_high = True
        """The level of the drawer's switch while it is open."""
        self.asked = 0
        """How often its status was asked for."""
        self.taken = 0
        """Bytes."""
        self.drop_after = 0
        self.rate = 0
        self.noise = b""
        """Said before each answer, as by a printer with automatic status on."""
        self.jobs: list[bytes] = []
        self.kicks = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    @property
    def texts(self) -> list[str]:
        return [reader.read(job).text.strip() for job in self.jobs]

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        job, rest = bytearray(), b""
        client.settimeout(0.05)
        while True:
            while self.deaf:
                time.sleep(0.05)
            try:
                data = client.recv(64 if self.rate else 4096)
            except TimeoutError:
                data = None
            except OSError:
                data = b""  # reset by one that was killed: what came before is on paper
            if data == b"":
                break
            if data:
                self.taken += len(data)
                if self.rate:
                    time.sleep(len(data) / self.rate)
                rest += data
            rest = self._obey(client, job, rest)
            if self.drop_after and len(job) >= self.drop_after:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
        if job:
            self.jobs.append(bytes(job))

    def _obey(self, client: socket.socket, job: bytearray, data: bytes) -> bytes:
        """Takes commands and text; returns what waits for more bytes or for paper."""
        while data:
            if data[:1] == b"\x10":
                if len(data) < 3:
                    return data
                self._answer(client, bytes((self._status(data[2]),)))
                data = data[3:]
            elif (place := data.find(b"\x10\x04")) > 0 and self.paper_out:
                # Real-time requests are answered although what is before them waits for paper.
                self._answer(client, bytes((self._status(data[place + 2]),)))
                data = data[:place] + data[place + 3 :]
            elif self.paper_out:
                return data
            elif data.startswith(b"\x1dr\x01"):
                self._answer(client, b"\x00")
                data = data[3:]
            elif data.startswith(b"\x1d(H"):
                if len(data) < 11:
                    return data
                self._answer(client, b"\x37\x22" + data[7:11] + b"\x00")
                data = data[11:]
            elif data.startswith(b"\x1bp"):
                if len(data) < 5:
                    return data
                self.kicks += 1
                self.drawer_open = not self.is_stuck
                data = data[5:]
            else:
                job += data[:1]
                data = data[1:]
        return b""

    def _status(self, what: int) -> int:
        self.asked += 1
        level = self.drawer_open is self.open_is_high
        bits = {1: 0x08 * self.paper_out | 0x04 * level, 2: 0x20 * self.paper_out}
        return 0x12 | bits.get(what, 0x60 * self.paper_out)

    def _answer(self, client: socket.socket, data: bytes) -> None:
        if not self.mute:
            with suppress(OSError):  # one that was killed hears no answer
                client.sendall(self.noise + data)


@contextmanager
def unanswered() -> Iterator[int]:
    """A port where a connection is neither made nor refused, as with a cable pulled on the way."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server, ExitStack() as stack:
        for _ in range(4):  # more than the queue holds
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with suppress(BlockingIOError):
                waiting.connect(server.getsockname())
        time.sleep(0.05)
        yield int(server.getsockname()[1])
