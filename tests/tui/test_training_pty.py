"""`/training` in the real program: marked on the screen, and back to the sale that was open."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_tui.bootstrap import open_shop

from .pty_till import PtyTill
from .shop import ean, new_shop


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_b85_there_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = new_shop(tmp_path)
    with PtyTill(folder, size=size).start() as till:
        till.send(f"{ean(1)}\r")
        till.settle(0.3)
        till.send("/training\r")
        till.wait("TRAINING: nothing counts")
        for entry in (ean(2), "/hold", ean(2), "/help", "/held", "/journal", "/quick"):
            till.send(f"{entry}\r")
            till.settle(0.3)
            assert "TRAINING" in till.screen.display[0], till.text
            till.send("\x1b")
            till.settle(0.3)
        till.send("/training\r")
        till.wait("this is training")
        till.send("/quit\r")
        till.wait("restored")
        assert "TRAINING" not in till.text
        till.send("/quit\r")
        till.process.wait(20)
    with open_shop(folder, readonly=True, environ={}) as front:
        kinds = [event["kind"] for event in front.store.documents("events")]
        assert kinds == ["training_begun", "training_ended"]
        assert front.store.count("sales") == 0
