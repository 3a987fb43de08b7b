"""Whatever is typed or scanned gets an answer: a refusal changes nothing, and nothing is ever raised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.register.commands import BY_WORD
from pos_tui.register.grammar import Entry, parse_entry, split_command, split_line_number, split_reference
from pos_tui.register.outcome import KINDS

from .shop import ITEMS

if TYPE_CHECKING:
    from .shop import Till

_PIECES = (
    *(
        "3",
        "*",
        "@",
        "=",
        '"',
        '""',
        "#1",
        "#",
        " ",
        "/",
        ".",
        "-",
        "0.5",
        "1e9",
        "10%",
        "all",
        "ref",
        "4011",
    ),
    *(
        "5449000000996",
        "9" * 28 + ".99",
        "2010-12-01T08:26",
        "\0",
        "\x1b[2J",
        "\udc80",
        "²",
        "٣",
        "é",
        "牛乳",
    ),
    *(
        "]C1",
        "]E3",
        "]e0",
        "\x1d",
        "|]e0",
        "(01)",
        "(17)261301",
        "0105449000000996",
        "310300073410A",
        "3922999",
    ),
    *("https://id.gs1.org/01/05449000000996?17=", "HTTP://a/", "261231", "%B", ";", "4111111111111111", "^"),
)
pieces = st.sampled_from([*(str(row["sku"]) for row in ITEMS), *_PIECES])
# What ends in the journal makes the basket start over, and is not of interest here.
words = st.sampled_from(sorted(set(BY_WORD) - {"clock"}))
entries = st.one_of(
    st.text(st.characters(), max_size=30),
    st.lists(pieces, max_size=6).map("".join),
    st.builds(lambda word, rest: f"/{word} {' '.join(rest)}", words, st.lists(pieces, max_size=4)),
)
codes = st.text(st.sampled_from('AZ19*@="/# .'), min_size=1, max_size=8).map(str.strip).filter(bool)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(entries, st.sampled_from(["key", "scan", "search"])), min_size=1, max_size=5))
def test_any_entry_gets_an_answer(till: Till, given_entries: list[tuple[str, str]]) -> None:
    for text, entered in given_entries:
        basket = till.register.basket
        till.register.blocks(text)
        outcome = till.register.run(text, entered=entered)
        assert outcome.kind in KINDS
        assert outcome.message
        assert json.loads(json.dumps(outcome.to_json(1, text)))["ok"] == outcome.ok
        if not outcome.ok:
            assert till.register.basket is basket
            assert outcome.data["reason"]
        assert len(till.register.priced.lines) == len(till.register.basket.lines)


@given(codes, st.none() | st.integers(1, 99), st.sampled_from(["", "@1.50", "=3", " @ 1.50"]))
def test_a_quoted_code_is_taken_as_it_is(code: str, count: int | None, mark: str) -> None:
    quoted = '"' + code.replace('"', '""') + '"'
    text = ("" if count is None else f"{count}*") + quoted + mark
    entry = parse_entry(text, lambda text: False)
    assert (entry.code, entry.quoted, entry.is_bare) == (code, True, False)
    assert entry.quantity == (None if count is None else str(count))
    assert (entry.price, entry.total) == ("1.50" if "@" in mark else None, "3" if "=" in mark else None)


@given(codes, st.none() | st.integers(1, 99))
def test_an_exact_code_needs_no_quotes(code: str, count: int | None) -> None:
    text = code if count is None else f"{count}*{code}"
    assert parse_entry(text, code.__eq__) == Entry(code, None if count is None else str(count))


@given(st.text(max_size=20))
def test_an_entry_is_read_or_refused(text: str) -> None:
    try:
        entry = parse_entry(text, lambda text: False)
    except InvalidValue:
        return
    assert entry.code or entry.quantity


def test_command_words_and_their_arguments() -> None:
    assert split_command("COLA") is None
    assert split_command("/VOID  #3 ") == ("void", "#3")
    assert split_command("/cash\t20") == ("cash", "20")
    assert split_command("/") == ("", "")
    assert split_line_number("10% #12") == ("10%", 12)
    assert split_line_number("#3") == ("", 3)
    assert split_line_number("a#3") == ("a#3", None)
    assert split_line_number("#٣") == ("#٣", None)
    assert split_reference("12.50 ref A 1") == ("12.50", "A 1")
    assert split_reference("ref A") == ("", "A")
    assert split_reference("12.50") == ("12.50", None)
    assert split_reference("reference") == ("reference", None)
