"""The first start on the screen: keys, scans, sizes, hostile names; and pictures of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from pos_tui.core.display import LEFT_TO_RIGHT, cells
from pos_tui.firststart import FirstStart
from pos_tui.screens.lists import PATIENCE
from pos_tui.wizard.sheet import Ending
from tests.wizard.fake_port import FakePort, Person

from .shop import HOSTILE

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZES = [(80, 24), (40, 20), (120, 40)]
KEYS = ("enter", "escape", "up", "down", "pageup", "pagedown", "tab", "backspace", "f2", "f3", "f4")


class Asked:
    """The first start, its pilot and its screen as text."""

    def __init__(self, app: FirstStart, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Presses keys, types texts; an Enter comes as a person's, after a moment."""
        for key in keys:
            if key == "enter":
                await self.pilot.pause(PATIENCE + 0.05)
            await self.pilot.press(*([key] if key in KEYS else key))
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def rows(self) -> list[str]:
        """What stands on the screen."""
        return [part.render_line(y).text for part in self.app.window.parts for y in range(part.size.height)]

    @property
    def text(self) -> str:
        """The same as one text."""
        return "\n".join(self.rows)

    def harmless(self) -> None:
        """Every row is as wide as the screen and holds nothing that steers a terminal."""
        width, height = self.app.size
        assert len(self.rows) == height
        for text in self.rows:
            assert text.replace(LEFT_TO_RIGHT, "").isprintable(), repr(text)
            assert cells(text) == width, repr(text)


def first_start(port: FakePort | None = None) -> FirstStart:
    """A first start on a machine without a disk."""
    return FirstStart(Person(port).wizard)


def made() -> FakePort:
    """A machine whose shop was made a moment ago."""
    person = Person()
    person.make()
    return person.port


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_question_to_the_till(size: tuple[int, int]) -> None:
    app = first_start()
    async with app.run_test(size=size) as pilot:
        screen = Asked(app, pilot)
        await screen.press("enter", "eng", "enter", "united k", "enter")
        assert "Usual in United Kingdom" in screen.text
        assert "20" in screen.text
        screen.harmless()
        await screen.press("enter", "Corner Shop", "enter", "enter", "enter")
        assert "Make the shop" in screen.text
        await screen.press("enter")
        assert app.view.wizard.made
        assert "The owner's PIN" in screen.text
        await screen.press("f2")
        assert "Counting the drawer" in screen.text
        screen.harmless()
        await screen.press("enter")
        assert "Departments" in screen.text
        assert "F3" in screen.text
        await screen.press("f2", "f2", "f2", "f2", "f2", "f2")
        assert "What remains" in screen.text
        screen.harmless()
        await screen.press("enter")
    assert app.view.wizard.ending is Ending.TILL


async def test_arrows_point_and_letters_narrow() -> None:
    app = first_start()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("enter", "enter", "ger")
        assert any(row.startswith("> Germany") for row in screen.rows)
        assert "France" not in screen.text
        await screen.press("escape")
        assert any(row.startswith("> United Kingdom") for row in screen.rows), "the guess again"
        await screen.press("down", "enter")
        assert "Usual in United States" in screen.text
        assert any(row.startswith("> Tax rates") for row in screen.rows), "what has to be chosen"
        await screen.press("escape")
        assert app.view.wizard.at == "country"


async def test_esc_goes_back_one_question_and_never_out() -> None:
    app = first_start()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("enter", "enter", "escape", "escape", "escape", "escape")
        assert app.view.wizard.at == "start"
        assert "F4 leaves" in screen.text
        assert app.is_running
        await screen.press("f4")
    assert app.view.wizard.ending is Ending.LEAVE


async def test_b04_the_enter_of_a_scan_confirms_nothing() -> None:
    app = first_start()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("enter", "enter")
        await pilot.press(*"5010477348678", "enter", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.view.wizard.at == "country"
        assert "! scanned 5010477348678" in screen.text


async def test_scans_typed_ahead_keep_their_order_and_place() -> None:
    app = first_start(made())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("f2", "scan", "enter")
        app.router.paste("5010477348678\nMilk\n1.19\n5449000000996\nCola\n0.99\n", 0.0)
        await screen.press("escape")
        port = app.view.wizard._port
        assert list(port.items.items()) == [  # type: ignore[attr-defined]
            ("5010477348678", ("Milk", "1.19", "")),
            ("5449000000996", ("Cola", "0.99", "")),
        ]


async def test_what_a_scanner_sends_is_shown_with_its_end_mark() -> None:
    app = first_start(made())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("f2", "f2", "f2")
        for end, words in (
            ("enter", "Enter (CR)"),
            ("ctrl+j", "line feed (LF)"),
            ("tab", "Tab (understood)"),
        ):
            await pilot.press(*"5010477348678", end)
            await screen.press()
            assert "check digit: right" in screen.text
            assert f"end mark: {words}" in screen.text
        await pilot.press(*"5010477348679", "enter")
        await screen.press()
        assert "check digit: WRONG" in screen.text
        await pilot.press(*"4111111111111111", "enter")
        await screen.press()
        assert "payment card's number" in screen.text
        assert "411111" not in screen.text


async def test_a_long_word_is_told_in_full() -> None:
    app = first_start(made())
    async with app.run_test(size=(40, 20)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("f2", "f2", "f2", "f2", "stick", "enter")
        told = " ".join(row.strip() for row in screen.rows)
        assert "a file was written there, read again and removed; there is less than 1 GB left" in told
        screen.harmless()


async def test_a_long_page_can_be_read_to_its_end() -> None:
    port = made()
    port.bad_rows = 9
    port.read_items = _many_problems  # type: ignore[method-assign]
    app = first_start(port)
    async with app.run_test(size=(40, 20)) as pilot:
        screen = Asked(app, pilot)
        await screen.press("f2", "file", "enter", "/prices.csv", "enter")
        assert "-- more" in screen.text
        for _ in range(12):
            await screen.press("pagedown")
        assert "note 3" in screen.text
        assert "> Store the good ones" in screen.text


def _many_problems(*_: Any, **__: Any) -> Any:
    from pos_tui.wizard.port import Counted

    problems = tuple(f"line {number}: the price is no number that anybody can read" for number in range(9))
    return Counted(3, 0, 9, False, problems, ("note 1", "note 2", "note 3"), ("1, Bread, 2",))


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_harmlessly(size: tuple[int, int]) -> None:
    port = made()
    port.groups = list(HOSTILE)
    port.rates = [("standard", name) for name in HOSTILE]
    port.files = {f"/{name}": [name, "b"] for name in HOSTILE}
    app = first_start(port)
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = Asked(app, pilot)
        await screen.press()
        screen.harmless()
        await screen.press("[@click=app.quit]x[/]", "enter")
        screen.harmless()
        await screen.press("enter", "enter", "file", "enter")
        screen.harmless()
        await screen.press("enter")
        screen.harmless()
        await screen.press("escape", "escape", "escape")
        assert app.is_running


@pytest.mark.parametrize("size", [(20, 6), (1, 1), (200, 60)])
async def test_any_size_shows_something(size: tuple[int, int]) -> None:
    app = first_start()
    async with app.run_test(size=size) as pilot:
        screen = Asked(app, pilot)
        await screen.press("enter", "enter")
        assert all(cells(row) == size[0] for row in screen.rows)


SCENES: dict[str, tuple[str, ...]] = {
    "usual": ("enter", "enter", "enter"),
    "remaining": (),
}


def scene(keys: tuple[str, ...]) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """What a person pressed before the picture."""

    async def play(pilot: Pilot[Any]) -> None:
        assert isinstance(pilot.app, FirstStart)
        await Asked(pilot.app, pilot).press(*keys)

    return play


def picture(name: str) -> FirstStart:
    """The first start, before what is pressed in a scene."""
    if name == "usual":
        return first_start()
    port = made()
    port.kept = {"v": 1, "at": "remaining", "trail": [], "answers": {"scanner": "done"}}
    port.groups, port.settings = ["Food"], {"backup.folder": "/media/stick"}
    return first_start(port)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_pictures(snap_compare: Any, name: str, size: tuple[int, int]) -> None:
    assert snap_compare(picture(name), run_before=scene(SCENES[name]), terminal_size=size)
