"""The stockroom's screens over a real store: one item on a page, sheets, transfers, lists, orders."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.core.stock import Balance
from pos_tui.services import stockroom, suppliers
from pos_tui.services.stockroom import Move, Why

from .conftest import Driven
from .shop import HOSTILE, ean
from .test_screens import SIZES, harmless

if TYPE_CHECKING:
    from pos_tui.app import Till
    from pos_tui.services.counter import Counter


def counter_of(till: Till) -> Counter:
    """The till's own, as another program would use its store."""
    counter: Counter = till.desk.register.counter  # type: ignore[attr-defined]
    counter.rules = type(counter.rules)(locations=("cellar",))
    return counter


def receive(counter: Counter, *said: tuple[str, str], **more: Any) -> None:
    stockroom.receive(counter, [Move(sku, Decimal(qty), **more) for sku, qty in said], Why())


def there(till: Till, sku: str) -> Decimal | None:
    return till.desk.register.looking.stock(sku)


@pytest.mark.parametrize("size", SIZES)
async def test_everything_about_one_item_on_one_page(till: Till, size: tuple[int, int]) -> None:
    receive(counter_of(till), ("MILK", "12"), cost=Decimal("0.60"), lot="L1", expires="2026-12-01")
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press("2*MILK", "enter", "/cash", "enter", "/stock", "enter", "1", "enter")
        await screen.press("milk 1", "down", "enter")
        for text in ("Semi-skimmed milk 1 l", "Cost", "0.6", "Margin"):
            assert text in screen.text
        seen = screen.text
        for _page in range(3):
            await screen.press("pagedown")
            seen += screen.text
        for text in ("Sold a week", "##", "Last movements", "received 1"):
            assert text in seen
        await screen.press(ean(3), "enter")
        assert "Item 00003" in screen.text and "not kept in stock" in screen.text
        await screen.press("no such thing", "enter")
        assert "no item has the code" in till.desk.notice.text
        await screen.press("escape", "escape", "escape")
        assert till.desk.view is till.desk.sale
        assert till.desk.shown.count == 0


@pytest.mark.parametrize("size", SIZES)
async def test_counting_by_scanning(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/sheet count", "enter", ean(1), "enter", ean(1), "enter", "12*", "enter")
        assert "12 x" in screen.text
        await screen.press(ean(2), "enter", "9999999999994", "enter")
        assert "nobody knows" in screen.text
        await screen.press("choc", "down", "enter", "escape", "/stock", "enter", "2", "enter")
        assert "begin another one" in screen.text
        await screen.press("1", "enter")
        assert "12 Item 00002" in screen.text and "2 Item 00001" in screen.text
        await screen.press("MILK", "enter", "down", "23", "f4")
        assert "23 Semi-skimmed" in screen.text
        await screen.press(ean(4), "enter", "f8")
        assert "1 Item 00004" not in screen.text
        await screen.press("f1")
        await screen.settle()
        assert "-1  Semi-skimmed" in screen.text
        await screen.press("f1")
        assert "is posted" in till.desk.notice.text
        assert (there(till, "MILK"), there(till, "S1"), there(till, "S2")) == (23, 2, 12)


async def test_a_scan_that_meets_a_typed_word_is_added_and_the_word_stays(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/sheet receive", "enter", "3*")
        till.desk.router.scan(ean(1), 1e9)
        await screen.settle()
        assert "Item 00001: 3" in till.desk.notice.text
        await screen.press("/check", "enter")
        assert "PRICE CHECK" in screen.text
        await screen.press("escape")
        assert till.desk.view is till.desk.sale, "the command left the sheet, which is still there"
        await screen.press("/sheet 1", "enter")
        assert "3 Item 00001" in screen.text


async def test_goods_are_written_off_for_a_reason_and_sent(till: Till) -> None:
    counter_of(till)
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/sheet waste", "enter", "2*MILK", "enter", "f1", "broken glass", "enter")
        assert there(till, "MILK") == 22
        assert till.desk.view is till.desk.sale
        await screen.press("/sheet send", "enter", "1", "enter", "4*MILK", "enter", "f1", "f1")
        assert there(till, "MILK") == 18
        await screen.press("/stock", "enter", "6", "enter")
        assert "shop > cellar" in screen.text and "4 Semi-skimmed" in screen.text
        await screen.press("1", "enter", "1*MILK", "enter")
        assert "still on its way" in till.desk.notice.text
        await screen.press("1", "enter", "all", "enter")
        assert "nothing is on its way" in screen.text
        await screen.press("escape", "escape", "/sheet send to cellar", "enter", "f7", "not today", "enter")
        assert "is given up" in till.desk.notice.text


@pytest.mark.parametrize("size", SIZES)
async def test_an_order_from_what_runs_low_to_goods_in(till: Till, size: tuple[int, int]) -> None:
    counter = counter_of(till)
    suppliers.put(counter, "ACME", {"name": "Acme Wholesale"})
    suppliers.supply(counter, [suppliers.Supply("ACME", "MILK", "A-1", Decimal(12), Decimal("0.5"))])
    stockroom.set_rules(counter, [Balance("MILK", low=Decimal(30), full=Decimal(60))], "season")
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/stock", "enter", "8", "enter")
        assert "WHAT RUNS LOW" in screen.text and "Semi-skimmed" in screen.text
        await screen.press("escape", "7", "enter", "f5", "1", "enter")
        assert "ORDER 1" in screen.text and "36" in screen.text
        await screen.press("down", "24", "f4", "choc", "down", "enter", "f1")
        assert "ordered" in screen.text
        await screen.press("f3", "20*MILK", "enter", "f1", "f1")
        assert there(till, "MILK") == 44
        await screen.press("escape")
        assert "some came" in screen.text
        await screen.press("1", "enter", "f7", "sold out", "enter", "escape")
        assert "no order is open" in screen.text
        await screen.press("f6", "1", "enter")
        assert "ORDER 2" in screen.text


async def test_who_may_count_and_not_close_sees_no_figures(till: Till) -> None:
    counter = counter_of(till)
    granted = {name: limit for name, limit in counter.rights.granted.items() if name != "stock.change"}
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        counter.rights = type(counter.rights)(granted)
        await screen.press("/sheet count", "enter", "MILK", "enter", "f1")
        await screen.settle()
        assert "in the books" not in screen.text and "whoever may close it" in screen.text
        await screen.press("f1")
        assert "somebody who may has to approve it" in till.desk.notice.text
        assert there(till, "MILK") == 24


@pytest.mark.parametrize("size", SIZES)
async def test_dangerous_names_stay_names(till: Till, size: tuple[int, int]) -> None:
    counter = counter_of(till)
    receive(counter, *((f"X{number}", "1") for number in range(len(HOSTILE))))
    stockroom.waste(counter, [Move(f"X{n}", Decimal(2)) for n in range(len(HOSTILE))], Why("[/] \x1b[2J"))
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/sheet receive", "enter")
        for number in range(len(HOSTILE)):
            await screen.press(f"X{number}", "enter")
        harmless(screen)
        await screen.press("f1")
        harmless(screen)
        await screen.press("escape", "escape", "/stock", "enter", "10", "enter")
        harmless(screen)
        await screen.press("X0", "enter")
        harmless(screen)


async def test_several_items_of_one_code_are_chosen_from(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/sheet receive", "enter", "3*96385074", "enter")
        assert "several items have this code" in till.desk.notice.text
        await screen.press("down", "down", "enter")
        assert "Twin two: 3" in till.desk.notice.text
        assert "3 Twin two" in screen.text
