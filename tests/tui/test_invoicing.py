"""The page for a tax invoice: filled in field by field, for an open sale, a finished one, and as a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui import services
from pos_tui.core.invoice import Buyer
from pos_tui.screens.invoicing import InvoiceForm
from pos_tui.screens.receipts import ReceiptPage
from pos_tui.screens.sale import SaleView
from tests.register.shop import Till

from .test_apart import Counter
from .test_lists import text_of

ADA = Buyer("Ada Ltd", ("1 High Street", "London N1"), "GB123456789")


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    till = Till(tmp_path)
    yield Counter(till)
    till.stop()


def shown(counter: Counter) -> str:
    return text_of(counter.desk.view.body(58, 20) or [])


def fill(counter: Counter) -> None:
    for text in ("Ada Ltd", "1 High Street", "London N1", "-", "gb123456789"):
        counter.keys(f"{text}\n")


def buyers(counter: Counter) -> list[tuple[str, Buyer]]:
    at = counter.till.register.counter
    rows = [dict(row) for row in at.ledger.documents("invoices")]
    return [(row["number"], services.invoicing.buyer_of(at, row)) for row in rows]


def test_the_page_fills_an_invoice_in_for_the_open_sale(counter: Counter) -> None:
    counter.keys("CASE\n", "/invoice\n")
    assert isinstance(counter.desk.view, InvoiceForm)
    assert "TAX INVOICE of the open sale" in shown(counter)
    fill(counter)
    assert "gb123456789" in shown(counter)
    counter.press("f1")
    assert type(counter.desk.view) is SaleView
    counter.keys("/cash\n")
    assert buyers(counter) == [("1-I000001", ADA)]


def test_what_is_wrong_stays_to_be_corrected(counter: Counter) -> None:
    counter.keys("CASE\n", "/invoice\n")
    counter.press("f1")
    assert "Name is needed" in counter.desk.notice.text
    counter.keys("Ada; Ltd\n")
    assert "without ;" in counter.desk.notice.text
    assert counter.desk.router.text == "Ada; Ltd"


def test_the_last_sale_and_a_number_and_a_copy(counter: Counter) -> None:
    counter.till("CASE", "/cash", "BOOK", "/cash")
    counter.keys("/invoice 1-1\n")
    assert "TAX INVOICE of 1-000001" in shown(counter)
    fill(counter)
    counter.press("f1")
    counter.keys("/invoice\n")
    assert "TAX INVOICE of 1-000002" in shown(counter)
    counter.press("escape")
    counter.keys("/invoice 1-1\n")
    assert type(counter.desk.view) is SaleView
    assert "copy 1" in counter.desk.notice.text
    assert buyers(counter) == [("1-I000001", ADA)]


def test_the_customer_of_the_sale_is_filled_in(counter: Counter) -> None:
    known = {"name": "Bea Ltd", "address": "2 Side Street, York", "tax_number": "GB987654321"}
    one = services.customers.add(counter.till.register.counter, known)
    counter.till("CASE", f"/customer {one.id}")
    counter.keys("/invoice\n")
    for text in ("Bea Ltd", "2 Side Street", "York", "GB987654321"):
        assert text in shown(counter)
    counter.press("f1")
    counter.keys("/cash\n")
    assert buyers(counter)[0][1] == Buyer("Bea Ltd", ("2 Side Street", "York"), "GB987654321")


def test_a_receipt_is_invoiced_from_its_page(counter: Counter) -> None:
    counter.till("CASE", "/cash")
    counter.keys("/sales\n")
    counter.keys("\n")
    assert isinstance(counter.desk.view, ReceiptPage)
    counter.press("f6")
    assert "TAX INVOICE of 1-000001" in shown(counter)


@pytest.mark.parametrize("size", [(58, 20), (38, 14), (100, 30)])
def test_it_fits_and_says_how_to_go_on(counter: Counter, size: tuple[int, int]) -> None:
    counter.keys("CASE\n", "/invoice\n")
    rows = text_of(counter.desk.view.body(*size) or []).splitlines()
    assert len(rows) <= size[1]
    assert any("Name" in line for line in rows)
    assert any("Tax number" in line for line in rows)
