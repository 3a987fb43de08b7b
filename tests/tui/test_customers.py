"""Customers on the screen: the list that follows what is typed, one's page, and the form that checks."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.bootstrap.counters import tender_types
from pos_tui.bootstrap.tenders import set_type
from pos_tui.screens.confirm import SureDialog
from pos_tui.screens.customer import BoughtView, CustomerPage, StatementView
from pos_tui.screens.customer_acts import DataView
from pos_tui.screens.customer_form import CustomerForm
from pos_tui.screens.customers import CustomersView
from pos_tui.screens.pages import TextView
from pos_tui.screens.receipts import ReceiptPage
from pos_tui.services import customers

from .conftest import Driven
from .shop import HOSTILE, ean

if TYPE_CHECKING:
    from pos_tui.app import Till
    from pos_tui.core.customer import Customer

ADA = {"name": "Ada Byron", "phone": "+44 20 7946 0018", "email": "ada@example.org", "card": "2900000000017"}
SIZES = [(80, 24), (40, 20)]


def add(till: Till, **fields: str | int) -> Customer:
    register: Any = till.desk.register
    return customers.add(register.counter, fields)


def called(till: Till, id: str) -> Customer:
    register: Any = till.desk.register
    found: Customer = register.counter.people.get(id)
    return found


async def answer(driven: Driven) -> None:
    """Enter, as a person presses it: some time after the key before."""
    driven._time += 0.5
    await driven.press("enter")


async def opened(driven: Driven, kind: type[Any]) -> None:
    await driven.until(lambda: isinstance(driven.till.desk.view, kind))


async def scan(driven: Driven, code: str) -> None:
    driven.till.desk.router.scan(code, monotonic())
    await driven.settle()


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_follows_what_is_typed_and_enter_is_for_the_sale(
    till: Till, size: tuple[int, int]
) -> None:
    ada = add(till, **ADA)
    add(till, name="Bea Adams", phone="0171 555 1234")
    async with till.run_test(size=size) as pilot:
        driven = Driven(till, pilot)
        await driven.press(ean(1), "enter", "/customer", "enter")
        assert isinstance(till.desk.view, CustomersView)
        await driven.until(lambda: "Bea Adams" in driven.text)
        await driven.press("byr")
        await driven.until(lambda: "Ada Byron" in driven.text and "Bea Adams" not in driven.text)
        await answer(driven)
        assert till.desk.view is till.desk.sale
        assert till.desk.register.basket.customer == ada.id
        assert "Ada Byron" in driven.text
        await driven.press("f1", "10", "enter")
        assert till.desk.register.last_sale is not None
        assert till.desk.register.last_sale["customer"] == ada.id
        assert till.desk.shown.customer == ""


async def test_a_card_goes_on_the_sale_wherever_it_is_scanned_and_goods_are_sold(till: Till) -> None:
    ada = add(till, **ADA)
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter")
        await scan(driven, str(ADA["card"]))
        assert till.desk.register.basket.customer == ada.id
        await driven.press("/customer", "enter", "f4")
        assert till.desk.register.basket.customer == ""
        await driven.press("/customer", "enter")
        await scan(driven, ean(2))
        assert till.desk.view is till.desk.sale
        assert len(till.desk.shown.lines) == 1
        await scan(driven, str(ADA["card"]))
        assert till.desk.shown.customer == "Ada Byron"


async def test_the_enter_of_a_scanner_chooses_nobody(till: Till) -> None:
    add(till, **ADA)
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter", "enter")
        assert isinstance(till.desk.view, CustomersView)
        assert till.desk.register.basket.customer == ""
        await driven.press("escape")
        assert till.desk.view is till.desk.sale


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_customer_is_checked_field_by_field(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter", "ada lovelace", "f3")
        form = till.desk.view
        assert isinstance(form, CustomerForm)
        assert form.values == {"name": "ada lovelace"}
        await driven.press("Ada Lovelace", "enter", "442079460018", "enter", "up", "call me", "enter")
        assert "no phone number" in driven.text
        assert till.desk.router.text == "call me"
        await driven.press(*["backspace"] * 7, "0171 555", "down", "ada@", "down")
        assert "no e-mail address" in driven.text
        await driven.press(*["backspace"] * 4, "ada@example.org", "down", "12 Main St; London", "enter")
        await scan(driven, "2900000000024")
        assert form.values["card"] == "2900000000024"
        await driven.press("escape")
        assert "not recorded yet" in driven.text
        await driven.press("escape")
        assert till.desk.view is not form
        await driven.press("f3", "Ada", "enter", "f1")
        await opened(driven, CustomerPage)
        await driven.press("f2", "down", "0171 555", "f1")
        await driven.until(lambda: "0171 555" in driven.text)
        assert isinstance(till.desk.view, CustomerPage)
        [one] = till.desk.register.counter.people.find("ada")  # type: ignore[attr-defined]
        assert (one.person.name, one.person.phone) == ("Ada", "0171 555")


async def test_a_scan_waits_where_no_card_is_asked_for(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/newcustomer", "enter")
        await scan(driven, ean(1))
        assert len(till.desk.waiting) == 1
        await driven.press("f1")
        assert "nothing was changed" in driven.text
        await driven.press("down", "4711", "f1")
        assert "needs a name" in driven.text
        await driven.press("escape", "escape")
        assert len(till.desk.shown.lines) == 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_has_everything_and_leads_everywhere(till: Till, size: tuple[int, int]) -> None:
    register: Any = till.desk.register
    ada = add(till, **ADA, limit=5000, note="by the door")
    for entry in (ean(1), f"/customer {ada.id}", "/pay account"):
        assert not register.run(entry).ok or entry
    async with till.run_test(size=size) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/cancel", "enter", "/customer", "enter", "ada", "f2")
        await opened(driven, CustomerPage)
        for fact in ("+44 20 7946 0018", "ada@example.org", "2900000000017", "by the door", "of 50.00"):
            assert fact in driven.text
        await driven.press("f3")
        assert isinstance(till.desk.view, BoughtView)
        await driven.press("escape", "f4")
        await opened(driven, StatementView)
        assert "opening" in driven.text
        await driven.press("escape", "f5")
        assert "owes nothing" in driven.text
        await driven.press("f6", "1", "enter")
        assert "How they said so" in driven.text
        await answer(driven)
        await opened(driven, CustomerPage)
        await driven.press("pagedown")
        await driven.until(lambda: "email: yes" in driven.text)
        assert called(till, ada.id).consents["email"].how == "at the till"
        await answer(driven)
        assert till.desk.register.basket.customer == ada.id


async def test_bought_shows_receipts_and_a_payment_is_taken_from_the_page(till: Till) -> None:
    register: Any = till.desk.register
    front: Any = till.desk.front
    set_type(front, "account", ())
    register.counter.tender_types = tender_types(front.store)
    ada = add(till, **ADA, limit=5000)
    for entry in ("MILK", f"/customer {ada.id}", "/pay account"):
        assert register.run(entry).ok
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter", "ada", "f2")
        await driven.until(lambda: "owes 1.19" in driven.text)
        await driven.press("f3")
        await driven.until(lambda: isinstance(till.desk.view, BoughtView) and "1-000001" in driven.text)
        await answer(driven)
        await opened(driven, ReceiptPage)
        await driven.press("escape", "escape", "f4")
        await driven.until(lambda: "closing" in driven.text)
        await driven.press("escape", "f5", "1", "enter")
        await driven.until(lambda: till.desk.view is till.desk.sale and till.desk.shown.total == 100)
        await driven.press("/cash", "enter")
        await driven.until(lambda: called(till, ada.id).balance == 19)


async def test_two_become_one_by_f1_alone(till: Till) -> None:
    ada, twin = add(till, **ADA), add(till, name="Ada Twin", note="pays late")
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter", "byron", "f2")
        await opened(driven, CustomerPage)
        await driven.press("f7", "twin")
        await driven.until(lambda: "> Ada Twin" in driven.text)
        await answer(driven)
        await opened(driven, SureDialog)
        assert "Ada Twin" in driven.text
        await answer(driven)
        assert isinstance(till.desk.view, SureDialog), "Enter does not answer"
        await driven.press("escape")
        assert called(till, twin.id).merged == ""
        await answer(driven)
        await opened(driven, SureDialog)
        await driven.press("f1")
        await driven.until(lambda: isinstance(till.desk.view, CustomerPage) and "pays late" in driven.text)
        assert called(till, twin.id).merged == ada.id


async def test_a_person_is_handed_out_and_erased_from_the_page(till: Till) -> None:
    register: Any = till.desk.register
    ada = add(till, **ADA)
    for entry in (ean(1), f"/customer {ada.id}", "/cash"):
        assert register.run(entry).ok
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter", "byron", "f2")
        await opened(driven, CustomerPage)
        await driven.press("f8")
        await opened(driven, DataView)
        assert "1-000001" in driven.text
        assert "Phone: +44 20 7946 0018" in driven.text
        await driven.press("escape", "f9")
        await answer(driven)
        await opened(driven, SureDialog)
        assert "for ever" in driven.text
        await driven.press("f1")
        await driven.until(lambda: isinstance(till.desk.view, CustomersView))
        await driven.until(lambda: "nothing is known of" in driven.text)
        assert called(till, ada.id).erased
        assert not register.counter.seals.knows(ada.id)


async def test_a_note_may_hold_anything_and_what_a_field_can_be_is_listed(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/newcustomer", "enter", "Ada", "enter", *["down"] * 6)
        await driven.press("f2")
        assert "exempt" in driven.text
        await driven.press("2", "enter")
        await driven.press("down", "down", 'x; limit=900 "{', "enter", "f1")
        await opened(driven, CustomerPage)
        [one] = till.desk.register.counter.people.find("ada")  # type: ignore[attr-defined]
        assert (one.tax, one.limit, one.person.note) == ("exempt", 0, 'x; limit=900 "{')


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.isprintable()])
async def test_hostile_names_are_shown_and_do_nothing(till: Till, name: str) -> None:
    one = add(till, name=name, address=name, note=name)
    async with till.run_test(size=(80, 24)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/customer", "enter")
        assert till.is_running
        await driven.press("f2")
        await opened(driven, CustomerPage)
        await answer(driven)
        assert till.desk.register.basket.customer == one.id
        assert not any(mark in driven.text for mark in ("\x1b", "\x07", "\x9b", "‮"))


@pytest.mark.parametrize("how", ["typed", "scanned"])
async def test_what_a_gift_card_has_left_is_a_page(till: Till, how: str) -> None:
    register: Any = till.desk.register
    front: Any = till.desk.front
    set_type(front, "voucher", ())
    register.counter.tender_types = tender_types(front.store)
    for entry in ("/voucher 10 code GIFT-1", "/cash", "MILK", "/redeem GIFT-1"):
        assert register.run(entry).ok
    async with till.run_test(size=(40, 20)) as pilot:
        driven = Driven(till, pilot)
        await driven.press("/balance", "enter")
        assert till.desk.router.text == "/balance "
        if how == "scanned":  # what is left is said in a line
            await scan(driven, "GIFT-1")
            await driven.until(lambda: "8.81 GBP left" in driven.text)
            return
        await driven.press("gift-1", "enter")
        await opened(driven, TextView)
        assert "8.81 GBP left" in driven.text
        assert "1-000002  -1.19" in driven.text
