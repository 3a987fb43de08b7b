"""Lines that are drawn: letters where the grid has them, nothing between, and ? where no font has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.address import parse
from devices.document import HEADING, PLAIN, QR, Barcode, Cut, Document, Logo, Row, Style, Text
from devices.escpos import drawing, profiles
from devices.escpos.codepages import Planner
from devices.escpos.encode import encode
from devices.virtual.reader import read
from tests.devices.judging import load_judge

if TYPE_CHECKING:
    from PIL import Image

    from devices.escpos.drawing import Font

GRID = 12
EPSON = profiles.profile_named("TM-T20II")


@pytest.fixture(autouse=True)
def one_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """A font every machine with Pillow has; it is taken to have East Asian letters too, drawn as an x."""
    from PIL import ImageFont

    font = ImageFont.load_default(24)
    assert isinstance(font, ImageFont.FreeTypeFont)

    def found(letter: str, path: str = "") -> Font | None:
        return None if letter == "☃" or path == "/none" else font

    monkeypatch.setattr(drawing, "font_of", found)


def ink(picture: Image.Image, column: int) -> int:
    """The black dots in one column of the grid."""
    cut = picture.crop((column * GRID, 0, (column + 1) * GRID, picture.height))
    return cut.histogram()[0]


def test_letters_stand_on_the_grid_of_the_printer() -> None:
    picture = drawing.line("A  茶 B", GRID)
    assert picture.width == 7 * GRID
    assert [bool(ink(picture, column)) for column in (0, 1, 2, 5, 6)] == [True, False, False, False, True]
    assert ink(picture, 3) + ink(picture, 4) > 0


@pytest.mark.parametrize(
    ("style", "width", "height"), [(PLAIN, 1, 1), (HEADING, 2, 2), (Style(tall=True), 1, 2)]
)
def test_large_letters_are_large(style: Style, width: int, height: int) -> None:
    plain, drawn = drawing.line("茶", GRID), drawing.line("茶", GRID, style)
    assert (drawn.width, drawn.height) == (plain.width * width, plain.height * height)
    if style.bold:
        assert ink(drawn, 0) + ink(drawn, 1) > 0


def test_only_the_lines_that_need_it_are_drawn_and_amounts_stand_where_they_do_elsewhere() -> None:
    document = Document((Row("Milk 1 l", "1.19"), Row("茶", "2.00"), Text("茶", "center", HEADING), Cut()))
    data = encode(document, EPSON)
    receipt = read(data)
    assert [kind for kind, _ in receipt.codes] == ["image", "image"]
    assert receipt.lines[0].startswith("Milk 1 l")
    assert not receipt.unknown
    result = load_judge().decode(data, width=EPSON.dots)
    assert result["warnings"] == []
    assert result["images"][0]["w"] == EPSON.dots, "the row reaches the right edge"


@pytest.mark.parametrize("columns", [16, 32, 48, 64, 96])
@pytest.mark.parametrize("model", profiles.names())
def test_on_any_model_and_width_a_receipt_comes_out(model: str, columns: int, tmp_path: Path) -> None:
    from PIL import Image

    place = tmp_path / "logo.png"
    Image.new("L", (900, 30)).save(place)
    address = f"tcp://h?profile={model}&columns={columns}&kanji=none&picture={place}"
    profile = profiles.profile_for(parse(address))
    lines = (
        Text("茶店", "center", HEADING),
        Row("有机牛奶", "12.50"),
        QR("4711", 6),
        Barcode("3F9A1-000142X"),
    )
    receipt = read(encode(Document((Logo(), *lines, Text("end"), Cut())), profile))
    assert "end" in receipt.text


def test_signs_and_arabic_are_not_worth_a_picture_and_a_printer_of_letters_draws_none() -> None:
    assert Planner(EPSON).prepare("☃") == "?"
    assert Planner(profiles.profile_named("simple")).prepare("شاي") == "???"
    assert Planner(EPSON).prepare("茶") == "茶"
    assert Planner(profiles.profile_named("OCD-100")).prepare("茶") == "?"


def test_a_font_that_is_named_and_missing_leaves_the_question_mark() -> None:
    profile = profiles.profile_for(parse("tcp://h?profile=TM-T20II&font=/none"))
    assert Planner(profile).prepare("茶") == "?"


@pytest.mark.parametrize("mode", ["RGBA", "L", "1", "P"])
def test_a_logo_from_a_file_fits_the_paper(tmp_path: Path, mode: str) -> None:
    from PIL import Image

    place = tmp_path / "logo.png"
    Image.new(mode, (900, 300)).save(place)
    profile = profiles.profile_for(parse(f"tcp://h?columns=32&picture={place}"))
    data = encode(Document((Logo(), Text("x"), Cut())), profile)
    result = load_judge().decode(data, width=384)
    assert result["warnings"] == []
    assert [(image["w"], image["h"]) for image in result["images"]] == [(384, 128)]
    place.write_text("no picture")
    assert read(encode(Document((Logo(), Text("x"), Cut())), profile)).lines == ["x"]


def test_a_logo_in_the_printer_is_called_by_its_number() -> None:
    profile = profiles.profile_for(parse("tcp://h?logo=2"))
    assert b"\x1cp\x02\x00" in encode(Document((Logo(), Text("x"), Cut())), profile)
    assert b"\x1cp" not in encode(Document((Logo(), Text("x"), Cut())), EPSON)
