"""Flows over the real register and store, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.core.display import LEFT_TO_RIGHT, cells
from pos_tui.widgets.digits import SMALL, TALL

from .conftest import Driven
from .shop import HOSTILE, TWIN, ean

if TYPE_CHECKING:
    from pos_tui.app import Till

SIZES = [(80, 24), (40, 20), (120, 40)]


@pytest.mark.parametrize("size", SIZES)
async def test_b01_b28_a_sale_from_scan_to_change(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "3*", "enter")
        assert "3 x" in screen.text
        assert drawn(screen, "3"), "large while it waits"
        await screen.press(ean(2), "enter")
        assert "3 x" not in screen.text
        assert "11.07" in screen.text
        await screen.press("f1")
        assert "TO PAY" in screen.text
        await screen.press("20", "enter")
        assert "CHANGE DUE" in screen.text
        assert "change 8.93" in screen.text
        assert drawn(screen, "8.93") >= drawn(screen, "11.07"), "nothing is larger than the change"
        assert drawn(screen, "8.93") >= SMALL.height
        assert till.desk.register.last_sale is not None
        assert till.desk.register.last_sale["change"] == 893
        await screen.press(ean(3), "enter")
        assert "CHANGE DUE" not in screen.text


def drawn(screen: Driven, text: str) -> int:
    """How many rows a figure is high on the screen; 0 where it is not drawn with strokes."""
    for font in (TALL, SMALL):
        figure = font.draw(text) or []
        rows = screen.rows
        if any(
            all(part.rstrip() in row for part, row in zip(figure, rows[top:], strict=False))
            for top in range(len(rows) - len(figure) + 1)
        ):
            return font.height
    return 0


@pytest.mark.parametrize("size", SIZES)
async def test_b31_split_tender_always_shows_what_is_left(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "3*", ean(2), "enter", "f1", "5", "enter")
        assert "Still to pay" in screen.text
        assert "6.07" in screen.text
        await screen.press("f8")
        assert "Still to pay" not in screen.text
        await screen.press("5", "enter", ean(3), "enter", "f8")
        assert "Still to pay" not in screen.text, (
            "the tender is taken back, and not what was scanned after it"
        )
        assert till.desk.shown.count == 3
        await screen.press("escape", "3", "f4", "f1", "5", "enter", "f3")
        assert "approved" in screen.text
        await screen.press("f1")
        sale = till.desk.register.last_sale
        assert sale is not None
        assert [(tender["type"], tender["amount"]) for tender in sale["tenders"]] == [
            ("cash", 500), ("card", 607),
        ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_b22_void_lines_stay_marked(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", ean(2), "enter", "1", "f4")
        row = next(row for row in screen.rows if "Item 00001" in row and "void" in row)
        assert row.startswith("x")
        await screen.press("pageup", "f4")
        assert till.desk.notice.text == "line #1 is void already"
        await screen.press("f8", "f8")
        assert till.desk.shown.count == 1


async def test_price_quantity_and_discount_act_on_the_highlighted_line(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", ean(2), "enter", "pageup", "4", "f3", "1.50", "f5", "10%", "f6")
        row = next(row for row in screen.rows if row.startswith(">"))
        assert "-0.60" in row
        assert row.partition("|")[0].split()[-3:] == ["4", "1.50", "5.40"]


async def test_b76_no_stray_enter_pays_a_recalled_bill(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "f7", "f7", "1", "enter", "enter", "enter")
        assert till.desk.shown.count == 1
        await screen.press("f1", "enter", "enter")
        assert "TO PAY" in screen.text
        assert till.desk.register.last_sale is None
        await screen.press("f2")
        assert till.desk.register.last_sale is not None


async def test_hold_and_recall(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "bob", "f7")
        assert "held 1" in screen.text
        assert till.desk.shown.is_empty
        await screen.press("f7")
        assert "HELD SALES" in screen.text
        assert "bob" in screen.text
        await screen.press("1", "enter")
        assert "Item 00001" in screen.text
        assert "held 1" not in screen.text


async def test_find_as_you_type_and_choose(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("milk choc")
        assert "Milk chocolate bar" in screen.text
        assert "Semi-skimmed" not in screen.text
        await screen.press("down", "enter")
        assert till.desk.shown.lines[0].entered == "search"
        await screen.press("semi", "enter")
        assert till.desk.shown.count == 1, "words alone sell nothing"
        await screen.press("down", "enter")
        assert till.desk.shown.count == 2


async def test_b13_of_two_items_with_one_code_one_is_chosen(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(TWIN, "enter", "enter")
        assert "several items have this code" in screen.text
        assert "Twin one" in screen.text
        assert till.desk.shown.count == 0, "no Enter of a scanner chooses"
        await screen.press("down", "down", "enter")
        assert [line.name for line in till.desk.shown.lines] == ["Twin two"]
        await screen.press(TWIN, "enter", ean(1), "enter")
        assert [line.name for line in till.desk.shown.lines] == ["Twin two", "Item 00001"]
        await screen.press(f"/return {TWIN}", "enter", "down", "enter")
        assert till.desk.shown.count == 2, "what was to come back is not sold"


async def test_b05_unknown_codes_are_counted_and_listed(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("5449000000996", "enter")
        assert "unknown 1" in screen.text
        assert "? no item has the code 5449000000996" in screen.text
        await screen.press("/unmatched", "enter")
        assert "UNKNOWN SCANS" in screen.text
        assert "5449000000996  1 x" in screen.text


@pytest.mark.parametrize("word", ["/help", "/help void", "/explain", "/held", "/nonsense"])
async def test_pages_open_and_escape_closes_them(till: Till, word: str) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", word, "enter", "escape")
        assert till.desk.view is till.desk.sale
        assert "Item 00001" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmlessly_everywhere(till: Till, size: tuple[int, int]) -> None:
    async with till.run_test(size=size, notifications=True) as pilot:
        screen = Driven(till, pilot)
        for number in range(len(HOSTILE)):
            await screen.press(f"X{number}", "enter")
            harmless(screen)
        for keys in (
            ("/note [/] \x07", "enter"), ("x", "backspace"), ("e", "i"), ("escape",), ("/explain", "enter"),
            ("down", "escape"), ("f1",), ("escape",), ("[@click=app.quit]x[/]", "f7"), ("f7",), ("escape",),
            ("\u202e\u200b牛乳", "enter"), ("f12",), ("escape",),
        ):  # fmt: skip
            await screen.press(*keys)
            harmless(screen)
        assert till.is_running


def harmless(screen: Driven) -> None:
    """Every row is as wide as the screen and holds nothing that steers a terminal."""
    for part in screen.till.window.query("Canvas"):
        for y in range(part.size.height):
            strip = part.render_line(y)
            assert strip.text.replace(LEFT_TO_RIGHT, "").isprintable(), repr(strip.text)
            assert not any(segment.control for segment in strip)
            assert cells(strip.text) == part.size.width, repr(strip.text)


async def test_a_long_sale_jumps_by_half_a_page_and_keeps_the_last_line(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        for number in range(1, 31):
            till.desk.router.paste(f"{ean(number)}\n", 0.0)
        await screen.press("x", "backspace")
        assert "Item 00030" in screen.text
        assert "Item 00001" not in screen.text
        for _ in range(29):
            await screen.press("pageup")
        assert "Item 00001" in screen.text


async def test_a_wide_screen_shows_the_receipt_as_it_will_be_printed(till: Till) -> None:
    async with till.run_test(size=(160, 40)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "3*", ean(2), "enter", "1", "f4")
        paper = "\n".join(row[-46:] for row in screen.rows)
        assert "RECEIPT" in paper
        assert "Item 00001" not in paper, "a void line is not printed"
        assert "3 x 3.02" in paper
        assert "TOTAL GBP" in paper
        await screen.press("f1", "20", "enter")
        paper = "\n".join(row[-46:] for row in screen.rows)
        assert "Change" in paper
        assert "10.94" in paper
        await screen.press(ean(3), "enter")
        assert "Change" not in "\n".join(row[-46:] for row in screen.rows)
