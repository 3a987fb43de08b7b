"""X, Z and slips on paper, as text that a person can review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.document import BOLD, Cut, Document, Feed, Row, Rule, Text
from devices.printers.text import text
from pos_tui.receipts.stored import from_stored, to_stored
from tests.register.shop import Till

Z = """\
            Z REPORT
          Corner Shop
--------------------------------
1-Z000001                 Till 1
2026-11-23 14:05           owner
--------------------------------
Business day          2026-11-23
Opened by owner 2026-11-23 14:05
--------------------------------
Receipts                       2
First                   1-000001
Last                    1-000003
Numbers missing                0
Drawer openings                2
--------------------------------
Sold                       11.18
Taken back                  0.00
TOTAL GBP                  11.18
  standard 20%    0.99      0.20
  zero 0%         9.99      0.00
--------------------------------
Card                        9.99
Cash                        1.19
--------------------------------
Float                     100.00
Cash                        1.19
Paid out (1)               -3.00
Expected in the drawer     98.19
  50.00 x 1                50.00
  20.00 x 2                40.00
  5.00 x 1                  5.00
Counted, Cash              95.00
  Over or short            -3.19
  not found
Left in the drawer         80.00
Bag for the safe           15.00
--------------------------------
owner
  Receipts                     2
  Lines voided                 1
  Sales cancelled              1
  Drawer opened, no sale       1
  Paid out                     1
--------------------------------
Baskets carried over
  H1 ada                    1.19
--------------------------------
Grand total before          0.00
Grand total now            11.18
  sold                     11.18
  taken back                0.00
--------------------------------
Last backup                 NONE
Journal 11: HHHHHHHHHHHHHHHH
Signed by key
KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK


Signature: ____________________
        BAG FOR THE SAFE
          Corner Shop
--------------------------------
1-Z000001                 Till 1
2026-11-23 14:05           owner
In the bag GBP             15.00
Left in the drawer         80.00


Till: ____________________


Safe: ____________________
"""
SLIP = """\
            PAID OUT
          Corner Shop
--------------------------------
1-C000001                 Till 1
2026-11-23 14:05           owner
--------------------------------
Amount GBP                  3.00
window cleaner


Signature: ____________________
"""


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    shop = Till(tmp_path)
    shop("/open 100", "COLA", "/cash 20", "2*COLA", "/void", "BOOK", "/card", "/paidout 3 window cleaner")
    shop("/nosale change", "COLA", "/cancel", "COLA", "/hold ada", "/count 50x1 20x2 5x1", "/z 80 not found")
    yield shop
    shop.stop()


def on_paper(till: Till, table: str, number: str) -> str:
    paper = till.stored(table, "number", number)["paper"]
    found = text(from_stored(paper), 32)
    found = re.sub(r"\b[0-9a-f]{32}\b", "K" * 32, found)
    return re.sub(r"\b[0-9a-f]{16}\b", "H" * 16, found)


def test_a_z_and_its_bag(till: Till) -> None:
    assert on_paper(till, "shifts", "1-Z000001") == Z


def test_a_slip(till: Till) -> None:
    assert on_paper(till, "cash", "1-C000001") == SLIP


def test_a_paper_comes_back_as_it_was_kept() -> None:
    blocks = (
        *(Text("a"), Text("", "center", BOLD), Row("left", "1.00", "2.00", BOLD, 2), Row("", "1")),
        *(Rule(), Rule("="), Feed(), Feed(3), Cut(), Cut(partial=False)),
    )
    assert from_stored(to_stored(blocks), "title") == Document(blocks, "title")
