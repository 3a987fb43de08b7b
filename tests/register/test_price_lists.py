"""Price lists at the till: other prices for some customers, at some times, and by quantity."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import prices
from pos_tui.core.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from .shop import Till


def listed(till: Till, code: str, terms: dict[str, str], **wanted: str) -> None:
    """Makes a list with prices, each as `1.05 12=0.99`."""
    prices.set_list(till.front, code, terms, "a test")
    given = [prices.parse_price(code, sku, text.split()) for sku, text in wanted.items()]
    prices.set_prices(till.front, given, "a test")


def unit_prices(till: Till) -> list[str]:
    """What each line costs by the unit."""
    return [f"{line.unit_price} {line.source}" for line in till.register.basket.lines]


def test_a_list_for_some_customers(till: Till) -> None:
    listed(till, "TRADE", {"group": "trade"}, COLA="0.99", M="5")
    till("COLA", "BOOK", "COLA@1.00")
    assert unit_prices(till) == ["1.19 catalogue", "9.99 catalogue", "1.00 entered"]
    assert "no price of its own" in till.refused("M")
    till("/group trade")
    assert unit_prices(till) == ["0.99 list", "9.99 catalogue", "1.00 entered"]
    till("M")
    assert unit_prices(till)[-1] == "5 list"
    till("/void #4", "/group -")
    assert unit_prices(till)[:2] == ["1.19 catalogue", "9.99 catalogue"]
    till("/group trade", "/cash")
    sale = till.sales()[0]
    assert [line["source"] for line in sale["lines"]] == ["list", "catalogue", "entered", "list"]
    assert sale["group"] == "trade"
    till("/explain")


def test_b69_a_list_counts_when_a_line_is_entered(till: Till) -> None:
    """A change of the list, or of the hour, does not touch lines that are on the bill."""
    listed(till, "NIGHT", {"hours": "14:00-15:00"}, COLA="1.49")
    till("COLA")
    till.clock.now = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    till("COLA")
    assert unit_prices(till) == ["1.49 list", "1.19 catalogue"]
    till.clock.now = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    listed(till, "NIGHT", {}, COLA="1.59")
    till("COLA")
    prices.remove_price(till.front, "NIGHT", "COLA", "")
    till("COLA")
    listed(till, "NIGHT", {}, COLA="1.69")
    prices.end_list(till.front, "NIGHT", "")
    till("COLA")
    assert [text.split()[0] for text in unit_prices(till)] == ["1.49", "1.19", "1.59", "1.19", "1.19"]


def test_prices_by_quantity_count_the_whole_sale(till: Till) -> None:
    listed(till, "BULK", {}, COLA="1.10 10=0.99 100=0.89", BAN="5=1.50")
    till("4*COLA", "BOOK", "5*COLA")
    assert till.total() == 9 * 110 + 999
    till("COLA")
    assert till.total() == 10 * 99 + 999
    till("/void #2", "/void #4")
    assert till.total() == 9 * 110
    till("/void #1", "/void #3", "100*COLA")
    assert till.total() == 100 * 89
    till("/void #5", "2.5*BAN")
    assert till.total() == 498
    till("2.5*BAN")
    assert till.total() == 750


def test_quantity_breaks_follow_their_list(till: Till) -> None:
    listed(till, "TRADE", {"group": "trade"}, COLA="2=1.00")
    till("2*COLA")
    assert till.total() == 238
    till("/group trade")
    assert till.total() == 200
    till("/cash")
    prices.set_list(till.front, "TRADE", {"group": ""}, "")
    till("2*COLA")
    assert till.total() == 200
    till("/cash")
    prices.end_list(till.front, "TRADE", "")
    till("2*COLA")
    assert till.total() == 238


def test_of_several_lists_the_lowest_counts(till: Till) -> None:
    listed(till, "A", {}, COLA="1.50")
    assert till("COLA").message.startswith("1 x Cola 0.33 l @ 1.50")
    listed(till, "B", {}, COLA="1.30")
    assert till("COLA").message.startswith("1 x Cola 0.33 l @ 1.30")


def test_what_makes_no_sense(till: Till, tmp_path: Path) -> None:
    listed(till, "A", {}, COLA="1.50")
    for words in ([], ["x"], ["-1"], ["0=1"], ["=1"]):
        with pytest.raises(Refused):
            prices.parse_price("A", "COLA", words)
    for call in (
        lambda: prices.set_list(till.front, "B", {"colour": "red"}, ""),
        lambda: prices.set_list(till.front, "B:1", {}, ""),
        lambda: prices.set_list(till.front, "A", {"from": "2026-12-01", "to": "2026-11-01"}, ""),
        lambda: prices.set_prices(till.front, [prices.parse_price("B", "COLA", ["1"])], ""),
        lambda: prices.remove_price(till.front, "A", "BOOK", ""),
        lambda: prices.end_list(till.front, "B", ""),
        lambda: prices.read_in(till.front, tmp_path / "none.csv", ""),
    ):
        with pytest.raises(Refused):
            call()
    assert [row["items"] for row in prices.listed(till.front)] == [1]


def test_a_file(till: Till, tmp_path: Path) -> None:
    prices.set_list(till.front, "A", {"group": "trade"}, "")
    file = tmp_path / "prices.csv"
    file.write_text("list,sku,price,breaks\nA,COLA,1.05,12=0.99 48=0.95\nA,5449000000996,1.04,\nA,NEW,3,\n")
    assert prices.read_in(till.front, file, "") == (2, {"NEW"})
    assert [(row["sku"], row["price"]) for row in prices.prices_of(till.front, "A")] == [
        ("COLA", "1.04"),
        ("NEW", "3"),
    ]
    assert prices.read_in(till.front, file, "") == (0, {"NEW"})
    file.write_text("list,sku,price,breaks\nA,COLA,1.05,\nA,COLA,x,\n")
    with pytest.raises(Refused, match="line 3: 'x' is not a price"):
        prices.read_in(till.front, file, "")
