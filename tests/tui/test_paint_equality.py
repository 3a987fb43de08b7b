"""Whatever happens, the terminal shows what it would show if every frame were sent whole."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from rich.color import ColorSystem

from pos_tui.styles.themes import NAMES, choose
from pos_tui.terminal.painter import sgr_of

from .recorded import RecordedTill, Recorder
from .shop import HOSTILE, ean

if TYPE_CHECKING:
    from pos_tui.app import Till

Action = Callable[[RecordedTill, random.Random], Awaitable[None]]

_SIZES = ((80, 24), (40, 20), (120, 40), (200, 60), (64, 24), (63, 12), (20, 6), (80, 24))
_KEYS = [f"f{number}" for number in range(1, 13)]
_KEYS += ["up", "down", "pageup", "pagedown", "escape", "escape", "backspace", "enter", "ctrl+l", "tab", ""]
_ENTRIES = (
    "MILK", "3*CHOC", "0.734*4011", "4011=2.00", "5449000000996", "milk", "12*", "/disc 10% all", "/void",
    "/undo", "/qty 4", "/price 1.99", "/cash 5", "/cash", "/card", "/hold bob", "/recall", "/held", "/x",
    "/help", "/help cash", "/note Müller", "/explain", "/nosale change", "/cancel", "/return MILK", "x" * 600,
)  # fmt: skip


async def _scan(till: RecordedTill, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 1, 5, 30))):
        await till.type(*ean(rng.randrange(1, 61)), "enter")


async def _enter(till: RecordedTill, rng: random.Random) -> None:
    await till.type(*rng.choice(_ENTRIES), "enter")


async def _hostile_item(till: RecordedTill, rng: random.Random) -> None:
    await till.type(*f"X{rng.randrange(len(HOSTILE))}", "enter")


async def _hostile_typing(till: RecordedTill, rng: random.Random) -> None:
    await till.type(*rng.choice(HOSTILE)[: rng.randrange(1, 12)])


async def _key(till: RecordedTill, rng: random.Random) -> None:
    await till.type(rng.choice(_KEYS))


async def _typing(till: RecordedTill, rng: random.Random) -> None:
    for char in rng.choice(("12", "mil", "0", "item 0", "/")):
        await till.type(char)


async def _resize(till: RecordedTill, rng: random.Random) -> None:
    for width, height in rng.sample(_SIZES, rng.randrange(1, 4)):
        till.driver.resize(width, height)


async def _foreign_output(till: RecordedTill, rng: random.Random) -> None:
    till.driver.write("\x1b[5;3H\x1b[33;44mYou have new mail\x1b[7m\r\n\n\x1b[2K")
    if rng.random() < 0.5:
        await till.type("ctrl+l")
    else:
        till.till.repaint()


async def _slow_line(till: RecordedTill, rng: random.Random) -> None:
    till.driver.is_busy = True
    for _ in range(rng.randrange(1, 5)):
        await rng.choice((_scan, _key, _typing))(till, rng)
    till.free()


async def _theme(till: RecordedTill, rng: random.Random) -> None:
    desk = till.till.desk
    desk.dress(NAMES[(NAMES.index(desk.theme.name) + 1) % len(NAMES)])
    await till.type("1")


_ACTIONS: tuple[Action, ...] = (
    _scan, _scan, _scan, _enter, _enter, _enter, _enter, _hostile_item, _hostile_typing, _key, _key, _key,
    _typing, _resize, _foreign_output, _slow_line, _theme, _theme,
)  # fmt: skip


def _paint_with(till: Till, colours: ColorSystem) -> None:
    """Gives the terminal other colours; a process has but one kind, so a style of Rich's keeps its codes."""
    till.console._color_system = colours
    for name in NAMES:
        for look in choose(name).looks.values():
            look._ansi = None
    sgr_of.cache_clear()


@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR])
async def test_after_any_actions(till: Till, colours: ColorSystem) -> None:
    rng = random.Random(f"paint {colours}")
    till.driver_class = Recorder
    _paint_with(till, colours)
    async with till.run_test(headless=False, size=(80, 24)) as pilot:
        recorded, done = RecordedTill(till, pilot), []
        for _ in range(75):
            action = rng.choice(_ACTIONS)
            done.append(action.__name__)
            await action(recorded, rng)
            assert not await recorded.differing_rows(), f"after {done[-6:]}"
        assert till.is_running


async def test_the_first_screen_is_sent_once(till: Till) -> None:
    till.driver_class = Recorder
    async with till.run_test(headless=False, size=(80, 24)) as pilot:
        recorded = RecordedTill(till, pilot)
        assert not await recorded.differing_rows()
        assert recorded.driver.written.count("\x1b[2J") == 1
