"""Papers beside the receipt: BEHAVIOURS 54, and what is on record of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from devices.virtual.printer import VirtualPrinter, virtual_printer
from pos_tui.bootstrap import promotions

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

SOON = 20.0


@pytest.fixture
def paper(request: pytest.FixtureRequest) -> VirtualPrinter:
    return virtual_printer(request.node.name)


@pytest.fixture
def printing(new_till: NewTill, request: pytest.FixtureRequest) -> Till:
    """A till with a virtual printer."""
    till = new_till(settings={"printer": f"dummy://{request.node.name}?kanji=none"})
    till.register._on_sale = till.front.print_sale
    return till


def events_of(till: Till, kind: str) -> list[dict[str, Any]]:
    return [dict(row) for row in till.front.store.documents("events") if row["kind"] == kind]


def test_b54_a_gift_receipt_has_no_price_and_the_code_to_bring_it_back(
    printing: Till, paper: VirtualPrinter
) -> None:
    printing("3*COLA", "BOOK", "0.734*4011", "/cash 50")
    printing("TISSUE", "/cash 50")
    outcome = printing("/gift 1-1")
    assert outcome.message == "gift receipt of 1-000001"
    assert paper.wait_for(3, SOON)
    receipt, _second, gift = paper.receipts
    assert "GIFT RECEIPT" in gift.text
    for name in ("Cola 0.33 l", "  3\n", "Book", "Bananas, loose", "0.734 kg", "1-000001"):
        assert name in gift.text
    for price in ("1.19", "3.57", "9.99", "1.46", "50.00", "TOTAL"):
        assert price in receipt.text
        assert price not in gift.text
    assert gift.codes == receipt.codes
    assert [event["receipt"] for event in events_of(printing, "gift")] == ["1-000001"]
    assert "gift receipt of 1-000001 printed" in printing("/journal gift").message


def test_b54_a_bill_says_twice_that_it_is_no_receipt_and_sells_nothing(
    printing: Till, paper: VirtualPrinter
) -> None:
    printing("3*COLA", "BOOK", "/void")
    outcome = printing("/bill")
    assert "not paid yet" in outcome.message
    assert paper.wait_for(1, SOON)
    (bill,) = paper.receipts
    assert bill.text.count("NOT A RECEIPT") == 2
    assert "Cola 0.33 l" in bill.text
    assert "3 x 1.19" in bill.text
    assert "3.57" in bill.text
    assert "Book" not in bill.text
    assert "1-0000" not in bill.text
    assert bill.codes == []
    assert list(printing.front.store.documents("sales")) == []
    printing("/cash 10")
    assert [(event["total"], event["lines"]) for event in events_of(printing, "bill")] == [(357, 2)]


def test_b50_what_waits_for_a_printer_that_is_off_comes_out_of_another_that_is_set_instead(
    till: Till, request: pytest.FixtureRequest
) -> None:
    broken, other = (virtual_printer(f"{request.node.name}-{name}") for name in ("broken", "other"))
    broken.state = "off"
    till.front.change_settings({"printer": f"dummy://{request.node.name}-broken?kanji=none"})
    till.front.rewire()
    till.register._on_sale = till.front.print_sale
    till("COLA", "/cash", "BOOK", "/cash", "/nosale change")
    assert [sale["number"] for sale in till.sales()] == ["1-000001", "1-000002"]
    till.front.change_settings({"printer": f"dummy://{request.node.name}-other?kanji=none"})
    till.front.rewire()
    assert other.wait_for(2, SOON)
    assert ["1-000001" in other.receipts[0].text, "1-000002" in other.receipts[1].text] == [True, True]
    assert not broken.receipts


def test_a_bill_adds_up_with_discounts_and_promotions(printing: Till, paper: VirtualPrinter) -> None:
    promotions.add(
        printing.front,
        {"code": "COLA3", "kind": "set", "goods": "3*COLA", "price": "3.00", "name": "3 cola for 3.00"},
        "a test",
    )
    printing("3*COLA", "BOOK", "/disc 10%", "/bill")
    assert paper.wait_for(1, SOON)
    (bill,) = paper.receipts
    rows = [line.split() for line in bill.lines if line.strip()]
    amounts = {row[0]: row[-1] for row in rows}
    assert (amounts["Cola"], amounts["Book"], amounts["TO"]) == ("3.57", "8.99", "11.99")
    assert ["3", "cola", "for", "3.00", "-0.57"] in rows


def test_what_is_nothing_has_neither(printing: Till) -> None:
    assert "nothing to make a bill of" in printing.refused("/bill")
    assert "sold nothing yet" in printing.refused("/gift")
    printing("/return COLA", "/cash")
    assert "no sale" in printing.refused("/gift")
