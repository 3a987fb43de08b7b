"""How a session ends, by people and by accidents, and what the next one finds. The real `pos` in a pty."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui.pty_till import PtyTill
from tests.tui.shop import ean, new_shop

Spawn = Callable[..., PtyTill]


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Starts tills in one fresh shop."""
    folder = new_shop(tmp_path)
    tills: list[PtyTill] = []

    def start(**options: Any) -> PtyTill:
        tills.append(PtyTill(folder, **options).start())
        return tills[-1]

    yield start
    for till in tills:
        till.close()


def with_a_sale_and_a_basket(till: PtyTill) -> PtyTill:
    till.send(f"{ean(3)}\r/cash 20\r")
    till.wait("CHANGE DUE")
    till.send(f"{ean(1)}\r{ean(2)}\r")
    till.wait("2 items")
    return till


def found_again(till: PtyTill) -> None:
    till.wait("open sale restored: 2 lines")
    assert "Item 00002" in till.text
    assert "last 1-000001" in till.text
    assert "15.97" in till.text, "the change of the last sale"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_b86_a_signal_leaves_at_once_and_keeps_the_basket(spawn: Spawn, number: signal.Signals) -> None:
    till = with_a_sale_and_a_basket(spawn())
    till.process.send_signal(number)
    assert till.ended() == 128 + number
    assert till.terminal_restored()
    assert till.raw.endswith(b"\x1b[?25h") or b"\x1b[?1049l" in till.raw[-200:]
    found_again(spawn())


def test_b86_a_terminal_that_goes_away_keeps_the_basket(spawn: Spawn, tmp_path: Path) -> None:
    till = with_a_sale_and_a_basket(spawn())
    till.hang_up()
    till.process.wait(60)
    logs = [path.read_text() for path in tmp_path.rglob("pos.log")]
    assert logs and not any("crash" in text for text in logs), "a line that is cut is no failure"
    found_again(spawn())


def test_b86_kill_9_keeps_the_basket(spawn: Spawn) -> None:
    till = with_a_sale_and_a_basket(spawn())
    till.process.kill()
    till.process.wait(60)
    found_again(spawn())


def test_leaving_by_command_restores_the_terminal(spawn: Spawn) -> None:
    till = spawn()
    assert till.quit() == 0
    assert till.terminal_restored()


def test_control_keys_that_a_scanner_may_send_end_nothing(spawn: Spawn) -> None:
    till = spawn()
    till.send("\x03\x11\x1a\x02" + ean(5) + "\x03\r")
    till.wait("1 item")
    assert till.process.poll() is None
    assert till.quit() == 0


@pytest.mark.parametrize("term", ["linux", "vt100", "xterm-256color", "dumb"])
def test_every_terminal_shows_a_sale(spawn: Spawn, term: str) -> None:
    till = spawn(term=term)
    till.send(f"{ean(1)}\r")
    till.wait("1 item")
    assert "Item 00001" in till.text
    assert till.quit() == 0


def test_another_size_while_selling(spawn: Spawn) -> None:
    till = spawn()
    till.send(f"{ean(1)}\r")
    till.wait("1 item")
    for width, height in ((40, 20), (132, 40), (20, 6), (80, 24)):
        till.resize(width, height)
        till.send(f"{ean(2)}\r")
    till.wait(lambda text: "5 items" in text and "F12 Menu" in text and text.count("Item 00002") == 4)
    assert till.quit() == 0


def test_the_redraw_key_and_a_resize_to_the_same_size_paint_everything(spawn: Spawn) -> None:
    till = spawn()
    till.send(f"{ean(1)}\r")
    till.wait("1 item")
    for redraw in (lambda: till.send("\x0c"), lambda: till.process.send_signal(signal.SIGWINCH)):
        till.screen.reset()
        redraw()
        till.wait(lambda text: "Corner Shop" in text and "Item 00001" in text and "F12 Menu" in text)
