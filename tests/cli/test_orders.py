"""`pos suppliers` and `pos orders`: from the suggestion to the invoice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Pos


@pytest.fixture
def supplied(shop: Pos, tmp_path: Path) -> Pos:
    shop("suppliers", "set", "ACME", "name=Acme Wholesale", "terms=30 days", "address=1 Dock Road")
    shop("suppliers", "supply", "acme", "MILK", "their=AC-1", "pack=12", "cost=0.55")
    file = tmp_path / "list.csv"
    file.write_text("code,their,pack,cost\nGUM,77,10,0.30\n", encoding="utf-8")
    assert "1 item" in shop("suppliers", "supply", "ACME", "--file", str(file)).stderr
    return shop


def rows(pos: Pos, *words: str) -> Any:
    return json.loads(pos(*words, "--format", "json").stdout)


def test_suppliers(supplied: Pos) -> None:
    [acme] = rows(supplied, "suppliers", "list")
    assert (acme["code"], acme["terms"], acme["orders"]) == ("ACME", "30 days", 0)
    assert [
        (row["sku"], row["their"], row["pack"]) for row in rows(supplied, "suppliers", "supplies", "ACME")
    ] == [
        ("MILK", "AC-1", "12"),
        ("GUM", "77", "10"),
    ]
    assert "no supplier NONE" in supplied("suppliers", "supplies", "NONE", code=1).stderr
    assert "there is no fax here" in supplied("suppliers", "supply", "ACME", "MILK", "fax=1", code=2).stderr
    assert "name an item" in supplied("suppliers", "supply", "ACME", code=2).stderr


def test_from_the_suggestion_to_the_invoice(supplied: Pos) -> None:
    supplied("stock", "rules", "MILK", "GUM", "low=5", "full=20")
    code = supplied("orders", "suggest").stdout.strip()
    order = rows(supplied, "orders", "show", code)
    assert [(row["sku"], row["qty"], row["cost"]) for row in order["lines"]] == [
        ("GUM", "20", "0.3"),
        ("MILK", "24", "0.55"),
    ]
    supplied("orders", "set", code, "0*GUM", "12*MILK")
    assert "ordered" in supplied("orders", "send", code).stderr
    assert "nothing runs low" not in supplied("orders", "suggest").stderr  # the gum still does
    paper = supplied("orders", "print", code).stdout
    assert "Acme Wholesale" in paper and "AC-1 Milk" in paper and "12 (1 x 12) @ 0.55" in paper
    assert "6.60" in paper
    assert "some came" in supplied("orders", "receive", code, "5*MILK@0.60", "--ref", "INV-1").stderr
    [row] = [row for row in rows(supplied, "orders", "list") if row["order"] == code]
    assert (row["missing"], row["state"]) == ("7", "ordered, some came")
    assert "done" in supplied("orders", "cancel", code, "--why", "sold out").stderr
    csv = supplied("orders", "show", code, "--format", "csv").stdout
    assert csv.splitlines() == ["sku,their,name,pack,qty,cost,came,missing", "MILK,AC-1,Milk,12,12,0.55,5,7"]
    assert len(rows(supplied, "orders", "list", "--all")) == 2


def test_freight_lands_on_the_goods(supplied: Pos) -> None:
    code = supplied("orders", "make", "ACME", "10*MILK@0.50", "--note", "by Friday").stdout.strip()
    assert "by Friday" in supplied("orders", "print", code).stdout
    supplied("orders", "send", code)
    supplied("orders", "receive", code, "--extra", "1.00")
    [row] = rows(supplied, "stock", "list")
    assert (row["qty"], row["cost"]) == ("10", "0.6")
    assert "is done" in supplied("orders", "receive", code, code=1).stderr
    assert "no order 99" in supplied("orders", "show", "99", code=1).stderr
    assert "no printer is set" in supplied("orders", "print", code, "--printer", code=1).stderr
