"""Whole receipts from the register to the paper, in six scripts, read back by an outside judge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from devices.address import parse
from devices.escpos.drawing import font_of
from devices.escpos.profiles import profile_for
from pos_tui.bootstrap import open_register, open_shop
from pos_tui.bootstrap.making import ShopSetup, create_shop, parse_tax
from tests.devices.judging import load_judge

if TYPE_CHECKING:
    from types import ModuleType

GOODS = {
    "en_IE": ("Crème brûlée 2×50 g", "Käse, groß", "Smörgås & ½ Ænglish"),
    "el": ("Φέτα βαρελίσια", "Ελιές Καλαμών 500 γρ.", "Ψωμί ολικής άλεσης, χωριάτικο"),
    "pl": ("Zażółć gęślą jaźń", "Śledź w oliwie", "Chleb żytni razowy na zakwasie, krojony"),
    "tr": ("Çiğ köfte", "Iğdır şalgamı", "İstanbul'un tavuk göğsü tatlısı, soğuk"),
    "he": ("חלב 3% תנובה", "לחם מלא", "גבינה צהובה"),
    "zh_CN": ("有机牛奶 1l", "乌龙茶", "手工制作的全麦面包 500g 切片"),
}
PAPER = {
    "58 mm": "columns=32",
    "80 mm": "profile=TM-T20II&kanji=gb18030",
    "80 mm, Epson 42": "profile=TM-T88V&kanji=gb18030",
}
PRICES = ("4.9", "12.5", "0.99")


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    return load_judge()


def sell(folder: Path, locale: str, options: str) -> tuple[bytes, str]:
    """What a sale of the language's goods sends to a printer, and the same receipt on a screen."""
    setup = ShopSetup(
        GOODS[locale][0][:12], "EUR", "inclusive", (parse_tax("standard=20"),), timezone="Europe/Athens"
    )
    create_shop(folder / "store", setup, state=folder / "state")
    flags = {"printer": f"dummy://{folder}/paper?{options}", "locale": locale, "printer_columns": "48"}
    with open_shop(folder / "store", environ={}, flags=flags, state=folder / "state") as front:
        with front.store.transaction(operator="owner") as tx:
            for place, name in enumerate(GOODS[locale]):
                fields = {"sku": f"A{place}", "name": name, "price": PRICES[place], "tax": "standard"}
                tx.insert("items", {"v": 1, "unit": "each", "department": "", "codes": [], **fields})
        with open_register(front) as register:
            for place in range(len(PRICES)):
                assert register.run(f"2*A{place}").ok
            assert register.run("/cash 50").kind == "sale"
            sale: Any = register.last_sale
            columns = profile_for(parse(front.settings.printer)).columns
            shown = front.receipt_text(sale, columns=columns)
            assert front.printer is not None
            assert front.printer.close(20)
    return (folder / "paper" / "job-000001.bin").read_bytes(), shown


def words(text: str) -> list[str]:
    """The lines that say something, without the codes and the space around them."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("[")]


@pytest.mark.parametrize("paper", PAPER)
@pytest.mark.parametrize("locale", [name for name in GOODS if name != "he"])
def test_what_is_on_paper_is_what_was_sold(
    judge: ModuleType, tmp_path: Path, locale: str, paper: str
) -> None:
    data, shown = sell(tmp_path, locale, PAPER[paper])
    profile = profile_for(parse(f"tcp://h?{PAPER[paper]}"))
    read = judge.decode(data, width=profile.dots, pages={number for number, _ in profile.pages})
    assert read["warnings"] == []
    assert words(read["text"]) == words(shown)
    assert [code["type"] for code in read["barcodes"]] == ["CODE128"]
    assert read["cuts"] == ["partial"]
    assert read["pulses"] == []


@pytest.mark.parametrize("paper", PAPER)
def test_hebrew_stands_as_it_is_read(judge: ModuleType, tmp_path: Path, paper: str) -> None:
    data, _shown = sell(tmp_path, "he", PAPER[paper])
    profile = profile_for(parse(f"tcp://h?{PAPER[paper]}"))
    read = judge.decode(data, width=profile.dots, pages={number for number, _ in profile.pages})
    assert read["warnings"] == []
    for name in ("הבונת 3% בלח", "אלמ םחל", "הבוהצ הניבג"):
        line = next(line for line in read["text"].splitlines() if line.startswith(name))
        assert line[len(name) :].lstrip()[0].isdecimal(), "the amount stands at the right"


def test_chinese_on_a_printer_that_has_none_is_drawn(judge: ModuleType, tmp_path: Path) -> None:
    if font_of("茶") is None:
        pytest.skip("no font here has Chinese letters: apt install fonts-wqy-microhei")
    data, _shown = sell(tmp_path, "zh_CN", "profile=TM-T20II")
    profile = profile_for(parse("tcp://h?profile=TM-T20II"))
    read = judge.decode(data, width=profile.dots, pages={number for number, _ in profile.pages})
    assert read["warnings"] == []
    # The shop's name in double size, and one line for each name but the long one, which takes two.
    assert [image["h"] for image in read["images"]].count(30) >= len(PRICES)
    assert "?" not in read["text"]
    assert data.count(b"\x1c&") == 0
