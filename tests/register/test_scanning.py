"""What a scan comes to: the item it means, however its code is written; and a sound only once it is sold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.drafts import DraftNotWritten

from .shop import EAN, UPC, item

if TYPE_CHECKING:
    from .shop import Till


def test_b06_the_good_sound_comes_only_with_the_line_on_the_bill(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Any] = []
    monkeypatch.setattr(till.register.counter.draft, "append", written.append)
    outcome = till.register.run(EAN, entered="scan")
    assert (outcome.sound, len(till.register.basket.lines), len(written)) == ("good", 1, 1)

    def full(_: Any) -> None:
        raise DraftNotWritten("the open basket cannot be written down")

    monkeypatch.setattr(till.register.counter.draft, "append", full)
    outcome = till.register.run(EAN, entered="scan")
    assert (outcome.kind, outcome.sound, len(till.register.basket.lines)) == ("refused", "refused", 1)
    for other in ("4006381333931", "3*", "/help"):
        assert till.register.run(other).sound != "good"


@pytest.mark.parametrize(
    ("code", "sku"),
    [
        (UPC, "TISSUE"),
        (UPC.lstrip("0"), "TISSUE"),
        (f"0{UPC}", "TISSUE"),
        (f"00{UPC}", "TISSUE"),
        (EAN, "COLA"),
        (f"0{EAN}", "COLA"),
        (f"]E0{EAN}", "COLA"),
        ("73513537", "EIGHT"),
        ("0000073513537", "EIGHT"),
        ("00000073513537", "EIGHT"),
        ("]E473513537", "EIGHT"),
        ("]E004252614", "PENCIL"),
        ("042100005264", "PENCIL"),
        ("0042100005264", "PENCIL"),
        ("15449000000993", "CRATE"),
    ],
)
def test_b08_a_code_finds_its_item_however_it_is_written(till: Till, code: str, sku: str) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("EIGHT", "Short code", "1.00", gtins=["00000073513537"]))
        tx.insert("items", item("PENCIL", "Pencil", "1.00", gtins=["00042100005264"]))
        tx.insert("items", item("CRATE", "Crate of cola", "20.00", gtins=["15449000000993"]))
    till(code, entered="scan")
    assert [line[0] for line in till.lines()] == [sku]


def test_b09_a_wrong_check_digit_is_a_misread_and_no_unknown_item(till: Till) -> None:
    assert till.refused("5449000000997", entered="scan").endswith(
        "misread, the check digit is wrong; scan it again"
    )
    assert till.refused("5449000000989", entered="scan") == "no item has the code 5449000000989"
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("ODD", "With a code of its own", "1.00", plu="5449000000997"))
    till("5449000000997", entered="scan")
    assert till.lines() == [("ODD", "1", 100)], "a shop may have codes that are no GTIN"


def test_b12_pieces_are_whole_and_weighed_goods_want_a_weight(till: Till) -> None:
    assert "by the piece" in till.refused("0.5*COLA")
    assert "enter the weight, as in 0.734*4011" in till.refused("4011", entered="scan")
    till("0.5*4011", "COLA")
    assert "by the piece" in till.refused("/qty 1.5")
    till("/qty 1.5 #1")
    assert till.lines() == [("BAN", "1.5", 299), ("COLA", "1", 119)]


def test_b17_an_override_is_seen_on_its_line(till: Till) -> None:
    till(EAN, f"{EAN}@1.00", f"{EAN}=0.90", entered="scan")
    till(EAN, "/price 0.80")
    assert [(line.entered, line.source) for line in till.register.basket.lines] == [
        ("scan", "catalogue"),
        ("scan", "entered"),
        ("scan", "total"),
        ("key", "entered"),
    ]
    assert [c.what for c in till.register.basket.corrections] == ["price"]


def test_b18_an_exact_code_comes_before_names(till: Till) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("cola zero", "Cola without sugar", "1.29"))
    till("COLA", "cola zero")
    assert [line[0] for line in till.lines()] == ["COLA", "cola zero"]
    assert till("cola").kind == "line"
    assert till("cola sugar").kind == "found"


def test_b19_an_open_price_is_asked_for_and_has_a_limit(till: Till) -> None:
    assert "enter M@ and the price" in till.refused("M")
    assert "limits.price" in till.refused("M@1000000.01")
    till("M@1000000")
    assert till.total() == 100_000_000


@pytest.mark.parametrize("code", ["2012345", "02012345", "123456"])
def test_a_code_that_is_kept_with_an_item_finds_it_whatever_its_check_digit(till: Till, code: str) -> None:
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("items", item("OWN", "Own code", "3.00", gtins=["00000002012345", "00000000123456"]))
    assert till.register.run(code, entered="scan").data["sku"] == "OWN"
