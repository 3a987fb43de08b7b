"""Customers in the real program on a terminal, by keyboard alone, from the form to the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_tui.bootstrap import open_shop

from .pty_till import PtyTill, key
from .shop import ean, new_shop

HAND = 12
"""Keys a second."""


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_a_customer_from_the_form_to_the_receipt(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = new_shop(tmp_path)
    with PtyTill(folder, size=size).start() as till:
        till.send(f"{ean(1)}\r")
        till.settle(0.3)
        till.send("\x0b")  # Ctrl-K
        till.wait("CUSTOMERS")
        till.send(key("f3"))
        till.wait("NEW CUSTOMER")
        for text in ("Ada Byron", "call me"):
            till.send(f"{text}\r", HAND)
            till.settle(0.5)
        till.wait("no phone number")
        till.send("\x7f" * 7 + "0171 555\r", HAND)
        till.settle(0.5)
        till.send(key("f1"))
        till.wait("0171 555")
        till.settle(0.5)
        till.send("\r")
        till.wait("customer Ada Byron")
        till.send("\x0b")
        till.wait("CUSTOMERS")
        till.send("nobody of that name")
        till.wait("nobody matches")
        till.send("\x1b")
        till.settle(0.3)
        till.send("\x1b")
        till.settle(0.3)
        till.send("/cash\r")
        till.wait("1-000001")
        till.send("/quit\r")
        till.process.wait(20)
    with open_shop(folder, readonly=True, environ={}) as front:
        [one] = front.store.documents("customers")
        [sale] = front.store.documents("sales")
        assert sale["customer"] == one["id"]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Byron" in data or b"0171 555" in data for data in files)
