"""Papers beside receipts: drafted from records, kept with them, handed to the printer.

What they are made with is imported when the first one is made: a till that starts needs none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pos_tui.core.words import _

if TYPE_CHECKING:
    from devices.document import Document
    from pos_tui.receipts.slips import Paper

    from .front import Shopfront


class ShopSlips:
    """The papers of an open shop, in the shop's own language."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def draft(self, kind: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The paper of a record, in its stored form."""
        from pos_tui.receipts import beside, closing, slips
        from pos_tui.receipts.stored import to_stored

        makers = {
            "opened": slips.opening,
            "x": closing.x_report,
            "z": closing.z_report,
            "gift": beside.gift,
            "bill": beside.bill,
        }
        make = makers.get(kind, slips.slip)
        return to_stored(make(record, self._paper()))

    def print(self, paper: Sequence[Mapping[str, Any]], title: str, copy: int = 0) -> None:
        """Hands it to the printer's thread; without a printer it is kept all the same."""
        if self._front.printer is not None:
            self._front.printer.submit(_document(paper, title, copy))

    def text(self, paper: Sequence[Mapping[str, Any]]) -> str:
        """The paper as text, as wide as the shop's paper."""
        from devices.printers.text import text

        return text(_document(paper, "", 0), self._front.settings.printer_columns)

    def _paper(self) -> Paper:
        from pos_tui.locale import catalogue, formats
        from pos_tui.receipts.slips import Paper

        front = self._front
        texts = catalogue(front.settings.locale)
        say = texts.gettext if texts is not None else str
        return Paper(front.shop, formats(front.settings.locale), say, front.settings.shop_address)


def _document(paper: Sequence[Mapping[str, Any]], title: str, copy: int) -> Document:
    from devices.document import HEADING, Document, Text
    from pos_tui.receipts.stored import from_stored

    blocks = from_stored(paper).blocks
    mark = (Text(_("COPY {count}", count=copy), "center", HEADING),) if copy else ()
    return Document((*mark, *blocks), title)
