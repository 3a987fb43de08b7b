"""Bar and QR codes as pictures, for printers that draw none themselves.

python-escpos draws them too, but by millimetres: modules come out 2 or 3 dots wide by chance, and no scanner
reads the result. Here each module is a whole number of dots. Imported when such a printer is met.
"""

from __future__ import annotations

from typing import Any

import barcode  # type: ignore[import-untyped]
import qrcode  # type: ignore[import-untyped]
from PIL import Image

_KINDS = {"CODE128": "code128", "EAN13": "ean13", "EAN8": "ean8"}
_INK, _PAPER = 0, 1


def bars(data: str, kind: str, widest: int, height: int) -> Image.Image:
    """Return a bar code at most `widest` dots wide, `height` high. Raises ValueError if it does not fit."""
    try:
        (modules,) = barcode.get_barcode_class(_KINDS[kind])(data).build()
    except barcode.errors.BarcodeError as error:
        raise ValueError(f"no {kind}: {error}") from error
    dots = min(3, widest // len(modules))
    if dots < 2:
        raise ValueError("the paper is too narrow for this bar code")
    picture = _picture([[module == "1" for module in modules]])
    return picture.resize((len(modules) * dots, height), Image.Resampling.NEAREST)


def squares(data: str, size: int, widest: int) -> Image.Image:
    """Return a QR code of `size` dots a module. Raises ValueError if it is too wide or holds too much."""
    code = qrcode.QRCode(border=0)
    try:
        code.add_data(data.encode())
        code.make(fit=True)
    except qrcode.exceptions.DataOverflowError as error:
        raise ValueError("too much for a QR code") from error
    rows: list[list[Any]] = code.get_matrix()
    if len(rows) * size > widest:
        raise ValueError("the paper is too narrow for this QR code")
    return _picture(rows).resize((len(rows) * size, len(rows) * size), Image.Resampling.NEAREST)


def _picture(rows: list[list[Any]]) -> Image.Image:
    picture = Image.new("1", (len(rows[0]), len(rows)))
    picture.putdata([_INK if module else _PAPER for row in rows for module in row])
    return picture
