"""Sales on account: up to a limit, over all tills, and paid off without being turnover twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.tenders import set_account, set_type
from pos_tui.services import accounts

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    till = new_till()
    set_type(till.front, "account", ())
    set_account(till.front, "ada", "Ada Byron", "30")
    till.restart()
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("tills", {"v": 1, "till": "2", "receipt": 0})
    return till


def owed(till: Till) -> int:
    return accounts.find(till.register.counter, "ada").balance


def test_a_sale_goes_on_account_up_to_the_limit(shop: Till) -> None:
    sale = shop("CASE", "/pay account ref ada").sale
    assert sale is not None
    [row] = sale["accounts"]
    assert (row["amount"], row["owed"]) == (2390, 2390)
    assert f"On account now, {row['code']}" in shop.front.receipt_text(sale)
    assert not any(b"Byron" in data for data in shop.files())
    shop("BOOK")
    assert "Ada Byron may put 6.10 more on account" in shop.refused("/pay account ref ada")
    assert shop("/pay 6 account ref ada").data["due"] == 399
    assert "may put 0.10 more" in shop.refused("/pay 1 account ref ada")
    shop("/cash")
    assert owed(shop) == 2990
    shop("COLA")
    assert "needs its reference" in shop.refused("/pay account")
    assert "no account eve" in shop.refused("/pay account ref eve")


def test_what_was_on_account_is_paid_and_is_no_turnover(shop: Till) -> None:
    shop("/open 100", "CASE", "/pay account ref ada")
    assert "owes 23.90, and may owe 30.00" in shop("/account ada").message
    assert "owes 23.90: pay some of that" in shop.refused("/account ada 24")
    shop("/account ada 20", "/cash")
    assert owed(shop) == 390
    x = shop("/x").data["x"]
    assert (x["sales"]["gross"], x["sales"]["apart"]) == (2390, {"account": 2000})
    assert (x["kept"], x["expected"]["cash"]) == ({"account": 2390, "cash": 2000}, 12000)


def test_two_tills_do_not_go_over_the_limit_together(shop: Till) -> None:
    shop("CASE")
    other = open_shop(shop.place / "store", clock=shop.clock, environ={}, state=shop.place / "state")
    shop("/pay 20 account ref ada")
    with other, open_register(other, "2") as second:
        assert second.run("2*BOOK").ok
        assert second.run("/pay account ref ada").ok
    assert "may put 10.02 more on account" in shop.register.run("/cash").message
    shop("/takeback", "/cash")
    assert owed(shop) == 1998


def test_b44_refunds_and_post_voids_come_off_the_account(shop: Till) -> None:
    shop("CASE", "/pay account ref ada", "/refund 1-1")
    assert "it was paid by On account" in shop.refused("/cash")
    shop("/pay account ref ada")
    assert owed(shop) == 0
    shop("BOOK", "/pay account ref ada", "/postvoid for wrong")
    assert owed(shop) == 0
