"""The looking-up screens over a real store: find, price check, receipts, journal, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import Store

from .conftest import Driven
from .shop import HOSTILE, ean, now
from .test_screens import SIZES, harmless

if TYPE_CHECKING:
    from pos_tui.app import Till

SOLD = (ean(1), "enter", "2*", "enter", "MILK", "enter", "/note Table 7", "enter", "/cash 20", "enter",
        "CHOC", "enter", "/cash", "enter")  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_a_receipt_is_found_shown_and_printed_again(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SOLD, "/sales", "enter", "table 4.39")
        await screen.settle()
        assert "1-000001" in screen.text
        await screen.press("enter")
        assert "Semi-skimmed milk" in screen.text
        await screen.press("f3")
        assert "copy 1" in till.desk.notice.text
        await screen.press("f3", "f4")
        assert "price list" in screen.text
        await screen.press("escape", "escape", "escape", "escape")
        assert till.desk.view is till.desk.sale
        stored = list(till.desk.register.counter.ledger.documents("events"))  # type: ignore[attr-defined]
        assert [event["copy"] for event in stored] == [1, 2]


async def test_an_explanation_of_a_receipt_that_is_not_there_is_refused_in_place(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/explain 1-000099", "enter")
        assert "no receipt has the number" in screen.text


async def test_the_journal_shows_what_another_program_records(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(*SOLD, "/journal", "enter")
        await screen.settle()
        assert "sale 1-000002" in screen.text
        store = till.desk.register.counter.ledger.folder  # type: ignore[attr-defined]
        with (
            Store.open(store, clock=now, state=store.parent / "state") as other,
            other.transaction(operator="boss") as tx,
        ):
            tx.insert("departments", {"v": 1, "code": "NEWS", "name": "News"})
        await screen.until(lambda: "department NEWS" in screen.text)
        assert "boss" in screen.text
        await screen.press("f2", "f2")
        assert "cash, shift" in screen.text


async def test_a_price_check_between_two_scans(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "/check", "enter", "MILK", "enter")
        for text in ("PRICE CHECK", "Semi-skimmed milk 1 l", "24 (store 120)", "standard 20 %"):
            assert text in screen.text
        await screen.press("5449000000996", "enter")
        assert "? no item has the code 5449000000996" in screen.text
        assert "Semi-skimmed" not in screen.text, "the answer before is not read for this one"
        await screen.press("escape", ean(2), "enter")
        assert till.desk.shown.count == 2
        assert till.desk.shown.unmatched == 0


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmlessly_where_things_are_looked_up(
    till: Till, size: tuple[int, int]
) -> None:
    async with till.run_test(size=size, notifications=True) as pilot:
        screen = Driven(till, pilot)
        for number in range(len(HOSTILE)):
            await screen.press(f"X{number}", "enter")
        await screen.press("/note [/] \u202e牛乳", "enter", "/hold [@click=x]y[/]", "enter", "f7")
        harmless(screen)
        await screen.press("1", "enter", "/cash", "enter")
        for keys in (
            ("/sales", "enter"), ("x", "backspace"), ("down", "up"), ("1-000001", "enter"), ("pagedown",),
            ("escape", "escape", "escape", "/journal", "enter"), ("up", "up"), ("sale", "enter"),
            ("pagedown",),
            ("escape", "escape", "escape", "f2", "evil"), ("down",), ("escape", "escape", "/check", "enter"),
            ("X1", "enter"), ("X6", "enter"), ("escape", "/help zz\u202ezz", "enter"),
        ):  # fmt: skip
            await screen.press(*keys)
            harmless(screen)
        assert till.is_running
