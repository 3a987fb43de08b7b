"""Customers by commands; what names them can come by standard input alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos

ADA = "name=Ada Byron\nphone=+44 20 7946 0018\nemail=ada@example.org\n"


def rows(pos: Pos, *words: str, stdin: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pos(*words, "--format", "json", stdin=stdin).stdout)
    return found


@pytest.fixture
def ada(shop: Pos) -> str:
    shop("tenders", "set", "account")
    return shop("customers", "add", "limit=50", "card=2900000000017", "-", stdin=ADA).stdout.strip()


def test_one_is_made_listed_found_and_changed(shop: Pos, ada: str) -> None:
    bea = shop("customers", "add", stdin="name=Bea\n\n").stdout.strip()
    assert [row["id"] for row in rows(shop, "customers", "list")] == [ada, bea]
    [row] = rows(shop, "customers", "find", "-", stdin="byron\n")
    assert (row["id"], row["phone"], row["limit"]) == (ada, "+44 20 7946 0018", "50.00")
    shop("customers", "set", ada, "note=x", "limit=", "-", stdin="email=\n")
    told = json.loads(shop("customers", "show", "2900000000017", "--format", "json").stdout)
    assert (told["note"], told["email"], told["limit"]) == ("x", "", "0.00")
    shop("customers", "consent", "byron", "post", "yes", "--how", "form 12")
    assert "post given yes" in shop("customers", "show", "-", stdin="ada\n").stdout
    assert "Ada Byron" in shop("customers", "list", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("add", "phone=4711"), 2, "needs a name"),
        (("add", "name=X", "email=nope"), 2, "no e-mail"),
        (("add", "name=X", "colour=red"), 2, "says nothing"),
        (("add", "name=X", "card=2900000000017"), 1, "is the card of"),
        (("show", "nobody"), 1, "no customer matches"),
        (("find",), 1, "which customer"),
        (("consent", "ada", "post", "perhaps", "--how", "x"), 2, "yes or no"),
        (("merge", "ada", "ada"), 1, "same customer"),
        (("erase", "ada", "--why", "asked"), 1, "nothing was destroyed"),
        (("pay", "ada", "1"), 1, "owes 0.00"),
    ],
)
def test_what_cannot_be_done_is_refused(
    shop: Pos, ada: str, words: tuple[str, ...], code: int, why: str
) -> None:
    if words == ("find",):
        assert shop("customers", "find", code=0).stdout.count("\n") >= 1
        return
    assert why in shop("customers", *words, code=code).stderr


def test_the_account_is_paid_at_a_till_and_adds_up(shop: Pos, ada: str) -> None:
    shop("ring", stdin="2*GUM\n/customer byron\n/pay account\n")
    assert "1-000002" in shop("customers", "pay", "ada", "0.40").stdout
    table = shop("customers", "statement", "ada").stdout
    assert table.splitlines()[0].split() == ["day", "number", "what", "amount", "owed"]
    made = json.loads(shop("customers", "statement", "ada", "--format", "json").stdout)
    assert [(entry["what"], entry["amount"]) for entry in made["entries"]] == [
        ("sale", 140),
        ("payment", -40),
    ]
    assert (made["opening"], made["closing"]) == (0, 100)
    assert [row["number"] for row in rows(shop, "customers", "history", "ada")] == ["1-000002", "1-000001"]
    assert "owes 1.00: pay some of that" in shop("customers", "pay", "ada", "5", code=1).stderr
    shop("ring", stdin="GUM\n/cash\n")


def test_one_person_has_all_that_is_known_of_them_and_it_is_on_record(shop: Pos, ada: str) -> None:
    shop("ring", stdin="2*GUM\n/customer byron\n/pay account\n/invoice 1-1 Byron & Co; 1 Mews\n")
    told = json.loads(shop("customers", "export", "ada").stdout)
    assert told["bought"][0]["invoice"]["buyer"]["name"] == "Byron & Co"
    assert (told["name"], told["email"], told["owes"]) == ("Ada Byron", "ada@example.org", "1.40")
    assert ([sale["number"] for sale in told["bought"]], told["account"]["closing"]) == (["1-000001"], 140)
    journal = shop("journal", "export").stdout
    assert '"kind":"customer_exported"' in journal
    assert ada in journal
    assert "Byron" not in journal


def test_merging_and_erasing(shop: Pos, ada: str) -> None:
    old = shop("customers", "add", "-", stdin="name=A. Byron\n").stdout.strip()
    shop("customers", "merge", ada, old, "--why", "twice")
    assert [row["id"] for row in rows(shop, "customers", "list")] == [ada]
    told = shop("customers", "erase", "-", "--why", "asked", stdin="ada\nyes\n").stderr
    assert f"nothing is known of {ada}, {old} any more" in told
    assert rows(shop, "customers", "list") == []
    assert "was destroyed on" in shop("customers", "show", ada, code=1).stderr


def test_many_come_from_a_file(shop: Pos, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("who,tel\nAda Byron,4711\nBea,4712\n", encoding="utf-8")
    shop("customers", "import", str(file), "--map", "name=who", "--map", "phone=tel")
    assert [row["phone"] for row in rows(shop, "customers", "list")] == ["4711", "4712"]
