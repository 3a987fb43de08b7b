"""Tax invoices: numbered without gaps, once for a sale, never turnover, and credited when goods come back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui import services
from pos_tui.bootstrap.counters import seals
from pos_tui.bootstrap.tenders import set_type
from pos_tui.core.errors import InvalidValue
from pos_tui.core.invoice import Buyer

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

ADA = "Ada Ltd; 1 High Street; London N1; tax GB123456789"


def invoices(till: Till) -> list[dict[str, Any]]:
    return [dict(row) for row in till.front.store.documents("invoices")]


class Papers:
    """Stands for the printer: keeps what would be printed, as text."""

    def __init__(self, till: Till) -> None:
        self.slips, self.found = till.register.counter.slips, []
        till.register.counter.slips = self  # type: ignore[assignment]

    def draft(self, kind: str, record: Any) -> Any:
        assert self.slips is not None
        return self.slips.draft(kind, record)

    def print(self, paper: Any, title: str, copy: int = 0) -> None:
        assert self.slips is not None
        self.found.append((title, copy, self.slips.text(paper)))

    def text(self, paper: Any) -> str:
        assert self.slips is not None
        return self.slips.text(paper)

    def lines(self, at: int = -1) -> list[str]:
        return [" ".join(line.split()) for line in self.found[at][2].splitlines()]


def test_an_invoice_of_the_open_sale_is_drawn_with_it(new_till: NewTill) -> None:
    till = new_till(settings={"shop.address": "9 Low Road", "shop.tax_number": "GB999999999"})
    papers = Papers(till)
    till("2*CASE", "BOOK")
    assert till(f"/invoice {ADA}").message.startswith("invoice for Ada Ltd: ")
    assert not invoices(till), "no number before the sale has one"
    till.restart()
    papers = Papers(till)
    till("/cash")
    [sale], [made] = till.sales(), invoices(till)
    assert (made["number"], made["sale"], made["kind"]) == ("1-I000001", "1-000001", "invoice")
    assert sale["invoices"] == ["1-I000001"]
    assert "Invoice 1-I000001" in till.front.receipt_text(sale)
    assert (made["total"], made["taxes"]) == (sale["total"], sale["taxes"])
    assert (made["supplied"], made["seller"]["tax_number"]) == ("2026-11-23", "GB999999999")
    lines = papers.lines()
    for text in (
        "TAX INVOICE", "Corner Shop", "9 Low Road", "GB999999999", "Invoice 1-I000001",
        "Date of supply 2026-11-23", "Receipt 1-000001", "Ada Ltd", "1 High Street", "London N1",
        "Tax number GB123456789", "TOTAL GBP 57.79", "A standard 20% 39.83 7.97", "B zero 0% 9.99 0.00",
    ):  # fmt: skip
        assert text in lines, (text, lines)


def test_an_invoice_of_a_finished_sale_and_its_copies(till: Till) -> None:
    papers = Papers(till)
    till("CASE", "/cash", "BOOK", "/cash")
    assert "who buys?" in till.refused("/invoice 1-1")
    outcome = till(f"/invoice 1-1 {ADA}")
    assert (outcome.data["number"], outcome.data["copy"], outcome.data["buyer"]["name"]) == (
        "1-I000001",
        0,
        "Ada Ltd",
    )
    assert "1-000001" in outcome.message
    assert till("/invoice 1-1").data["copy"] == 1
    assert till(f"/invoice 1-000001 {ADA}").data["copy"] == 2
    assert [(title, copy) for title, copy, _text in papers.found] == [
        ("1-I000001", 0), ("1-I000001", 1), ("1-I000001", 2),
    ]  # fmt: skip
    assert "another buyer" in till.refused("/invoice 1-1 Bob; 2 Side Street")
    assert till(f"/invoice {ADA}").data["sale"] == "1-000002", "the last one"
    assert [row["number"] for row in invoices(till)] == ["1-I000001", "1-I000002"]
    assert "no receipt" in till.refused(f"/invoice 1-99 {ADA}")


def test_b48_a_copy_says_so_on_paper(till: Till) -> None:
    from pos_tui.bootstrap.slips import _document

    till("CASE", "/cash", f"/invoice {ADA}", "/invoice")
    reprints = [row for row in till.front.store.documents("events") if row["kind"] == "reprint"]
    assert [(row["receipt"], row["copy"]) for row in reprints] == [("1-I000001", 1)]
    slips, counter = till.register.counter.slips, till.register.counter
    assert slips is not None
    paper = slips.draft("invoice", services.invoicing.facts(counter, invoices(till)[0]))
    from devices.printers.text import text

    assert "COPY 1" in text(_document(paper, "1-I000001", 1), 42)


def test_an_invoice_is_no_turnover(till: Till) -> None:
    till("/open 0", "CASE", "/cash")
    before = till.front.store.day_summaries("2026-11-23", "2026-11-23")
    till(f"/invoice {ADA}")
    assert till.front.store.day_summaries("2026-11-23", "2026-11-23") == before
    till("/count 23.90", "/z 0")
    [z] = [row for row in till.front.store.documents("shifts") if row["kind"] == "z"]
    assert z["sales"]["gross"] == 2390
    assert len(till.sales()) == 1
    till.restart()
    assert till("/invoice 1-1").data["copy"] == 1, "found in what is sealed, too"
    till("/open 0", "/refund 1-1", "/cash")
    assert invoices(till)[-1]["number"] == "1-K000001"


def test_b43_refunds_of_an_invoiced_sale_give_credit_notes(till: Till) -> None:
    papers = Papers(till)
    till("3*CASE", "2*BOOK", f"/invoice {ADA}", "/cash")
    till("/refund 1-1 1*#1", "COLA", "/cash", "/refund 1-1", "/cash")
    [invoice, first, last] = invoices(till)
    assert [(row["number"], row["kind"], row["credits"], row["sale"]) for row in (first, last)] == [
        ("1-K000001", "credit_note", "1-I000001", "1-000002"),
        ("1-K000002", "credit_note", "1-I000001", "1-000003"),
    ]
    assert first["total"] == -2390, "what was sold in exchange is not part of it"
    assert first["total"] + last["total"] == -invoice["total"]
    for row in invoice["taxes"]:
        mine = [tax for note in (first, last) for tax in note["taxes"] if tax["code"] == row["code"]]
        assert (sum(tax["net"] for tax in mine), sum(tax["tax"] for tax in mine)) == (
            -row["net"],
            -row["tax"],
        )
    lines = papers.lines(1)
    for text in (
        "CREDIT NOTE",
        "Credit note 1-K000001",
        "For invoice 1-I000001",
        "Ada Ltd",
        "TOTAL GBP -23.90",
    ):
        assert text in lines, (text, lines)
    assert not any("Cola" in line for line in lines)
    assert till("/invoice 1-3").data["number"] == "1-K000002", "a credit note is printed again as one"


def test_what_came_back_before_the_invoice_is_credited_with_it(till: Till) -> None:
    till("3*CASE", "/cash", "/refund 1-1 1*#1", "/cash", f"/invoice 1-1 {ADA}")
    assert [(row["kind"], row["total"]) for row in invoices(till)] == [
        ("invoice", 7170),
        ("credit_note", -2390),
    ]
    till("BOOK", "/cash", "/refund 1-3", "/cash")
    assert "cannot be invoiced" in till.refused(f"/invoice 1-4 {ADA}")


def test_a_post_void_credits_the_invoice_or_takes_a_credit_note_back(till: Till) -> None:
    till("CASE", f"/invoice {ADA}", "/cash", "/postvoid for a mistake")
    assert [(row["kind"], row["total"]) for row in invoices(till)] == [
        ("invoice", 2390),
        ("credit_note", -2390),
    ]
    till("CASE", f"/invoice {ADA}", "/cash", "/refund 1-3", "/cash", "/postvoid 1-4 for a mistake")
    assert [row["total"] for row in invoices(till)[2:]] == [2390, -2390, 2390]
    till("BOOK", "/cash", "/postvoid for a mistake")
    assert "was voided" in till.refused(f"/invoice 1-6 {ADA}")


def test_an_exchange_is_invoiced_for_what_it_sold(till: Till) -> None:
    till("CASE", "/cash", "/refund 1-1", "2*BOOK", f"/invoice {ADA}", "/cash")
    [made] = invoices(till)
    assert (made["sale"], made["total"]) == ("1-000002", 1998)
    assert [(row["code"], row["net"]) for row in made["taxes"]] == [("zero", 1998)]


def test_the_customer_is_the_buyer_unless_another_is_said(till: Till) -> None:
    counter = till.register.counter
    known = {"name": "Bea Ltd", "address": "2 Side Street, York", "tax_number": "GB987654321"}
    one = services.customers.add(counter, known)
    till("CASE", f"/customer {one.id}", "/invoice", "/cash")
    [made] = invoices(till)
    assert services.invoicing.buyer_of(counter, made) == Buyer(
        "Bea Ltd", ("2 Side Street", "York"), "GB987654321"
    )
    till("CASE", f"/customer {one.id}", "/cash", "/invoice 1-2")
    assert invoices(till)[1]["customer"] == one.id


def test_who_buys_is_sealed_and_can_be_forgotten(till: Till) -> None:
    till("CASE", "/invoice Secret Name; Hidden Street 5", "/cash")
    till.stop()
    assert not [data for data in till.files() if b"Secret Name" in data or b"Hidden Street" in data]
    till.start()
    [made] = invoices(till)
    assert till("/invoice").data["buyer"]["name"] == "Secret Name"
    seals(till.front.store).forget([made["person"]])
    assert till("/invoice").data["buyer"]["name"] == ""


def test_a_request_is_taken_back_and_undone(till: Till) -> None:
    till("CASE", f"/invoice {ADA}", "/invoice -")
    assert "no invoice" in till.refused("/invoice -")
    till("/undo", "/undo", "/cash")
    assert not invoices(till)
    till("CASE", f"/invoice {ADA}", "/cancel for nothing")
    assert not invoices(till)


def test_reverse_charge_on_an_invoice(till: Till) -> None:
    papers = Papers(till)
    till("CASE", "/reverse DE123456789", "/invoice Ada GmbH; Weg 1; Berlin; tax DE123456789", "/card")
    lines = papers.lines()
    assert "Reverse charge: the customer owes the tax" in lines
    assert "Tax not charged -3.98" in lines
    assert invoices(till)[0]["taxes"] == [
        {"code": "standard", "rate": "", "net": 1992, "tax": 0, "kind": "reverse"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada",
        "; Street",
        "Ada; " + "x" * 101,
        "Ada; 1 St; tax DE1",
        "A; b; tax 123; tax 456",
        "Ada\x1b[2J; Street",
    ],
)
def test_a_buyer_that_no_invoice_can_have(text: str) -> None:
    with pytest.raises(InvalidValue):
        Buyer.parse(text)


def test_a_buyer_is_read_back_as_written() -> None:
    buyer = Buyer.parse(ADA)
    assert (
        Buyer.parse(buyer.to_text())
        == buyer
        == Buyer("Ada Ltd", ("1 High Street", "London N1"), "GB123456789")
    )
    fields = {
        "name": "Ada Ltd",
        "address1": "1 High Street",
        "address2": "London N1",
        "tax_number": "GB123456789",
    }
    assert Buyer.of_fields(fields) == buyer


def test_an_invoice_that_was_killed_before_it_was_printed_is_printed_at_the_next_start(till: Till) -> None:
    from devices.printers.text import text
    from pos_tui.bootstrap.slips import recent_papers

    till("CASE", f"/invoice {ADA}", "/cash", "/refund 1-1", "/cash")
    till.restart()
    found = {number: make for number, _time, make in recent_papers(till.front, "1")}
    assert "TAX INVOICE" in text(found["1-I000001"](), 42)
    assert "CREDIT NOTE" in text(found["1-K000001"](), 42)


def test_the_date_of_supply_is_the_calendars(new_till: NewTill) -> None:
    """Taxes change at midnight, whichever business day a sale is of."""
    till = new_till(settings={"day.cutoff": "04:00"})
    till.clock.now = datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC)
    till("CASE")
    till.clock.now = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    till(f"/invoice {ADA}", "/cash")
    [sale], [made] = till.sales(), invoices(till)
    assert (sale["day"], made["supplied"]) == ("2026-12-31", "2027-01-01")


def test_a_sale_on_account_is_invoiced_to_whose_account_it_is(till: Till) -> None:
    set_type(till.front, "account", ())
    till.restart()
    counter = till.register.counter
    known = {"name": "Bea Ltd", "address": "2 Side Street, York", "alias": "bea", "limit": 100_00}
    services.customers.add(counter, known)
    till("CASE", "/pay account ref bea", "/invoice")
    [made] = invoices(till)
    assert services.invoicing.buyer_of(till.register.counter, made).name == "Bea Ltd"
