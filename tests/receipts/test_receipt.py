"""Golden receipts: the same sale at the widths of 58 and 80 mm paper, and the marks a receipt can carry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from devices.document import Barcode, Cut
from devices.printers.text import text
from pos_tui.core.currency import Currency
from pos_tui.core.shop import Shop
from pos_tui.locale import Formats
from pos_tui.receipts.receipt import receipt

SHOP = Shop("Corner Shop", Currency("GBP", 2), "inclusive", "Europe/London", store_id="3f9ac01d")


def line(number: int, name: str, **fields: Any) -> dict[str, Any]:
    """A sale line of one piece, with what differs from that."""
    plain = {"line": number, "sku": f"s{number}", "name": name, "qty": "1", "unit": "each"}
    return {
        **plain,
        "unit_price": "1.00",
        "discount": 0,
        "amount": 100,
        "tax": "standard",
        "rate": "20",
        **fields,
    }


def sale(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A cash sale of 1.00, with what differs from that."""
    plain: dict[str, Any] = {
        "v": 1, "number": "1-000142", "till": "1", "seq": 142, "kind": "sale", "day": "2026-07-01",
        "time": "2026-07-01T23:30:00Z", "operator": "Ana", "ref": None, "currency": "GBP",
        "prices": "inclusive", "lines": list(lines or [line(1, "Tea")]), "total": 100, "rounding": 0,
        "change": 0,
        "taxes": [{"code": "standard", "rate": "20", "net": 83, "tax": 17}],
        "tenders": [{"type": "cash", "amount": 100, "ref": None}],
    }  # fmt: skip
    return {**plain, **fields}


BASKET = sale(
    line(1, "Semi-skimmed milk 1 l", qty="2", unit_price="1.19", amount=238, tax="zero", rate="0"),
    line(2, "Bananas, loose", qty="0.734", unit="kg", unit_price="1.99", amount=146, tax="zero", rate="0"),
    line(3, "Batteries AA 4-pack, alkaline, extra long life", unit_price="4.5", amount=400, discount=50),
    line(4, "Chewing gum", void=True),
    total=784,
    rounding=1,
    change=1215,
    ref="order 77",
    taxes=[
        {"code": "zero", "rate": "0", "net": 384, "tax": 0},
        {"code": "standard", "rate": "20", "net": 333, "tax": 67},
    ],
    tenders=[{"type": "cash", "amount": 2000, "ref": None}],
)

AT_32 = """\
          Corner Shop
         1 High Street
--------------------------------
Receipt 1-000142          Till 1
2026-07-02 00:30
Served by Ana
--------------------------------
Semi-skimmed milk 1 l     2.38 A
  2 x 1.19
Bananas, loose            1.46 A
  0.734 kg x 1.99
Batteries AA 4-pack,
alkaline, extra long life 4.50 B
  Discount               -0.50
--------------------------------
TOTAL GBP                 7.84
Rounding                  0.01
Cash                     20.00
Change                   12.15
--------------------------------
                 Net       Tax
A zero 0%       3.84      0.00
B standard 20%  3.33      0.67
           Thank you
          Ref order 77
        Record 0a1b2c3d
      [||| 3F9A1-000142X]
"""

AT_42 = """\
               Corner Shop
              1 High Street
------------------------------------------
Receipt 1-000142                    Till 1
2026-07-02 00:30
Served by Ana
------------------------------------------
Semi-skimmed milk 1 l               2.38 A
  2 x 1.19
Bananas, loose                      1.46 A
  0.734 kg x 1.99
Batteries AA 4-pack, alkaline,
extra long life                     4.50 B
  Discount                         -0.50
------------------------------------------
TOTAL GBP                           7.84
Rounding                            0.01
Cash                               20.00
Change                             12.15
------------------------------------------
                           Net       Tax
A zero 0%                 3.84      0.00
B standard 20%            3.33      0.67
                Thank you
               Ref order 77
             Record 0a1b2c3d
           [||| 3F9A1-000142X]
"""

AT_48 = """\
                  Corner Shop
                 1 High Street
------------------------------------------------
Receipt 1-000142                          Till 1
2026-07-02 00:30
Served by Ana
------------------------------------------------
Semi-skimmed milk 1 l                     2.38 A
  2 x 1.19
Bananas, loose                            1.46 A
  0.734 kg x 1.99
Batteries AA 4-pack, alkaline, extra long
life                                      4.50 B
  Discount                               -0.50
------------------------------------------------
TOTAL GBP                                 7.84
Rounding                                  0.01
Cash                                     20.00
Change                                   12.15
------------------------------------------------
                                 Net       Tax
A zero 0%                       3.84      0.00
B standard 20%                  3.33      0.67
                   Thank you
                  Ref order 77
                Record 0a1b2c3d
              [||| 3F9A1-000142X]
"""


@pytest.mark.parametrize(("columns", "golden"), [(32, AT_32), (42, AT_42), (48, AT_48)])
def test_the_same_sale_on_paper_of_any_width(columns: int, golden: str) -> None:
    document = receipt(
        BASKET, SHOP, short_hash="0a1b2c3d4e5f6071", header=["1 High Street"], footer=["Thank you"]
    )
    assert text(document, columns) == golden
    assert isinstance(document.blocks[-1], Cut)
    assert document.title == "Receipt 1-000142"


def shown(document_of: dict[str, Any], shop: Shop = SHOP, **fields: Any) -> str:
    return text(receipt(document_of, shop, **fields), 42)


def test_the_day_and_time_are_the_shops() -> None:
    assert "2026-07-02 00:30" in shown(sale())
    tokyo = Shop("S", Currency("JPY", 0), "inclusive", "Asia/Tokyo", store_id="x")
    assert "2026-07-02 08:30" in shown(sale(currency="JPY"), tokyo)


def test_b48_a_reprint_says_copy_its_count_and_its_time() -> None:
    copy = shown(sale(), copy=2, copy_time=datetime(2026, 7, 3, 8, 0, tzinfo=UTC))
    assert "COPY 2" in copy
    assert "Reprinted 2026-07-03 09:00" in copy
    assert "COPY" not in shown(sale())


def test_training_and_simulated_receipts_say_so_and_training_has_no_code() -> None:
    simulated = Shop("S", Currency("GBP", 2), "inclusive", "UTC", store_id="3f9a", simulated=True)
    assert "SIMULATED" in shown(sale(), simulated)
    training = receipt(sale(), SHOP, training=True)
    assert "TRAINING" in text(training)
    assert not any(isinstance(block, Barcode) for block in training.blocks)
    assert "TRAINING" not in shown(sale())


def test_a_refund_is_marked_and_its_amounts_are_negative() -> None:
    refund = sale(
        line(1, "Tea", qty="-2", amount=-200),
        kind="refund",
        originals=["1-000100"],
        total=-200,
        taxes=[{"code": "standard", "rate": "20", "net": -167, "tax": -33}],
        tenders=[{"type": "cash", "amount": -200, "ref": None}],
    )
    lines = shown(refund).splitlines()
    assert lines[0].strip() == "REFUND"
    assert lines[1].strip() == "Refund of 1-000100"
    assert "Tea                                  -2.00" in lines
    assert "  -2 x 1.00" in lines
    assert "Cash                                 -2.00" in lines


def test_tax_added_to_prices_is_between_subtotal_and_total() -> None:
    shop = Shop("S", Currency("USD", 2), "exclusive", "America/New_York", store_id="3f9a")
    taxed = sale(
        line(1, "Tea", tax_amount=9),
        total=109,
        currency="USD",
        prices="exclusive",
        taxes=[{"code": "NY", "rate": "8.875", "net": 100, "tax": 9}],
        tenders=[],
    )
    lines = shown(taxed, shop).splitlines()
    start = lines.index("Subtotal                              1.00")
    assert lines[start + 1 : start + 3] == [
        "Tax                                   0.09",
        "TOTAL USD                             1.09",
    ]
    assert "NY 8.875%                   1.00      0.09" in lines


def test_a_line_names_each_of_its_taxes() -> None:
    both = [{"code": "GST", "rate": "5", "tax": 5}, {"code": "QST", "rate": "9.975", "tax": 10}]
    taxes = [
        {"code": "GST", "rate": "5", "net": 200, "tax": 10},
        {"code": "QST", "rate": "9.975", "net": 100, "tax": 10},
    ]
    book = line(2, "Book", tax="GST", rate="5")
    paper = shown(sale(line(1, "Tea", tax="qc", taxes=both), book, taxes=taxes)).splitlines()
    rows = [" ".join(row.split()) for row in paper]
    assert "Tea 1.00 AB" in rows and "Book 1.00 A" in rows
    assert "B QST 9.975% 1.00 0.10" in rows
    assert {row.index("1.00") for row in paper if row.startswith(("Tea", "Book"))} == {35}


def test_b53_what_is_outside_of_any_tax_has_no_rate() -> None:
    taxes = [{"code": "outside", "rate": "", "net": 100, "tax": 0}]
    lines = shown(sale(line(1, "Stamp", tax="outside", rate=""), taxes=taxes)).splitlines()
    assert "outside                     1.00      0.00" in lines


def test_split_tender_with_a_reference() -> None:
    both = sale(
        tenders=[{"type": "card", "amount": 60, "ref": "4711"}, {"type": "cash", "amount": 40, "ref": None}]
    )
    assert "Card 4711                             0.60\nCash                                  0.40" in shown(
        both
    )


def test_the_decimal_mark_of_the_locale() -> None:
    weighed = sale(line(1, "Äpfel", qty="0.734", unit="kg", unit_price="2.5", amount=184))
    german = shown(weighed, formats=Formats(","))
    assert "  0,734 kg x 2,50" in german
    assert "1,84" in german


def test_currencies_without_and_with_three_decimals() -> None:
    yen = Shop("S", Currency("JPY", 0), "inclusive", "Asia/Tokyo", store_id="3f9a")
    assert "TOTAL JPY                              100" in shown(sale(currency="JPY"), yen)
    dinar = Shop("S", Currency("KWD", 3), "inclusive", "Asia/Kuwait", store_id="3f9a")
    assert "TOTAL KWD                            0.100" in shown(sale(currency="KWD"), dinar)


@pytest.mark.parametrize("columns", [20, 32, 42, 48])
@pytest.mark.parametrize(
    "name",
    [
        "x" * 400,
        "牛乳" * 40,
        "\x1bp\x00\x19\xfa",
        "a\nb\r\n",
        "e" + "\u0301" * 300,
        "\u202exlit",
        "\ud800",
        "",
    ],
)
def test_no_name_breaks_the_columns(name: str, columns: int) -> None:
    from pos_tui.core.display import cells, clean

    for printed in text(receipt(sale(line(1, name, amount=12345678901)), SHOP), columns).splitlines():
        assert clean(printed, limit=1000) == printed
        assert cells(printed) <= columns
    assert "123456789.01" in text(receipt(sale(line(1, name, amount=12345678901)), SHOP), columns)


def test_a_cancelled_basket_says_so() -> None:
    cancelled = sale(line(1, "Tea", void=True), kind="cancelled", total=0, taxes=[], tenders=[])
    assert shown(cancelled).splitlines()[0].strip() == "CANCELLED"
    assert "Tea" not in shown(cancelled)


def test_a_serial_number_stands_under_its_goods() -> None:
    sold = sale(
        line(1, "Drill", traits={"serial": "S/1", "lot": "L7"}), line(2, "Screws", traits={"lot": "L8"})
    )
    printed = text(receipt(sold, SHOP), 32)
    assert "  Serial no. S/1\n" in printed
    assert "L7" not in printed


def test_b73_what_is_charged_with_goods_stands_under_them() -> None:
    sold = sale(
        line(1, "Cola", qty="3", amount=300),
        line(2, "Can deposit", qty="3", unit_price="0.25", amount=75, parent=1),
    )
    rows = [row for row in text(receipt(sold, SHOP), 32).splitlines() if "Can" in row or "0.25" in row]
    assert rows == ["  Can deposit               0.75", "    3 x 0.25"]


def test_b40_a_deposits_receipt_says_how_the_order_stands() -> None:
    waits = {"number": "1-L000001", "name": "Ada", "state": "open", "amount": 100, "paid": 300}
    paid = sale(line(1, "Deposit 1-L000001 Ada"), layaways=[{**waits, "total": 2000, "until": "2026-12-07"}])
    printed = text(receipt(paid, SHOP), 32)
    assert "Order 1-L000001 Ada" in printed
    assert "Paid of 20.00               3.00" in printed
    assert "Still to pay               17.00" in printed
    assert "Collect until 2026-12-07" in printed
    done = {**waits, "state": "collected", "total": 2000, "until": ""}
    assert "Order" not in text(receipt(sale(layaways=[done]), SHOP), 32)
