"""Keys of commands: how they are named, which are to choose, and who has a key when several want it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.errors import InvalidValue
from pos_tui.register.commands import COMMANDS
from pos_tui.register.keymap import (
    as_text,
    defaults,
    key_map,
    known_word,
    listed,
    named,
    parse,
    refuse_conflicts,
    shown,
)
from pos_tui.terminal.router import ENDS


@pytest.mark.parametrize(
    ("text", "key"),
    [("F9", "f9"), ("f12", "f12"), ("Ctrl-K", "ctrl+k"), ("^k", "ctrl+k"), ("ctrl+w", "ctrl+w"),
     ("Del", "delete"), ("insert", "insert"), ("F24", "f24")],
)  # fmt: skip
def test_keys_as_people_write_them(text: str, key: str) -> None:
    assert named(text) == key
    assert named(shown(key)) == key


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Esc", "ESC|Esc cannot be chosen: it clears"),
        ("F11", "F11 cannot be chosen: it clears"),
        ("enter", "enters what is typed"),
        ("up", "chooses a line"),
        ("PgUp", "chooses a line"),
        ("backspace", "deletes"),
        ("7", "no key to choose"),
        ("x", "no key to choose"),
        ("/", "no key to choose"),
        ("F25", "no key to choose"),
        ("ctrl+s", "no key to choose"),
        ("ctrl+b", "no key to choose"),
        ("tab", "no key to choose"),
        ("\x1b[2J", "no key to choose"),
    ],
)
def test_what_types_and_what_every_screen_needs_is_not_to_choose(text: str, why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        named(text)


def test_several_keys_and_none() -> None:
    assert parse("F1, f9 f1") == ("f1", "f9")
    assert parse("none") == ()
    assert as_text(()) == "none"
    assert listed(("f1", "delete", "ctrl+k")) == "F1 Del Ctrl-K"
    for wrong in ("", " , ", "f1 f2 f3 f4 f5", "f1 none"):
        with pytest.raises(InvalidValue):
            parse(wrong)


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_a_refusal(text: str) -> None:
    try:
        key = named(text)
    except InvalidValue:
        return
    assert key not in ENDS
    assert len(key) > 1, "a key that types is never to choose"
    assert named(shown(key)) == key


def test_the_registrys_own_keys_are_to_choose_and_are_no_conflict() -> None:
    usual = defaults(COMMANDS)
    refuse_conflicts(usual)
    for keys in usual.values():
        assert all(named(key) == key for key in keys)
    assert usual["pay"] == ("f1", "f9")
    assert usual["help"] == ("f12", "f10")


def test_a_chosen_key_is_taken_from_who_has_it_by_default_only() -> None:
    keys = key_map(COMMANDS, {"pay": ("f5",), "quit": ("delete",), "void": ()})
    assert keys.word_of("f5") == "pay"
    assert keys.of("price") == ()
    assert keys.word_of("delete") == "quit"
    assert keys.word_of("f4") is None
    assert keys.word_of("f1") is None, "what pay had is free"
    assert keys.word_of("f12") == "help"


def test_two_that_want_one_key_are_named() -> None:
    with pytest.raises(InvalidValue, match="F5 is the key of /pay and of /price"):
        refuse_conflicts(defaults(COMMANDS) | {"pay": ("f5",)})


def test_words_that_are_no_command_are_refused_with_the_nearest() -> None:
    assert known_word(COMMANDS, "settings") == "settings"
    with pytest.raises(InvalidValue, match="did you mean 'void'"):
        known_word(COMMANDS, "vodi")
