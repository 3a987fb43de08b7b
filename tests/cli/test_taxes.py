"""`pos taxes`: codes, rates to come, and what depends on how goods are served."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Pos


def test_codes_and_rates_to_come(shop: Pos) -> None:
    shop("taxes", "add", "qc=GST 5 + QST 9.5 compound", "--name", "Quebec")
    shop("taxes", "add", "stamps=exempt")
    shop("taxes", "rate", "qc", "9.975", "--of", "QST", "--from", "2999-01-01")
    rows = {row["code"]: row for row in json.loads(shop("taxes", "list", "--format", "json").stdout)}
    assert rows["qc"]["name"] == "Quebec"
    assert rows["qc"]["rates"] == "GST 5 % + QST 9.5 %, 9.975 % from 2999-01-01 compound"
    assert (rows["stamps"]["rates"], rows["stamps"]["kind"]) == ("exempt", "exempt")
    for code, wrong in (
        (1, ("add", "qc=5")),
        (2, ("add", "two=5 + 7")),
        (2, ("add", "two=GST 5 + GST 7")),
        (2, ("rate", "qc", "6")),
        (1, ("rate", "none-such", "6")),
        (2, ("rate", "standard", "101")),
    ):
        shop("taxes", *wrong, code=code)


def test_a_simulated_shop_has_the_rates_of_its_history(pos: Pos) -> None:
    words = "--name S --currency GBP --prices inclusive --tax standard=17.5 --till 1 --timezone Europe/London"
    pos("init", *words.split(), "--simulated")
    pos("taxes", "rate", "standard", "20", "--from", "2011-01-04")
    pos("items", "set", "--new", "TEA", "name=Tea", "price=1.20", "tax=standard")
    days = "/clock 2011-01-03T23:59\nTEA\n/cash\n/clock 2011-01-04T00:00\nTEA\n/cash\n"
    rows = map(json.loads, pos("ring", "--json", stdin=days).stdout.splitlines())
    assert [row["tax"][0]["rate"] for row in rows if row["kind"] == "sale"] == ["17.5", "20"]


def test_what_depends_on_how_it_is_served(shop: Pos) -> None:
    shop("taxes", "add", "reduced=5")
    shop("taxes", "serve", "tax:standard", "takeaway=reduced")
    rows = json.loads(shop("taxes", "serve", "--format", "json").stdout)
    assert rows == [{"what": "tax:standard", "eatin": None, "takeaway": "reduced"}]
    shop("taxes", "serve", "tax:standard")
    assert json.loads(shop("taxes", "serve", "--format", "json").stdout) == []


def test_what_is_not_taxed_stays_apart_in_reports(shop: Pos) -> None:
    shop("ring", stdin="GUM\nMILK\n/exempt C-1\n/cash\nGUM\n/cash\nGUM\n/reverse DE123456789\n/cash\n")
    rows = json.loads(shop("report", "tax", "--format", "json").stdout)["rows"]
    assert {(row["tax_code"], row["rate"]): row["net"] for row in rows} == {
        ("standard", "20"): 58,
        ("standard", "exempt"): 58,
        ("standard", "reverse"): 58,
        ("zero", "0"): 119,
    }
    taxes = json.loads(shop("sales", "show", "1-1", "--format", "json").stdout)["taxes"]
    assert [(row["rate"], row.get("kind")) for row in taxes] == [("", "exempt"), ("0", None)]


def test_what_a_tax_was(shop: Pos) -> None:
    shop("taxes", "rate", "standard", "21", "--from", "2999-01-01")
    rows = json.loads(shop("taxes", "history", "standard", "--format", "json").stdout)
    assert (rows[-1]["field"], rows[-1]["before"], rows[-1]["after"]) == (
        "rates",
        "20",
        "20, 21 from 2999-01-01",
    )
    assert rows[-1]["operator"] == "owner"
    shop("taxes", "history", "none-such", code=1)
