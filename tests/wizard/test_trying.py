"""What is tried at the first start before it is set: printer, drawer, scanner, a folder for backups."""

from __future__ import annotations

import os
import pty
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_tui.bootstrap import trying
from pos_tui.bootstrap.setup import Workshop, open_wizard
from pos_tui.core.errors import InvalidValue, Refused
from tests.devices.peer import Peer

from .conftest import answered

pytestmark = pytest.mark.usefixtures("surrounding")


@contextmanager
def listening(times: int = 1) -> Iterator[tuple[str, list[bytes]]]:
    """A printer on the network that takes everything and says nothing, so many times."""
    got: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def take() -> None:
        for _ in range(times):
            link, _address = server.accept()
            with link:
                while data := link.recv(65536):
                    got.append(data)

    thread = threading.Thread(target=take)
    thread.start()
    with server:
        yield f"127.0.0.1:{server.getsockname()[1]}", got
        thread.join(10)


def test_a_printer_gets_a_page_before_it_is_set(shop: Path) -> None:
    wizard = answered(open_wizard(shop), "/later", "/later", "network")
    with listening() as (address, got):
        answered(wizard, address)
    assert wizard.at == "printer.printed"
    assert b"Corner [/]" in b"".join(got)
    assert Workshop(shop).standing().printer == ""
    answered(wizard, "Yes")
    assert Workshop(shop).standing().printer.startswith("tcp://127.0.0.1:")


def test_a_printer_that_is_not_there_says_what_to_look_at(shop: Path) -> None:
    wizard = answered(open_wizard(shop), "/later", "/later", "network")
    assert "is it on" in wizard.answer("127.0.0.1:1").text
    assert wizard.answer("two words").sound == "refused"
    assert wizard.answer("\x1b[2J").sound == "refused"
    assert wizard.at == "printer.address"


def test_a_drawer_on_a_printer_that_says_nothing_is_opened_all_the_same(shop: Path) -> None:
    with listening(times=2) as (address, got):
        found = Workshop(shop).open_drawer(f"tcp://{address}", "5")
    assert found == f"tcp://{address}?ack=none&drawer=5"
    assert b"".join(got).count(b"\x1bp\x01") == 1


@pytest.mark.parametrize("level", ["high", "low"])
def test_the_switch_of_a_drawer_is_learned_by_opening_it(shop: Path, level: str) -> None:
    printer = Peer()
    printer.open_is_high = level == "high"
    found = Workshop(shop).open_drawer(f"tcp://127.0.0.1:{printer.port}", "2")
    assert found == f"tcp://127.0.0.1:{printer.port}?drawer=2&drawer_open={level}"
    assert printer.kicks == 1
    printer.close()


def test_a_drawer_on_a_printer_that_is_not_there_says_so(shop: Path) -> None:
    with pytest.raises(Refused, match="with paper in it"):
        Workshop(shop).open_drawer("tcp://127.0.0.1:1", "2")


def test_a_serial_scanner_is_read(shop: Path) -> None:
    line, port = pty.openpty()
    try:
        # Opening a port drops what came before.
        threading.Timer(0.5, os.write, (line, b"5010477348678\r")).start()
        assert Workshop(shop).read_scanner(f"serial://{os.ttyname(port)}") == "5010477348678"
        with pytest.raises(Refused, match="nothing came"):
            trying.read_scanner(f"serial://{os.ttyname(port)}", 0.1)
    finally:
        os.close(line)
        os.close(port)
    with pytest.raises(Refused):
        trying.read_scanner("serial:///dev/nothing", 0.1)


def test_a_backup_folder_is_tried_and_leaves_nothing(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    notes = Workshop(shop).try_backup(str(tmp_path / "stick"))
    assert any("own disk" in note for note in notes)
    assert list((tmp_path / "stick").iterdir()) == []
    for wrong in (
        "relative",
        str(tmp_path / "none"),
        str(shop),
        str(shop / "journal"),
        str(tmp_path / "store\x1b"),
    ):
        with pytest.raises(Refused):
            Workshop(shop).try_backup(wrong)


def test_a_backup_folder_that_reads_back_something_else_is_refused(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"something else")
    with pytest.raises(Refused, match="reads back"):
        Workshop(shop).try_backup(str(tmp_path))


def test_an_address_that_is_none_is_refused(shop: Path) -> None:
    with pytest.raises(InvalidValue):
        Workshop(shop).printer_address("zvt://192.0.2.9")
