"""Official example invoices rung at a till and made tax invoices there: net, tax and total to the cent.

The categories of EN 16931 (UNCL5305): S and B are rates, Z a rate of zero, E exempt, O out of scope, AE
reverse charge. Allowances come off as goods that come back, charges are sold.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.bootstrap.making import parse_tax
from tests.register.shop import Till, item

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Shared

LIMITS = {"limits.quantity": "99999999", "limits.weight": "99999999", "limits.price": "99999999"}
BUYER = "Käufer GmbH; Straße 1; 10115 Berlin; tax DE123456789"
NO_RATE = {"E": "exempt", "O": "none"}


def code_of(row: dict[str, Any]) -> str:
    """A tax code for a category and its rate; what is reverse charge would else be taxed."""
    if row["category"] in NO_RATE:
        return str(row["category"])
    rate = "20" if row["category"] == "AE" else f"{Decimal(row['rate'] or 0).normalize():f}"
    return f"{row['category']}-{rate.replace('.', '_')}"


def tax_of(code: str) -> dict[str, Any]:
    category, _dash, rate = code.partition("-")
    return parse_tax(f"{code}={NO_RATE.get(category) or rate.replace('_', '.')}").to_document()


def entries(document: dict[str, Any]) -> list[tuple[str, str]]:
    """(tax code, what is typed behind the item) of a document's lines, allowances and charges."""
    found = []
    for row in document["lines"]:
        price, quantity = Decimal(row["price"]), Decimal(row["qty"])
        back = "/return " if quantity < 0 else ""
        found.append((code_of(row), f"{back}{abs(quantity)}*{{}}@{price}"))
        found += [(code_of(row), adjusted(part)) for part in row.get("allowances", ())]
    return found + [(code_of(row), adjusted(row)) for row in document["allowances"]]


def adjusted(row: dict[str, Any]) -> str:
    return f"{'' if row.get('charge') else '/return '}{{}}@{Decimal(row['amount'])}"


def rung(till: Till, document: dict[str, Any]) -> dict[str, Any]:
    """The invoice of a document, as a till made it."""
    wanted = entries(document)
    with till.front.store.transaction(operator="owner") as tx:
        for code in {code for code, _text in wanted}:
            tx.insert("taxes", tax_of(code))
            tx.insert("items", item(f"ITEM-{code}", code, None, tax=code, unit="kg"))
    for code, text in wanted:
        till(text.format(f"ITEM-{code}"))
    if any(code.startswith("AE") for code, _text in wanted):
        till("/reverse DE123456789")
    till(f"/invoice {BUYER}", "/card")
    [made] = till.front.store.documents("invoices")
    return dict(made)


def test_documents_are_invoiced_as_they_were(shared: Shared, tmp_path: Path) -> None:
    lines = shared("worked_tax_examples/documents.jsonl").read_text(encoding="utf-8").splitlines()
    known = json.loads(shared("worked_tax_examples/totals.json").read_text(encoding="utf-8"))
    right = [document for document in map(json.loads, lines) if document["arithmetic_ok"]]
    assert len(right) == known["arithmetic_ok"]
    for place, document in enumerate(right):
        currency = document["currency"]
        till = Till(tmp_path / str(place), prices="exclusive", currency=currency, settings=LIMITS)
        made = rung(till, document)
        expected = {code_of(row): (Decimal(row["taxable"]), Decimal(row["tax"])) for row in document["tax"]}
        found = {row["code"]: (Decimal(row["net"]) / 100, Decimal(row["tax"]) / 100) for row in made["taxes"]}
        assert found == expected, document["id"]
        assert Decimal(made["total"]) / 100 == Decimal(document["totals"]["gross"]), document["id"]
        kinds = {row["code"]: row.get("kind") for row in made["taxes"]}
        assert all((kind == "exempt") == code.startswith("E") for code, kind in kinds.items())
        till.stop()
