"""One contract for every link: what any of them must do, run over each of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.document import Cut, Document, Text
from devices.errors import LinkDown, LinkStalled, NotSupported
from devices.links import link_to
from devices.ports import StatusLines
from devices.printing import Printer
from tests.devices.ends import (
    JOB,
    MEGABYTE,
    FifoPeer,
    FilePeer,
    FolderPeer,
    Peer,
    SerialPeer,
    StallingPeer,
    TcpPeer,
    TtyPeer,
    VirtualPeer,
)
from tests.devices.fake_cups import CupsPeer
from tests.devices.fake_usb import UsbPeer

if TYPE_CHECKING:
    from devices.ports import Link


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

    def test_a_printer_there_gets_a_receipt_once(self, peer: Peer, tmp_path: Path) -> None:
        rows = [Text(f"line {number:4} of a long receipt") for number in range(500)]
        printer = Printer(parse(peer.printer), tmp_path / "spool", backoff=(0.05,))
        printer.submit(Document((*rows, Cut()), "long"))
        assert printer.close(20), printer.status
        assert printer.status.printed == 1
        assert b"".join(peer.jobs()).count(b"line    0 of") == 1
        assert b"".join(peer.jobs()).count(b"line  499 of") == 1

    def test_a_printer_that_is_not_there_holds_it(self, peer: Peer, tmp_path: Path) -> None:
        printer = Printer(parse(peer.nowhere), tmp_path / "spool", backoff=(60,))
        printer.submit(Document((Text("x"), Cut()), "short"))
        assert not printer.close(20)
        assert [job.state for job in printer.status.jobs] == ["held"]
        assert printer.status.trouble

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

    def test_it_must_be_open(self, link: Link) -> None:
        for call in (lambda: link.write(b"x", 1, 1), lambda: link.read(1, 0.01), lambda: link.finish(1)):
            with pytest.raises(LinkDown):
                call()

    def test_closing_is_never_wrong(self, peer: Peer, link: Link) -> None:
        link.close()
        link.open(5)
        link.close()
        link.close()


class SilentContract(LinkContract):
    """What those do besides whose other end takes all there is, and says nothing."""

    def test_silence_is_no_error(self, link: Link) -> None:
        link.open(5)
        assert link.read(10, 0.01) == b""


class StallingContract(LinkContract):
    """What those do besides whose other end can stop taking anything."""

    peer_type: type[StallingPeer]

    @pytest.fixture
    def deaf(self, peer: StallingPeer, link: Link) -> Link:
        """The link to one that takes nothing."""
        peer.go_deaf()
        link.open(5)
        return link

    def test_one_that_takes_nothing_does_not_hold_us(self, deaf: Link) -> None:
        with pytest.raises(LinkStalled) as raised:
            deaf.write(MEGABYTE, 0.05, 5)
        assert 0 <= raised.value.sent < len(MEGABYTE)

    def test_the_whole_of_a_job_has_a_limit(self, deaf: Link) -> None:
        with pytest.raises(LinkStalled):
            deaf.write(MEGABYTE, float("inf"), 0.05)

    def test_its_silence_is_no_error(self, deaf: Link) -> None:
        assert deaf.read(10, 0.01) == b""


class TestTcp(StallingContract):
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


class TestFile(SilentContract):
    peer_type = FilePeer

    def test_the_file_is_its_owners_alone(self, peer: Peer, link: Link, tmp_path: Path) -> None:
        link.open(5)
        assert next(tmp_path.glob("printed*")).stat().st_mode & 0o777 == 0o600

    def test_a_missing_device_is_not_made_a_file(self) -> None:
        with pytest.raises(LinkDown):
            link_to(parse("file:///dev/no-such-printer")).open(5)
        assert not Path("/dev/no-such-printer").exists()


class TestTty(StallingContract):
    peer_type = TtyPeer


class TestSerial(StallingContract):
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


class TestFifo(StallingContract):
    peer_type = FifoPeer


class TestFolder(SilentContract):
    peer_type = FolderPeer


class TestVirtual(StallingContract):
    peer_type = VirtualPeer


class TestCups(SilentContract):
    peer_type = CupsPeer

    def test_a_job_is_handed_over_raw_and_once(self, peer: CupsPeer, link: Link) -> None:
        link.open(5)
        link.write(JOB, 5, 20)
        link.finish(5)
        assert (peer.folder / "calls").read_text() == "-d kitchen -o raw -s\n"

    @pytest.mark.parametrize(
        ("file", "text", "says"),
        [
            ("stopped", "", "stopped the queue kitchen: out of ribbon"),
            ("waiting", "kitchen-7  ana  1024  Mon 23 Nov\n", "still has the receipt before"),
        ],
    )
    def test_what_cups_would_keep_back_waits_here(
        self, peer: CupsPeer, link: Link, file: str, text: str, says: str
    ) -> None:
        (peer.folder / file).write_text(text)
        with pytest.raises(LinkDown, match=says) as raised:
            link.open(5)
        assert raised.value.sent == 0

    def test_a_refused_job_is_not_handed_over_and_one_without_an_answer_may_be(
        self, peer: CupsPeer, link: Link
    ) -> None:
        for name, sent in (("refuses", False), ("deaf", True)):
            (peer.folder / name).touch()
            link.open(5)
            link.write(JOB, 5, 20)
            with pytest.raises(LinkDown) as raised:
                link.finish(0.3)
            assert bool(raised.value.sent) is sent
            assert peer.jobs() == []
            (peer.folder / name).unlink()

    def test_a_server_that_hangs_does_not_hold_us(self, peer: CupsPeer, link: Link) -> None:
        (peer.folder / "hangs").touch()
        with pytest.raises(LinkStalled, match="did not answer"):
            link.open(0.3)

    def test_without_its_commands_it_says_what_to_install(
        self, link: Link, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(LinkDown, match="cups-client"):
            link.open(1)


class TestUsb(StallingContract):
    peer_type = UsbPeer

    def test_it_is_taken_from_the_kernel_and_given_back(self, peer: UsbPeer, link: Link) -> None:
        link.open(5)
        assert peer.usb.claimed
        assert not peer.usb.kernel_has_it
        link.close()
        assert not peer.usb.claimed
        assert peer.usb.kernel_has_it

    def test_an_answer_is_read_and_the_port_says_how_it_is(self, peer: UsbPeer, link: Link) -> None:
        link.open(5)
        assert link.can_answer
        peer.usb.says = b"\x12"
        assert link.read(1, 1) == b"\x12"
        assert isinstance(link, StatusLines)
        assert link.port_status() == 0x18

    def test_what_it_took_before_it_took_no_more_is_counted(self, peer: UsbPeer, link: Link) -> None:
        peer.usb.holds = 5000
        link.open(5)
        with pytest.raises(LinkStalled) as raised:
            link.write(JOB, 0.05, 5)
        assert raised.value.sent == 5000

    def test_an_unplugged_printer_is_down_not_stalled(self, peer: UsbPeer, link: Link) -> None:
        link.open(5)
        peer.usb.unplugged = True
        for call in (lambda: link.write(JOB, 1, 1), lambda: link.read(1, 0.01)):
            with pytest.raises(LinkDown, match=r"disconnected|gone") as raised:
                call()
            assert not isinstance(raised.value, LinkStalled)
        link.close()

    def test_without_libusb_it_says_what_to_install(
        self, link: Link, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("libusb1", "libusb0", "openusb"):
            monkeypatch.setattr(f"usb.backend.{name}.get_backend", lambda: None)
        with pytest.raises(NotSupported, match="libusb"):
            link.open(1)


def test_the_lines_of_a_printers_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's usblp answers LPGETSTATUS; ttys and files have no such lines."""
    peer = TtyPeer(tmp_path)
    link = link_to(parse(peer.address))
    link.open(1)
    assert isinstance(link, StatusLines)
    assert link.port_status() is None
    asked: list[int] = []

    def usblp(descriptor: int, request: int, argument: bytes) -> bytes:
        asked.append(request)
        return b"\x38\0\0\0"

    monkeypatch.setattr("fcntl.ioctl", usblp)
    assert link.port_status() == 0x38
    assert asked == [0x060B]
    monkeypatch.undo()
    link.close()
    peer.close()
    plain = link_to(parse(f"file://{tmp_path}/plain"))
    plain.open(1)
    assert isinstance(plain, StatusLines)
    assert plain.port_status() is None
    plain.close()


def test_links_without_a_driver_say_so() -> None:
    with pytest.raises(NotSupported, match="no driver for zvt://"):
        link_to(parse("zvt://192.0.2.9"))
