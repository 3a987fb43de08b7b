"""Paying: totals, split tenders, change, rounding, paying out, and the record that all of it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .shop import EAN, Till

if TYPE_CHECKING:
    from .conftest import NewTill


def test_a_sale_from_scan_to_receipt(till: Till) -> None:
    till(f"2*{EAN}", "/note 536365")
    outcome = till("/cash 20")
    assert (outcome.kind, outcome.sound) == ("sale", "good")
    shown = outcome.to_json(7, "/cash 20")
    assert (shown["n"], shown["input"], shown["ok"], shown["kind"]) == (7, "/cash 20", True, "sale")
    assert (shown["receipt"], shown["ref"], shown["currency"]) == ("1-000001", "536365", "GBP")
    assert (shown["total"], shown["rounding"], shown["change"]) == (238, 0, 1762)
    assert shown["tax"] == [{"code": "standard", "rate": "20", "net": 198, "tax": 40}]
    assert shown["tenders"] == [{"type": "cash", "amount": 2000, "ref": None}]
    [line] = shown["lines"]
    expected = {
        "line": 1,
        "code": EAN,
        "name": "Cola 0.33 l",
        "qty": "2",
        "unit_price": "1.19",
        "discount": 0,
        "amount": 238,
        "tax": "standard",
        "void": False,
    }
    assert {key: line[key] for key in expected} == expected
    assert till.printed == [("1-000001", 0)]
    [recorded] = till.sales()
    assert (recorded["v"], recorded["number"], recorded["seq"]) == (1, "1-000001", 1)
    assert (recorded["lines"], recorded["key"]) == (shown["lines"], outcome.sale and outcome.sale["key"])
    assert len(shown["hash"]) == 32
    assert till.register.last_sale == {**recorded, "hash": shown["hash"]}
    assert till.register.basket.is_empty


@pytest.mark.parametrize(
    ("entry", "tenders", "change"),
    [
        ("/cash", [("cash", 119, None)], 0),
        ("/cash 1.19", [("cash", 119, None)], 0),
        ("/cash 5", [("cash", 500, None)], 381),
        ("/CASH 5", [("cash", 500, None)], 381),
        ("/cash\t5", [("cash", 500, None)], 381),
        ("/pay", [("cash", 119, None)], 0),
        ("/pay 5", [("cash", 500, None)], 381),
        ("/pay cash", [("cash", 119, None)], 0),
        ("/pay card", [("card", 119, None)], 0),
        ("/pay 1.19 card ref A 1", [("card", 119, "A 1")], 0),
        ("/card", [("card", 119, None)], 0),
        ("/card ref A1", [("card", 119, "A1")], 0),
        ("/card 1.19 ref A1 ref B", [("card", 119, "A1 ref B")], 0),
        ("/cash 10000", [("cash", 1_000_000, None)], 999_881),
    ],
)
def test_ways_to_pay(till: Till, entry: str, tenders: list[tuple[str, int, str | None]], change: int) -> None:
    outcome = till("COLA", entry)
    assert outcome.kind == "sale"
    assert [(row["type"], row["amount"], row["ref"]) for row in outcome.data["tenders"]] == tenders
    assert outcome.data["change"] == change


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/cash 0", "more than zero"),
        ("/cash -1", "more than zero"),
        ("/cash x", "is not a"),
        ("/cash 1.195", "more than 2 decimals"),
        ("/cash 1 2", "is not a"),
        ("/cash 10000.01", "limits.tender"),
        ("/cash 5449000000996", "bar code"),
        ("/cash 96385074", "bar code"),
        ("/card 1.20", "cannot take more than what is due"),
        ("/card 0", "more than zero"),
        ("/pay voucher", "The tender types are cash, card"),
        ("/pay 1 2 cash", "The tender types are"),
        ("/pay card 1", "The tender types are"),
    ],
)
def test_b02_b30_tenders_that_are_refused(till: Till, entry: str, why: str) -> None:
    till("COLA")
    assert why in till.refused(entry)


def test_b29_b31_a_split_tender_shows_the_rest(till: Till) -> None:
    till("TISSUE", "BOOK")
    outcome = till("/card 5 ref A1")
    assert (outcome.kind, outcome.data) == (
        "tender",
        {"type": "card", "amount": 500, "ref": "A1", "due": 699},
    )
    assert till("/cash 5").data["due"] == 199
    till("COLA")
    assert till.register.settlement.due == 318
    sale = till("/cash 10")
    assert (sale.data["total"], sale.data["change"]) == (1318, 682)
    assert [row["amount"] for row in sale.data["tenders"]] == [500, 500, 1000]


def test_b31_any_tender_is_taken_back_before_the_last_one(till: Till) -> None:
    assert "nothing is paid yet" in till.refused("/takeback")
    till("TISSUE", "BOOK", "/cash 5", "/card 2 ref A1", "COLA")
    for wrong in ("/takeback 3", "/takeback 0", "/takeback cash", "/takeback -1"):
        till.refused(wrong)
    outcome = till("/takeback 1")
    assert (outcome.kind, outcome.message) == ("edited", "Cash 5.00 taken back, still due 11.18")
    assert outcome.data == {"type": "cash", "amount": 500, "ref": None, "due": 1118}
    till("/undo", "/takeback")
    assert [tender.type for tender in till.register.basket.tenders] == ["cash"], "the line stays"
    till("/takeback #1", "/card")
    [sale] = till.sales()
    assert [(row["type"], row["amount"]) for row in sale["tenders"]] == [("card", 1318)]
    assert [(c["what"], c["before"]) for c in sale["corrections"]] == [
        ("tender", "cash 500"), ("undo", "correction"), ("tender", "card 200"), ("tender", "cash 500"),
    ]  # fmt: skip


def test_b32_only_the_cash_part_is_rounded(new_till: NewTill) -> None:
    till = new_till(cash_rounding="0.05")
    sale = till("COLA", "/cash 2")
    assert (sale.data["total"], sale.data["rounding"], sale.data["change"]) == (119, 1, 80)
    assert till("COLA", "/card").data["rounding"] == 0
    sale = till("COLA", "CHOC", "/card 1", "/cash")
    assert (sale.data["total"], sale.data["rounding"], sale.data["tenders"][-1]["amount"]) == (204, 1, 105)
    till("COLA")
    assert "no coins" in till.refused("/cash 1.22")
    assert till("/cash").data["tenders"] == [{"type": "cash", "amount": 120, "ref": None}]
    back = till("/return COLA", "/cash")
    assert (back.data["total"], back.data["rounding"], back.data["tenders"][0]["amount"]) == (-119, -1, -120)


def test_b32_138_with_55_by_card_and_85_in_cash(new_till: NewTill) -> None:
    till = new_till(cash_rounding="5")
    sale = till("M@138", "/card 55", "/cash")
    assert (sale.data["total"], sale.data["rounding"]) == (13800, 200)
    assert [row["amount"] for row in sale.data["tenders"]] == [5500, 8500]
    back = till("/return M@138", "/card 55", "/cash")
    assert (back.data["total"], back.data["rounding"], back.data["change"]) == (-13800, -200, 0)
    assert [row["amount"] for row in back.data["tenders"]] == [-5500, -8500]


def test_b46_a_total_of_zero_or_less_is_completed_too(till: Till) -> None:
    till("COLA", "/return COLA")
    assert till.total() == 0
    even = till("/cash")
    assert (even.kind, even.data["total"], even.sale and even.sale["kind"]) == ("sale", 0, "exchange")
    assert till("COLA", "/return COLA", "/cash 5").data["change"] == 500
    back = till("/return 2*COLA", "/cash")
    assert back.data["tenders"] == [{"type": "cash", "amount": -238, "ref": None}]
    assert back.sale and back.sale["kind"] == "refund"
    assert till("/return 2*COLA@1.00", "/cash 0.50", "/card").data["total"] == -200
    assert [line["qty"] for line in back.data["lines"]] == ["-2"]


def test_b43_a_return_reverses_the_sale(new_till: NewTill) -> None:
    for prices in ("inclusive", "exclusive"):
        till = new_till(prices=prices)
        sold = till("3*COLA", "2*BOOK", "/cash").data
        back = till("/return 3*COLA", "/return 2*BOOK", "/cash").data
        assert back["total"] == -sold["total"]
        assert [(row["net"], row["tax"]) for row in back["tax"]] == [
            (-row["net"], -row["tax"]) for row in sold["tax"]
        ]


def test_money_that_was_taken_too_early_is_paid_back(till: Till) -> None:
    till("BOOK", "COLA", "/card 10", "/void #1")
    assert till.register.settlement.due == 119 - 1000
    sale = till("/card")
    assert [row["amount"] for row in sale.data["tenders"]] == [1000, -881]


def test_exclusive_prices_get_their_tax_on_top(new_till: NewTill) -> None:
    till = new_till(prices="exclusive")
    till("COLA", "COLA", "BOOK")
    sale = till("/card")
    assert sale.data["total"] == 238 + 48 + 999
    assert sale.data["tax"] == [
        {"code": "standard", "rate": "20", "net": 238, "tax": 48},
        {"code": "zero", "rate": "0", "net": 999, "tax": 0},
    ]
    assert sum(line["tax_amount"] for line in sale.data["lines"]) == 48


def test_tax_may_be_rounded_per_line(new_till: NewTill) -> None:
    till = new_till(prices="exclusive", settings={"tax.rounding": "line"})
    till("COLA@0.03", "COLA@0.03", "COLA@0.03")
    assert till.total() == 9 + 3
    assert new_till(prices="exclusive")("COLA@0.03", "COLA@0.03", "COLA@0.03", "/card").data["total"] == 9 + 2


def test_a_currency_without_decimals(new_till: NewTill) -> None:
    till = new_till(currency="JPY")
    till("COLA@119", "COLA@0.5")
    assert till("/cash 200").data["change"] == 80
    till("COLA@119")
    assert "more than 0 decimals" in till.refused("/cash 119.5")


def test_b34_nothing_is_said_or_printed_before_it_is_recorded(till: Till) -> None:
    order: list[str] = []
    till.register._on_sale = lambda sale, copy: order.append(f"{len(till.sales())} recorded, then printed")
    till("COLA", "/cash")
    assert order == ["1 recorded, then printed"]


def test_b47_numbers_have_no_gaps(till: Till) -> None:
    for _ in range(3):
        till("COLA", "/cash")
        till.refused("/cash")
        till("COLA", "/cancel")
        till.restart()
    assert [sale["number"] for sale in till.sales()] == [f"1-{n:06d}" for n in range(1, 7)]


def test_a_tender_type_may_need_its_reference(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tender_types", {"v": 1, "code": "cheque", "name": "Cheque", "needs_reference": True})
    till.restart()
    till("COLA")
    assert "Cheque needs its reference" in till.refused("/pay cheque")
    assert till("/pay cheque ref 0042").data["tenders"] == [{"type": "cheque", "amount": 119, "ref": "0042"}]


def test_b29_a_voucher_pays_the_rest_and_gives_no_change(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tender_types", {"v": 1, "code": "voucher", "name": "Voucher", "over_tender": True})
    till.restart()
    sale = till("BOOK", "COLA", "/card 5", "/pay 10 voucher ref V1")
    assert (sale.kind, sale.data["total"], sale.data["change"]) == ("sale", 1118, 0)
    assert sale.data["tenders"] == [
        {"type": "card", "amount": 500, "ref": None},
        {"type": "voucher", "amount": 618, "ref": "V1", "given": 1000},
    ]
    assert "voucher 6.18 of 10.00, which gives no change" in till("/explain").message
    assert sale.sale is not None
    assert "Given, without change" in till.front.receipt_text(sale.sale)
    till("BOOK")
    assert till("/pay 5 voucher").data["due"] == 499
    till.restart()
    assert till("/cash").data["tenders"][0] == {"type": "voucher", "amount": 500, "ref": None}


def test_stock_follows_what_is_sold_and_returned(till: Till) -> None:
    till("3*COLA", "COLA", "/void", "/return COLA", "BOOK", "/cash 20")
    assert till.stored("stock", "sku_location", "COLA\nshop")["qty"] == "22"


def test_b35_b36_opening_the_drawer_is_on_record(till: Till) -> None:
    till("COLA")
    outcome = till("/nosale change for the bus")
    assert outcome.data["no_sale"] == "1-C000001"
    assert len(till.register.basket.lines) == 1
    [record] = till.front.store.documents("cash")
    assert (record["kind"], record["reason"], record["operator"]) == (
        "no_sale",
        "change for the bus",
        "owner",
    )
    assert "say why" in till.refused("/nosale")
    assert till("/nosale again").data["no_sale"] == "1-C000002"


def test_a_basket_that_is_partly_paid_is_not_cancelled(till: Till) -> None:
    till("COLA", "/cash 1")
    assert "/takeback" in till.refused("/cancel")
    till("/takeback")
    assert till("/cancel").kind == "cancelled"
