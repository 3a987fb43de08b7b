"""Every currency of ISO 4217 with its digits."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.currency import DIGITS, Currency
from pos_tui.core.errors import InvalidValue

if TYPE_CHECKING:
    from tests.conftest import Shared


def test_the_list_is_iso_4217s(shared: Shared) -> None:
    with shared("reference/iso4217.csv").open(encoding="utf-8", newline="") as file:
        published = {row["code"]: row["minor_units"] for row in csv.DictReader(file)}
    assert {code: int(units) for code, units in published.items() if units != "N.A."} == DIGITS
    for code, units in published.items():
        if units == "N.A.":
            with pytest.raises(InvalidValue, match="ISO 4217"):
                Currency.parse(code)


def test_codes_are_read_as_people_write_them() -> None:
    assert Currency.parse(" gbp ") == Currency("GBP", 2)
    for wrong in ("", "POUND", "GB", "£", "XXX"):
        with pytest.raises(InvalidValue):
            Currency.parse(wrong)


@pytest.mark.parametrize(
    ("code", "unit"), [("JPY", "1"), ("EUR", "0.01"), ("KWD", "0.001"), ("UYW", "0.0001")]
)
def test_one_minor_unit_in_major_units(code: str, unit: str) -> None:
    assert Currency.parse(code).unit == Decimal(unit)
