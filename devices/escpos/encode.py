"""A document as the bytes of one print job.

Letters and code pages are ours and go to the encoder as they are; sizes, bar and QR codes and the cut are
python-escpos' commands. Text can hold no command: what is below 20h was replaced before it is encoded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..document import PLAIN, QR, Barcode, Cut, Feed, Logo, Style
from ..layout import Line, lay_out
from ..text_filter import printable
from . import library
from .code128 import code_b, narrowest, width_in_modules
from .codepages import Planner, drawing

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from ..document import Document
    from ..layout import Piece
    from .profiles import Profile

_INITIALIZE = b"\x1b@"
_LEFT, _CENTER = b"\x1ba\x00", b"\x1ba\x01"
_LINE_FEED = b"\n"
_PRINT_LOGO = b"\x1cp"
_BARCODE_HEIGHT = 64
_EAN_MODULES = 113
_FEED_WITHOUT_BLADE = 6
_CUT_OFF, _CUT_PARTLY = b"\x1dV\x00", b"\x1dV\x01"
_log = logging.getLogger(__name__)


def encode(document: Document, profile: Profile, cache: Path | None = None) -> bytes:
    """Return the bytes that print `document` on such a printer, from `ESC @` to the cut.

    It imports python-escpos when it first runs (150 ms), so it belongs in the print thread. `cache` is a
    folder for that library's tables.
    """
    return _Encoder(profile, library.new_encoder(profile.name, cache)).encode(document)


class _Encoder:
    """One receipt on its way to bytes."""

    def __init__(self, profile: Profile, dummy: Any) -> None:
        self._profile = profile
        self._planner = Planner(profile)
        self._dummy = dummy
        self._style = PLAIN

    def encode(self, document: Document) -> bytes:
        self._raw(_INITIALIZE + self._planner.begin())
        for piece in lay_out(document, self._profile.columns, self._planner):
            self._piece(piece)
        if self._planner.replaced:
            _log.info("no letters in %s for %s", self._profile.name, ascii(sorted(self._planner.replaced)))
        return bytes(self._dummy.output)

    def _raw(self, data: bytes) -> None:
        self._dummy._raw(data)

    def _piece(self, piece: Piece) -> None:
        if isinstance(piece, Line):
            self._text(piece)
        elif isinstance(piece, Barcode):
            self._set(PLAIN)
            self._centered(lambda: self._code(piece), piece.data)
        elif isinstance(piece, QR):
            self._set(PLAIN)
            self._centered(lambda: self._qr(piece), piece.data)
        elif isinstance(piece, Feed):
            self._raw(_LINE_FEED * piece.lines)
        elif isinstance(piece, Logo):
            self._logo(piece)
        else:
            self._cut(piece)

    def _text(self, line: Line) -> None:
        if not self._planner.must_be_drawn(line.text):
            self._set(line.style)
            self._line(line.text)
            return
        self._set(PLAIN)
        grid = self._profile.widest // self._profile.columns
        self._picture(drawing().line(line.text, grid, line.style, self._profile.font))

    def _logo(self, logo: Logo) -> None:
        """Print the logo that the printer keeps, or draw the address's file, or the document's picture."""
        if self._profile.logo:
            self._raw(_CENTER + _PRINT_LOGO + bytes((self._profile.logo, 0)) + _LEFT)
        elif source := self._profile.picture or (BytesIO(logo.picture) if logo.picture else None):
            self._raw(_CENTER)
            try:
                self._picture(drawing().logo(source, self._profile.widest))
            except (OSError, ValueError) as error:
                _log.warning("no logo: %s", error)
            self._raw(_LEFT)

    def _line(self, text: str) -> None:
        self._raw(self._planner.encode(text) + _LINE_FEED)

    def _set(self, style: Style) -> None:
        if style == self._style:
            return
        self._style = style
        width, height = (2 if style.wide else 1), (2 if style.tall else 1)
        if self._profile.kanji:
            # GS ! makes East Asian letters larger too; ESC ! does not, but old impact printers know no other.
            self._dummy.set(custom_size=True, width=width, height=height, bold=style.bold)
        else:
            self._dummy.set(
                normal_textsize=True, double_width=style.wide, double_height=style.tall, bold=style.bold
            )

    def _centered(self, draw: Callable[[], None], instead: str) -> None:
        """Draw a code in the middle of the paper, or print its text where it cannot be drawn."""
        self._raw(_CENTER)
        try:
            draw()
        except library.errors():
            self._text(Line(self._planner.prepare(instead)[: self._profile.columns]))
        self._raw(_LEFT)

    def _code(self, code: Barcode) -> None:
        data = printable(code.data)
        if not self._profile.barcodes:
            self._picture(pictures().bars(data, code.kind, self._profile.widest, _BARCODE_HEIGHT))
            self._text(Line(self._planner.prepare(data)))
        elif code.kind == "CODE128":
            self._code128(data)
        else:
            self._barcode(data, code.kind, 3 if self._profile.dots >= _EAN_MODULES * 3 else 2)

    def _code128(self, text: str) -> None:
        """Draw a CODE128 as wide as fits: plain at three or two dots a module, else with digits in pairs."""
        for data, dots in ((code_b(text), 3), (code_b(text), 2), (narrowest(text), 2)):
            if width_in_modules(data) * dots <= self._profile.dots:
                self._barcode(data, "CODE128", dots)
                return
        raise ValueError("the paper is too narrow for this bar code")

    def _barcode(self, data: str, kind: str, dots: int) -> None:
        self._dummy.barcode(data, kind, height=_BARCODE_HEIGHT, width=dots, align_ct=False)

    def _qr(self, code: QR) -> None:
        if self._profile.qr:
            self._dummy.qr(code.data, size=code.size, native=True)
        else:
            self._picture(pictures().squares(code.data, code.size, self._profile.widest))

    def _picture(self, picture: Any) -> None:
        if not self._profile.images:
            raise ValueError("this printer prints letters only")
        self._dummy.image(picture, impl=self._profile.images)

    def _cut(self, cut: Cut) -> None:
        self._set(PLAIN)
        partial = cut.partial and self._profile.cut == "partial"
        model = self._dummy.profile
        if self._profile.cut == "none":
            self._dummy.print_and_feed(_FEED_WITHOUT_BLADE)
        elif model.supports("paperPartCut") or model.supports("paperFullCut"):
            self._dummy.cut(mode="PART" if partial else "FULL")
        else:  # the address knows of a blade that the table of models does not
            self._dummy.print_and_feed(_FEED_WITHOUT_BLADE)
            self._raw(_CUT_PARTLY if partial else _CUT_OFF)


def pictures() -> ModuleType:
    """Return the drawer of pictures, whose libraries only printers without codes of their own need."""
    return import_module("devices.escpos.pictures")
