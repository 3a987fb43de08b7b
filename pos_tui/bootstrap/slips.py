"""Papers beside receipts: drafted from records, kept with them, handed to the printer.

What they are made with is imported when the first one is made: a till that starts needs none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.records import record_number
from pos_tui.core.words import _

_FEW: Final = 5
_LITTLE: Final = 50
"""Records."""
_MAKERS: Final = {
    "opened": ("slips", "opening"),
    "x": ("closing", "x_report"),
    "z": ("closing", "z_report"),
    "gift": ("beside", "gift"),
    "bill": ("beside", "bill"),
    "order": ("order", "order_paper"),
    "layaway": ("beside", "aside"),
    "statement": ("statement", "statement"),
    "disclosure": ("disclosure", "disclosure"),
    "invoice": ("invoice", "invoice"),
    "credit_note": ("invoice", "invoice"),
}
"""What makes the paper of a record, by its kind: the file in `receipts`, and the function there."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.document import Document
    from pos_tui.receipts.slips import Paper

    from .front import Shopfront


class ShopSlips:
    """The papers of an open shop, in the shop's own language."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def draft(self, kind: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The paper of a record, in its stored form."""
        from importlib import import_module

        from pos_tui.receipts.stored import to_stored

        file, maker = _MAKERS.get(kind, ("slips", "slip"))
        make = getattr(import_module(f"pos_tui.receipts.{file}"), maker)
        return to_stored(make(record, self._paper()))

    def print(self, paper: Sequence[Mapping[str, Any]], title: str, copy: int = 0) -> None:
        """Hands it to the printer's thread; without a printer it is kept all the same."""
        if self._front.printer is not None:
            self._front.printer.submit(_document(paper, title, copy), sale=title, copy=copy)

    def text(self, paper: Sequence[Mapping[str, Any]], copy: int = 0) -> str:
        """The paper as text, as wide as the shop's paper; a `copy` from 1 on is marked as one."""
        from devices.printers.text import text

        return text(_document(paper, "", copy), self._front.settings.printer_columns)

    def _paper(self) -> Paper:
        from pos_tui.locale import catalogue, formats
        from pos_tui.receipts.slips import Paper

        front = self._front
        texts = catalogue(front.settings.locale)
        say = texts.gettext if texts is not None else str
        return Paper(front.shop, formats(front.settings.locale), say, front.settings.shop_address)


def recent_papers(front: Shopfront, till: str) -> Iterator[tuple[str, datetime, Callable[[], Document]]]:
    """A till's last papers, for the printer to see whether one never became a job: those that are not sealed
    yet, and the last Z while little was recorded after it, as it may have been sealed at once.
    """
    for table in ("shifts", "cash"):
        for _id, its, number, time, paper in front.store.parts(table, "till", "number", "time", "paper"):
            if its == till and paper:
                yield number, datetime.fromisoformat(time), partial(_document, paper, number, 0)
    document = front.store.find("tills", "till", till)
    if document is not None:
        yield from _recent_invoices(front, document)
    if document is not None and document.get("z_at") and document["z_at"] > front.store.at() - _LITTLE:
        number = record_number(till, front.store.epoch, document["shifts"] - bool(document["shift"]), "Z")
        z = front.store.find("shifts", "number", number)
        if z is not None:
            yield number, datetime.fromisoformat(z["time"]), partial(_document, z["paper"], number, 0)


def _recent_invoices(
    front: Shopfront, till: Mapping[str, Any]
) -> Iterator[tuple[str, datetime, Callable[[], Document]]]:
    """A till's last invoices and credit notes; most have none, and import nothing for it."""
    for kind, letter in (("invoice", "I"), ("credit_note", "K")):
        last = till.get(kind, 0)
        for sequence in range(last, max(last - _FEW, 0), -1):
            number = record_number(till["till"], front.store.epoch, sequence, letter)
            made = front.store.find("invoices", "number", number)
            if made is not None:
                yield number, datetime.fromisoformat(made["time"]), partial(_invoice, front, made)


def _invoice(front: Shopfront, made: Mapping[str, Any]) -> Document:
    from pos_tui.services.invoicing import facts

    from .counters import without_till

    paper = ShopSlips(front).draft(made["kind"], facts(without_till(front), made))
    return _document(paper, made["number"], 0)


def _document(paper: Sequence[Mapping[str, Any]], title: str, copy: int) -> Document:
    from devices.document import HEADING, Document, Text
    from pos_tui.receipts.stored import from_stored

    blocks = from_stored(paper).blocks
    mark = (Text(_("COPY {count}", count=copy), "center", HEADING),) if copy else ()
    return Document((*mark, *blocks), title)
