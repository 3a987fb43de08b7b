"""In-store labels at the counter: their price is charged exactly, their weight is the quantity."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pos_tui.core.barcode import check_digit

from .shop import item

if TYPE_CHECKING:
    from .conftest import NewTill

LABELS = {"scan.masks": "22IIIIIPPPPPK,28IIIIIWWWWWK"}


def label(prefix: str, number: str, value: str) -> str:
    body = f"{prefix}{number}{value}"
    weighted = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(body))
    return f"{body}{-weighted % 10}"


def coded(*parts: str) -> str:
    """With the check digit of the whole."""
    body = "".join(parts)
    return body + str(check_digit(body))


ZEROED = coded("23", "111111", "0000").zfill(14)


def test_b10_a_price_label_is_charged_exactly_and_the_weight_follows(new_till: NewTill) -> None:
    till = new_till(settings=LABELS)
    till(label("22", "12345", "00999"))
    assert till.lines() == [("CHEESE", "0.799", 999)]
    till(label("22", "54321", "00199"))
    assert till.lines()[1] == ("PIE", "1", 199)
    assert till.register.basket.lines[1].unit_price == Decimal("1.99")
    till(label("22", "00123", "00150"))
    assert till.lines()[2] == ("123", "1", 150)


def test_b11_a_weight_label_gives_the_weight(new_till: NewTill) -> None:
    till = new_till(settings=LABELS)
    till(label("28", "12345", "00734"), f"{label('28', '12345', '00734')}@10")
    assert till.lines() == [("CHEESE", "0.734", 918), ("CHEESE", "0.734", 734)]


def test_b11_a_label_whose_inner_check_digit_is_wrong_was_misread(new_till: NewTill) -> None:
    till = new_till(settings={"scan.masks": "28IIIIIVPPPPK"})
    till(label("28", "12345", "92875"))
    assert till.lines() == [("CHEESE", "2.300", 2875)]
    assert "misread" in till.refused(label("28", "12345", "82875"), entered="scan")
    assert "misread" in till.refused(label("28", "12345", "92785"), entered="scan")
    assert "misread" in till.refused(f"/new {label('28', '12346', '82875')} Feta @1 Food")


@pytest.mark.parametrize(
    ("masks", "code", "line"),
    [
        ("DE", coded("28", "2345", "3", "00734"), ("SHORT", "0.734", 73)),
        ("de", coded("25", "2346", "3", "00003"), ("EACH", "3", 300)),
        ("SE", coded("20", "012345", "0999"), ("CHEESE", "0.799", 999)),
        ("SE", coded("21", "012345", "0999"), ("CHEESE", "7.992", 9990)),
        ("FI", coded("23", "111111", "0734"), ("ZEROED", "0.734", 73)),
        ("FI", coded("24", "222222", "0734"), ("FRONT", "7.34", 734)),
        ("US", coded("2", "54321", "0", "0199"), ("PIE", "1", 199)),
        ("US", "0" + coded("2", "54321", "0", "0199"), ("PIE", "1", 199)),
    ],
)
def test_b10_countries_have_masks_of_their_own(
    new_till: NewTill, masks: str, code: str, line: tuple[str, str, int]
) -> None:
    till = new_till(settings={"scan.masks": masks})
    with till.front.store.transaction(operator="owner") as tx:
        weighed = {"unit": "kg", "weighed": True}
        tx.insert("items", item("SHORT", "By a number of four", "1.00", plu="2345", **weighed))
        tx.insert("items", item("ZEROED", "By its code without a weight", "1.00", gtins=[ZEROED], **weighed))
        tx.insert("items", item("FRONT", "By prefix and number", "1.00", plu="24222222", **weighed))
        tx.insert("items", item("EACH", "Rolls", "1.00", plu="2346"))
    till(code, entered="scan")
    assert till.lines() == [line]


def test_b10_several_labels_are_several_prices(new_till: NewTill) -> None:
    till = new_till(settings=LABELS)
    till(f"3*{label('22', '12345', '00999')}", "2*", label("28", "12345", "00734"))
    till(f"2*{label('22', '54321', '00199')}", f"/return {label('22', '54321', '00199')}")
    assert till.lines() == [
        ("CHEESE", "2.398", 2997),
        ("CHEESE", "1.468", 1835),
        ("PIE", "2", 398),
        ("PIE", "-1", -199),
    ]


def test_b10_a_label_is_not_repriced_on_the_way(new_till: NewTill) -> None:
    till = new_till(settings=LABELS)
    priced = label("22", "12345", "00999")
    assert "price of its own" in till.refused(f"{priced}@5")
    assert "whole number of labels" in till.refused(f"0.5*{priced}")
    assert "misread" in till.refused(priced[:-1] + str((int(priced[-1]) + 1) % 10))
    assert "no item" in till.refused(label("22", "99999", "00999"))
    till(f"{priced}=5.00")
    assert till.lines() == [("CHEESE", "0.400", 500)]
