"""A program of its own that moves one item's stock, and says so after each commit: for kills and races."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.counters import without_till
from pos_tui.bootstrap.itembook import Edit, ItemBook
from pos_tui.services import sheets, stockroom
from pos_tui.services.stockroom import Move, Why

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.bootstrap.till import OpenRegister


FIELDS = {"1": "image", "2": "allergens"}
"""What the process at each till changes of the item."""


def everything(front: Shopfront, register: OpenRegister, number: int) -> None:
    """Sells two, one of them for a card, books three in, and changes the item."""
    for entry in ("2*COLA", "/redeem GIFT-1 0.10", "/card"):
        assert register.run(entry).ok
    stockroom.receive(register.counter, [Move("COLA", Decimal(3), Decimal("0.50"))], Why())
    field = FIELDS[register.till]
    ItemBook(front).change([Edit("COLA", {field: f"{field}{number}"})], "at once")


def main(place: Path, what: str, count: int, sheet: str) -> None:
    """Does it so many times; each line on the standard output is one commit that is durable."""
    with open_shop(place / "store", environ={}, state=place / "state") as front:
        if what == "sell":
            with open_register(front) as register:
                for _ in range(count):
                    assert register.run("2*COLA").ok
                    assert register.run("/card").ok
                    os.write(1, b"sell\n")
            return
        if what == "all":
            with open_register(front, sheet) as register:
                for number in range(count):
                    everything(front, register, number)
            return
        counter = without_till(front)
        for _ in range(count):
            if what == "receive":
                stockroom.receive(counter, [Move("COLA", Decimal(3), Decimal("0.50"))], Why())
            else:
                sheets.add(counter, sheet, [sheets.Scanned("COLA", Decimal(1))])
            os.write(1, what.encode() + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else "")
