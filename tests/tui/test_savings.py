"""What promotions save, on the screen: rows of their own under the lines, at every size, in harmless text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pos_tui.app import Till
from pos_tui.bootstrap import promotions
from pos_tui.core.display import cells
from pos_tui.core.promotion import Goods, Kind, Part, Promotion
from pos_tui.screens.picture import Picture
from pos_tui.services import promotions as recording

from .conftest import Driven
from .shop import HOSTILE, new_shop, open_till

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

TERMS = (
    {"code": "MILK3", "name": "3 milk for 3.00", "kind": "set", "goods": "3*MILK", "price": "3.00"},
    {
        "code": "CARD",
        "name": "Members half",
        "kind": "percent",
        "goods": "BAN",
        "percent": "50",
        "group": "club",
    },
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_shop(tmp_path)


def promise(front: Shopfront) -> None:
    for terms in TERMS:
        promotions.add(front, terms, "")


def rows_of(screen: Till, width: int, height: int) -> Iterator[str]:
    """The rows of a screen as text."""
    picture = Picture(screen.desk)
    picture.time = screen.window.time
    for row in picture.rows(width, height):
        yield "".join(text for text, _style in row)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 20), (120, 40)])
async def test_rows_under_the_lines(folder: Path, width: int, height: int) -> None:
    with open_till(folder) as (front, register):
        promise(front)
        screen = Till(register, front)
        async with screen.run_test(size=(width, height)) as pilot:
            driven = Driven(screen, pilot)
            for entry in ("3*MILK", "0.5*BAN", "/group club"):
                await driven.press(*entry, "enter")
            screen.desk.say("")
            rows = list(rows_of(screen, width, height))
            saved = [row.split("|")[0].rstrip() for row in rows if row.startswith("  * ")]
            assert [row.split() for row in saved] == [
                ["*", "Members", "half", "-0.50"],
                ["*", "3", "milk", "for", "3.00", "-0.57"],
            ]
            # The lines keep what they cost without them; the total has what is to be paid.
            assert any("MILK" in row or ("milk" in row and "3.57" in row) for row in rows)
            assert any("3.50" in row and "items" in row for row in rows)
            assert any("saved" in row and "1.07" in row for row in rows)
            if width >= 80:
                assert any("Customer club" in row for row in rows)
            await driven.press(*"/void", "enter")
            screen.desk.say("")
            rows = [row for row in rows_of(screen, width, height) if row.startswith("  * ")]
            assert ["3 milk for" in row for row in rows] == [True]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 20)])
async def test_many_promotions_leave_room_for_lines(folder: Path, width: int, height: int) -> None:
    with open_till(folder) as (front, register):
        steps, goods = ((Decimal(0), Decimal("0.01")),), (Part(Goods()),)
        given = [Promotion(str(n), name, Kind.SPEND, goods, steps=steps) for n, name in enumerate(HOSTILE)]
        author = promotions.author(front, "")
        recording.put(front.store, front.shop.currency, given, author)
        for _ in range(30):
            register.run("MILK")
        screen = Till(register, front)
        async with screen.run_test(size=(width, height)) as pilot:
            await pilot.pause()
            rows = list(rows_of(screen, width, height))
            savings = [row for row in rows if row.startswith("  * ")]
            assert all(cells(row) <= width for row in savings)
            assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for row in savings for char in row)
            assert sum("milk" in row for row in rows) >= 4
            [rest] = [row for row in rows if "more promotions" in row]
            shown = len(savings) - 1
            assert rest.split()[1] == str(len(HOSTILE) - shown)
            assert f"-0.{len(HOSTILE) - shown:02d}" in rest
