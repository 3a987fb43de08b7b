"""Every size from 40x20 to 200x60: parts that fit together, rows that fit them, and what must be seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.display import LEFT_TO_RIGHT, cells
from pos_tui.core.quantity import Unit
from pos_tui.core.sale import Basket, Discount, SaleLine
from pos_tui.screens.layout import LEAST, PREVIEW, Box, Layout, arrange
from pos_tui.screens.picture import Picture
from pos_tui.screens.tender import TenderView
from pos_tui.styles.themes import NAMES
from pos_tui.widgets.digits import SMALL, TALL
from pos_tui.widgets.paint import strip

from .fake_register import Counter
from .shop import HOSTILE

WIDTHS = [*range(40, 201, 8), 71, 79, 109, 110, 131, 132]
HEIGHTS = [20, 21, 24, 33, 47, 60]


def boxes(layout: Layout) -> list[Box]:
    return [box for box in layout if box.width and box.height]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("figures", [0, 19, 27, 80])
def test_the_parts_fill_the_screen_and_never_overlap_at_any_size(figures: int, is_large: bool) -> None:
    for width in range(1, 201):
        for height in range(1, 61):
            parts = boxes(arrange(width, height, figures=figures, is_large=is_large))
            assert sum(box.width * box.height for box in parts) == width * height
            assert not any(_overlap(a, b) for at, a in enumerate(parts) for b in parts[at + 1 :])
            assert all(box.x + box.width <= width and box.y + box.height <= height for box in parts)


def _overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def test_every_size_has_the_parts_that_must_be_seen() -> None:
    for width in range(LEAST[0], 201):
        for height in range(LEAST[1], 61):
            layout = arrange(width, height)
            assert all(box.height == 1 and box.width == width for box in (layout.entry, layout.keys))
            assert layout.notice.height == 1
            assert layout.totals.height >= SMALL.height + 1
            assert layout.body.height >= 11
            assert layout.body.width >= 40
            assert bool(layout.preview.width) == (width >= PREVIEW)


# Sales that are hard to show


def line(name: str, quantity: str, price: str, **more: object) -> SaleLine:
    made = SaleLine("12345678901234", "c", name, "none", Decimal(quantity), Decimal(price))
    return replace(made, department="Department of long names", **more)


NAMES_OF_ALL_KINDS = (*HOSTILE, "x" * 300, "牛" * 150, "שלום " * 60, "عربي 12 عربي", "e\u0301" * 200, "")
SALES = {
    "empty": ("GBP", ()),
    "names": ("GBP", tuple(line(name, "1", "1.00") for name in NAMES_OF_ALL_KINDS)),
    "yen": ("JPY", (line("Piano", "1", "12345678"), line("Cable", "2", "50"), line("Back", "-1", "980"))),
    "dinar": ("KWD", (line("Gold", "1", "123456.789"), line("Tea", "-3", "0.125"))),
    "rupiah": ("IDR", (line("Car", "1", "350000000"), line("Sweet", "10", "100"))),
    "decimals": (
        "GBP",
        (
            line("Petrol", "41.337", "1.459", unit=Unit.LITRE),
            line("Per gram", "0.734", "0.012345", unit=Unit.KILOGRAM),
            line("Void", "1", "4.50", void=True),
            line("Off", "2", "19.99", discount=Discount(percent=Decimal(10))),
            line("Back", "-999", "999999.99"),
        ),
    ),
}  # fmt: skip


def counter(sale: str, mark: str = ".", theme: str = "") -> Counter:
    """A desk with one of these sales open."""
    made = Counter()
    code, lines = SALES[sale]
    made.register.shop = replace(made.register.shop, currency=Currency.parse(code))
    made.register.basket = Basket("one", lines)
    made.desk.formats = replace(made.desk.formats, mark=mark)
    made.desk.dress(theme)
    made.desk.refresh()
    return made


def shown(picture: Picture, width: int, height: int) -> list[str]:
    """The rows of the whole screen; each part's are checked to be as wide as its box."""
    layout = picture.layout(width, height)
    grid = [[""] * width for _ in range(height)]
    for box, rows in zip(layout, picture.draw(layout), strict=True):
        assert len(rows) <= box.height
        for y in range(box.height):
            text = strip(rows[y] if y < len(rows) else (), box.width, picture.desk.theme).text
            assert cells(text) == box.width, (box, text)
            assert text.replace(LEFT_TO_RIGHT, "").isprintable()
            grid[box.y + y][box.x] = text
    return ["".join(row) for row in grid]


def drawn(total: str, screen: list[str], *, large: bool = False) -> bool:
    """Whether a total stands on the screen, as figures of some size or as text."""
    for font in (TALL, SMALL) if large else (SMALL,):
        rows = font.draw(total) or []
        if rows and all(any(part.strip() in row for row in screen) for part in rows):
            return True
    return any(total in row for row in screen)


@pytest.mark.parametrize("sale", SALES)
def test_everything_fits_and_total_and_prompt_are_seen_at_every_size(sale: str) -> None:
    for theme, mark in (("", "."), ("large", ",")):
        desk = counter(sale, mark, theme).desk
        desk.router.put_text("3*54")
        picture = Picture(desk)
        for width in WIDTHS:
            for height in HEIGHTS:
                screen = shown(picture, width, height)
                assert drawn(desk.shown.money(desk.shown.total), screen, large=theme == "large")
                assert screen[-2].startswith(" 3*54_")
                assert "F1 Pay" in screen[-1]
                assert "F12 Menu" in screen[-1]


@pytest.mark.parametrize("sale", ["yen", "dinar", "decimals", "rupiah"])
@pytest.mark.parametrize("mark", [".", ","])
def test_amounts_stand_on_their_mark_and_are_never_cut(sale: str, mark: str) -> None:
    desk = counter(sale, mark).desk
    for width in WIDTHS:
        picture = Picture(desk)
        body = picture.draw(picture.layout(width, 60)).body
        texts = ["".join(text for text, _ in row) for row in body[1 : 1 + len(desk.shown.lines)]]
        amounts = [
            "void" if line.void else desk.shown.money(figures.amount)
            for line, figures in zip(desk.shown.lines, desk.shown.figures, strict=True)
        ]
        assert [text.split()[-1] for text in texts] == amounts
        ends = {len(text.rstrip()) for text in texts}
        assert len(ends) == 1, "all have the currency's digits, so marks are under each other"


def test_prices_with_more_decimals_move_the_marks_of_all() -> None:
    picture = Picture(counter("decimals").desk)
    body = picture.draw(picture.layout(80, 24)).body
    texts = ["".join(text for text, _ in row) for row in body[1:6]]
    places = {text.index(price) + price.index(".") for text, price in zip(
        texts, ("1.459", "0.012345", "4.50", "19.99", "999999.99"), strict=True
    )}  # fmt: skip
    assert len(places) == 1


@given(st.lists(st.tuples(st.sampled_from(WIDTHS), st.sampled_from(HEIGHTS)), min_size=1, max_size=8))
def test_after_any_resizes_the_highlighted_or_the_last_line_is_seen(sizes: list[tuple[int, int]]) -> None:
    desk = counter("names").desk
    lines = tuple(line(f"Item {number}", "1", "1") for number in range(1, 90))
    desk.register.basket = Basket("one", lines)  # type: ignore[misc]
    picture = Picture(desk)
    for place, (width, height) in enumerate(sizes):
        current = None if place % 2 else place * 10 + 1
        desk.highlight(current)
        marked = [row for row in shown(picture, width, height) if row.startswith(">")]
        assert len(marked) == 1
        assert f"Item {current or 89} " in marked[0]


@pytest.mark.parametrize("theme", NAMES)
def test_every_theme_fills_every_row(theme: str) -> None:
    made = counter("decimals", theme=theme)
    made.scan("1234567890128")
    made.desk.open(TenderView(made.desk))
    for width, height in ((40, 20), (80, 24), (200, 60)):
        shown(Picture(made.desk), width, height)


def test_below_the_least_size_it_says_so_and_scans_still_sell() -> None:
    made = counter("empty")
    picture = Picture(made.desk)
    for width, height in ((39, 20), (40, 19), (20, 6), (5, 2), (1, 1)):
        before = len(made.desk.shown.lines)
        made.scan("5449000000996")
        screen = shown(picture, width, height)
        assert len(made.desk.shown.lines) == before + 1
        if width >= 20:
            assert "too small, make it at least 40x20" in "".join(row.rstrip() for row in screen).replace(
                "  ", " "
            )


def test_a_long_notice_is_read_whole() -> None:
    made = counter("decimals")
    text = "part of it is paid already: give that back and take it off with /undo, then cancel"
    for width in (40, 60, 80):
        made.desk.say(text, "refused")
        screen = shown(Picture(made.desk), width, 20)
        rows = [row.partition("|")[0] for row in screen]
        assert text in " ".join(" ".join(rows).split())
