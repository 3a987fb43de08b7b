"""Who may take what back: the limits of permissions, whichever command would pass them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.core.permission import EVERYTHING, Limit, Rights

if TYPE_CHECKING:
    from .shop import Till


def only(till: Till, **limits: str) -> None:
    """Leaves the operator everything, within these limits; "-" takes a permission away."""
    granted = dict(EVERYTHING.granted)
    for name, limit in limits.items():
        permission = name.replace("__", ".")
        if limit == "-":
            del granted[permission]
        else:
            granted[permission] = Limit.parse(limit)
    till.register.counter.rights = Rights(granted)


def test_a_refund_has_a_limit_over_the_whole_basket(till: Till) -> None:
    till("3*CASE", "/cash")
    only(till, return__with_receipt="50")
    till("/refund 1-1 1*#1", "/refund 1-1 1*#1")
    assert "up to 50.00" in till.refused("/refund 1-1 1*#1")


@pytest.mark.parametrize("entry", ["/return CASE", "/return 2*COLA@5", "/price 5 #1", "/qty 5 #1"])
def test_b44_no_way_leads_around_the_limit_without_receipt(till: Till, entry: str) -> None:
    only(till, return__without_receipt="4")
    till("/return COLA")
    assert "up to 4.00" in till.refused(entry)


def test_what_is_too_late_needs_the_right_of_goods_without_receipt(till: Till) -> None:
    till("COLA", "/cash")
    till.register.counter.rules = type(till.register.counter.rules)(refund_days=1)
    till.clock.now = till.clock.now.replace(day=30)
    only(till, return__without_receipt="-")
    assert "may not" in till.refused("/refund 1-1 late")


@pytest.mark.parametrize(
    ("permission", "entry"),
    [
        ("return__with_receipt", "/refund 1-1"),
        ("sale__post_void", "/postvoid 1-1 for mistake"),
        ("sale__correct_tender", "/correct 1-1 cash card for mistake"),
        ("return__empties", "/empties 3*CAN"),
    ],
)
def test_each_is_a_right_of_its_own(till: Till, permission: str, entry: str) -> None:
    till("COLA", "/cash")
    only(till, **{permission: "-"})
    assert "you may not" in till.refused(entry)


def test_a_post_void_has_a_limit(till: Till) -> None:
    till("CASE", "/cash")
    only(till, sale__post_void="20", sale__correct_tender="20")
    assert "up to 20.00" in till.refused("/postvoid 1-1 for mistake")
    assert "up to 20.00" in till.refused("/correct 1-1 cash card for mistake")
    till("/correct 1-1 cash card 5 for mistake")
