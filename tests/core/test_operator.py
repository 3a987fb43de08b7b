"""PINs that are too easy, and wrong ones that slow down and lock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.operator import MOST_TRIES, Operator, Tries, check_code, check_pin

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pin", "role"),
    [("471", "cashier"), ("4711", "owner"), ("1234", "cashier"), ("0000", "cashier"), ("987654", "owner"),
     ("47a1", "cashier"), ("٤٧١١", "cashier"), ("1" * 13, "cashier"), ("", "cashier")],
)  # fmt: skip
def test_pins_that_are_refused(pin: str, role: str) -> None:
    with pytest.raises(InvalidValue):
        check_pin(pin, role)


@pytest.mark.parametrize(("pin", "role"), [("4711", "cashier"), ("735162", "owner"), ("1235", "cashier")])
def test_pins_that_are_taken(pin: str, role: str) -> None:
    check_pin(pin, role)


def wait(count: int) -> int:
    """Seconds until the next try is taken after so many wrong ones."""
    tries = Tries()
    for _ in range(count):
        tries = tries.another(NOW)
    for seconds in range(400):
        try:
            tries.check(NOW + timedelta(seconds=seconds))
        except Refused:
            continue
        return seconds
    raise AssertionError("for ever")


def test_three_are_free_then_each_wait_is_twice_as_long() -> None:
    assert [wait(count) for count in range(MOST_TRIES)] == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128]


def test_ten_lock_however_long_one_waits() -> None:
    with pytest.raises(Refused, match="locked"):
        Tries(MOST_TRIES, "2020-01-01T00:00:00Z").check(NOW)


def test_a_clock_that_was_put_back_keeps_nobody_out() -> None:
    Tries(4, "2027-01-01T00:00:00Z").check(NOW)


def test_only_an_owners_tries_are_those_of_one_till() -> None:
    owner, cashier = Operator("ann", "Ann", "owner"), Operator("bob", "Bob", "cashier")
    assert [who.place_of_tries("2") for who in (owner, cashier)] == ["2", ""]


def test_what_is_written_is_read_again() -> None:
    who = Operator("ann", "Ann", "owner", "$argon2id$x", tries={"1": Tries(2, "2026-11-23T12:00:00Z")})
    assert Operator.from_document(who.to_document()) == who


@pytest.mark.parametrize("code", ["", "a b", "-x", "x" * 21, "é", "\x1b[2J"])
def test_codes_that_are_refused(code: str) -> None:
    with pytest.raises(InvalidValue):
        check_code(code)
