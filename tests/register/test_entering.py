"""The grammar of what sells: `[qty*]CODE[@price | =total]`, quotes, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from .shop import EAN, UPC, Till

if TYPE_CHECKING:
    from .conftest import NewTill


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (EAN, ("COLA", "1", 119)),
        (f"0{EAN}", ("COLA", "1", 119)),
        ("COLA", ("COLA", "1", 119)),
        ("cola", ("COLA", "1", 119)),
        (f"]E0{EAN}", ("COLA", "1", 119)),
        ("]A0BOOK", ("BOOK", "1", 999)),
        (UPC, ("TISSUE", "1", 200)),
        (f"0{UPC}", ("TISSUE", "1", 200)),
        (f"3*{EAN}", ("COLA", "3", 357)),
        (f"3* {EAN}", ("COLA", "3", 357)),
        ("+2*COLA", ("COLA", "2", 238)),
        ("2.0*COLA", ("COLA", "2.0", 238)),
        ("0.734*4011", ("BAN", "0.734", 146)),
        (".5*4011", ("BAN", "0.5", 100)),
        ("734*HERB", ("HERB", "734", 660600)),
        ("2*85123A@2.50", ("85123A", "2", 500)),
        ("85123A @ 2.50", ("85123A", "1", 250)),
        ("85123A@0.004", ("85123A", "1", 0)),
        ("3*85123A@0.335", ("85123A", "3", 101)),
        ("3*85123A=10", ("85123A", "3", 1000)),
        ("BAN=3.00", ("BAN", "1.508", 300)),
        ("0.5*BAN=3.00", ("BAN", "0.5", 300)),
        ("M@12.34", ("M", "1", 1234)),
        ("M=12.34", ("M", "1", 1234)),
        ('"BANK CHARGES"@12', ("BANK CHARGES", "1", 1200)),
        ('2*"BANK CHARGES"=5', ("BANK CHARGES", "2", 500)),
        ("BANK CHARGES@12", ("BANK CHARGES", "1", 1200)),
        ('"A""B"', ('A"B', "1", 100)),
        ('A"B', ('A"B', "1", 100)),
        ('"/slash"', ("/slash", "1", 100)),
        ('2*"/slash"@3', ("/slash", "2", 600)),
        ("3*5", ("3*5", "1", 700)),
        ("2*3*5", ("3*5", "2", 1400)),
        ('2*"3*5"', ("3*5", "2", 1400)),
        ("a@b", ("a@b", "1", 100)),
        ("2*a@b", ("a@b", "2", 200)),
        ('"a@b"@4', ("a@b", "1", 400)),
        ("M@-12", ("M", "1", -1200)),
    ],
)
def test_what_sells(till: Till, entry: str, expected: tuple[str, str, int]) -> None:
    outcome = till(entry)
    assert (outcome.kind, outcome.sound) == ("line", "good")
    assert till.lines() == [expected]
    assert outcome.data["amount"] == expected[2]
    assert Decimal(outcome.data["qty"]) == Decimal(expected[1])


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("", "give a code"),
        ("*", "no item has the code"),
        ("@2", "give a code"),
        ("3*@2", "give a code"),
        ("COLA@", "what comes after '@'"),
        ("COLA=", "what comes after '='"),
        ("COLA@1@2", "is not a price"),
        ("COLA@1=2", "is not a price"),
        ("COLA@1,50", "is not a price"),
        ("COLA@1.0000001", "more than 6 decimals"),
        ("COLA=1.005", "more than 2 decimals"),
        ("COLA@1e3", "is not a price"),
        ("COLA@1000001", "limits.price"),
        ("M=1000000.01", "limits.price"),
        ("0.5*BAN=999999999.99", "limits.price"),
        ("M=99999999999999999999999999.99", "limits.price"),
        ("-1*COLA", "/void takes away, /return takes back"),
        ("0*COLA", "zero"),
        ("0.5*COLA", "by the piece"),
        ("1.0005*BAN", "more than 3 decimals"),
        ("734*4011", "limits.weight"),
        ("1000*COLA", "limits.quantity"),
        (f"{EAN}*COLA", "is a bar code, not a quantity"),
        ("96385074*COLA", "is a bar code, not a quantity"),
        (f"COLA@{EAN}", "is a bar code, not a price"),
        (f"COLA={EAN}", "is a bar code"),
        ("COLA@123456789012", "is a bar code, not a price"),
        ("COLA@12345678901", "limits.price"),
        ("y" * 40, f"no item has the code {'y' * 40}"),
        ("y" * 41, f"no item has the code {'y' * 40}..."),
        ("4011", "sold by weight"),
        ("BAN=-5", "/return takes back"),
        ("BAN=0", "zero"),
        ("M", "has no price of its own: enter M@"),
        ('"COLA', "has no end"),
        ('""', "nothing between the quotes"),
        ('"COLA"x', "after a quoted code comes @price or =total"),
        ('"COLA"@', "after a quoted code comes @price or =total"),
        ("96385074", "several items have the code 96385074: enter one of TWIN1 Twin one, TWIN2 Twin two"),
        ("NEXT", "no tax code 'next'"),
        ("LUX", "no tax code 'luxury'"),
        ("x" * 501, "at most 500 characters"),
        ("NOSUCH", "no item has the code NOSUCH"),
        ("5449000000997", "misread, the check digit is wrong"),
        ("5449000000989", "no item has the code 5449000000989"),
        ("/nosuch", "there is no command /nosuch"),
        ("/", "there is no command /"),
        ("/viod", "did you mean /void?"),
    ],
)
def test_what_is_refused_and_why(till: Till, entry: str, why: str) -> None:
    till("TISSUE")
    assert why in till.refused(entry)


def test_b01_a_quantity_waits_for_the_next_code_and_that_one_only(till: Till) -> None:
    outcome = till("3*")
    assert (outcome.kind, till.register.pending) == ("info", Decimal(3))
    till(EAN, EAN)
    assert till.register.pending is None
    assert till.lines() == [("COLA", "3", 357), ("COLA", "1", 119)]


def test_b01_a_pending_quantity_outlives_a_misread_and_yields_to_another(till: Till) -> None:
    till("3*")
    till.refused("5449000000997", entered="scan")
    till(EAN)
    till("3*", "2*COLA")
    assert till.lines() == [("COLA", "3", 357), ("COLA", "2", 238)]
    till("3*", "/note x", "COLA")
    assert till.lines()[-1] == ("COLA", "1", 119)


def test_b01_a_pending_quantity_is_judged_by_the_item_it_meets(till: Till) -> None:
    till("1500*", "HERB")
    assert till.lines() == [("HERB", "1500", 1_350_000)]
    for pending, code, why in (
        ("1500*", EAN, "limits.quantity"),
        ("0.5*", EAN, "piece"),
        ("734*", "4011", "kg"),
    ):
        till(pending)
        message = till.refused(code)
        assert why in message
        assert f"{pending[:-1]} x is dropped" in message
        assert till.register.pending is None, "it would only refuse the next scan, too"
    till("3*")
    till.refused("M")
    till("M@2")
    assert till.lines()[-1] == ("M", "3", 600), "an item that asks for its price keeps the quantity"


@pytest.mark.parametrize("entry", ["0*", "30001*", "-3*", f"{EAN}*"])
def test_b02_what_cannot_wait_as_a_quantity(till: Till, entry: str) -> None:
    till.refused(entry)
    assert till.register.pending is None


def test_b02_a_quantity_has_a_ceiling(till: Till) -> None:
    till("999*COLA")
    for entry in ("1000*COLA", "/qty 1000 #1", "5449000000996*COLA", "/qty 5449000000996"):
        till.refused(entry)
    assert till.lines() == [("COLA", "999", 999 * 119)]


def test_b05_an_unknown_scan_is_kept_and_selling_goes_on(till: Till) -> None:
    till.refused("4006381333931", entered="scan")
    till.refused("5449000000997", entered="scan")
    till.refused("nothing like this")
    assert till.register.unmatched == ("4006381333931", "5449000000997")
    assert till.register.run("4006381333931").sound == "unknown"
    till(EAN)


def test_b17_each_line_knows_how_it_was_entered(till: Till) -> None:
    till(EAN, entered="scan")
    till("CHOC", entered="search")
    till("COLA")
    assert [line.entered for line in till.register.basket.lines] == ["scan", "search", "key"]


def test_b14_the_same_item_adds_a_line_or_raises_the_quantity(till: Till, new_till: NewTill) -> None:
    till(EAN, EAN)
    assert till.lines() == [("COLA", "1", 119), ("COLA", "1", 119)]
    merging = new_till(settings={"scan.merge": "true"})
    outcome = merging(EAN, "CHOC", f"2*{EAN}")
    assert merging.lines() == [("COLA", "3", 357), ("CHOC", "1", 85)]
    assert (outcome.data["line"], outcome.data["qty"]) == (1, "3")


def test_b14_changed_lines_never_merge(new_till: NewTill) -> None:
    till = new_till(settings={"scan.merge": "true"})
    till(
        "COLA",
        "/price 1.00",
        "COLA",
        "/disc 10%",
        "COLA",
        "/void",
        "COLA",
        "/return COLA",
        "BOOK@1",
        "BOOK@1",
    )
    assert [sku for sku, _, _ in till.lines()] == ["COLA", "COLA", "COLA", "COLA", "BOOK", "BOOK"]
    full = new_till(settings={"scan.merge": "true"})
    full("998*COLA", "COLA", "COLA")
    assert [quantity for _, quantity, _ in full.lines()] == ["999", "1"]


def test_b69_a_price_change_leaves_the_open_basket_alone(till: Till) -> None:
    till(EAN)
    cola = till.stored("items", "sku", "COLA")
    with till.front.store.transaction(operator="owner") as tx:
        tx.set("items", cola.doc_id, price="1.29")
    till(EAN)
    assert [amount for _, _, amount in till.lines()] == [119, 129]


def test_b13_two_items_with_one_code_are_shown_to_choose_from(till: Till) -> None:
    till("3*")
    outcome = till.register.run("96385074", entered="scan")
    assert (outcome.kind, outcome.sound) == ("refused", "unknown")
    found = [(row["code"], row["name"], row["price"]) for row in outcome.data["items"]]
    assert found == [("TWIN1", "Twin one", "1"), ("TWIN2", "Twin two", "2")]
    assert till.register.unmatched == (), "it is no unknown code"
    till("TWIN2", entered="search")
    assert till.lines() == [("TWIN2", "3", 600)]


def test_b18_words_find_and_never_sell(till: Till) -> None:
    outcome = till("choc milk")
    assert outcome.kind == "found"
    found = {
        "code": "CHOC", "name": "Milk chocolate bar", "price": "0.85", "department": "Food", "stock": None,
    }  # fmt: skip
    assert outcome.data["items"] == [found]
    assert till.lines() == []
    assert "open price" in till("bank char").message
    assert till("/find chocolate").data["items"][0]["code"] == "CHOC"
    assert till("/find zzzqqq").kind == "info"
    assert "no item has the code" in till.refused("choc milk", entered="scan")
    assert "no item has the code" in till.refused("2*choc milk")
    till.refused("/find")


def test_numbers_may_be_typed_in_minor_units(new_till: NewTill) -> None:
    till = new_till(settings={"entry.minor": "true"})
    till("COLA@250", "COLA@2.50", "M=1000")
    assert [amount for _, _, amount in till.lines()] == [250, 250, 1000]
    till("/price 99", "/disc 9")
    assert till.lines()[-1][2] == 90
    assert till("/cash 2000").data["change"] == 2000 - 590


@pytest.mark.parametrize(
    "entry",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "3*4111111111111111",
        "COLA@4111111111111111",
        "/note card 4111111111111111 12/28",
        "/card ref 4111111111111111",
        "/card 1.19 ref 4111-1111-1111-1111",
        "/hold 4111111111111111",
        "/find 4111111111111111",
        "/nosale 4111111111111111",
        "/return 4111111111111111",
        "/void 4111111111111111",
        "/4111111111111111",
        '"4111111111111111"',
        "%B4111111111111111^ADA/LOVELACE^2812101?",
        ";4111111111111111=28121010000000000000?",
    ],
)
def test_b82_a_card_number_is_refused_anywhere_and_in_no_file(till: Till, entry: str) -> None:
    till("COLA")
    for entered in ("key", "scan"):
        message = till.refused(entry, entered=entered)
        assert "payment card" in message
        assert "4111" not in message
    assert till.register.unmatched == ()
    till("/cash")
    till.stop()
    digits = b"4111111111111111"
    assert not any(digits in data.replace(b" ", b"").replace(b"-", b"") for data in till.files())


def test_the_decimal_mark_of_the_locale_is_read_and_written_beside_the_point(till: Till) -> None:
    till.register.mark = ","
    assert till("0,734*BAN").message == "0,734 x Bananas, loose @ 1,99 = 1,46"
    assert till("0.5*BAN").message == "0,5 x Bananas, loose @ 1,99 = 1,00"
    assert till("COLA@2,50").data["unit_price"] == "2.5", "values for scripts keep the point"
    assert till("/price 1,99").message.startswith("Cola 0.33 l: price 2,50 -> 1,99; ")
    assert till("/disc 2,5%").data["discount"] == 5
    assert till("/cash 1,50").message == "Cash 1,50, still due 2,90"
    assert till("/explain").data["explain"][0].endswith("0,734 x 1,99 (price list) = 1,46")
    assert till("/cash 10").message.endswith("total 4,40, change 7,10")


def test_other_marks_than_the_locales_are_refused(till: Till) -> None:
    assert "not a price" in till.refused("COLA@2,50")
    till.register.mark = ","
    assert "not a price" in till.refused("COLA@1,000.50")
    assert "not a price" in till.refused("COLA@2'50")
