"""What has no code, or one that nobody knows: sold by department, or made an item on the spot."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.errors import StoreError

from .shop import EAN, Till

if TYPE_CHECKING:
    from .conftest import NewTill

UNKNOWN = "4006381333931"
MISREAD = "4006381333930"


def test_a_department_sells_by_amount_with_its_tax(till: Till) -> None:
    outcome = till("/dept Food 2.50")
    assert (outcome.kind, outcome.sound) == ("line", "good")
    assert outcome.message == "1 x Food @ 2.50 = 2.50"
    [line] = till.register.basket.lines
    assert (line.sku, line.code, line.name, line.department) == ("", "Food", "Food", "Food")
    assert (line.tax, line.source, line.entered, line.unit_price) == (
        "standard", "open", "key", Decimal("2.50"),
    )  # fmt: skip
    till("/cash 5")
    [sold] = till.sales()
    assert sold["taxes"] == [{"code": "standard", "rate": "20", "net": 208, "tax": 42}]
    assert sold["lines"][0]["name"] == "Food"


@pytest.mark.parametrize(
    ("entry", "quantity", "amount", "source"),
    [
        ("/dept 3*Food 2.50", "3", 750, "open"),
        ("/dept 3*News@0.33", "3", 99, "open"),
        ("/dept News=2.00", "1", 200, "total"),
        ("/dept Fruit & Veg 1.20", "1", 120, "open"),
        ("/dept 2*fruit & veg 1.20", "2", 240, "open"),
        ("/dept newsagent 1.00", "1", 100, "open"),
        ('/dept "News"@1.00', "1", 100, "open"),
        ("/department News 1", "1", 100, "open"),
    ],
)
def test_quantity_amount_and_total(till: Till, entry: str, quantity: str, amount: int, source: str) -> None:
    till(entry)
    assert till.lines() == [("", quantity, amount)]
    assert till.register.basket.lines[0].source == source


def test_b01_a_quantity_that_waits_is_for_the_department(till: Till) -> None:
    till("3*", "/dept Food 1.00")
    assert till.lines() == [("", "3", 300)]
    assert till.register.pending is None


def test_the_code_that_was_not_known_stays_with_the_line(till: Till) -> None:
    till(f"/dept Food 2.50 ref {UNKNOWN}", entered="scan")
    [line] = till.register.basket.lines
    assert (line.code, line.entered) == (UNKNOWN, "scan")


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/dept Newz 1", "there is no department Newz: did you mean News?"),
        ("/dept Qqqq 1", "there is no department Qqqq: /dept lists them"),
        ("/dept FOOD 1", "which department? There are Food, food"),
        ("/dept Food", "how much?"),
        ("/dept Food 0", "above zero"),
        ("/dept Food -1", "above zero"),
        ("/dept News 0.19", "Newsagent sells from 0.20 on"),
        ("/dept News 30.01", "Newsagent sells up to 30.00 only"),
        ("/dept 2*News=80", "Newsagent sells up to 30.00 only"),
        ("/dept Food 2000000", "limits.price"),
        ("/dept 0.5*Food 1", "not a whole number"),
        ("/dept 1000*Food 1", "limits.quantity"),
        (f"/dept Food {EAN}", "is a bar code, not a price"),
        ("/dept food 1", "the shop has no tax code 'luxury' (Pet food)"),
        ("/dept *", "no department"),
        ("/dept @2", "give a code"),
    ],
)
def test_b19_what_a_department_does_not_sell(till: Till, entry: str, why: str) -> None:
    assert why in till.refused(entry)


def test_departments_are_listed_and_the_quantity_goes_on_waiting(till: Till) -> None:
    outcome = till("3*", "/dept")
    assert outcome.message.split("\n")[1] == "News  Newsagent  zero"
    assert [row["code"] for row in outcome.data["departments"]] == ["Food", "News", "Fruit & Veg", "food"]
    assert till.register.pending == 3


def test_department_lines_never_merge_and_are_corrected_like_others(new_till: NewTill) -> None:
    till = new_till(settings={"scan.merge": "true"})
    till("/dept Food 1", "/dept Food 1", "/qty 3 #1", "/price 2 #1", "/disc 10% #1", "/void #2")
    assert till.lines() == [("", "3", 540)]
    till("/undo", "/undo")
    assert till.lines() == [("", "3", 600), ("", "1", 100)]
    till("/hold", "/recall H1", "/cash")
    assert till.sales()[0]["total"] == 700


def test_department_lines_move_no_stock_and_survive_a_restart(till: Till) -> None:
    till("/dept News 1.50")
    before = till.register.basket.lines
    till.restart()
    assert till.register.basket.lines == before
    till("/cash")
    assert till.stored("stock", "sku", "COLA")["qty"] == "24"


def test_a_new_item_is_recorded_and_sells_at_once(till: Till) -> None:
    till.refused(UNKNOWN, entered="scan")
    outcome = till(f"/new {UNKNOWN} Fountain pen @12.50 News", entered="scan")
    assert (outcome.kind, outcome.data["made"]) == ("line", UNKNOWN)
    assert outcome.message == "new: Fountain pen 12.50, Newsagent; 1 x Fountain pen @ 12.50 = 12.50"
    [line] = till.register.basket.lines
    assert (line.sku, line.tax, line.source, line.entered) == (UNKNOWN, "zero", "catalogue", "scan")
    document = dict(till.stored("items", "sku", UNKNOWN))
    assert document == {
        "v": 1, "sku": UNKNOWN, "gtins": [UNKNOWN.zfill(14)], "plu": None, "name": "Fountain pen",
        "price": "12.5", "cost": None, "department": "News", "tax": "zero", "unit": "each", "weighed": False,
    }  # fmt: skip
    till.restart()
    till(UNKNOWN, "0" + UNKNOWN, "fountain pen")
    assert [sku for sku, *_ in till.lines()] == [UNKNOWN] * 3


def test_making_an_item_is_one_record_of_the_journal(till: Till) -> None:
    at = till.front.store.at()
    till("/new NEWCODE Thing @1 Food")
    [record] = till.front.store.records(at + 1)
    assert [op[:2] for op in record.ops] == [["put", "items"]]
    assert record.u == "owner"


@pytest.mark.parametrize(
    ("entry", "sku", "name", "quantity"),
    [
        ("/new AB-1 Name with @ sign @ 1.00 Food", "AB-1", "Name with @ sign", "1"),
        ("/new 3*AB-1 Pen 7 @1.00 Fruit & Veg", "AB-1", "Pen 7", "3"),
        ('/new "A 1 ""x""" Pen @1.00 Food', 'A 1 "x"', "Pen", "1"),
        ('/new 2*"9*9" Pen @1.00 Food', "9*9", "Pen", "2"),
        ("/new ]E04006381333931 Pen @1.00 Food", UNKNOWN, "Pen", "1"),
    ],
)
def test_how_a_new_item_is_written(till: Till, entry: str, sku: str, name: str, quantity: str) -> None:
    till(entry)
    assert till.lines() == [(sku, quantity, 100 * int(quantity))]
    assert till.stored("items", "sku", sku)["name"] == name


def test_a_quantity_that_waits_is_for_the_new_item(till: Till) -> None:
    till("4*", f"/new {UNKNOWN} Pen @0.25 Food")
    assert till.lines() == [(UNKNOWN, "4", 100)]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("/new", "/new CODE NAME @PRICE DEPARTMENT"),
        (f"/new {UNKNOWN} Pen", "/new CODE NAME @PRICE DEPARTMENT"),
        (f"/new {UNKNOWN} Pen @1.00", "/new CODE NAME @PRICE DEPARTMENT"),
        (f"/new {UNKNOWN} @1.00 Food", "/new CODE NAME @PRICE DEPARTMENT"),
        ("/new COLA Pen @1 Food", "COLA is Cola 0.33 l already"),
        ("/new cola Pen @1 Food", "cola is Cola 0.33 l already"),
        (f"/new {EAN} Pen @1 Food", f"{EAN} is Cola 0.33 l already"),
        (f"/new 0{EAN} Pen @1 Food", "is Cola 0.33 l already"),
        ("/new 96385074 Pen @1 Food", "several items"),
        (f"/new {MISREAD} Pen @1 Food", "the check digit is wrong"),
        (f"/new {UNKNOWN} {UNKNOWN} @1 Food", "is a bar code, not a name"),
        (f"/new {UNKNOWN} {'x' * 201} @1 Food", "a name has 1 to 200"),
        (f"/new {'x' * 65} Pen @1 Food", "a code has 1 to 64"),
        (f"/new {UNKNOWN} a\x1bb @1 Food", "printable"),
        (f"/new {UNKNOWN} Pen @0 Food", "a price above zero"),
        (f"/new {UNKNOWN} Pen @-1 Food", "a price above zero"),
        (f"/new {UNKNOWN} Pen @x Food", "not a price"),
        (f"/new {UNKNOWN} Pen @1.1234567 Food", "decimals"),
        (f"/new {UNKNOWN} Pen @{EAN} Food", "is a bar code, not a price"),
        (f"/new {UNKNOWN} Pen @1 Fod", "did you mean Food?"),
        (f"/new {UNKNOWN} Pen @1 food", "no tax code 'luxury'"),
        (f"/new 0.5*{UNKNOWN} Pen @1 Food", "not a whole number"),
    ],
)
def test_what_is_no_new_item_makes_and_sells_nothing(till: Till, entry: str, why: str) -> None:
    at = till.front.store.at()
    assert why in till.refused(entry)
    assert till.front.store.at() == at


def test_a_label_of_the_shop_makes_the_item_it_numbers(new_till: NewTill) -> None:
    till = new_till(settings={"scan.masks": "28IIIIIWWWWWK,22IIIIIPPPPPK"})
    till("/new 2877777004566 Ham @12.00 Food", "/new 2266666002507 Pie @3 Food")
    assert till.lines() == [("77777", "0.456", 547), ("66666", "1", 250)]
    assert till.stored("items", "sku", "77777")["weighed"] is True
    till("2877777010000")
    assert till.lines()[-1] == ("77777", "1.000", 1200)


def test_a_store_that_cannot_write_makes_and_sells_nothing(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(till.front.store, "transaction", full)
    assert till.refused(f"/new {UNKNOWN} Pen @1 Food") == "the disk is full"
    assert till.lines() == []


def test_somebody_else_was_quicker(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    with till.front.store.transaction(operator="ada") as tx:
        tx.insert(
            "items", {**till.stored("items", "sku", "COLA"), "sku": UNKNOWN, "name": "Hers", "gtins": []}
        )
    monkeypatch.setattr("pos_tui.services.catalogue.check_code", lambda *_: None)
    assert "is Hers already" in till.refused(f"/new {UNKNOWN} Pen @1 Food")


def test_minor_entry_reads_prices_and_amounts_alike(new_till: NewTill) -> None:
    till = new_till(settings={"entry.minor": "true"})
    till("/dept Food 250", f"/new {UNKNOWN} Pen @199 Food")
    assert [amount for *_, amount in till.lines()] == [250, 199]


def test_b05_codes_are_kept_and_words_are_not(till: Till) -> None:
    for entry, code in ((UNKNOWN, UNKNOWN), ("3*AB-1", "AB-1"), ("two 2 words", None), ("words", None)):
        outcome = till.register.run(entry)
        assert outcome.data.get("code") == code
    assert till.register.unmatched == (UNKNOWN, "AB-1")


def test_objections_say_what_a_field_cannot_be(till: Till) -> None:
    register = till.register
    for field, text in (("name", "Pen"), ("price", "1.99"), ("code", UNKNOWN)):
        assert register.objection(field, text) == ""
    for field, text in (("name", EAN), ("price", "x"), ("price", "0"), ("code", EAN), ("code", MISREAD)):
        assert register.objection(field, text)


def test_items_are_found_by_their_last_digits(till: Till) -> None:
    register = till.register
    assert [item.sku for item in register.find_ending("0996")] == ["COLA"]
    assert [item.sku for item in register.find_ending("996")] == []
    assert [item.sku for item in register.find_ending("1111000000996")] == ["COLA"]
    assert [item.sku for item in register.find_ending("1111000000996", least=13)] == []
    till("/new 7006381333938 Pen @1 Food")
    assert [item.sku for item in register.find_ending("333938")] == ["7006381333938"]
