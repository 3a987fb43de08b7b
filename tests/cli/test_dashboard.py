"""`pos dashboard` in a pipe: today as data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Pos


def test_today_as_data(shop: Pos) -> None:
    shop("ring", stdin="3*MILK\n/cash 5\nGUM\n/card\n")
    before = shop("journal", "show").stdout
    told = json.loads(shop("dashboard", "--format", "json").stdout)
    assert (told["sold"], told["receipts"], told["average"], told["usual"]) == (427, 2, 214, None)
    assert [(row["tender"], row["amount"]) for row in told["tenders"]] == [("cash", 357), ("card", 70)]
    assert sum(hour["sold"] for hour in told["hours"]) == 427
    assert told["tills"] == [{"till": "1", "owner": "", "opened": None}]
    assert (told["lines"], told["health"] != []) == (2, True)
    assert shop("dashboard", "--format", "csv").stdout.splitlines()[1] == "sold,4.27"
    assert "receipts" in shop("dashboard", "--once").stdout
    assert shop("journal", "show").stdout == before, "it records nothing"


def test_seconds_are_within_reason(shop: Pos) -> None:
    assert "--every" in shop("dashboard", "--every", "0", code=2).stderr


def test_a_viewer_sees_it_and_a_cashier_does_not(shop: Pos) -> None:
    assert json.loads(shop("--role", "viewer", "dashboard", "--format", "json").stdout)["sold"] == 0
    assert "may not read reports" in shop("--role", "cashier", "dashboard", code=1).stderr
    assert "may not" in shop("--role", "viewer", "report", "margin", code=1).stderr
