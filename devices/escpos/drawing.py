"""Lines of text as pictures, for letters that a printer has no font for; imported when such a line is met.

A line is drawn on the printer's own grid of letters, so amounts stand where they do on the lines around it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from ..document import PLAIN, Style
from ..text_filter import cell

_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FONTS: Final = (
    "NotoSansMonoCJK*", "NotoSansCJK*", "SourceHanSans*", "wqy-*", "DroidSansFallback*", "unifont*.[ot]tf",
    "DejaVuSansMono.ttf", "DejaVuSans.ttf",
)  # fmt: skip
"""Those with East Asian letters first, as packages of Debian and others name them."""
_SIZE: Final = 24
"""Dots: as tall as the letters of a receipt printer's font A."""
_HEIGHT: Final = _SIZE + _SIZE // 4
_NO_LETTER: Final = "\uffff"
_INK, _PAPER = 0, 1
_SHADES: Final = "#%*+=-:. "
"""Letters from full of ink to none."""
_FORMATS: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
"""Pictures that nothing but Pillow itself reads: it hands some others to programs."""

Font = ImageFont.FreeTypeFont


@lru_cache(2)
def fonts(path: str = "") -> tuple[Font, ...]:
    """Return the fonts to draw with: the one at `path`, else what the system has."""
    paths = [Path(path)] if path else [found for name in _FONTS for found in _installed(name)]
    loaded = []
    for found in paths:
        try:
            loaded.append(ImageFont.truetype(str(found), _SIZE))
        except OSError:
            continue
    return tuple(loaded)


@lru_cache(4096)
def font_of(letter: str, path: str = "") -> Font | None:
    """Return the first font that has a shape for `letter`; None where none has."""
    for font in fonts(path):
        shape = bytes(font.getmask(letter, "1"))
        if any(shape) and shape != bytes(font.getmask(_NO_LETTER, "1")):
            return font
    return None


def line(text: str, dots_per_column: int, style: Style = PLAIN, path: str = "") -> Image.Image:
    """Return `text` drawn, each letter in the middle of its one or two columns."""
    columns = sum(map(cell, text))
    picture = Image.new("1", (max(1, columns) * dots_per_column, _HEIGHT), _PAPER)
    place = 0
    for letter in text:
        wide = cell(letter) * dots_per_column
        if letter != " " and wide:
            shape = _shape(letter, wide - 1, style.bold, path)
            picture.paste(shape, (place + (wide - shape.width) // 2, 0))
        place += wide
    size = (picture.width * (2 if style.wide else 1), picture.height * (2 if style.tall else 1))
    return picture.resize(size, Image.Resampling.NEAREST)


@lru_cache(1024)
def _shape(letter: str, widest: int, bold: bool, path: str) -> Image.Image:
    """Return a letter, pressed together if it is wider than that: its height is that of the others."""
    font = font_of(letter, path)
    if font is None:
        return Image.new("1", (1, _HEIGHT), _PAPER)
    left, _top, right, _bottom = font.getbbox(letter, anchor="ls")
    shape = Image.new("1", (max(1, int(right - left) + bold), _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(shape)
    pen.fontmode = "1"
    for shift in (0, 1) if bold else (0,):
        pen.text((shift - left, _SIZE), letter, _INK, font, anchor="ls")
    return shape if shape.width <= widest else shape.resize((widest, _HEIGHT), Image.Resampling.NEAREST)


def logo(source: str | IO[bytes], widest: int) -> Image.Image:
    """Return the picture in a file in black and white, no wider than that. Raises OSError, ValueError."""
    with Image.open(source, formats=_FORMATS) as found:
        found.draft("L", (widest, widest))
        flat = Image.new("L", found.size, 255)
        rgba = found.convert("RGBA")
        flat.paste(rgba.convert("L"), mask=rgba.getchannel("A"))
    if flat.width > widest:
        flat = flat.resize((widest, max(1, flat.height * widest // flat.width)))
    return flat.convert("1")


class Drawn(NamedTuple):
    """A picture as it goes on paper."""

    png: bytes
    width: int
    height: int
    """In dots."""


def drawn(data: bytes, widest: int) -> Drawn:
    """Return the picture in a file's content as `logo` does, as a PNG. Raises ValueError for what is none."""
    try:
        picture = logo(BytesIO(data), widest)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return Drawn(file.getvalue(), picture.width, picture.height)


def shades(png: bytes, columns: int, widest: int) -> list[str]:
    """Return a picture as letters, dark where it is, for paper of `columns` columns and so many dots.

    Raises ValueError for what is no picture.
    """
    try:
        with Image.open(BytesIO(png), formats=_FORMATS) as found:
            grey = found.convert("L")
    except OSError as error:
        raise ValueError(str(error)) from error
    wide = max(1, min(columns, round(grey.width * columns / widest)))
    high = max(1, round(grey.height * wide / grey.width / 2))  # a letter is twice as high as wide
    small = grey.resize((wide, high), Image.Resampling.BOX).tobytes()
    letters = "".join(_SHADES[shade * len(_SHADES) // 256] for shade in small)
    room = " " * ((columns - wide) // 2)
    return [(room + letters[place : place + wide]).rstrip() for place in range(0, len(letters), wide)]


def _installed(pattern: str) -> list[Path]:
    return [
        found
        for folder in _FOLDERS
        for found in sorted(Path(folder).expanduser().rglob(pattern))
        if found.is_file()
    ]
