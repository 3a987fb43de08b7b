"""Departments as the store keeps them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pos_tui.core.department import Department
from pos_tui.core.errors import InvalidValue


@pytest.mark.parametrize(
    "department",
    [
        Department("Food", "Food & drink", "standard"),
        Department("News", "Newsagent", "zero", Decimal("0.2"), Decimal("99.99")),
    ],
)
def test_a_department_goes_into_a_document_and_comes_back(department: Department) -> None:
    assert Department.from_document(department.to_document()) == department.checked()


@pytest.mark.parametrize(
    "department",
    [
        Department("", "Food", "standard"),
        Department(" Food", "Food", "standard"),
        Department("x" * 65, "Food", "standard"),
        Department("Food", "x\n", "standard"),
        Department("Food", "Food", "standard", least=Decimal(0)),
        Department("Food", "Food", "standard", Decimal(2), Decimal("1.99")),
    ],
)
def test_what_nobody_should_set_up(department: Department) -> None:
    with pytest.raises(InvalidValue):
        department.checked()
