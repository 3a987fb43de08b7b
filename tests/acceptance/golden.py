"""What `pos report` says, held against totals that other people worked out from the same receipts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conftest import Pos


def report(shop: Pos, *words: str) -> dict[str, Any]:
    """A report as scripts get it."""
    answer: dict[str, Any] = json.loads(shop("report", *words, "--format", "json").stdout)
    return answer


def assert_same(shop: Pos, words: tuple[str, ...], column: str, expected: Mapping[str, int]) -> None:
    """Holds a column of a report, by what it is listed by, against known sums; and its total."""
    answer = report(shop, *words)
    key = answer["columns"][1]["name"]
    found = {row[key]: row[column] for row in answer["rows"] if row[column]}
    assert found == {name: value for name, value in expected.items() if value}, words
    assert answer["totals"][0][column] == sum(expected.values())
