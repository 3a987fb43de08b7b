"""Departments by commands, and by what an import names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Pos


def listed(pos: Pos) -> dict[str, dict[str, Any]]:
    rows = json.loads(pos("departments", "list", "--format", "json").stdout)
    return {row["code"]: row for row in rows}


def test_an_import_makes_the_departments_it_names(shop: Pos) -> None:
    found = listed(shop)
    assert [(row["code"], row["tax"], row["items"]) for row in found.values()] == [
        ("Dairy", "zero", 1),
        ("Fruit", "zero", 1),
        ("Snacks", "standard", 1),
        ("Other", "standard", 1),
    ]


def test_a_later_import_leaves_what_people_changed(shop: Pos, tmp_path: Path) -> None:
    shop("departments", "set", "Dairy", "--name", "Milk & more", "--tax", "standard", "--min", "0.5")
    file = tmp_path / "more.csv"
    file.write_text("sku,name,department,tax\nC,Cheese,Dairy,zero\nP,Pen,Paper,standard\nQ,Ink,Paper,zero\n")
    result = shop("items", "import", str(file))
    assert "departments that are new: Paper" in result.stderr
    found = listed(shop)
    assert (found["Dairy"]["name"], found["Dairy"]["tax"], found["Dairy"]["least"]) == (
        "Milk & more", "standard", "0.5",
    )  # fmt: skip
    assert (found["Dairy"]["items"], found["Paper"]["items"]) == (2, 2)
    assert "new" not in shop("items", "import", str(file)).stderr.replace("0 new", "")


def test_an_import_that_only_checks_or_is_refused_makes_none(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("sku,department,tax\nP,Paper,standard\nQ,Paper,nosuch\n")
    shop("items", "import", str(file), code=1)
    shop("items", "import", str(file), "--on-error", "skip", "--dry-run", code=1)
    assert "Paper" not in listed(shop)


def test_setting_an_items_department_makes_it(shop: Pos) -> None:
    shop("items", "set", "MILK", "department=Chilled")
    assert (listed(shop)["Chilled"]["tax"], listed(shop)["Chilled"]["items"]) == ("zero", 1)


def test_set_list_and_remove(shop: Pos) -> None:
    assert (
        "Books: Books & maps, tax zero"
        in shop(
            "departments", "set", "Books", "--name", "Books & maps", "--tax", "zero", "--max", "99"
        ).stderr
    )
    table = shop("departments", "list").stdout.splitlines()
    assert table[-1].split() == ["Books", "Books", "&", "maps", "zero", "99", "0"]
    shop("departments", "set", "Books", "--max", "")
    assert listed(shop)["Books"]["most"] is None
    shop("departments", "remove", "Books")
    assert "Books" not in listed(shop)
    shop("ring", stdin="/dept Books 1\n", code=1)


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("set", "Books"), 2, "say which tax (--tax): standard, zero"),
        (("set", "Books", "--tax", "nosuch"), 2, "say which tax"),
        (("set", "Books", "--tax", "zero", "--min", "x"), 2, "not a price"),
        (("set", "Books", "--tax", "zero", "--min", "0"), 2, "above zero"),
        (("set", "Books", "--tax", "zero", "--min", "2", "--max", "1"), 2, "is above the highest, 1"),
        (("set", "a\x1bb", "--tax", "zero"), 2, "printable"),
        (("set", "", "--tax", "zero"), 2, "1 to 64"),
        (("set", "Books", "--tax", "zero", "--name", " "), 2, "1 to 200"),
        (("remove", "Books"), 1, "no department Books"),
        (("remove", "Dairy"), 1, "1 item is in Dairy"),
    ],
)
def test_what_is_refused_changes_nothing(shop: Pos, words: tuple[str, ...], code: int, why: str) -> None:
    before = shop("journal", "show").stdout
    assert why in shop("departments", *words, code=code).stderr
    assert shop("journal", "show").stdout == before


def test_a_shop_with_one_tax_takes_it(pos: Pos) -> None:
    pos("init", "--name", "Corner", "--currency", "GBP", "--prices", "inclusive", "--tax", "only=7")
    pos("departments", "set", "Books")
    assert listed(pos)["Books"]["tax"] == "only"


def test_the_new_commands_in_line_mode(shop: Pos) -> None:
    text = (
        "4006381333931\n/new 4006381333931 Pen @1.50 Snacks\n4006381333931\n"
        "/dept 2*Dairy 0.75\n/dept Dary 1\n/dept\n/cash 10\n"
    )
    result = shop("ring", "--json", stdin=text, code=1)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["kind"], row["ok"]) for row in rows] == [
        ("refused", False), ("line", True), ("line", True), ("line", True), ("refused", False),
        ("info", True), ("sale", True),
    ]  # fmt: skip
    assert (rows[0]["code"], rows[1]["made"], rows[1]["sku"]) == ("4006381333931",) * 3
    assert rows[4]["reason"] == "there is no department Dary: did you mean Dairy?"
    assert (rows[3]["sku"], rows[3]["name"], rows[3]["amount"], rows[3]["tax"]) == ("", "Dairy", 150, "zero")
    assert [row["code"] for row in rows[5]["departments"]] == ["Dairy", "Fruit", "Snacks", "Other"]
    assert (rows[6]["total"], rows[6]["change"]) == (450, 550)
    assert json.loads(shop("items", "show", "4006381333931", "--format", "json").stdout)["name"] == "Pen"
    shop("journal", "verify")
