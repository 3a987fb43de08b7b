"""What each printer model can do: python-escpos' table of models, read as data, and what it leaves out.

Only the JSON file is read: importing the library would cost 165 ms and leave its traces in the process.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from devices.words import _

from ..errors import AddressError, NotSupported
from .tables import Table, table_of

if TYPE_CHECKING:
    from ..address import Address

_DEFAULT = "default"
_LEAST_COLUMNS = 16
_DOTS_PER_COLUMN = 12
# Where the table is wrong or silent: columns of font A by the maker's data sheet.
_COLUMNS = {"NT-80-V-UL": 48}
# Makers whose printers hold Chinese letters; "default" stands for the many that do and do not say so.
_CHINESE = ("NT-", "POS-5890", "ZJ-", "Sunmi", "RP326", "P822D", "KR-306", _DEFAULT)

_PICTURES = ("bitImageRaster", "graphics", "bitImageColumn")

Cut = Literal["partial", "full", "none"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One printer as we address it."""

    name: str
    """The model's name in python-escpos' table."""
    columns: int
    """Letters of normal width on a line."""
    dots: int
    """Printable width."""
    pages: tuple[tuple[int, Table], ...]
    """Numbers of code pages and what they hold, the preferred one first."""
    kanji: str
    """Codec of the East Asian letters in the printer, or ""."""
    cut: Cut
    barcodes: bool
    """Whether it draws CODE128 itself."""
    qr: bool
    """Whether it draws QR codes itself."""
    images: str
    """How it takes pictures, in python-escpos' words, "" where it takes none."""
    rtl: str = "visual"
    """"visual": the printer sets letters left to right as they come, so Hebrew is reversed before."""
    logo: int = 0
    """Number of the logo in the printer's memory, 0 where there is none."""
    picture: str = ""
    """File of a logo that is drawn on each receipt; slow where the line is."""
    font: str = ""
    """File of the font for letters that the printer lacks, "" for what the system has."""
    head: int = 0
    """Dots of the model's head, which no picture may exceed; 0 where it is not known."""

    @property
    def widest(self) -> int:
        """Dots of the widest picture."""
        return min(self.dots, self.head or self.dots)


def names() -> tuple[str, ...]:
    """Return the models there are profiles for."""
    return tuple(_models()["profiles"])


def profile_for(address: Address) -> Profile:
    """Return the profile an address asks for, with what it says otherwise. Raises AddressError."""
    profile = profile_named(address.get("profile", _DEFAULT))
    columns = int(address.get("columns") or profile.columns)
    kanji = address.get("kanji", profile.kanji)
    return replace(
        profile,
        columns=columns,
        dots=columns * _DOTS_PER_COLUMN if address.get("columns") else profile.dots,
        kanji="" if kanji == "none" else kanji,
        pages=_chosen(profile, address.get("pages")),
        cut=_cut(address.get("cut", profile.cut)),
        rtl=address.get("rtl", profile.rtl),
        logo=int(address.get("logo", "0")),
        picture=address.get("picture"),
        font=address.get("font"),
    )


@cache
def profile_named(name: str) -> Profile:
    """Return the profile of a model, in any case of letters. Raises AddressError naming the nearest one."""
    known = {model.lower(): model for model in names()}
    if name.lower() not in known:
        close = get_close_matches(name.lower(), known, n=1, cutoff=0.4) or [_DEFAULT]
        raise AddressError(
            _("'{name}' is no printer profile; did you mean '{known}'?", name=name, known=known[close[0]])
        )
    model = known[name.lower()]
    entry = _models()["profiles"][model]
    features = entry["features"]
    columns = _COLUMNS.get(model, entry["fonts"]["0"]["columns"])
    dots = entry["media"]["width"].get("pixels")
    return Profile(
        name=model,
        columns=max(_LEAST_COLUMNS, columns),
        dots=dots if isinstance(dots, int) else columns * _DOTS_PER_COLUMN,
        pages=_pages(entry["codePages"]),
        kanji="gb18030" if model.startswith(_CHINESE) else "",
        cut=_cut("partial" if features["paperPartCut"] else "full" if features["paperFullCut"] else "none"),
        barcodes=features["barcodeB"],
        qr=features["qrCode"],
        images=next((way for way in _PICTURES if features[way]), ""),
        head=dots if isinstance(dots, int) else 0,
    )


@cache
def _models() -> dict[str, Any]:
    spec = find_spec("escpos")
    if spec is None or not spec.submodule_search_locations:
        raise NotSupported(_("python-escpos is not installed, so receipts cannot be printed"))
    text = (Path(spec.submodule_search_locations[0]) / "capabilities.json").read_text("utf-8")
    models: dict[str, Any] = json.loads(text)
    return models


def _pages(numbers: dict[str, str]) -> tuple[tuple[int, Table], ...]:
    """Return the pages we have tables for, one number each, in order of preference."""
    found: dict[str, tuple[int, Table]] = {}
    for number, encoding in sorted((int(number), name) for number, name in numbers.items()):
        table = table_of(encoding, _models()["encodings"].get(encoding, {}))
        if table is None:
            continue
        known = found.get(table.name)
        if known is None or (number == table.epson and known[0] != table.epson):
            found[table.name] = (number, table)
    return tuple(sorted(found.values(), key=lambda page: (page[1].rank, page[0])))


def _chosen(profile: Profile, wanted: str) -> tuple[tuple[int, Table], ...]:
    """Return the pages named in an address, in its order. Raises AddressError for one the model has not."""
    if not wanted:
        return profile.pages
    numbers = {int(number): name for number, name in _models()["profiles"][profile.name]["codePages"].items()}
    pages = []
    for number in map(int, wanted.split(",")):
        name = numbers.get(number, "")
        table = table_of(name, _models()["encodings"].get(name, {}))
        if table is None:
            has = ", ".join(str(page) for page, _ in profile.pages)
            raise AddressError(
                _(
                    "{name} has no code page {number} that is known; it has {has}",
                    name=profile.name,
                    number=number,
                    has=has,
                )
            )
        pages.append((number, table))
    return tuple(pages)


def _cut(value: str) -> Cut:
    return "partial" if value == "partial" else "full" if value == "full" else "none"
