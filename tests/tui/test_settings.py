"""Settings at the till: what is chosen counts at once, is kept, and no key is ever two commands'."""

from __future__ import annotations

from functools import partial
from typing import Any

from pos_tui import settings
from pos_tui.app import Till
from pos_tui.screens.keys import ConflictView, KeyDialog, KeysView
from pos_tui.screens.tender import TenderView

from .conftest import Driven
from .shop import ean


def config(till: Till) -> settings.Settings:
    """What is written in the store."""
    front: Any = till.desk.front
    return settings.load(front.store.folder)


async def change_key(screen: Driven, command: str, key: str) -> None:
    """As a person does: the settings, keys, the command, its new key."""
    await screen.press("/settings", "enter", "keys", "enter", command, "enter", key)


async def test_a_theme_counts_at_once_and_is_kept(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press(ean(1), "enter", "/settings", "enter", "theme", "enter", "dark", "enter")
        assert till.desk.theme.name == "dark"
        assert "* dark" in screen.text
        await screen.press("escape", "large", "enter")
        assert till.desk.theme.name == "large-dark"
        await screen.press("escape")
        assert "Item 00001" in screen.text
    assert config(till).theme == "large-dark"


async def test_sounds_are_off_by_setting(till: Till) -> None:
    rung: list[str] = []
    till.desk._ring = rung.append
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("5449000000996", "enter")
        assert rung == ["unknown"]
        await screen.press("/settings", "enter", "sounds", "enter", "escape", "5449000000996", "enter")
        assert rung == ["unknown"]
        assert "? no item has the code" in screen.text
    assert not config(till).sounds


async def test_a_key_that_nobody_has_is_given_at_once(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await change_key(screen, "note", "f20")
        assert "F20 is now the key of /note" in screen.text
        await screen.press("escape", "escape", "for ana", "f20")
        assert till.desk.shown.reference == "for ana"
    assert config(till).keys == {"note": "f20"}


async def test_a_key_that_another_has_is_swapped_and_bar_help_and_routes_follow(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await change_key(screen, "pay", "f5")
        assert isinstance(till.desk.view, ConflictView)
        assert "F5 IS THE KEY OF /price, WANTED FOR /pay" in screen.text
        assert config(till).keys == {}, "nothing before it is solved"
        await screen.press("swap", "enter", "escape", "escape")
        assert config(till).keys == {"pay": "f5", "price": "f1 f9"}
        assert "F1 Price" in screen.rows[-1]
        assert "F5 Pay" in screen.rows[-1]
        await screen.press("/help price", "enter")
        assert "key F1 F9" in screen.text
        await screen.press("escape", ean(1), "enter", "1.50", "f1", "f5")
        assert isinstance(till.desk.view, TenderView)
        assert till.desk.shown.total == 150


async def test_a_conflict_may_be_left_or_end_with_a_command_without_a_key(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await change_key(screen, "pay", "f5")
        await screen.press("leave", "enter")
        assert isinstance(till.desk.view, KeysView)
        await screen.press("pay", "enter", "f5", "escape")
        assert config(till).keys == {}
        await screen.press("pay", "enter", "f5", "no key", "enter")
        assert config(till).keys == {"pay": "f5", "price": "none"}


async def test_keys_are_taken_away_and_given_back(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/settings", "enter", "keys", "enter", "/void", "backspace", "d", "f4")
        assert config(till).keys == {"void": "none"}
        await screen.press("f7")
        assert config(till).keys == {}
        await screen.press("f4", "escape", "escape", "escape")
        await change_key(screen, "quit", "f24")
        assert config(till).keys == {"void": "none", "quit": "f24"}
        await screen.press("f8")
        assert config(till).keys == {}
        await screen.press("escape", "escape", "escape")
        assert "F4 Void" in screen.rows[-1]


async def test_keys_that_every_screen_needs_cannot_be_chosen(till: Till) -> None:
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/settings", "enter", "keys", "enter", "pay", "enter")
        for key in ("up", "pageup", "backspace", "ctrl+l", "ctrl+s", "tab"):
            await pilot.press(key)
            assert isinstance(till.desk.view, KeyDialog), key
        await screen.press("escape")
        assert isinstance(till.desk.view, KeysView)
    assert config(till).keys == {}


async def test_what_the_environment_says_counts_more_and_is_told(till: Till) -> None:
    front: Any = till.desk.front
    front.load_settings = partial(settings.load, front.store.folder, {"POS_THEME": "light"})
    async with till.run_test(size=(80, 24)) as pilot:
        screen = Driven(till, pilot)
        await screen.press("/settings", "enter", "theme", "enter", "contrast", "enter")
        assert till.desk.theme.name == "light"
        assert "theme is written, but the environment" in screen.text


def test_a_till_that_starts_heeds_what_was_set(till: Till) -> None:
    front: Any = till.desk.front
    folder = front.store.folder
    settings.set_values(folder, {"theme": "contrast", "keys.pay": "f20", "sounds": "off"})
    front.settings = front.load_settings()
    started = Till(till.desk.register, front)
    assert started.desk.theme.name == "contrast"
    assert not started.desk.sounds
    assert ("F20", "Pay") in started.desk.words.bar()
    assert Till(till.desk.register, front, colours=False).desk.theme.name == "none"
