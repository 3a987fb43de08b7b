"""The shift and its cash on the screen: opened, moved, counted blind, closed; by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui.screens.counting import CountView
from pos_tui.screens.pages import TextView
from pos_tui.screens.shift import ShiftView
from pos_tui.terminal.router import Stroke

from .conftest import Driven
from .shop import ean

if TYPE_CHECKING:
    from pos_tui.app import Till


def records(till: Till, table: str) -> list[dict[str, Any]]:
    front: Any = till.desk.front
    return [dict(row) for row in front.store.documents(table)]


async def test_a_shift_from_the_float_to_the_z(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/shift", "enter")
        assert "NO SHIFT IS OPEN" in screen.text
        await screen.press("1", "enter", "100", "enter")
        assert "shift of" in screen.text
        assert isinstance(till.desk.view, ShiftView)
        await screen.until(lambda: "SHIFT 1 OF" in screen.text)
        await screen.press("escape", ean(1), "enter", ean(1), "enter", "/void", "enter", "/cash 20", "enter")
        await screen.press("/shift", "enter", "close", "enter")
        assert "count the drawer first" in screen.text
        await screen.press("count", "enter")
        assert isinstance(till.desk.view, CountView)
        assert "100.00 expected" not in screen.text
        await screen.press("2", "enter", "f1")
        assert isinstance(till.desk.view, TextView)
        assert "short" in screen.text
        await screen.press("escape")
        assert isinstance(till.desk.view, ShiftView)
        await screen.until(lambda: "Count it again" in screen.text)
        await screen.press("close", "enter", "50", "enter", "lost", "enter")
        assert "Z REPORT" in screen.text
        [z] = [row for row in records(till, "shifts") if row["kind"] == "z"]
        assert (z["left"], z["reason"], z["counted"]["cash"]) == (5000, "lost", 10000)
        await screen.press("escape")
        await screen.until(lambda: "Open with the float of 50.00" in screen.text)
        await screen.press("1", "enter", "escape")
        assert records(till, "shifts")[-1]["kind"] == "opened"


async def test_cash_is_moved_in_two_steps_and_nothing_is_lost_by_a_refusal(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/paidout", "enter", "x", "enter", "milk", "enter")
        assert "'x'" in screen.text
        assert "what for" in screen.text
        await screen.press("escape", "3.50", "enter", "milk", "enter")
        assert till.desk.view is till.desk.sale
        assert "Paid out 3.50: milk" in screen.text
        assert [row["amount"] for row in records(till, "cash")] == [350]


async def test_b03_a_scan_is_no_amount_and_no_number_of_notes(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        for steps in (("/pickup", "enter"), ("/open 10", "enter", "/count", "enter")):
            await screen.press(*steps)
            keys = [(character, character) for character in ean(1)] + [("enter", "\r")]
            for place, (key, character) in enumerate(keys):
                till.router.feed(Stroke(key, character, screen._time + 1 + place / 1000))
            await screen.settle()
            assert [entry.text for entry in till.desk.waiting] == [ean(1)]
            await screen.press("escape")
        assert till.desk.shown.count == 2
        assert records(till, "cash") == []


async def test_the_count_is_by_notes_and_coins_and_can_be_corrected(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/open 100", "enter", "/count", "enter")
        await screen.press("1", "enter", "3", "enter", "x", "enter")
        assert "'x' is not how many there are" in screen.text
        await screen.press("backspace", "up", "2", "enter")
        assert "counted 90.00" in screen.text
        await screen.press("1", "f1")
        assert records(till, "shifts")[-1]["counted"] == {"cash": 10000}
        assert "as expected" in screen.text
        assert till.desk.view is till.desk.sale


async def test_it_all_fits_the_smallest_screen(till: Till) -> None:
    async with till.run_test(size=(40, 20)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/open 100", "enter", "/shift", "enter")
        assert "Close the shift (Z)" in screen.text
        await screen.press("count", "enter", "1", "enter")
        assert "50.00 x     1        50.00" in screen.text
