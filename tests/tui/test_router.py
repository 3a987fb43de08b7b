"""The router alone: order is kept and nothing is lost, whatever comes while whatever runs."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.wedge import Wedge
from pos_tui.terminal.router import LONGEST, Entry, Press, Router, Stroke
from pos_tui.terminal.typed import SCAN_GAP


@dataclass
class Log:
    """A route that writes down what reaches it."""

    entries: list[Entry] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    backs: int = 0
    pressed: Press = Press.IGNORED

    def enter(self, entry: Entry) -> None:
        self.entries.append(entry)

    def press(self, key: str, text: str) -> Press:
        self.keys.append((key, text))
        return self.pressed

    def edited(self, text: str) -> None:
        pass

    def back(self) -> None:
        self.backs += 1


def strokes(text: str, time: float = 0.0, gap: float = 0.001) -> list[Stroke]:
    """The keys of a text; a newline is Enter."""
    return [
        Stroke("enter" if char == "\n" else char, char, time + place * gap) for place, char in enumerate(text)
    ]


def feed(router: Router, *keys: Stroke) -> None:
    for key in keys:
        router.feed(key)


def texts(log: Log) -> list[str]:
    return [entry.text for entry in log.entries]


def test_b07_cr_lf_and_crlf_end_an_entry_once() -> None:
    log = Log()
    router = Router(log)
    for end in (["enter"], ["ctrl+j"], ["enter", "ctrl+j"]):
        feed(router, *strokes("12345678"))
        feed(router, *(Stroke(key, None, 1.0) for key in end))
    assert [text for text in texts(log) if text] == ["12345678"] * 3
    assert router.text == ""


def test_b07_tab_ends_an_entry_where_it_is_set() -> None:
    log = Log()
    router = Router(log, Wedge.of(suffix="tab"))
    feed(router, *strokes("12345678"), Stroke("tab", "\t", 1.0))
    assert texts(log) == ["12345678"]


def test_fast_keys_are_a_scan_and_slow_ones_are_not() -> None:
    for gap, expected in ((0.001, True), (SCAN_GAP - 0.002, True), (SCAN_GAP + 0.01, False)):
        log = Log()
        feed(Router(log), *strokes("5449000000996\n", gap=gap))
        assert log.entries[0].is_scan is expected


def test_one_late_key_neither_splits_nor_drops_a_scan() -> None:
    log = Log()
    keys = strokes("5449000000996\n")
    late = [*keys[:6], *(Stroke(key.key, key.character, key.time + 0.2) for key in keys[6:])]
    feed(Router(log), *late)
    assert log.entries[0].text == "5449000000996"
    assert log.entries[0].is_scan


def test_short_texts_commands_and_corrected_ones_are_typing() -> None:
    for text in ("1234567\n", "/cash 20.00\n"):
        log = Log()
        feed(Router(log), *strokes(text))
        assert not log.entries[0].is_scan
    log = Log()
    feed(Router(log), *strokes("123456789"), Stroke("backspace", None, 1.0), *strokes("9\n", 1.1))
    assert (log.entries[0].text, log.entries[0].is_scan) == ("123456789", False)


def test_a_scan_into_an_emptied_buffer_is_a_scan() -> None:
    log = Log()
    router = Router(log)
    feed(router, *strokes("7"), Stroke("backspace", None, 0.5), *strokes("5449000000996", 1.0))
    assert router.is_scanning(1.02)
    assert not router.is_scanning(2.0)
    feed(router, *strokes("\n", 1.02))
    assert log.entries[0].is_scan


def test_clear_empties_the_buffer_first_and_goes_back_then() -> None:
    log = Log()
    router = Router(log)
    feed(router, *strokes("12"), Stroke("escape", None, 1.0))
    assert (router.text, log.backs) == ("", 0)
    feed(router, Stroke("ctrl+x", None, 2.0))
    assert log.backs == 1


def test_a_key_that_acts_takes_what_was_typed() -> None:
    log = Log(pressed=Press.TOOK)
    router = Router(log)
    feed(router, *strokes("4"), Stroke("f3", None, 1.0))
    assert log.keys == [("f3", "4")]
    assert router.text == ""


def test_up_brings_entries_back_newest_first() -> None:
    log = Log()
    router = Router(log)
    feed(router, *strokes("one\ntwo\n"))
    seen = []
    for key in ("up", "up", "up", "down", "down"):
        feed(router, Stroke(key, None, 1.0))
        seen.append(router.text)
    assert seen == ["two", "one", "one", "two", ""]


def test_control_keys_are_no_text() -> None:
    log = Log()
    router = Router(log)
    feed(router, Stroke("ctrl+c", "\x03", 0.0), Stroke("ctrl+q", "\x11", 0.0))
    assert router.text == ""


def test_the_group_separator_stays_in_the_code() -> None:
    log = Log()
    router = Router(log)
    separator = Stroke("ctrl+right_square_bracket", "\x1d", 0.0)
    feed(router, *strokes("10ABC"), separator, *strokes("21X\n"))
    assert texts(log) == ["10ABC\x1d21X"]


def test_a_paste_is_split_into_lines_and_its_rest_stays() -> None:
    log = Log()
    router = Router(log)
    router.paste("111\r\n222\n333", 0.0)
    assert texts(log) == ["111", "222"]
    assert router.text == "333"


def test_b15_entries_that_waited_come_before_what_was_typed_later() -> None:
    log = Log()
    router = Router(log)
    router.hold()
    feed(router, *strokes("later\n"))
    router.put_first([Entry("one"), Entry("two")])
    assert texts(log) == []
    router.release()
    assert texts(log) == ["one", "two", "later"]


def test_a_line_without_end_does_not_grow_for_ever() -> None:
    router = Router(Log())
    router.paste("x" * 100_000, 0.0)
    assert LONGEST < len(router.text) < 10_000


codes = st.text("0123456789ABC*", min_size=1, max_size=14)
steps = st.lists(st.one_of(codes.map(lambda code: f"{code}\n"), st.sampled_from(["hold", "release", "f4"])))


@given(steps)
def test_b15_any_interleaving_keeps_order_and_loses_nothing(plan: list[str]) -> None:
    log = Log()
    order: list[str] = []
    log.enter = lambda entry: order.append(entry.text)  # type: ignore[method-assign]
    log.press = lambda key, text: order.append(key) or Press.TOOK  # type: ignore[method-assign,func-returns-value]
    router = Router(log)
    for step in plan:
        if step == "hold":
            router.hold()
        elif step == "release":
            router.release()
        elif step == "f4":
            router.feed(Stroke("f4", None, 0.0))
        else:
            feed(router, *strokes(step))
    router.release()
    assert order == [step.rstrip("\n") for step in plan if step not in ("hold", "release")]


@given(st.text(max_size=60))
def test_any_text_pasted_is_split_at_its_line_ends_only(text: str) -> None:
    log = Log()
    router = Router(log)
    router.paste(text, 0.0)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    printable = ["".join(char for char in line if char.isprintable() or char == " ") for line in lines]
    assert [*texts(log), router.text] == printable


@pytest.mark.parametrize(
    ("typed", "scanned", "tail", "is_scan"),
    [
        ("", "5449000000996", "5449000000996", True),
        ("Milk", "5449000000996", "5449000000996", False),
        ("Milk", "1234567", "", False),
        ("/price ", "5449000000996", "5449000000996", False),
        ("", "/dept Dairy 1", "", False),
    ],
)
def test_the_end_of_an_entry_that_was_scanned_is_named(
    typed: str, scanned: str, tail: str, is_scan: bool
) -> None:
    log = Log()
    feed(Router(log), *strokes(typed, gap=0.2), *strokes(scanned + "\n", 10.0))
    assert (log.entries[0].scanned, log.entries[0].is_scan) == (tail, is_scan)
    assert log.entries[0].text == typed + scanned


def test_a_cleared_prompt_takes_a_scan_as_one() -> None:
    log = Log()
    feed(Router(log), *strokes("x"), Stroke("escape", None, 1.0), *strokes("5449000000996\n", 2.0))
    assert log.entries[0].is_scan
