"""Scanners that type: prefixes, end marks, separators, pastes; and what no route may hear of."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.cards import holds_card_number, masked
from pos_tui.core.wedge import Wedge
from pos_tui.terminal.keys import KeyReader
from pos_tui.terminal.router import SCAN_PAUSE, Entry, Press, Router

EAN = "5449000000996"
GS1 = f"01{EAN.zfill(14)}"
SEPARATOR = "\x1d"
CARD = "4111111111111111"
STRIPES = (f"%B{CARD}^DOE/JOHN^2812101000000000000?", f";{CARD}=28121010000000000000?", f"+{CARD}=1?")


@dataclass
class Log:
    """A route that writes down what reaches it."""

    entries: list[Entry] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    seen: str = ""

    def enter(self, entry: Entry) -> None:
        self.entries.append(entry)

    def press(self, key: str, text: str) -> Press:
        self.keys.append(f"{key}:{text}")
        return Press.TOOK

    def edited(self, text: str) -> None:
        self.seen += text

    def back(self) -> None:
        self.keys.append("back")


@dataclass
class Terminal:
    """A router behind the bytes of a terminal, with a clock that goes on by a given step a byte."""

    wedge: Wedge = field(default_factory=Wedge)
    now: float = 1.0

    def __post_init__(self) -> None:
        self.log, self.keys = Log(), KeyReader()
        self.router = Router(self.log, self.wedge, holds_card_number)

    def send(self, text: str, step: float = 0.001) -> None:
        for byte in text.encode():
            self.now += step
            for stroke in self.keys.feed(bytes((byte,)), self.now):
                self.router.feed(stroke)

    def type(self, text: str) -> None:
        self.send(text, 0.2)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.router.pause(self.now)

    @property
    def scans(self) -> list[str]:
        return [entry.text for entry in self.log.entries if entry.is_scan]

    @property
    def texts(self) -> list[str]:
        return [entry.text for entry in self.log.entries if entry.text]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", "\x03"])
def test_b07_every_end_mark_ends_a_scan_without_any_setting(end: str) -> None:
    terminal = Terminal()
    terminal.send(f"{EAN}{end}{EAN}{end}")
    assert terminal.scans == terminal.texts == [EAN, EAN]
    terminal.type("3*")
    terminal.send(f"{EAN}{end}", 0.01)
    assert terminal.texts[2:] == [f"3*{EAN}"]


def test_a_hands_tab_ends_nothing() -> None:
    terminal = Terminal()
    terminal.type("milk\t")
    assert terminal.log.keys == ["tab:milk"]


@pytest.mark.parametrize(
    ("suffix", "sent"), [("tab", "\t"), ("etx", "\x03"), ("#", "#"), ("enter", "\r"), ("lf", "\n")]
)
def test_b07_a_set_end_mark_ends_a_slow_scan_too(suffix: str, sent: str) -> None:
    terminal = Terminal(Wedge.of(suffix=suffix))
    terminal.type(f"{EAN}{sent}")
    terminal.send(f"{EAN}{sent}{EAN}\r")
    assert terminal.texts == [EAN] * 3


def test_b07_a_scanner_that_sends_no_end_is_over_after_a_pause() -> None:
    terminal = Terminal(Wedge.of(suffix="none"))
    terminal.send(EAN)
    terminal.wait(SCAN_PAUSE / 2)
    assert terminal.texts == []
    terminal.wait(SCAN_PAUSE)
    assert terminal.scans == [EAN]
    terminal.type("milk choc")
    terminal.wait(5)
    assert (terminal.texts, terminal.router.text) == ([EAN], "milk choc")


@pytest.mark.parametrize("prefix", ["\x02", "~", "\x02\x12", "[["])
@pytest.mark.parametrize("step", [0.001, 0.1])
def test_b07_a_prefix_tells_a_scan_from_typing_at_any_speed(prefix: str, step: float) -> None:
    terminal = Terminal(Wedge.of(prefix, "tab"))
    terminal.type("mil")
    terminal.send(f"{prefix}{EAN}\t", step)
    assert terminal.scans == [EAN]
    assert terminal.router.text == "mil"
    terminal.type("k\r")
    assert terminal.texts == [EAN, "milk"]
    terminal.type("3*")
    terminal.send(f"{prefix}{EAN}\r\n", step)
    assert (terminal.texts[2:], terminal.router.text) == ([f"3*{EAN}"], "")


def test_a_prefix_within_a_code_says_that_an_end_was_lost() -> None:
    terminal = Terminal(Wedge.of("\x02", "none"))
    terminal.send(f"\x02{EAN}\x02{EAN}\x02{EAN}")
    terminal.wait(2 * SCAN_PAUSE)
    assert terminal.scans == [EAN] * 3


def test_clear_takes_a_lone_prefix_away() -> None:
    terminal = Terminal(Wedge.of("\x02"))
    terminal.type("\x02\x18milk\r")
    assert [(entry.text, entry.is_scan) for entry in terminal.log.entries] == [("milk", False)]


@pytest.mark.parametrize("sent", [SEPARATOR, "|", "^", "~"])
def test_separators_and_what_stands_for_them(sent: str) -> None:
    terminal = Terminal(Wedge.of(separator=sent) if sent != SEPARATOR else Wedge())
    terminal.send(f"]C1{GS1}10A{sent}21B\r")
    terminal.send(f"{sent}{GS1}10A{sent}21B{sent}\r")
    terminal.type(f"]C1{GS1}10A{sent}21B\r3*")
    terminal.send(f"{sent}{GS1}10A\r")
    assert terminal.texts == [f"]C1{GS1}10A{SEPARATOR}21B"] * 3 + [f"3*]C1{GS1}10A"]
    terminal.type("a|b^c~d\r")
    assert terminal.texts[-1] == "a|b^c~d"


def paste(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_what_is_pasted_is_typed_text_unless_it_is_a_bar_code() -> None:
    terminal = Terminal()
    terminal.send(paste("Fountain pen, blue\r") + paste(f"{EAN}\r\n{EAN}\r") + paste(f"]C1{GS1}\r"))
    assert terminal.scans == [EAN, EAN, f"]C1{GS1}"]
    assert terminal.texts[0] == "Fountain pen, blue"
    terminal.type("Foun")
    terminal.send(paste("tain pen") + "\r")
    assert (terminal.log.entries[-1].text, terminal.log.entries[-1].scanned) == ("Fountain pen", "")


def test_a_stray_mark_of_a_paste_changes_nothing_after_a_pause() -> None:
    terminal = Terminal()
    terminal.send("\x1b[200~")
    terminal.now += 1
    terminal.send("ABC-12345678\r")
    assert terminal.scans == ["ABC-12345678"]


@pytest.mark.parametrize("stripe", [*STRIPES, CARD, "4111 1111 1111 1111"])
@pytest.mark.parametrize("step", [0.001, 0.2])
def test_b82_a_cards_stripe_reaches_no_route_and_is_not_brought_back(stripe: str, step: float) -> None:
    terminal = Terminal(Wedge.of(separator="^"))
    terminal.send(f"{stripe}\r", step)
    terminal.send(stripe + "\x1bOP", step)
    terminal.router.scan(stripe, terminal.now)
    terminal.send("\x1b[A", step)
    assert (terminal.texts, terminal.router.text) == ([], "")
    assert not any(CARD in key for key in terminal.log.keys)


def test_b82_all_tracks_in_one_burst() -> None:
    terminal = Terminal()
    terminal.send("\r".join(STRIPES) + "\r" + f"{EAN}\r")
    assert terminal.texts == [EAN]


@given(st.integers(0, 60))
def test_b82_a_stripe_is_masked_from_its_first_digits(length: int) -> None:
    for stripe in STRIPES[:2]:
        assert CARD[:4] not in masked(stripe[:length])


def test_gs1_codes_are_no_cards() -> None:
    assert not holds_card_number(f"]C1{GS1}10A{SEPARATOR}310300012315261234")
    assert not holds_card_number("]e08112106141416543213150110000310123196000")
    assert holds_card_number(f"]C1{CARD}")
    assert not holds_card_number(f"https://id.gs1.org/01/{EAN.zfill(14)}/21/{CARD}")
    assert holds_card_number(f"https://example.com/?card={CARD}")
    assert holds_card_number(f"]C0{CARD}")
    assert holds_card_number(f"]C1{GS1}|;{CARD}=1")


@given(
    st.binary(max_size=80), st.sampled_from([Wedge(), Wedge.of("\x02", "none", "|"), Wedge.of("~", "tab")])
)
def test_any_bytes_are_taken_and_leave_a_till_that_works(data: bytes, wedge: Wedge) -> None:
    terminal = Terminal(wedge)
    for byte in data:
        terminal.now += 0.001
        for stroke in terminal.keys.feed(bytes((byte,)), terminal.now):
            terminal.router.feed(stroke)
    for stroke in terminal.keys.expire(terminal.now):
        terminal.router.feed(stroke)
    terminal.now += 1
    terminal.send("\x18\x18" + f"{wedge.prefix}{EAN}\r")
    assert terminal.scans[-1] == EAN
