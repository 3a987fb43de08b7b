"""A label on a receipt printer: the same on a strip that is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..document import BOLD, HEADING, Barcode, Block, Cut, Document, Row, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .label import Label


def document(labels: Iterable[tuple[Label, int]], title: str) -> Document:
    """Return labels, each so many times, as one document."""
    blocks: list[Block] = []
    for label, copies in labels:
        blocks += [*_blocks(label)] * copies
    return Document(tuple(blocks), title)


def _blocks(label: Label) -> list[Block]:
    price = f"{label.price} / {label.per}" if label.per else label.price
    blocks: list[Block] = [Text(label.name, style=BOLD), Text(price, "right", HEADING)]
    if label.unit_price or label.note:
        blocks.append(Row(label.note, label.unit_price))
    if label.symbology:
        blocks.append(Barcode(label.code, label.symbology))
    return [*blocks, Cut()]
