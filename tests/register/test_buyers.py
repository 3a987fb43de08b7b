"""Buyers that no tax is taken of: what they pay, what the law wants to be read, and what is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.bootstrap.counters import seals
from pos_tui.bootstrap.making import parse_tax
from pos_tui.core.tax import TaxCode

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


def shown(till: Till, sale: dict[str, Any]) -> list[str]:
    return [" ".join(line.split()) for line in till.front.receipt_text(sale).splitlines()]


def test_b53_an_exempt_buyer_pays_the_price_without_its_tax(till: Till) -> None:
    outcome = till("3*CASE", "BOOK", "/exempt CERT-7 for embassy of Atlantis")
    assert outcome.message.startswith("no tax, exempt CERT-7, embassy of Atlantis: ")
    assert till.total() == 7170 - 1195 + 999
    till("/cash")
    [sale] = till.sales()
    assert sale["taxes"] == [
        {"code": "standard", "rate": "", "net": 5975, "tax": 0, "kind": "exempt"},
        {"code": "zero", "rate": "0", "net": 999, "tax": 0},
    ]
    [case, book] = sale["lines"]
    assert (case["amount"], case["relief"], case["rate"], case["kind"]) == (5975, 1195, "", "exempt")
    assert (book["amount"], book["rate"], "kind" in book) == (999, "0", False)
    lines = shown(till, sale)
    assert lines[lines.index("Subtotal 81.69") + 1] == "Tax not charged -11.95"
    for text in ("A standard exempt 59.75 0.00", "B zero 0% 9.99 0.00", "Exempt from tax"):
        assert any(line.startswith(text) for line in lines), text
    assert "embassy of Atlantis" in lines
    assert "Certificate CERT-7" in lines
    told = till("/explain").message
    assert "less the tax within, exempt: -11.95 = 59.75" in told
    assert "standard: no tax on 59.75, exempt" in told


def test_b53_reverse_charge_says_who_owes_the_tax(new_till: NewTill) -> None:
    till = new_till(prices="exclusive")
    assert "tax number" in till.refused("/reverse")
    assert "form of a tax number" in till.refused("/reverse DE12")
    till("CASE", "/reverse de 123 456 789")
    assert till.total() == 2390
    till("/card")
    [sale] = till.sales()
    assert sale["taxes"] == [{"code": "standard", "rate": "", "net": 2390, "tax": 0, "kind": "reverse"}]
    lines = shown(till, sale)
    assert "Reverse charge: the customer owes the tax" in lines
    assert "Customer's tax number DE123456789" in lines
    assert any("standard reverse charge" in line for line in lines)


def test_a_buyers_number_is_sealed_and_can_be_forgotten(till: Till) -> None:
    till("CASE", "/exempt SECRET-4711", "/cash")
    [sale] = till.sales()
    assert "Certificate SECRET-4711" in shown(till, sale)
    till.stop()
    assert not [data for data in till.files() if b"SECRET-4711" in data]
    till.start()
    seals(till.front.store).forget([sale["tax_status"]["person"]])
    again = shown(till, sale)
    assert "Exempt from tax" in again
    assert not any("SECRET-4711" in line for line in again)


def test_the_tax_status_of_a_customer_follows_them(till: Till) -> None:
    from pos_tui import services

    counter = till.register.counter
    one = services.customers.add(counter, {"name": "Ada GmbH", "tax": "reverse", "tax_number": "DE123456789"})
    till("CASE", f"/customer {one.id}")
    assert till.total() == 2390 - 398
    till("/customer -")
    assert till.total() == 2390
    till(f"/customer {one.id}", "/cash")
    [sale] = till.sales()
    assert sale["tax_status"]["person"] == one.id
    assert "Customer's tax number DE123456789" in shown(till, sale)


def test_it_is_taken_back_undone_and_survives_a_restart(till: Till) -> None:
    till("CASE", "/exempt CERT-7")
    till.restart()
    assert till.total() == 1992
    till("/exempt -")
    assert till.total() == 2390
    till("/undo")
    assert till.total() == 1992
    till("/reverse -")
    assert "pays the tax already" in till.refused("/exempt -")
    till("/exempt CERT-7")
    till("/cash 5")
    assert "paid already" in till.refused("/exempt X")


def test_b43_what_an_exempt_buyer_brings_back_is_what_they_paid(till: Till) -> None:
    till("7*TISSUE", "/exempt CERT-7", "/disc 1.00 all", "/cash")
    [sale] = till.sales()
    for goods in ("2*#1", "4*#1", ""):
        till(f"/refund 1-1 {goods}", "/cash")
    back = till.sales()[1:]
    assert sum(refund["total"] for refund in back) == -sale["total"]
    rows = [row for refund in back for row in refund["taxes"]]
    assert {(row["code"], row["rate"], row.get("kind")) for row in rows} == {("standard", "", "exempt")}
    assert sum(row["net"] for row in rows) == -sale["taxes"][0]["net"]
    till("CASE", "/exempt X", "/cash", "/postvoid for wrong")
    sold, voided = till.sales()[-2:]
    assert voided["total"] == -sold["total"]
    assert voided["taxes"][0]["kind"] == "exempt"
    assert voided["lines"][0]["relief"] == -sold["lines"][0]["relief"]


def test_zero_exempt_reverse_charge_and_out_of_scope_stay_apart(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        for code in ("stamps=exempt", "outside=none"):
            tx.insert("taxes", parse_tax(code).to_document())
        for sku, tax in (("STAMP", "stamps"), ("BAG", "outside")):
            tx.insert("items", {**tx.find("items", "sku", "BOOK"), "sku": sku, "tax": tax, "price": "1"})
    assert TaxCode.from_document(till.stored("taxes", "code", "stamps")).kind == "exempt"
    till("/open 0", "TISSUE", "BOOK", "STAMP", "BAG", "/cash")
    till("TISSUE", "/exempt X", "/cash", "TISSUE", "STAMP", "/reverse DE123456789", "/cash")
    rows = {(row["code"], row["rate"], row.get("kind", "")) for row in till.sales()[0]["taxes"]}
    assert rows == {("standard", "20", ""), ("zero", "0", ""), ("stamps", "", "exempt"), ("outside", "", "")}
    till("/count 100", "/z 0 for a test")
    [z] = [row for row in till.front.store.documents("shifts") if row["kind"] == "z"]
    apart = {(row["code"], row["rate"], row.get("kind", "")): row["net"] for row in z["sales"]["tax"]}
    assert apart == {
        ("outside", "", ""): 100,
        ("stamps", "", "exempt"): 200,
        ("standard", "", "exempt"): 167,
        ("standard", "", "reverse"): 167,
        ("standard", "20", ""): 167,
        ("zero", "0", ""): 999,
    }
    texts = [
        " ".join(str(block.get(part, "")) for part in ("left", "middle", "right", "text"))
        for block in z["paper"]
    ]
    for name in ("standard 20%", "standard exempt", "standard reverse charge", "zero 0%", "stamps exempt"):
        assert any(name in text for text in texts), (name, texts)


def test_a_cashier_needs_the_right_to_it(till: Till) -> None:
    from pos_tui.core.permission import Rights
    from pos_tui.core.roles import ROLES

    assert "sale.tax_free" in ROLES["supervisor"].rights.granted
    till("CASE")
    till.register.counter.rights = Rights(ROLES["cashier"].rights.granted)
    assert "approve" in till.refused("/exempt CERT-7")
