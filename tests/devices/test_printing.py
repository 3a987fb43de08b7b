"""The print thread: it never makes the caller wait, loses no job and prints none twice in silence."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.address import parse
from devices.document import Cut, Document, Text
from devices.errors import LinkDown, NotSupported
from devices.links import link_to
from devices.printing import TWICE, Printer, PrinterStatus, check
from devices.virtual.printer import VirtualPrinter

SOON = 20.0
"""Seconds after which something is taken not to happen; never waited for when all is well."""


def slip(text: str) -> Document:
    return Document((Text(text), Cut()), text)


class Watch:
    """Collects what a printer says of itself, and waits for something in particular."""

    def __init__(self) -> None:
        self.seen: list[PrinterStatus] = []
        self._changed = threading.Condition()

    def __call__(self, status: PrinterStatus) -> None:
        with self._changed:
            self.seen.append(status)
            self._changed.notify_all()

    def wait(self, state: str, number: int = 1) -> PrinterStatus:
        """Return the first status that has, or had, job `number` in `state`."""

        def found() -> PrinterStatus | None:
            return next(
                (
                    seen
                    for seen in self.seen
                    if any((job.number, job.state) == (number, state) for job in seen.jobs)
                ),
                None,
            )

        with self._changed:
            self._changed.wait_for(lambda: found() is not None, SOON)
            status = found()
        assert status is not None, f"job {number} was never {state}: {self.seen}"
        return status


@pytest.fixture
def paper() -> VirtualPrinter:
    return VirtualPrinter()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def printer(paper: VirtualPrinter, watch: Watch, tmp_path: Path) -> Iterator[Printer]:
    printer = Printer(parse("dummy://"), tmp_path, on_status=watch, backoff=(0.01,), link=paper.link())
    yield printer
    printer.close(SOON)


def texts(paper: VirtualPrinter) -> list[str]:
    return [receipt.text.strip() for receipt in paper.receipts]


def test_jobs_come_out_in_order(printer: Printer, paper: VirtualPrinter) -> None:
    for index in range(5):
        printer.submit(slip(f"receipt {index}"))
    assert paper.wait_for(5, SOON)
    assert texts(paper) == [f"receipt {index}" for index in range(5)]
    assert printer.close(SOON)
    assert printer.status == PrinterStatus(printed=5, answers=True)


def test_b50_a_printer_that_is_off_holds_jobs_and_prints_each_once_on_its_return(
    printer: Printer, paper: VirtualPrinter, watch: Watch
) -> None:
    paper.state = "off"
    printer.submit(slip("one"))
    printer.submit(slip("two"))
    held = watch.wait("held")
    assert held.trouble == "the virtual printer is off"
    assert [job.title for job in held.jobs] == ["one", "two"]
    paper.state = "ready"
    assert paper.wait_for(2, SOON)
    assert printer.close(SOON)
    assert texts(paper) == ["one", "two"]
    assert printer.status.trouble == ""


def test_b50_a_job_torn_off_is_not_printed_again_until_somebody_says_so(
    printer: Printer, paper: VirtualPrinter, watch: Watch
) -> None:
    paper.state, paper.takes = "torn", 7
    printer.submit(slip("one"))
    unsure = watch.wait("unsure")
    assert "took 7 of" in unsure.trouble
    paper.state = "ready"
    printer.submit(slip("two"))
    assert paper.wait_for(1, SOON)
    assert texts(paper) == ["two"]
    printer.retry(1)
    assert paper.wait_for(2, SOON)
    assert TWICE in paper.receipts[1].text
    assert "COPY" in paper.receipts[1].text
    assert "one" in paper.receipts[1].text


def test_a_deaf_printer_with_nothing_taken_is_tried_again(
    printer: Printer, paper: VirtualPrinter, watch: Watch
) -> None:
    paper.state = "deaf"
    printer.submit(slip("one"))
    watch.wait("held")
    paper.state = "ready"
    assert paper.wait_for(1, SOON)


def test_b50_a_job_can_be_dropped(printer: Printer, paper: VirtualPrinter, watch: Watch) -> None:
    paper.state = "torn"
    paper.takes = 3
    printer.submit(slip("one"))
    watch.wait("unsure")
    printer.discard(1)
    assert printer.close(SOON)
    assert printer.status.jobs == ()


def test_b50_an_impatient_cashier_need_not_wait(paper: VirtualPrinter, watch: Watch, tmp_path: Path) -> None:
    printer = Printer(parse("dummy://"), tmp_path, on_status=watch, backoff=(3600,), link=paper.link())
    paper.state = "off"
    printer.submit(slip("one"))
    watch.wait("held")
    paper.state = "ready"
    printer.retry()
    assert paper.wait_for(1, SOON)
    assert printer.close(SOON)


def test_closing_does_not_wait_for_a_dead_printer(
    paper: VirtualPrinter, watch: Watch, tmp_path: Path
) -> None:
    printer = Printer(parse("dummy://"), tmp_path, on_status=watch, backoff=(3600,), link=paper.link())
    paper.state = "off"
    printer.submit(slip("one"))
    watch.wait("held")
    assert not printer.close(SOON)
    assert [job.title for job in printer.status.jobs] == ["one"]


def test_closing_prints_what_is_waiting(paper: VirtualPrinter, tmp_path: Path) -> None:
    printer = Printer(parse("dummy://"), tmp_path, link=paper.link())
    for index in range(3):
        printer.submit(slip(str(index)))
    assert printer.close(SOON)
    assert len(paper.jobs) == 3


def test_a_document_that_cannot_be_printed_does_not_stop_the_next(
    printer: Printer, paper: VirtualPrinter, watch: Watch
) -> None:
    broken = Document((Text(None),))  # type: ignore[arg-type]
    printer.submit(broken)
    printer.submit(slip("two"))
    assert watch.wait("failed", -1).trouble
    assert paper.wait_for(1, SOON)
    assert texts(paper) == ["two"]


def test_a_wrong_profile_fails_the_job_with_its_reason(
    paper: VirtualPrinter, watch: Watch, tmp_path: Path
) -> None:
    printer = Printer(parse("dummy://?profile=TM-T99"), tmp_path, on_status=watch, link=paper.link())
    printer.submit(slip("one"))
    assert "did you mean" in watch.wait("failed", -1).trouble
    printer.close(SOON)


def test_addresses_are_checked_before_they_are_used() -> None:
    check(parse("tcp://192.0.2.1?profile=TM-T20II"))
    for wrong in ("wedge://", "manual://", "toledo8217+serial:///dev/ttyUSB0"):
        with pytest.raises(NotSupported):
            check(parse(wrong))


def test_the_print_thread_dies_with_the_program() -> None:
    """A program whose printer takes nothing ends at once when it wants to."""
    code = """
import pathlib, socket, tempfile
from devices.address import parse
from devices.document import Document, Text
from devices.printing import Printer
server = socket.create_server(("127.0.0.1", 0))
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
printer = Printer(parse(f"tcp://127.0.0.1:{server.getsockname()[1]}"), pathlib.Path(tempfile.mkdtemp()))
printer.submit(Document(tuple(Text("x" * 1000) for _ in range(200))))
server.accept()
assert not printer.close(0.01)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_importing_and_submitting_cost_the_caller_no_library() -> None:
    code = """
import sys
import devices.printing, devices.address, devices.document, devices.printers.text
heavy = {"escpos", "PIL", "serial", "qrcode", "yaml", "asyncio"} & set(sys.modules)
assert not heavy, heavy
assert not [name for name in sys.modules if name.partition(".")[0] in ("pos_tui", "data")]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_that_collects_receipts_holds_nothing_but_receipts(tmp_path: Path) -> None:
    for place in (tmp_path / "out.bin", tmp_path / "folder"):
        scheme = "dummy" if place.name == "folder" else "file"
        printer = Printer(parse(f"{scheme}://{place}"), tmp_path / f"spool-{scheme}")
        printer.submit(slip("one"))
        assert printer.close(SOON)
        (printed,) = place.glob("job-*.bin") if place.is_dir() else (place,)
        data = printed.read_bytes()
        assert data.startswith(b"\x1b@")
        assert b"\x10\x04" not in data
        assert b"\x1dr" not in data
        assert printer.status.answers is False


def test_links_are_made_when_asked_for() -> None:
    assert type(link_to(parse("tcp://192.0.2.1"))).__name__ == "TcpLink"


def test_a_link_is_let_go_of_when_its_job_failed(paper: VirtualPrinter, watch: Watch, tmp_path: Path) -> None:
    link = paper.link()
    printer = Printer(parse("dummy://"), tmp_path, on_status=watch, link=link)
    paper.state, paper.takes = "torn", 7
    printer.submit(slip("one"))
    watch.wait("unsure")
    with pytest.raises(LinkDown, match="not open"):
        link.read(1, 0)
    printer.close(SOON)
