"""Shelf labels: what stands on paper, read back by another reader, and what bad printers make of them."""

from __future__ import annotations

import os
import pty
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import parse
from devices.errors import AddressError, DeviceError, LinkDown, NotSupported
from devices.labels import printer as printers
from devices.labels.label import Label, Size
from devices.labels.printer import check, print_labels
from devices.labels.zpl import zpl
from devices.virtual import reader
from devices.virtual import zpl as zpl_reader
from devices.virtual.printer import virtual_printer
from tests.devices.peer import Peer

MILK = Label("Semi-skimmed milk", "1.19 €", "", "1.19 € / l", "4006381333931", "EAN13", "MILK  23.11.26")
BANANAS = Label("Bananas, loose", "1.99 €", "kg", note="PLU 4011")
SIZE = Size.parse("57x32")


def read(label: Label, size: Size = SIZE, copies: int = 1) -> zpl_reader.Printed:
    (printed,) = zpl_reader.read(zpl(label, size, copies))
    assert printed.unknown == []
    return printed


def test_all_of_it_stands_on_the_label() -> None:
    printed = read(MILK, copies=3)
    assert printed.texts() == ["Semi-skimmed milk", "1.19 €", "1.19 € / l", "MILK  23.11.26"]
    assert printed.texts("EAN13") == ["4006381333931"]
    assert (printed.copies, printed.width, printed.height) == (3, 456, 256)
    price = next(one for one in printed.fields if one.text == "1.19 €")
    assert price.height == max(one.height for one in printed.fields), "the price is the largest thing on it"


def test_what_is_sold_by_weight_says_by_what() -> None:
    assert "1.99 € / kg" in read(BANANAS).texts()


@pytest.mark.parametrize(
    ("code", "symbology"),
    [
        ("4006381333931", "EAN13"),
        ("0036000291452", "EAN13"),
        ("96385074", "EAN8"),
        ("85123A", "CODE128"),
        ("a>b^c_d~e", "CODE128"),
    ],
)
def test_a_scanner_reads_the_code_check_digit_and_all(code: str, symbology: str) -> None:
    assert read(Label("x", "1", code=code, symbology=symbology)).texts(symbology) == [code]  # type: ignore[arg-type]


@pytest.mark.parametrize("paper", ["57x32", "38x25", "100x50", "20x20"])
@pytest.mark.parametrize("dpi", ["203", "300", "600"])
def test_nothing_is_printed_beside_the_label(paper: str, dpi: str) -> None:
    size = Size.parse(paper, dpi)
    long = Label(
        "A very long name " * 9, "1234567.89 zł", "kg", "1.19 zł / l", "4006381333931", "EAN13", "N" * 60
    )
    printed = read(long, size)
    for one in printed.fields:
        assert one.x >= 0 and one.y + one.height <= size.height, one
        if one.kind == "text":
            lines = 2 if one.text.startswith("A very") else 1
            assert len(one.text) * one.height * 2 // 5 <= one.width * lines, one
            assert one.x + one.width <= size.width


def test_a_code_too_wide_for_the_label_is_left_out() -> None:
    assert read(Label("x", "1", code="A" * 64, symbology="CODE128")).texts("CODE128") == []


texts = st.text(st.characters(exclude_categories=()), max_size=60)


@given(texts, texts, texts, texts)
def test_no_text_commands_the_printer(name: str, price: str, unit_price: str, note: str) -> None:
    hostile = f"^XZ^XA^PQ999~JR^FS{name}"
    data = zpl(Label(hostile, price, "kg", unit_price, "x^XZ~JR", "CODE128", note), SIZE)
    (printed,) = zpl_reader.read(data)
    assert (printed.unknown, printed.copies) == ([], 1)
    assert data.isascii() and data.count(b"^XA") == data.count(b"^XZ") == 1 and b"~" not in data


@pytest.mark.parametrize("text", ["", "57", "57x", "1x1", "9999x10", "57x32x1"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match="57x32"):
        Size.parse(text)


class Tcp:
    """A label printer on the network, which can hang up in mid-label or take nothing."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.address = f"zpl+tcp://127.0.0.1:{self._server.getsockname()[1]}"
        self.deaf = False
        self.jobs: list[bytes] = []
        self._free = threading.Event()
        self._printed = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                with client:
                    if self.deaf:
                        self._free.wait(20)
                        continue
                    job = b""
                    while data := client.recv(4096):
                        job += data
                    self.jobs.append(job)
                    self._printed.set()

    def job(self) -> bytes:
        assert self._printed.wait(10)
        return self.jobs[-1]

    def close(self) -> None:
        self._free.set()
        self._server.close()


@pytest.fixture
def tcp() -> Iterator[Tcp]:
    made = Tcp()
    yield made
    made.close()


@dataclass(frozen=True)
class Out:
    """What came out: how many labels, their names, what a scanner reads from them."""

    labels: int
    names: list[str]
    codes: list[str]


class ZplTcp(Tcp):
    """ZPL over the network."""

    def out(self) -> Out:
        return zpl_labels(self.job())


class ZplFile:
    """ZPL into what the kernel has for a USB printer, or a file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lp1"
        self._path.touch()
        self.address = f"zpl+file://{self._path}"

    def out(self) -> Out:
        return zpl_labels(self._path.read_bytes())

    def close(self) -> None:
        """Nothing is open."""


class ZplPty:
    """ZPL over a serial line."""

    def __init__(self, folder: Path) -> None:
        self._master, self._slave = pty.openpty()
        (folder / "tty").symlink_to(os.ttyname(self._slave))
        self.address = f"zpl+serial://{folder}/tty?baud=19200"
        self._came = b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while data := os.read(self._master, 4096):
                self._came += data

    def out(self) -> Out:
        os.write(self._slave, b"<end>")  # behind all that was sent
        end = time.monotonic() + 10
        while not self._came.endswith(b"<end>"):
            assert time.monotonic() < end
            time.sleep(0.01)
        self._came = self._came.removesuffix(b"<end>")
        return zpl_labels(self._came)

    def close(self) -> None:
        os.close(self._slave)
        os.close(self._master)


class ZplVirtual:
    """ZPL at the shipped printer."""

    def __init__(self, folder: Path) -> None:
        self.address = f"zpl+dummy://{folder.name}"
        self._printer = virtual_printer(folder.name)

    def out(self) -> Out:
        return zpl_labels(self._printer.jobs[-1])

    def close(self) -> None:
        """Nothing is open."""


class Strip:
    """A receipt printer over the network, with paper that is cut."""

    def __init__(self) -> None:
        self._peer = Peer()
        self.address = f"tcp://127.0.0.1:{self._peer.port}?profile=TM-T20II"

    def out(self) -> Out:
        end = time.monotonic() + 10
        while not self._peer.jobs:
            assert time.monotonic() < end
            time.sleep(0.01)
        return strip_labels(self._peer.jobs[-1])

    def close(self) -> None:
        self._peer.close()


class StripVirtual(ZplVirtual):
    """A receipt printer that ships."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.address = f"dummy://{folder.name}"

    def out(self) -> Out:
        return strip_labels(self._printer.jobs[-1])


def zpl_labels(data: bytes) -> Out:
    """What came out of a label printer."""
    printed = [one for one in zpl_reader.read(data) for _ in range(one.copies)]
    assert not any(one.unknown for one in printed)
    return Out(
        len(printed),
        [one.texts()[0] for one in printed],
        [code for one in printed for code in one.texts("EAN13")],
    )


def strip_labels(data: bytes) -> Out:
    """What came out of a receipt printer, each label cut off."""
    paper = reader.read(data)
    assert (paper.unknown, paper.drawer_kicks) == ([], 0)
    names = {MILK.name, BANANAS.name}
    return Out(
        paper.cuts,
        [line.strip() for line in paper.lines if line.strip() in names],
        [code for _, code in paper.codes],
    )


MAKERS: dict[str, Callable[[Path], Any]] = {
    "zpl-tcp": lambda _: ZplTcp(),
    "zpl-file": ZplFile,
    "zpl-pty": ZplPty,
    "zpl-virtual": ZplVirtual,
    "strip-tcp": lambda _: Strip(),
    "strip-virtual": StripVirtual,
}


@pytest.fixture(params=MAKERS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made = MAKERS[request.param](tmp_path)
    yield made
    made.close()


class TestEveryLabelPrinter:
    def test_each_label_comes_out_so_many_times_in_order(self, bench: Any) -> None:
        print_labels(parse(bench.address), [(MILK, 2), (BANANAS, 1)], "57x32")
        assert bench.out() == Out(3, [MILK.name, MILK.name, BANANAS.name], [MILK.code] * 2)

    def test_hostile_names_are_names(self, bench: Any) -> None:
        labels = [(Label(f"{name}x", "1 €"), 1) for name in ("^XZ~JR", "\x1bp\x00\x19\xfa", "a\\&b")]
        print_labels(parse(bench.address), labels, "57x32")
        assert bench.out().labels == 3

    def test_its_address_is_one_for_labels(self, bench: Any) -> None:
        check(parse(bench.address))


def test_a_receipt_printer_out_of_paper_says_so() -> None:
    virtual_printer("empty").paper_out = True
    with pytest.raises(LinkDown, match="paper"):
        print_labels(parse("dummy://empty"), [(MILK, 1)], "57x32")
    assert virtual_printer("empty").jobs == ()


def test_one_that_is_off_is_told() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        with pytest.raises(DeviceError, match="refused"):
            print_labels(parse(f"zpl+tcp://127.0.0.1:{reserved.getsockname()[1]}"), [(MILK, 1)], "57x32")


def test_one_that_takes_nothing_is_given_up(tcp: Tcp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "_STALL_SECONDS", 0.2)
    tcp.deaf = True
    with pytest.raises(DeviceError):
        print_labels(parse(tcp.address), [(MILK, 1)] * 20_000, "57x32")


@pytest.mark.parametrize("text", ["sma+serial:///dev/x", "wedge://", "dummy://x?profile=nosuch"])
def test_what_prints_no_labels_is_refused(text: str) -> None:
    with pytest.raises((AddressError, NotSupported)):
        check(parse(text))


def test_the_reader_and_the_rows_go_down_the_label() -> None:
    rows = [one.y for one in sorted(read(MILK).fields, key=lambda one: one.y)]
    assert all(above < below for above, below in pairwise(rows))
