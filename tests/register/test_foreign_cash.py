"""Foreign cash, cash-back and tips: what they are worth, and that the drawer's figures stay right."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.bootstrap.tenders import set_rate, set_type
from pos_tui.core.currency import Currency
from pos_tui.core.foreign import Rate, in_digits

if TYPE_CHECKING:
    from .conftest import NewTill
    from .shop import Till

CURRENCIES = st.sampled_from([Currency.parse(code) for code in ("USD", "JPY", "KWD", "GBP")])


def equipped(till: Till) -> Till:
    set_type(till.front, "usd", ["currency=USD", "name=US dollars"])
    set_type(till.front, "card", ["cash_back=50"])
    set_rate(till.front, "USD", "0.7912", "")
    till.restart()
    return till


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    return equipped(new_till())


@given(
    currency=CURRENCIES,
    home=CURRENCIES,
    rate=st.decimals("0.0001", "9000", places=4),
    asked=st.integers(1, 10**6),
    step=st.sampled_from((1, 5, 10, 100)),
)
def test_the_least_that_pays_is_enough_and_one_less_is_not(
    currency: Currency, home: Currency, rate: Decimal, asked: int, step: int
) -> None:
    one, asked = Rate(currency, rate, "2026-11-23"), asked * step
    least = one.needed(asked, home, step)
    assert one.worth(least, home, step) >= asked
    assert least == 0 or one.worth(least - 1, home, step) < asked
    assert one.worth(least, home, step) % step == 0


def test_decimals_are_the_shops_where_drawers_are_counted() -> None:
    pound, yen, dinar = map(Currency.parse, ("GBP", "JPY", "KWD"))
    assert (in_digits(3000, yen, pound), in_digits(2500, dinar, pound), in_digits(150, pound, yen)) == (
        300000, 250, 1,
    )  # fmt: skip


def test_foreign_cash_is_worth_its_rate_and_change_is_home_cash(shop: Till) -> None:
    shop("/open 100", "BOOK")
    assert "12.63 USD or more pay the rest, at 0.7912" in shop.refused("/pay usd")
    sale = shop("/pay 20 usd").sale
    assert sale is not None
    assert (sale["total"], sale["change"]) == (999, 1582 - 999)
    assert sale["tenders"][0]["amount"] == 1582
    assert sale["tenders"][0]["foreign"] == {
        "currency": "USD", "amount": 2000, "rate": "0.7912", "rounded": "half_up 1",
    }  # fmt: skip
    assert "20.00 USD x 0.7912" in shop.front.receipt_text(sale)
    assert "20.00 USD x 0.7912, half up to the smallest coin = 15.82" in shop("/explain").message
    x: dict[str, Any] = dict(shop("/x").data["x"])
    assert x["kept"] == {"cash": -583, "usd": 1582}
    assert (x["expected"], x["foreign"]) == ({"cash": 10000 - 583, "usd": 2000}, {"usd": 2000})
    counted = shop("/count 94.17 usd=20").data["count"]
    assert counted["over_short"] == {"cash": 0, "usd": 0}
    z = shop("/z 94.17").data["z"]
    assert "in its own money" in shop(f"/shift {z['number']}").message


def test_b32_foreign_cash_is_rounded_to_coins_that_there_are(new_till: NewTill) -> None:
    till = equipped(new_till(cash_rounding="0.05"))
    till("BOOK")
    assert till("/pay 5 usd").data["due"] == 999 - 395
    sale = till("/pay 10 usd").sale
    assert sale is not None
    assert (sale["rounding"], sale["change"]) == (1, 395 + 790 - 1000)


def test_b44_what_was_paid_in_foreign_cash_goes_back_in_home_cash(shop: Till) -> None:
    shop("/open 100", "CASE", "/pay 40 usd", "/refund 1-1")
    assert "cannot pay out" in shop.refused("/pay 30 usd")
    shop("/cash")
    x = shop("/x").data["x"]
    assert x["expected"] == {"cash": 10000 - (3165 - 2390) - 2390, "usd": 4000}
    shop("BOOK", "/pay 20 usd", "/postvoid for wrong")
    assert shop("/x").data["x"]["expected"]["usd"] == 6000


def test_a_currency_without_a_rate_is_refused_until_one_is_set(shop: Till) -> None:
    set_type(shop.front, "eur", ["currency=EUR"])
    shop.restart()
    shop("BOOK")
    assert "nobody has set a rate for EUR" in shop.refused("/pay 20 eur")
    set_rate(shop.front, "EUR", "0.85", "2026-12-01")
    assert "nobody has set a rate" in shop.refused("/pay 20 eur")
    set_rate(shop.front, "EUR", "0.84", "")
    assert shop("/pay 5 eur").data["amount"] == 420


def test_b29_cash_back_on_a_card_comes_out_of_the_drawer(shop: Till) -> None:
    shop("/open 100", "BOOK")
    assert "more cash back than Card may give" in shop.refused("/card 80")
    sale = shop("/card 29.99").sale
    assert sale is not None
    assert (sale["total"], sale["change"]) == (999, 2000)
    assert sale["tenders"] == [{"type": "card", "amount": 2999, "ref": None, "cash_back": 2000}]
    assert "with 20.00 cash back" in shop("/explain").message
    x = shop("/x").data["x"]
    assert (x["kept"], x["expected"]["cash"]) == ({"card": 2999, "cash": -2000}, 8000)
    shop("/refund 1-1", "/card")
    assert shop.sales()[-1]["tenders"][0]["amount"] == -999


def test_b29_cash_back_goes_in_coins_that_there_are(new_till: NewTill) -> None:
    till = equipped(new_till(cash_rounding="0.05"))
    till("BOOK")
    assert "no coins make that amount" in till.refused("/card 20")
    assert till("/card 19.99").data["change"] == 1000


def test_b38_tips_are_no_turnover_and_belong_to_an_operator(shop: Till) -> None:
    shop("/open 100", "BOOK", "/tip 2", "/disc 10% all")
    assert shop.total() == 899 + 200
    sale = shop("/card").sale
    assert sale is not None
    assert (sale["apart"], [tax["net"] for tax in sale["taxes"]]) == ({"tip": 200}, [899])
    assert "there is no operator" in shop.refused("/tip 2 nobody")
    assert shop("/tipout 2 for owner").data["type"] == "tip_out"
    x = shop("/x").data["x"]
    assert (x["sales"]["gross"], x["tips"], x["expected"]["cash"]) == (899, {"owner": 200}, 9800)
    shop("/count 98")
    z = shop("/z 98").data["z"]
    paper = shop(f"/shift {z['number']}").message
    assert "Tips for owner" in paper
    assert "Tips paid out (1)" in paper
