"""Sales on account: up to a limit, over all tills, and paid off without being turnover twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.tenders import accounts_listed, set_account, set_type
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


def old_account(till: Till) -> None:
    """An account as a store has it from before there were customers."""
    row = {"v": 1, "code": "eve", "name": "Eve Moneypenny", "limit": 5000, "balance": 1000}
    with till.front.store.transaction(operator="owner") as tx:
        tx.insert("accounts", row)


def test_accounts_from_before_there_were_customers_go_on(shop: Till) -> None:
    old_account(shop)
    assert "Eve Moneypenny owes 10.00" in shop("/account eve").message
    sale = shop("CASE", "/pay account ref eve").sale
    assert sale is not None
    assert sale["accounts"] == [{"code": "eve", "amount": 2390, "owed": 3390}]
    shop("/account eve 3.90", "/cash", "COLA", "/pay account ref eve", "/postvoid for wrong")
    assert accounts.find(shop.register.counter, "eve").balance == 3000
    codes = [row["code"] for row in accounts_listed(shop.front)]
    assert codes == ["eve", "ada"]


def test_an_old_account_becomes_a_customer_and_is_found_by_its_records(shop: Till) -> None:
    old_account(shop)
    shop("CASE", "/pay account ref eve")
    made = set_account(shop.front, "eve", None, "90")
    assert (made.balance, made.limit, made.name) == (3390, 9000, "Eve Moneypenny")
    assert accounts.find(shop.register.counter, "eve").code == made.code
    assert "owes 33.90, and may owe 90.00" in shop("/account eve").message
    # What was recorded under the old code comes off the customer's account.
    shop("/postvoid for wrong")
    assert accounts.find(shop.register.counter, "eve").balance == 1000
    assert [row["code"] for row in accounts_listed(shop.front)] == ["ada", "eve"]
    assert set_account(shop.front, "eve", "Eve M", None).name == "Eve M"
