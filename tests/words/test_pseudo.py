"""A day in the pseudo-language: what a cashier sees or hears read out came from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.address import parse
from devices.errors import DeviceError
from pos_tui.app import Till as Screen
from pos_tui.cli.teletype import Teletype
from pos_tui.receipts.receipt import receipt
from pos_tui.receipts.words import Words
from pos_tui.register.commands import COMMANDS
from pos_tui.screens.picture import Picture
from tests.register.shop import EAN, Till
from tests.tui.shop import new_shop, open_till
from tests.tui.test_snapshots import SCENES

from .pseudo import pseudo

SESSION = """
milk choc|COLA|2*COLA|3*|CHOC|/qty 4 #1|/price 1.50|/disc 10%|/disc 1.00 all|/list|/explain|/void #1
/undo|/note A-1|/return CHOC|0.5*BAN|BAN=1.00|/cash 5|/takeback|/cash 5|/card 1|/pay 50 cash|/explain
/reprint|/nosale float|COLA|/hold ada|/held|/recall ada|/cancel|/help|/help pay|/find milk|/check COLA
/sales|/journal|/unmatched|/dept||NOSUCH1|5449000000997|BAN|M|COLA@|"COLA|""|/void|/void x|/qty|/qty 0
/qty x|/qty 2.5|/price|/price x|/price 99999999|/disc x|/disc 200%|/disc 0.001|/undo|/undo x|/cancel
/cash|/card|/pay|/recall|/recall x|/hold|/note|/return|/find|/find zzzz|/reprint 9|/explain 9|/nosale
/nope|/clock x|5555555555554444|-1*COLA|9999*COLA|COLA|/qty 100000|/cash x|/cash 0|/cash 99999999
/card 999|/cash 0.001|/cash 5449000000996|/disc -1|/cash 1|/hold|/cancel|/takeback 9
/disc 1 #9|/dept x|/dept x 1|/new|/new 12 x|/new 123456 Tea @0 x|/check NOSUCH1|/cash 5
/open|/shift|/x|/open x|/open 3x5|/open 20x5|/open 5|/shift|COLA|/void|COLA|/cancel|/paidin|/paidin 3 float
/paidout 1 float|/paidout 1|/pickup x|/loan 5 float|/pickup 1 float|/loan 99999999 float|/paidin 0 float|/z
/count|/count 20x|/count -1|/count 5 nope=1|/count 20x3 card=5|/z|/z 999 float|/shift nope|/count 1|/count 1
/count 1
"""
GIVEN = """
COLA CHOC BAN Cola Milk chocolate bar Bananas loose Corner Shop owner standard zero Food GBP NOSUCH ada float
zzzz milk Item Tea Semi skimmed choc drawer bob MILK News Newsagent Fruit Veg food Pet luxury nope
open card note store shop void Manual Mon Nov Ada Byron Bea Adams trade example org byr call me
Ltd High Street DE
"""
"""What a shop or a cashier named, and English words of commands; days and months are the locale's."""
_KEYS = re.compile(r"\b(F\d\d?|Esc|Enter|Ctrl-\w|kg|TERM|UTF-8|PIN|IPv6)\b")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_NAMED = re.compile(r"\b(?:" + "|".join(GIVEN.split()) + r")\d*(?:\b|_)")
_ID = re.compile(
    r"\b[a-z]+\.[a-z_]+\b|\b[0-9a-f]{8,}\b|\bH\d+\b|\b\d{4}-\d\d-\d\dT[\d:]+Z?\b|\bx\d+|\b\d+x\b"
    r"|\b[2-9BCDFGHJKMNPQRSTVWXYZ]{12}\b"
)


def in_english(texts: Iterable[str]) -> list[str]:
    """The texts that hold plain letters which nobody named."""
    return [text for text in texts if _PLAIN.search(_NAMED.sub("", _KEYS.sub("", _ID.sub("", text))))]


def entries() -> Iterator[str]:
    """The entries of the session, in order."""
    for line in SESSION.strip().splitlines():
        yield from line.split("|")


@pytest.fixture
def till(tmp_path: Path, spoken: Path) -> Iterator[Till]:
    """A till at work in the pseudo-language."""
    shop = Till(tmp_path)
    yield shop
    shop.stop()


def test_what_the_register_answers(till: Till) -> None:
    said = {entry: in_english(till.register.run(entry).message.split("\n")) for entry in entries()}
    assert {entry: lines for entry, lines in said.items() if lines} == {}


def test_what_the_teletype_says(till: Till) -> None:
    said: list[str] = []
    teletype = Teletype(till.register, said.append)
    teletype.greet()
    for entry in [*entries(), "choc", "1", "/card", "/void", EAN, "no", "/help", "2", ".", "/hold", "/quit"]:
        teletype.enter(entry)
        said.append(teletype.prompt)
    teletype.leave()
    assert in_english(said) == []
    assert teletype.leaving


def test_words_of_commands_in_the_language_work_at_the_teletype(till: Till) -> None:
    teletype = Teletype(till.register, lambda _text: None)
    word = {command.word: command.said_word() for command in COMMANDS}
    for entry in ("COLA", "2*CHOC", f"/{word['void']}", f"/{word['undo']}", f"/{word['pay']} 10"):
        teletype.enter(entry)
    [sale] = till.sales()
    assert [line["void"] for line in sale["lines"]] == [False, False]


def test_a_receipt(till: Till) -> None:
    till("2*COLA", "0.5*BAN", "/disc 10%", "/note A-1", "/card 1", "/cash 50")
    till("/return COLA", "/cash")
    shop = till.front.shop
    for sale in till.sales():
        words = Words.said_by(pseudo)
        document = receipt(sale, shop, short_hash="abcdef12", copy=1, words=words)
        texts = [str(part) for block in document.blocks for part in _texts(block)]
        assert in_english(texts) == []


def _texts(block: Any) -> Iterator[str]:
    for name in ("text", "left", "right", "middle"):
        value = getattr(block, name, None)
        if isinstance(value, str):
            yield value


TYPED_IN_ENGLISH = frozenset({"themes", "keys", "key", "conflict", "device", "item"})
"""Scenes that get to their page by typing an English word of a row, which no row has in another language."""


AS_RECORDED = frozenset({"journal back", "record", "receipts", "receipt"})
"""Scenes that show a record as it is in the journal, or a receipt in the language of receipts."""


async def test_what_every_screen_shows(tmp_path: Path, spoken: Path) -> None:
    from tests.tui.conftest import Driven

    wrong = {}
    for name, keys in SCENES.items():
        if name in TYPED_IN_ENGLISH | AS_RECORDED:
            continue
        place = tmp_path / name.replace(" ", "")
        place.mkdir()
        with open_till(new_shop(place, items=20)) as (front, register):
            screen = Screen(register, front)
            async with screen.run_test(size=(120, 40)) as pilot:
                await Driven(screen, pilot).press(*keys)
                picture = Picture(screen.desk)
                picture.time = screen.window.time
                rows = ["".join(text for text, _style in row) for row in picture.rows(120, 40)]
        wrong[name] = in_english(rows)
    assert {name: rows for name, rows in wrong.items() if rows} == {}


@pytest.mark.parametrize(
    "address",
    ["x://y", "tcp://", "file://x", "nonsense", "tcp://h:99999", "tcp://h?x=1", "usb://z", "cups://"],
)
def test_what_an_address_is_refused_with(spoken: Path, address: str) -> None:
    with pytest.raises(DeviceError) as refusal:
        parse(address)
    assert refusal.value.message.startswith("⟦")
