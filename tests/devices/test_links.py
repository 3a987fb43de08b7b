"""One contract for every link: what any of them must do, run over each of them."""

from __future__ import annotations

import os
import pty
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.errors import LinkDown, LinkStalled, NotSupported
from devices.links import link_to
from devices.virtual.printer import virtual_printer

if TYPE_CHECKING:
    from devices.ports import Link

JOB = bytes(range(256)) * 40
"""All bytes there are, more than a small buffer holds."""
MEGABYTE = b"x" * 1_000_000


class Peer(ABC):
    """The other end of a link."""

    address: str
    """Where it is reached."""
    nowhere: str
    """An address of the same kind with nothing there."""

    @abstractmethod
    def __init__(self, tmp_path: Path) -> None:
        """Begin to listen."""

    @abstractmethod
    def jobs(self) -> list[bytes]:
        """What arrived, a piece for each job, once they were finished."""

    @abstractmethod
    def go_deaf(self) -> None:
        """Take nothing from now on, but stay there."""

    def close(self) -> None:  # noqa: B027
        """End it, where there is something to end."""


class TcpPeer(Peer):
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

    def go_deaf(self) -> None:
        pytest.skip("a plain file always takes what is written")


class DescriptorPeer(Peer):
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

    def go_deaf(self) -> None:
        pytest.skip("a folder always takes what is written")


class VirtualPeer(Peer):
    """A virtual printer."""

    def __init__(self, tmp_path: Path) -> None:
        self._printer = virtual_printer(str(tmp_path.name))
        virtual_printer("off").state = "off"
        self.address, self.nowhere = f"dummy://{tmp_path.name}", "dummy://off"

    def jobs(self) -> list[bytes]:
        return list(self._printer.jobs)

    def go_deaf(self) -> None:
        self._printer.state = "deaf"


class LinkContract:
    """What every link does; a subclass names the other end."""

    peer_type: type[Peer]

    @pytest.fixture
    def peer(self, tmp_path: Path) -> Iterator[Peer]:
        peer = self.peer_type(tmp_path)
        yield peer
        peer.close()

    @pytest.fixture
    def link(self, peer: Peer) -> Iterator[Link]:
        link = link_to(parse(peer.address))
        yield link
        link.close()

    def test_every_byte_arrives_unchanged_and_in_order(self, peer: Peer, link: Link) -> None:
        link.open(5)
        link.write(JOB[:100], 5, 20)
        link.write(JOB[100:], 5, 20)
        link.finish(10)
        assert peer.jobs() == [JOB]
        link.close()

    def test_it_opens_again_for_the_next_job(self, peer: Peer, link: Link) -> None:
        for half in (JOB[: len(JOB) // 2], JOB[len(JOB) // 2 :]):
            link.open(5)
            link.write(half, 5, 20)
            link.finish(10)
            link.close()
        assert b"".join(peer.jobs()) in (JOB, JOB[: len(JOB) // 2])
        link.open(5)

    def test_nothing_there_is_said_at_once(self, peer: Peer) -> None:
        link = link_to(parse(peer.nowhere))
        with pytest.raises(LinkDown) as raised:
            link.open(5)
        assert raised.value.sent == 0
        assert raised.value.message

    def test_one_that_takes_nothing_does_not_hold_us(self, peer: Peer, link: Link) -> None:
        peer.go_deaf()
        link.open(5)
        with pytest.raises(LinkStalled) as raised:
            link.write(MEGABYTE, 0.05, 5)
        assert 0 <= raised.value.sent < len(MEGABYTE)

    def test_the_whole_of_a_job_has_a_limit(self, peer: Peer, link: Link) -> None:
        peer.go_deaf()
        link.open(5)
        with pytest.raises(LinkStalled):
            link.write(MEGABYTE, float("inf"), 0.05)

    def test_silence_is_no_error(self, peer: Peer, link: Link) -> None:
        peer.go_deaf()
        link.open(5)
        assert link.read(10, 0.01) == b""

    def test_it_must_be_open(self, link: Link) -> None:
        for call in (lambda: link.write(b"x", 1, 1), lambda: link.read(1, 0.01), lambda: link.finish(1)):
            with pytest.raises(LinkDown):
                call()

    def test_closing_is_never_wrong(self, peer: Peer, link: Link) -> None:
        link.close()
        link.open(5)
        link.close()
        link.close()


class TestTcp(LinkContract):
    peer_type = TcpPeer

    def test_an_answer_is_read(self, peer: Peer, link: Link) -> None:
        link.open(5)
        assert link.read(1, 5) == b"\x12"

    def test_a_torn_connection_is_down_not_stalled(self, link: Link, peer: Peer) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            torn = link_to(parse(f"tcp://127.0.0.1:{server.getsockname()[1]}"))
            torn.open(5)
            client, _ = server.accept()
            linger = b"\x01\0\0\0\0\0\0\0"
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            client.close()
            with pytest.raises(LinkDown) as raised:
                torn.write(MEGABYTE, 5, 20)
            assert not isinstance(raised.value, LinkStalled)
            torn.close()

    def test_a_name_that_is_not_known(self) -> None:
        with pytest.raises(LinkDown, match=r"no-such-printer\.invalid"):
            link_to(parse("tcp://no-such-printer.invalid")).open(5)


class TestFile(LinkContract):
    peer_type = FilePeer

    def test_the_file_is_its_owners_alone(self, peer: Peer, link: Link, tmp_path: Path) -> None:
        link.open(5)
        assert next(tmp_path.glob("printed*")).stat().st_mode & 0o777 == 0o600

    def test_a_missing_device_is_not_made_a_file(self) -> None:
        with pytest.raises(LinkDown):
            link_to(parse("file:///dev/no-such-printer")).open(5)
        assert not Path("/dev/no-such-printer").exists()


class TestTty(LinkContract):
    peer_type = TtyPeer


class TestSerial(LinkContract):
    peer_type = SerialPeer

    def test_a_port_is_one_programs_alone(self, tmp_path: Path) -> None:
        peer = SerialPeer(tmp_path)
        first, second = link_to(parse(peer.address)), link_to(parse(peer.address))
        first.open(5)
        with pytest.raises(LinkDown):
            second.open(5)
        first.close()
        second.open(5)
        second.close()
        peer.close()

    def test_an_unplugged_port_closes_without_a_word(self, tmp_path: Path) -> None:
        peer = SerialPeer(tmp_path)
        link = link_to(parse(peer.address))
        link.open(5)
        peer.close()
        with pytest.raises(LinkDown):
            for _ in range(100):
                link.read(10, 0.05)
        link.close()


class TestFifo(LinkContract):
    peer_type = FifoPeer


class TestFolder(LinkContract):
    peer_type = FolderPeer


class TestVirtual(LinkContract):
    peer_type = VirtualPeer


def test_links_without_a_driver_say_so() -> None:
    with pytest.raises(NotSupported, match="no driver for cups://"):
        link_to(parse("cups://kitchen"))
