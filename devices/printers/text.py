"""A document as plain text: the preview on the screen, golden tests, and printers that know text alone."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Barcode, Cut, Document, Feed, Logo
from ..layout import Line, Unicode, lay_out
from ..text_filter import cells, printable


def lines(document: Document, columns: int = 42) -> Iterator[str]:
    """Yield the lines of `document` on paper of `columns` columns, without the space at their ends.

    A wide letter counts two columns; bar and QR codes appear as their text between brackets.
    """
    for piece in lay_out(document, columns, Unicode()):
        if isinstance(piece, Line):
            yield piece.text.rstrip()
        elif isinstance(piece, Feed):
            yield from [""] * piece.lines
        elif isinstance(piece, Logo):
            yield from [_code("#", piece.name, columns)] if piece.picture else []
        elif not isinstance(piece, Cut):
            yield _code("|||" if isinstance(piece, Barcode) else "QR", printable(piece.data), columns)


def text(document: Document, columns: int = 42) -> str:
    """Return the whole of `document` as text, each line ended by a line feed."""
    return "".join(f"{line}\n" for line in lines(document, columns))


def _code(sign: str, data: str, columns: int) -> str:
    shown = f"[{sign} {data[: columns - len(sign) - 3]}]"
    return " " * max(0, (columns - cells(shown)) // 2) + shown
