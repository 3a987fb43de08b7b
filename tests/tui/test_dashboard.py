"""The dashboard: rows at all sizes with hostile names, and the real program beside a till that sells."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.core.currency import Currency
from pos_tui.core.dashboard import Board, Hour, Standing
from pos_tui.core.display import LEFT_TO_RIGHT, cells
from pos_tui.core.finding import Finding, Level
from pos_tui.dashboard import Dashboard
from pos_tui.locale import formats
from pos_tui.screens.dashboard import BoardView
from pos_tui.terminal.router import Stroke

from .pty_till import PtyTill
from .shop import HOSTILE, ean, new_shop

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
SIZES = [(80, 24), (40, 20), (200, 60), (72, 24), (71, 10)]


def full(name: str = "Corner [b]") -> Board:
    hours = tuple(Hour(f"{hour:02d}", hour * 1000, (24 - hour) * 900) for hour in range(8, 20))
    tills = (Standing("1", name, NOW), Standing("2"))
    findings = (Finding("disk", Level.BAD, f"{name}: the disk is full, " * 4, ""),)
    return Board(name, "2026-11-23", 9, "EUR", 123456, 98, 110000, 4, hours,
                 (("cash", "EUR", 100000), ("card", "EUR", 23456), ("cash", "CHF", 5)),
                 tills, (("low", 3), ("below_zero", 1)), findings, 250,
                 (Finding("backups", Level.OK, f"{name}: the last backup is 1 day old"),))  # fmt: skip


def view(board: Board | None) -> BoardView:
    found = BoardView(Currency.parse("EUR"), formats("de"), "Europe/Vienna")
    found.board, found.now = board, NOW
    return found


def text_of(found: BoardView, width: int, height: int) -> str:
    return "\n".join("".join(part for part, _style in row) for row in found.rows(width, height))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["Corner", *HOSTILE])
def test_no_row_is_too_wide_and_nothing_steers_the_terminal(size: tuple[int, int], name: str) -> None:
    width, height = size
    rows = view(full(name)).rows(width, height)
    assert len(rows) == height
    for row in rows:
        text = "".join(part for part, _style in row)
        assert cells(text) <= width
        assert text.replace(LEFT_TO_RIGHT, "").isprintable(), repr(text)


def test_figures_are_said_in_words_and_in_the_locale() -> None:
    shown = text_of(view(full()), 80, 24)
    for words in ("1234,56", "98 receipts of 2,6 lines", "12,60 each", "1100,00 +12,2 %", "run low",
                  "1  Corner [b]  ", "since 15:05", "2  no shift open", "cash CHF", "! Corner [b]: the disk",
                  "the last backup"):  # fmt: skip
        assert words in shown
    assert "hour (| is usual)" in shown


def test_bars_are_in_proportion_and_what_is_below_zero_has_none() -> None:
    hours = (Hour("09", 1000, None), Hour("10", 500, None), Hour("11", -500, None))
    board = Board("S", "2026-11-23", 1, "EUR", 1000, 3, None, 0, hours, ())
    nine, ten, eleven = (
        line.split("|")[0].count("#") for line in text_of(view(board), 80, 24).split("\n")[5:8]
    )
    assert nine == 28
    assert (ten, eleven) == (14, 0)


def test_before_the_first_reading_and_after_a_failed_one() -> None:
    empty = view(None)
    assert "one moment" in text_of(empty, 80, 24)
    empty.trouble = "the store was moved"
    assert "the store was moved" in text_of(empty, 80, 24)
    empty.board = full()
    assert "! the store was moved" in text_of(empty, 80, 24), "what is shown is older, and says so"


@pytest.mark.parametrize("keys", [("escape",), ("q",), ("f2", "x", "escape", "escape")])
async def test_it_is_left_and_changes_nothing(keys: tuple[str, ...]) -> None:
    shown = view(None)
    app = Dashboard(shown, full, lambda: NOW, every=60)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        assert shown.board == full()
        app.take_strokes(
            [Stroke(key, key if len(key) == 1 else None, 1.0 + place) for place, key in enumerate(keys)]
        )
        await pilot.pause()
    assert app.return_code == 0


async def test_it_is_read_again_and_a_shop_that_cannot_be_read_is_told() -> None:
    from pos_tui.core.errors import StoreError

    boards = [full("One"), StoreError("the disk failed"), full("Two")]

    def read() -> Board:
        found = boards.pop(0)
        if isinstance(found, StoreError):
            raise found
        return found

    shown = view(None)
    app = Dashboard(shown, read, lambda: NOW, every=3600)
    async with app.run_test(size=(80, 24)):
        await app.workers.wait_for_complete()
        for trouble, name in (("the disk failed", "One"), ("", "Two")):
            app.take_strokes([Stroke("f5", None, 1.0)])
            await app.workers.wait_for_complete()
            assert shown.board is not None
            assert (shown.trouble, shown.board.shop) == (trouble, name)


def test_it_follows_a_till_that_sells(tmp_path: Path) -> None:
    folder = new_shop(tmp_path)
    with PtyTill(folder, arguments=("dashboard", "--every", "1")) as board:
        board.wait("SOLD TODAY")
        assert "0 receipts" in board.text
        # At the machine's own time: the board shows today.
        with (
            open_shop(folder, environ={}, state=folder.parent / "state") as front,
            open_register(front) as register,
        ):
            assert register.run(ean(1)).ok
            assert register.run("/cash").ok
            board.wait("1 receipt ")
        board.send("q")
        assert board.ended() == 0
        assert board.terminal_restored()
