"""What every customer display must do, whatever it speaks and however it is reached."""

from __future__ import annotations

import os
import pty
import socket
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import parse
from devices.displays import display as displays
from devices.displays.display import CustomerDisplay
from devices.displays.panel import COLUMNS, PANELS, Cd5220, EscPos, Face, Row, panel_for
from devices.errors import AddressError
from devices.virtual.display import Screen, virtual_display

IDLE = Face(Row("Corner Shop", is_centered=True), Row("Welcome", is_centered=True))
SOLD = Face(Row("Bananas, loose and sweet", "1.46"), Row("TOTAL", "8.34"))


class Pty:
    """A display on a serial line that can be unplugged, or stop reading."""

    def __init__(self, protocol: str, folder: Path) -> None:
        self.path = folder / "display"
        self.address = f"{protocol}+serial://{self.path}"
        self.reads = True
        self.plug()

    def plug(self) -> None:
        self.screen = Screen()
        self.master, self.slave = pty.openpty()
        settings = termios.tcgetattr(self.slave)
        settings[3] &= ~(termios.ECHO | termios.ICANON)
        settings[1] &= ~termios.OPOST
        termios.tcsetattr(self.slave, termios.TCSANOW, settings)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(self.slave))
        threading.Thread(target=self._serve, args=(self.master, self.screen), daemon=True).start()

    def unplug(self) -> None:
        self.path.unlink()
        os.close(self.slave)
        os.close(self.master)

    def _serve(self, master: int, screen: Screen) -> None:
        with suppress(OSError):
            while data := os.read(master, 7):
                screen.feed(data)

    @property
    def lines(self) -> tuple[str, str]:
        return self.screen.lines

    @property
    def unknown(self) -> list[bytes]:
        return self.screen.unknown

    def close(self) -> None:
        with suppress(OSError):
            self.unplug()


class Tcp:
    """A display behind a serial server."""

    def __init__(self, protocol: str, _: Path) -> None:
        self._protocol, self._port = protocol, 0
        self.plug()

    @property
    def address(self) -> str:
        return f"{self._protocol}+tcp://127.0.0.1:{self._port}"

    def plug(self) -> None:
        self.screen = Screen()
        self._client: socket.socket | None = None
        self._server = socket.create_server(("127.0.0.1", self._port))
        self._port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._server, self.screen), daemon=True).start()

    def unplug(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        if self._client is not None:
            with suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)

    def _serve(self, server: socket.socket, screen: Screen) -> None:
        with suppress(OSError):
            while True:
                self._client, _ = server.accept()
                with self._client:
                    while data := self._client.recv(7):
                        screen.feed(data)

    @property
    def lines(self) -> tuple[str, str]:
        return self.screen.lines

    @property
    def unknown(self) -> list[bytes]:
        return self.screen.unknown

    def close(self) -> None:
        with suppress(OSError):
            self.unplug()


class Virtual:
    """The shipped one."""

    def __init__(self, protocol: str, folder: Path) -> None:
        self.address = f"{protocol}+dummy://{folder.name}"
        self._display = virtual_display(parse(self.address))

    def plug(self) -> None:
        self._display.state = "ready"

    def unplug(self) -> None:
        self._display.switch_off()

    @property
    def lines(self) -> tuple[str, str]:
        return self._display.lines

    @property
    def unknown(self) -> list[bytes]:
        return self._display.unknown

    def close(self) -> None:
        self.plug()


Bench = Pty | Tcp | Virtual
MAKERS: dict[str, Callable[[str, Path], Bench]] = {"pty": Pty, "tcp": Tcp, "virtual": Virtual}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displays, "PAUSE", 0.02)
    monkeypatch.setattr(displays, "_STALL_SECONDS", 0.3)


@pytest.fixture(params=[f"{name}-{way}" for name in PANELS for way in MAKERS])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    protocol, _, way = str(request.param).partition("-")
    made = MAKERS[way](protocol, tmp_path)
    yield made
    made.close()


class Told:
    """What the display says of itself."""

    def __init__(self) -> None:
        self.said: list[str] = []


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def display(bench: Bench, told: Told) -> Iterator[CustomerDisplay]:
    made = CustomerDisplay(parse(bench.address), IDLE, told.said.append)
    made.start()
    yield made
    made.close()


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


GREETING = ("    Corner Shop     ", "      Welcome       ")
SALE = ("Bananas, loose  1.46", "TOTAL           8.34")


class TestEveryDisplay:
    def test_it_greets_and_shows_what_is_sold_to_the_letter(
        self, bench: Bench, display: CustomerDisplay
    ) -> None:
        until(lambda: bench.lines == GREETING)
        display.show(SOLD)
        until(lambda: bench.lines == SALE)
        assert bench.unknown == []

    def test_the_latest_wins(self, bench: Bench, display: CustomerDisplay) -> None:
        for number in range(2000):
            display.show(Face(Row("Item", str(number))))
        until(lambda: bench.lines[0].split() == ["Item", "1999"])

    def test_after_the_change_it_greets_again(self, bench: Bench, display: CustomerDisplay) -> None:
        display.show(SOLD, seconds=0.2)
        until(lambda: bench.lines == SALE)
        until(lambda: bench.lines == GREETING)

    def test_what_comes_before_the_greeting_is_due_puts_it_off(
        self, bench: Bench, display: CustomerDisplay
    ) -> None:
        display.show(SOLD, seconds=0.2)
        display.show(SOLD)
        until(lambda: bench.lines == SALE)
        assert not display._until, "no greeting is due"

    def test_unplugged_it_stops_nobody_and_back_it_shows_what_is_right_now(
        self, bench: Bench, display: CustomerDisplay, told: Told
    ) -> None:
        until(lambda: bench.lines == GREETING)
        bench.unplug()
        numbers = count()

        def is_told() -> bool:
            display.show(Face(Row(str(next(numbers)))))
            return bool(told.said)

        until(is_told)
        bench.plug()
        display.show(SOLD)
        until(lambda: bench.lines == SALE)
        until(lambda: told.said[-1] == "")
        assert len(told.said) == 2, "that it went and that it is back are told once each"

    def test_it_goes_dark_with_the_till(self, bench: Bench, display: CustomerDisplay) -> None:
        display.show(SOLD)
        until(lambda: bench.lines == SALE)
        display.close()
        until(lambda: bench.lines == (" " * COLUMNS, " " * COLUMNS))

    def test_hostile_text_is_text(self, bench: Bench, display: CustomerDisplay) -> None:
        display.show(Face(Row("a\x0c\x1bQBx\rb\x1b@", "9\r9")))
        until(lambda: bench.lines[0] == "a··QBx·b·@       9·9")
        assert bench.unknown == []


def test_one_that_is_not_there_yet_is_told_once_and_used_when_it_comes(tmp_path: Path) -> None:
    bench = Pty("cd5220", tmp_path)
    bench.unplug()
    said: list[str] = []
    display = CustomerDisplay(parse(bench.address), IDLE, said.append)
    display.start()
    until(lambda: said)
    assert display.trouble
    bench.plug()
    until(lambda: bench.lines == GREETING)
    until(lambda: display.trouble == "")
    display.close()
    assert [bool(text) for text in said] == [True, False]
    bench.close()


def test_a_deaf_one_holds_nobody_up_when_the_till_closes() -> None:
    address = parse("cd5220+dummy://deaf")
    virtual_display(address).state = "deaf"
    display = CustomerDisplay(address, IDLE)
    display.start()
    until(lambda: display.trouble)
    began = time.monotonic()
    display.show(SOLD)
    display.close()
    assert time.monotonic() - began < 1.5


def test_a_line_that_takes_nothing_is_given_up_in_time(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    link = tmp_path / "full"
    link.symlink_to(os.ttyname(slave))
    os.set_blocking(slave, False)
    display = CustomerDisplay(parse(f"escpos+serial://{link}"), IDLE)
    display.start()
    numbers = count()

    def is_given_up() -> bool:
        with suppress(BlockingIOError):  # opening it empties the line
            while True:
                os.write(slave, b"." * 1024)
        display.show(Face(Row(str(next(numbers)))))
        return bool(display.trouble)

    until(is_given_up)
    began = time.monotonic()
    display.close()
    assert time.monotonic() - began < 1.5
    os.close(slave)
    os.close(master)


def test_one_with_a_file_can_be_watched(tmp_path: Path) -> None:
    display = CustomerDisplay(parse(f"dummy://{tmp_path}/shown"), IDLE)
    display.start()
    display.show(SOLD)
    until((tmp_path / "shown").exists)
    until(lambda: (tmp_path / "shown").read_text() == "\n".join([*SALE, ""]))
    display.close()


def shown(protocol: str, face: Face, pages: str = "") -> tuple[str, str]:
    """What an independent screen makes of it."""
    panel, screen = panel_for(parse(f"{protocol}+dummy://x{pages}")), Screen()
    screen.feed(panel.begin() + panel.show(face))
    assert screen.unknown == []
    return screen.lines


@pytest.mark.parametrize(
    ("protocol", "pages", "text", "seen"),
    [
        ("cd5220", "", "Käse für 5", "Käse für 5"),
        ("cd5220", "", "5 €", "5 EUR"),
        ("cd5220", "?pages=0,19", "5 €", "5 €"),
        ("escpos", "", "5 €", "5 €"),
        ("escpos", "", "Žluťoučký kůň", "Žluťoučký kůň"),
        ("escpos", "", "Чай", "Чай"),
        ("escpos", "", "țară", "ţară"),
        ("escpos", "?pages=0", "Чай 茶", "??? ?"),
        ("escpos", "?pages=36", "חלב", "בלח"),
        ("cd5220", "?pages=14", "Τυρί", "Τυρί"),
    ],
)
def test_letters_come_out_as_the_display_has_them(protocol: str, pages: str, text: str, seen: str) -> None:
    upper, lower = shown(protocol, Face(Row(text, "1.20"), Row("Ä", "2.40")), pages)
    assert upper == seen.ljust(16) + "1.20"
    assert lower.endswith("2.40")


def test_the_amount_is_whole_whatever_the_name() -> None:
    for protocol in PANELS:
        upper, _ = shown(protocol, Face(Row("€" * 30, "1234.56 €")))
        assert upper.endswith("1234.56 EUR" if protocol == "cd5220" else " 1234.56 €")


def test_a_page_is_chosen_once_and_only_where_it_must_be() -> None:
    assert Cd5220().show(SOLD).count(b"\x1bt") == 0
    panel = EscPos()
    sent = [panel.show(Face(Row(text))).count(b"\x1bt") for text in ("a", "b", "€", "€", "c")]
    assert sent == [1, 0, 1, 0, 1]
    assert panel.begin() and panel.show(SOLD).count(b"\x1bt") == 1, "it may have been switched off since"


@pytest.mark.parametrize("text", ["serial:///dev/ttyS0", "sma+serial:///dev/x", "tcp://host"])
def test_an_address_without_a_displays_protocol_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match=r"cd5220\+serial"):
        panel_for(parse(text))


def test_a_page_nobody_has_a_table_for_is_refused() -> None:
    with pytest.raises(AddressError, match="code page 99"):
        panel_for(parse("escpos+dummy://x?pages=99"))


texts = st.text(st.characters(exclude_categories=()), max_size=30)


@given(texts, texts, texts, texts, st.sampled_from(sorted(PANELS)), st.booleans())
def test_any_text_fills_two_rows_of_twenty_and_commands_nothing(
    left: str, right: str, below: str, corner: str, protocol: str, is_centered: bool
) -> None:
    upper, lower = shown(protocol, Face(Row(left, right), Row(below, corner, is_centered)))
    assert (len(upper), len(lower)) == (COLUMNS, COLUMNS)
    assert "\ufffd" not in upper + lower
