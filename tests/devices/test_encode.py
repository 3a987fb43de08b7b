"""Documents as ESC/POS bytes, read back by the shipped reader and by an outside judge where it is at hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.address import parse
from devices.document import BOLD, HEADING, QR, Barcode, Cut, Document, Feed, Row, Rule, Text
from devices.errors import AddressError
from devices.escpos import bidi, profiles
from devices.escpos.code128 import code_b, narrowest, width_in_modules
from devices.escpos.codepages import Planner
from devices.escpos.encode import encode
from devices.printers.text import text as preview
from devices.virtual.reader import read
from tests.devices.judging import load_judge

if TYPE_CHECKING:
    from types import ModuleType

EPSON = profiles.profile_named("TM-T20II")
CHINESE = profiles.profile_named("NT-80-V-UL")
RECEIPTS = {
    "latin": "Crème brûlée 2×50 g – 4,90 € für Groß & Klein",
    "greek": "Φέτα βαρελίσια, ελιές 5 €",
    "polish": "Zażółć gęślą jaźń, łódź 12 zł",
    "turkish": "Çiğ köfte, ığdır şalgamı İstanbul",
    "cyrillic": "Молоко и хлеб, творог",
    "romanian": "Țuică și brânză",
}


@pytest.fixture(autouse=True, scope="module")
def no_fonts() -> Iterator[None]:
    """No letter is drawn here, whatever fonts this machine has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("devices.escpos.drawing.font_of", lambda letter, path="": None)
        yield


def slip(*names: str) -> Document:
    """A small receipt with these names."""
    rows = [Row(name, "12.50") for name in names]
    return Document((Text("SHOP", "center", HEADING), Rule(), *rows, Text("bold", style=BOLD), Cut()))


def planned(text: str, profile: profiles.Profile) -> tuple[str, str]:
    """What the planner means to print and what a printer makes of its bytes."""
    planner = Planner(profile)
    prepared = planner.prepare(text)
    data = planner.begin() + planner.encode(prepared) + b"\n"
    return prepared, read(data).lines[0]


@pytest.mark.parametrize("name", RECEIPTS)
def test_b52_letters_of_many_languages_are_right(name: str) -> None:
    receipt = read(encode(slip(RECEIPTS[name]), EPSON))
    printed = receipt.text.replace("\n", " ")
    wanted = {"romanian": "Ţuică şi brânză"}.get(name, RECEIPTS[name].replace("–", "–"))
    assert not receipt.unknown
    assert all(word in printed for word in wanted.split())
    assert receipt.cuts == 1


@pytest.mark.parametrize("model", profiles.names())
def test_the_euro_is_right_on_every_model(model: str) -> None:
    profile = profiles.profile_named(model)
    has_it = any("€" in table.letters for _, table in profile.pages)
    planner = Planner(profile)
    assert planner.prepare("5 €") == ("5 €" if has_it else "5 EUR")
    data = planner.begin() + planner.encode(planner.prepare("ł€"))
    tables = dict(profile.pages)
    page = data[data.rindex(b"\x1bt") + 2]
    assert tables[page].letters.get("€") == data[-1] if has_it else data.endswith(b"EUR")
    if has_it:  # a page of 1987, and Thai's, have no euro on paper if another page has
        assert tables[page].name in ("cp858", "cp1252", "cp874")


def test_the_page_is_named_first_and_changed_only_when_needed() -> None:
    planner = Planner(EPSON)
    assert planner.begin() == b"\x1bt\x13"
    assert planner.encode("é€") == b"\x82\xd5"
    assert planner.encode("łó") == b"\x1bt\x12\x88\xa2"
    assert planner.encode("plain") == b"plain"
    assert planner.encode("é") == b"\x82"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ț ₹5 ✓ „a“", "Ţ Rs5 v „a“"),
        ("☃", "?"),
        ("ﬁ", "fi"),
        ("½ ⅓ ‽", "½ 1/3 ?"),
        ("한글", "??"),
        ("x\u0301", "x"),
    ],
)
def test_b52_stand_ins_come_before_a_question_mark(text: str, printed: str) -> None:
    assert Planner(EPSON).prepare(text) == printed


def test_chinese_is_sent_in_kanji_mode_and_left_after_it() -> None:
    data = encode(slip("牛乳 1l 有机"), CHINESE)
    assert b"\x1c&" + "牛乳".encode("gb18030") + b"\x1c. 1l " in data
    receipt = read(data)
    assert "牛乳 1l 有机" in receipt.text
    assert not receipt.unknown
    row = next(line for line in receipt.lines if "牛" in line)
    assert sum(2 if char > "\u3000" else 1 for char in row) == CHINESE.columns


def test_japanese_by_the_codec_of_the_address() -> None:
    profile = profiles.profile_for(parse("tcp://h?profile=TM-T88V&kanji=shift_jis"))
    assert "牛乳コーヒー" in read(encode(slip("牛乳コーヒー"), profile), "shift_jis").text


def test_hebrew_stands_on_paper_as_it_is_read() -> None:
    printed = read(encode(slip("חלב 3% תנובה"), EPSON)).text
    assert "הבונת 3% בלח" in printed
    logical = profiles.profile_for(parse("tcp://h?profile=TM-T20II&rtl=logical"))
    assert "חלב 3% תנובה" in read(encode(slip("חלב 3% תנובה"), logical)).text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc 1.5", "abc 1.5"),
        ("אב", "בא"),
        ("קולה 1.5 ליטר", "רטיל 1.5 הלוק"),
        ("אב (גד)", "(דג) בא"),
        ("Cola קולה 330", "Cola הלוק 330"),
        ("קולה Coca Cola", "Coca Cola הלוק"),
    ],
)
def test_direction(text: str, shown: str) -> None:
    assert bidi.visual(text) == shown


@given(st.text(st.sampled_from("אבגab12. ()")))
def test_direction_loses_no_letter(text: str) -> None:
    def plain(line: str) -> list[str]:
        return sorted(line.replace(")", "("))

    assert plain(bidi.visual(text)) == plain(text)


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(profiles.names()))
def test_any_text_on_any_model_prints_what_was_planned(text: str, model: str) -> None:
    profile = profiles.profile_named(model)
    planner = Planner(profile)
    prepared = planner.prepare(text)
    data = planner.begin() + planner.encode(prepared)
    for page, _ in profile.pages:
        data = data.replace(b"\x1bt" + bytes((page,)), b"")
    for mode in (b"\x1c&", b"\x1c."):
        data = data.replace(mode, b"")
    assert not any(byte < 0x20 or byte == 0x7F for byte in data)
    assert planner.cells(prepared) == len(data)


@given(st.text(st.characters(exclude_categories=())))
def test_a_standard_printer_reads_back_what_was_planned(text: str) -> None:
    pages = tuple(page for page in EPSON.pages if page[1].epson == page[0])
    prepared, printed = planned(text, replace(EPSON, pages=pages))
    assert printed == prepared


HOSTILE = [
    "\x1bp\x00\x19\xfa",
    "\x1dV\x00",
    "\x10\x14\x01\x00\x05",
    "\x1b@",
    "\x00",
    "a\nb",
    "\x1d(k",
    "\x9b",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("model", ["TM-T20II", "POS-5890", "simple"])
def test_a_name_commands_no_printer(name: str, model: str) -> None:
    blocks = (Text(name), Row(name, name, name), Rule(name), Text(name, "center", HEADING), Cut())
    profile = profiles.profile_named(model)
    receipt = read(encode(Document(blocks), profile))
    assert receipt.drawer_kicks == 0
    assert receipt.cuts == (profile.cut != "none")
    assert not receipt.unknown
    assert not any(ord(char) < 0x20 for char in receipt.text.replace("\n", ""))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=5))
def test_b52_no_line_is_wider_than_the_paper(names: list[str]) -> None:
    for line in read(encode(slip(*names), EPSON)).lines:
        assert len(line) <= EPSON.columns


def test_paper_and_preview_say_the_same() -> None:
    document = slip("Crème brûlée with a name too long for one line of this paper", "Tea")
    assert read(encode(document, EPSON)).text == preview(document, EPSON.columns).replace(
        " " * 22 + "SHOP", " " * 10 + "SHOP"
    )


def test_bar_codes() -> None:
    document = Document((Barcode("3F9A1-000142X"), Barcode("4006381333931", "EAN13"), QR("https://é"), Cut()))
    codes = read(encode(document, EPSON)).codes
    assert codes == [("CODE128", "3F9A1-000142X"), ("EAN", "4006381333931"), ("QR", "https://é")]
    for model in ("POS-5890", "TM-U220B"):
        drawn = read(encode(Document((Barcode("3F9A1-000142X"), Cut())), profiles.profile_named(model)))
        assert drawn.codes == [("image", "")]
        assert not drawn.unknown


def test_a_code_too_wide_is_paired_then_printed_as_text() -> None:
    narrow = replace(EPSON, dots=384, columns=32)
    assert read(encode(Document((Barcode("3F9A12-00000142X"),)), narrow)).codes == [
        ("CODE128", "3F9A12-00000142X")
    ]
    wide = read(encode(Document((Barcode("X" * 40),)), narrow))
    assert wide.codes == []
    assert "X" * 32 in wide.text
    assert read(encode(Document((Barcode("é\x1bp"),)), EPSON)).codes == []


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_code128_reads_back_in_both_forms(text: str) -> None:
    for data in (code_b(text), narrowest(text)):
        encoded = data.encode()
        head = b"\x1dkI" + bytes((len(encoded),))
        assert read(head + encoded).codes == [("CODE128", text)]
    assert width_in_modules(narrowest("0" * 20)) < width_in_modules(code_b("0" * 20))


def test_style_and_size() -> None:
    data = encode(Document((Text("big", style=HEADING), Text("plain"), Feed(2))), EPSON)
    assert b"\x1b!0\x1bE\x01big" in data
    assert b"\x1b!\x00\x1bE\x00plain\n\n\n" in data
    assert b"\x1d!\x11\x1bE\x01big" in encode(Document((Text("big", style=HEADING),)), CHINESE)


@pytest.mark.parametrize("model", profiles.names())
def test_a_receipt_prints_on_every_model(model: str) -> None:
    profile = profiles.profile_named(model)
    receipt = read(encode(slip("Tea"), profile))
    assert "12.50" in receipt.text
    assert not receipt.unknown
    assert all(len(line) <= profile.columns for line in receipt.lines)


def test_what_an_address_says_wins_over_the_profile() -> None:
    profile = profiles.profile_for(
        parse("tcp://h?profile=pos-5890&columns=30&pages=18,16&kanji=none&cut=full")
    )
    assert (profile.name, profile.columns, profile.kanji, profile.cut) == ("POS-5890", 30, "", "full")
    assert [number for number, _ in profile.pages] == [18, 16]
    assert read(encode(slip("Tea"), profile)).cuts == 1
    with pytest.raises(AddressError, match="did you mean 'TM-T20II'"):
        profiles.profile_for(parse("tcp://h?profile=TM-T20"))
    with pytest.raises(AddressError, match="no code page 99"):
        profiles.profile_for(parse("tcp://h?pages=99"))


def test_the_library_leaves_nothing_behind(tmp_path: Path) -> None:
    code = """
import logging, os, sys, tempfile, pathlib
from devices.escpos import profiles
from devices.escpos.encode import encode
from devices.document import *
assert "escpos" not in sys.modules
cache = pathlib.Path(sys.argv[1]) / "cache"
for model in ("POS-5890", "TM-T20II", "simple"):
    slip = Document((Text("a"), Barcode("3F9A1-000142X"), QR("x"), Cut()))
    encode(slip, profiles.profile_named(model), cache)
assert logging.getLogger().handlers == [], logging.getLogger().handlers
assert "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ
assert cache.stat().st_mode & 0o777 == 0o700
assert list(cache.iterdir())
assert list(pathlib.Path(tempfile.gettempdir()).iterdir()) == [], "a folder was left"
"""
    empty = tmp_path / "tmp"
    empty.mkdir()
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        env={"TMPDIR": str(empty)},
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_cache_that_others_can_write_is_not_read(tmp_path: Path) -> None:
    from devices.escpos import library

    shared = tmp_path / "shared"
    shared.mkdir(mode=0o777)
    shared.chmod(0o777)
    assert not library._is_ours_alone(shared)
    (tmp_path / "link").symlink_to(shared)
    assert not library._is_ours_alone(tmp_path / "link")


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    return load_judge()


@pytest.mark.parametrize(("text", "printed"), [("„a“ ½ №", '"a" ½ No'), ("ąę €", "ae EUR"), ("×", "x")])
def test_stand_ins_where_there_is_one_page_only(text: str, printed: str) -> None:
    assert Planner(profiles.profile_named("simple")).prepare(text) == printed


def judged(judge: Any, document: Document, profile: profiles.Profile) -> dict[str, Any]:
    pages = {number for number, _ in profile.pages}
    result: dict[str, Any] = judge.decode(encode(document, profile), width=profile.dots, pages=pages)
    return result


@pytest.mark.parametrize("name", RECEIPTS)
@pytest.mark.parametrize("model", ["TM-T20II", "TM-T88V", "default"])
def test_the_judge_reads_the_same(judge: ModuleType, name: str, model: str) -> None:
    profile = profiles.profile_named(model)
    document = slip(RECEIPTS[name])
    result = judged(judge, document, profile)
    assert result["warnings"] == []
    assert result["text"] == read(encode(document, profile)).text.rstrip("\n")
    assert result["cuts"] == ["partial"]
    assert result["pulses"] == []


@pytest.mark.parametrize(
    ("name", "paper"), [("חלב 3% תנובה", "הבונת 3% בלח"), ("牛乳 1l 有机", "牛乳 1l 有机")]
)
def test_the_judge_reads_hebrew_and_chinese(judge: ModuleType, name: str, paper: str) -> None:
    result = judged(judge, slip(name), profiles.profile_named("default"))
    assert result["warnings"] == []
    assert paper in result["text"]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_judge_sees_no_command_in_a_name(judge: ModuleType, name: str) -> None:
    result = judged(judge, slip(name), EPSON)
    assert result["warnings"] == []
    assert result["pulses"] == []
    assert len(result["cuts"]) == 1


@given(st.text(st.sampled_from("0123456789ABCXYZ-"), min_size=1, max_size=13), st.integers(400, 600))
def test_drawn_bars_are_whole_modules(text: str, widest: int) -> None:
    from devices.escpos.pictures import bars

    picture = bars(text, "CODE128", widest, 8)
    assert picture.width <= widest
    row = [picture.getpixel((place, 4)) == 0 for place in range(picture.width)]
    edges = [place for place in range(1, picture.width) if row[place] != row[place - 1]]
    dots = edges[0] // 2  # every CODE128 begins with a bar of two modules
    assert dots in (2, 3)
    assert all(edge % dots == 0 for edge in (*edges, picture.width))
    assert row[0]
    assert row[-1]


def test_a_printer_of_letters_only_prints_the_text_of_codes() -> None:
    display = profiles.profile_named("OCD-100")
    receipt = read(encode(Document((Barcode("3F9A1-000142X"), QR("4711"), Cut())), display))
    assert receipt.codes == []
    assert [line for line in receipt.lines if line] == ["3F9A1-000142X", "4711"]


def test_a_qr_code_is_drawn_where_the_printer_draws_none() -> None:
    drawn = read(encode(Document((QR("https://é"), Text("5 €"), Cut())), profiles.profile_named("TM-U220B")))
    assert drawn.codes == [("image", "")]
    assert "5 EUR" in drawn.text
    too_much = read(encode(Document((QR("x" * 5000),)), profiles.profile_named("TM-U220B")))
    assert too_much.codes == []
