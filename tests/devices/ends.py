"""The other ends of links, for their contract: each takes jobs, and can stop taking any."""

from __future__ import annotations

import os
import pty
import socket
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path

from devices.virtual.printer import virtual_printer

JOB = bytes(range(256)) * 40
"""All bytes there are, more than a small buffer holds."""
MEGABYTE = b"x" * 1_000_000


class Peer(ABC):
    """The other end of a link."""

    address: str
    """Where it is reached."""
    nowhere: str
    """An address of the same kind with nothing there."""

    @property
    def printer(self) -> str:
        """The address where a printer is to be taken for there."""
        return self.address

    @abstractmethod
    def __init__(self, tmp_path: Path) -> None:
        """Begin to listen."""

    @abstractmethod
    def jobs(self) -> list[bytes]:
        """What arrived, a piece for each job, once they were finished."""

    def close(self) -> None:  # noqa: B027
        """End it, where there is something to end."""


class StallingPeer(Peer):
    """One that can stop taking anything."""

    @abstractmethod
    def go_deaf(self) -> None:
        """Take nothing from now on, but stay there."""


class TcpPeer(StallingPeer):
    """A port-9100 printer on the loopback."""

    def __init__(self, tmp_path: Path) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        port = self._server.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        with socket.create_server(("127.0.0.1", 0)) as closed:
            self.nowhere = f"tcp://127.0.0.1:{closed.getsockname()[1]}"
        self._jobs: list[bytes] = []
        self._done = threading.Condition()
        self._deaf = threading.Event()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def printer(self) -> str:
        return f"{self.address}?ack=none"  # what it says is no answer

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            if self._deaf.is_set():
                self._open.append(client)
                continue
            job = self._serve_one(client)
            with self._done:
                self._jobs.append(job)
                self._done.notify_all()

    def _serve_one(self, client: socket.socket) -> bytes:
        job = b""
        with client, suppress(ConnectionError):
            client.sendall(b"\x12status nobody asked for")
            while data := client.recv(4096):
                job += data
        return job

    def jobs(self) -> list[bytes]:
        with self._done:
            self._done.wait_for(lambda: self._jobs, 10)
            return list(self._jobs)

    def go_deaf(self) -> None:
        self._deaf.set()

    def close(self) -> None:
        self._server.close()
        for client in self._open:
            client.close()


class FilePeer(Peer):
    """A plain file."""

    def __init__(self, tmp_path: Path) -> None:
        self._path = tmp_path / "printed é.bin"
        self.address = f"file://{self._path}"
        self.nowhere = f"file://{tmp_path}/missing/file"

    def jobs(self) -> list[bytes]:
        return [self._path.read_bytes()]


class DescriptorPeer(StallingPeer):
    """A tty or FIFO, read by a thread."""

    _reader: int

    def _start(self) -> None:
        self._got = bytearray()
        self._read = threading.Condition()
        self._deaf = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        import select

        while not self._deaf:
            if not select.select([self._reader], [], [], 0.02)[0]:
                continue
            try:
                data = os.read(self._reader, 65536)
            except OSError:  # the last writer of a tty closed it
                continue
            with self._read:
                self._got += data
                self._read.notify_all()

    def jobs(self) -> list[bytes]:
        with self._read:
            self._read.wait_for(lambda: len(self._got) >= len(JOB), 10)
            return [bytes(self._got)]

    def go_deaf(self) -> None:
        self._deaf = True
        self._thread.join()

    def close(self) -> None:
        self.go_deaf()
        os.close(self._reader)


class TtyPeer(DescriptorPeer):
    """A pty in the place of a serial device."""

    def __init__(self, tmp_path: Path) -> None:
        self._reader, self._slave = pty.openpty()
        self.address = f"file://{os.ttyname(self._slave)}"
        self.nowhere = "file:///dev/pts/99999"
        self._start()

    def close(self) -> None:
        super().close()
        os.close(self._slave)


class SerialPeer(TtyPeer):
    """The same, opened as a serial line."""

    def __init__(self, tmp_path: Path) -> None:
        super().__init__(tmp_path)
        self.address = f"serial://{os.ttyname(self._slave)}?baud=19200"
        self.nowhere = "serial:///dev/pts/99999"


class FifoPeer(DescriptorPeer):
    """A FIFO with a reader."""

    def __init__(self, tmp_path: Path) -> None:
        path, unread = tmp_path / "fifo", tmp_path / "unread"
        os.mkfifo(path)
        os.mkfifo(unread)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.address, self.nowhere = f"file://{path}", f"file://{unread}"
        self._start()


class FolderPeer(Peer):
    """A folder of jobs."""

    def __init__(self, tmp_path: Path) -> None:
        self._folder = tmp_path / "jobs"
        self.address = f"dummy://{self._folder}"
        (tmp_path / "a file").touch()
        self.nowhere = f"dummy://{tmp_path}/a file/jobs"

    def jobs(self) -> list[bytes]:
        assert all(path.stat().st_mode & 0o077 == 0 for path in self._folder.iterdir())
        return [path.read_bytes() for path in sorted(self._folder.glob("*.bin"))]


class VirtualPeer(StallingPeer):
    """A virtual printer."""

    def __init__(self, tmp_path: Path) -> None:
        self._printer = virtual_printer(str(tmp_path.name))
        virtual_printer("off").state = "off"
        self.address, self.nowhere = f"dummy://{tmp_path.name}", "dummy://off"

    def jobs(self) -> list[bytes]:
        return list(self._printer.jobs)

    def go_deaf(self) -> None:
        self._printer.state = "deaf"
