"""Items changed one by one and many at once, with reasons; their history; what a look over finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


def rows(pos: Pos, *words: str, code: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos(*words, "--format", "json", code=code).stdout)
    return found


def price(pos: Pos, sku: str) -> str:
    return str(json.loads(pos("items", "show", sku, "--format", "json").stdout)["price"])


def test_history_says_who_when_and_why(shop: Pos) -> None:
    shop("items", "set", "MILK", "price=1.29", "name=Whole milk", "--why", "supplier's letter")
    shop("items", "set", "MILK", "price=1.25")
    found = rows(shop, "items", "history", "5449000000996", "--field", "price")
    assert [(row["before"], row["after"], row["why"], row["operator"]) for row in found] == [
        ("", "1.19", "new", "owner"),
        ("1.19", "1.29", "supplier's letter", "owner"),
        ("1.29", "1.25", "", "owner"),
    ]
    assert rows(shop, "items", "history", "MILK", "--field", "name")[-1]["after"] == "Whole milk"


def test_a_price_begins_on_a_day_and_is_listed_as_to_come(shop: Pos) -> None:
    shop("items", "set", "MILK", "price=+10%", "--round", "9", "--from", "2099-01-01", "--why", "new year")
    assert price(shop, "MILK") == "1.19"
    assert rows(shop, "items", "history", "MILK")[-1] == {
        "time": "2099-01-01",
        "operator": "",
        "field": "price",
        "before": "",
        "after": "1.29",
        "why": "to come",
    }
    assert (
        "still to come"
        in shop("items", "set", "--where", "sku=MILK", "price=2", "--from", "2020-01-01", code=2).stderr
    )
    assert (
        "begins with a day" in shop("items", "set", "MILK", "name=x", "--from", "2099-01-01", code=2).stderr
    )


def test_many_items_change_at_once_by_rule(shop: Pos) -> None:
    words = (
        "items",
        "set",
        "--where",
        "price>0.5",
        "--where",
        "department!=Snacks",
        "price=+5%",
        "--round",
        "5",
    )
    dry = rows(shop, *words, "--dry-run")
    assert [(row["sku"], row["before"], row["after"]) for row in dry] == [
        ("MILK", "1.19", "1.25"),
        ("BAN", "1.99", "2.1"),
    ]
    assert price(shop, "MILK") == "1.19"
    assert rows(shop, *words) == dry
    assert (price(shop, "MILK"), price(shop, "BAN"), price(shop, "GUM")) == ("1.25", "2.1", "0.7")


def test_conditions_compare_numbers_words_and_nothing(shop: Pos) -> None:
    def meant(*conditions: str) -> list[str]:
        where = [word for condition in conditions for word in ("--where", condition)]
        return [row["sku"] for row in rows(shop, "items", "set", *where, "image=x.png", "--dry-run")]

    assert meant("name~loose ban") == ["BAN"]
    assert meant("plu=") == ["MILK", "GUM", "BANK CHARGES"]
    assert meant("price=") == ["BANK CHARGES"]
    assert meant("price<=1.190") == ["MILK", "GUM"]
    assert "no condition" in shop("items", "set", "--where", "price", "name=x", code=2).stderr
    assert "did you mean" in shop("items", "set", "--where", "prise=1", "name=x", code=2).stderr


def test_what_somebody_else_changed_meanwhile_is_not_written_over(shop: Pos) -> None:
    shop("items", "set", "MILK", "price=1.25")
    refused = shop("items", "set", "MILK", "price=1.30", "--if", "price=1.19", code=1).stderr
    assert "changed price from '1.19' to '1.25'" in refused
    shop("items", "set", "MILK", "name=Milk 1 l", "--if", "price=1.19")
    shop("items", "set", "MILK", "price=1.25", "--if", "price=1.19")
    assert price(shop, "MILK") == "1.25"


def test_one_bad_value_changes_none(shop: Pos) -> None:
    assert "below zero" in shop("items", "set", "--where", "price>0", "coming=2099-01-01=-1", code=2).stderr
    assert "price" in shop("items", "set", "--where", "price>0", "price=x", code=2).stderr
    assert price(shop, "GUM") == "0.7"


def test_a_look_over_finds_what_would_mislead(shop: Pos, tmp_path: Path) -> None:
    assert shop("items", "check", "digit").stderr == "nothing to look at\n"
    file = tmp_path / "odd.csv"
    file.write_text(
        "sku,gtin,name,price,cost,department,tax,parts,plu,with\n"
        "A,5449000000996,Milk ,1,0.9,Dairy,standard,,,\n"
        "B,5449000000991,Bee,0,,,standard,,4011,\n"
        "C,,Cee,1,,Dairy,zero,A;NONE,,\n"
        "D,,Dee,,,Dairy,zero,,,\n"
        "E,,Eee,1,,Dairy,zero,,,E\n"
    )
    shop("items", "import", str(file))
    found = {(row["kind"], row["sku"]) for row in rows(shop, "items", "check", code=1)}
    assert found == {
        ("code", "MILK"),
        ("code", "BAN"),
        ("name", "MILK"),
        ("digit", "B"),
        ("department", "B"),
        ("price", "B"),
        ("price", "D"),
        ("price", "BANK CHARGES"),
        ("cost", "A"),
        ("parts", "C"),
        ("parts", "E"),
    }
    assert "there is no kind" in shop("items", "check", "colour", code=2).stderr


def labels(pos: Pos, *words: str) -> list[tuple[str, str]]:
    return [(row["sku"], row["price"]) for row in rows(pos, "labels", "print", *words)]


def test_labels_of_what_is_not_as_it_was_printed(shop: Pos, tmp_path: Path) -> None:
    to = ("--to", f"zpl+dummy://{tmp_path}/paper")
    assert len(labels(shop, "--changed", "--list")) == 4
    assert len(labels(shop, "--changed", *to)) == 4
    assert labels(shop, "--changed", "--list") == []
    shop("items", "set", "MILK", "price=1.25", "cost=1")
    assert labels(shop, "--changed", "--list") == [("MILK", "£1.25")]
    shop("items", "set", "MILK", "price=1.19")
    assert labels(shop, "--changed", "--list") == []


def test_labels_of_prices_to_come_are_printed_beforehand(shop: Pos, tmp_path: Path) -> None:
    to = ("--to", f"zpl+dummy://{tmp_path}/paper")
    labels(shop, "--changed", *to)
    shop("items", "set", "MILK", "price=1.29", "--from", "2099-01-01")
    assert labels(shop, "--changed", "--list") == []
    assert labels(shop, "--changed", "--for", "2099-01-01", "--list") == [("MILK", "£1.29")]
    assert labels(shop, "--for", "2099-01-01", *to) == [("MILK", "£1.29")]
    assert labels(shop, "--changed", "--list") == []
    assert labels(shop, "--changed", "--for", "2099-01-01", "--list") == []


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        ("+5%", "minor", "1.25"),
        ("+5%", "5-up", "1.25"),
        ("+5%", "10-down", "1.2"),
        ("-50%", "99", "0.99"),
        ("+0.50", "99-up", "1.99"),
        ("-9", "minor", "0"),
    ],
)
def test_prices_are_rounded_by_name(shop: Pos, rule: str, name: str, expected: str) -> None:
    shop("items", "set", "MILK", f"price={rule}", "--round", name)
    assert price(shop, "MILK") == expected
