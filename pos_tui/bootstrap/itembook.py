"""Items kept by people: each change is checked, merged with what others did meanwhile, and has a reason.

Two people may change one item at once. What one of them did not touch stays as the other left it; a field
that both changed is refused to who comes later, who has then seen neither lost nor overwritten anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from data.exchange_departments import department_taxes, new_departments
from data.exchange_items import FIELDS, OF_STOCK, WHY, ItemParser, Parsed
from data.exchange_out import cells_of, row_of
from data.exchange_rows import Problem, Row, mapping
from data.exchange_stock import Counted
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item import Item
from pos_tui.core.item_fields import settled
from pos_tui.core.words import _
from pos_tui.services.reasons import checked_why

from .days import today
from .stockbook import ShopStock

if TYPE_CHECKING:
    from data.transaction import Transaction

    from .front import Shopfront

_LEAST: Final = {"gtins": (), "weighed": False}
"""What a document of an older program may lack."""
_COUNTED: Final = "import"
"""Why stock was counted by who gave no reason."""
Texts = Mapping[str, str]
"""Fields as the cells of a file."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different about one item."""

    sku: str
    texts: Texts
    seen: Texts | None = None
    """What the fields were when somebody decided; None takes whatever they are by now."""
    new: bool = False
    """It is to be made; else there has to be one."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit came to."""

    sku: str
    document: Mapping[str, Any]
    differences: tuple[tuple[str, str, str], ...]
    """(field, before, after)."""


class ItemBook:
    """The items of an open shop, as who keeps them reads and changes them."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def as_recorded(self, document: Mapping[str, Any]) -> dict[str, str]:
        """The fields of an item as they once were stored, whatever day it is."""
        return _own(row_of({**_LEAST, **document}))

    def texts(self, document: Mapping[str, Any]) -> dict[str, str]:
        """The fields of a stored item as of today, without its stock."""
        return _own(row_of(settled(document, today(self._front))))

    def of(self, sku: str) -> dict[str, str]:
        """The same of the item with this SKU. Raises Refused."""
        document = self._front.store.find("items", "sku", sku)
        if document is None:
            raise Refused(_("there is no item {sku}", sku=sku[:64]))
        return self.texts(document)

    def blank(self) -> dict[str, str]:
        """The fields of an item of which nothing is known."""
        return self.texts(Item("", "", None, "").to_document())

    def objection(self, sku: str, field: str, text: str) -> str:
        """Why an item cannot have this in a field; nothing where it can."""
        outcome = self._parser().parse(Row(0, {"sku": sku, field: text}))
        if isinstance(outcome, Problem):
            return outcome.reason
        day = today(self._front)
        over = [begins for begins, _price in outcome.fields.get("coming") or () if begins <= day]
        return _("{day} has begun: change the price itself", day=over[0]) if over else ""

    def change(
        self, edits: Sequence[Edit], why: str = "", *, dry_run: bool = False, operator: str = ""
    ) -> list[Edited]:
        """Changes or makes items in one commit, in the name of an operator (else of who opened the shop).

        Those that stay as they are count as edited, too.

        Raises:
            InvalidValue, Refused: one of them cannot be; then nothing is changed.
        """
        why = checked_why(why)
        parser = self._parser()
        if dry_run:
            return [self._edited(self._front.store, edit, parser, why)[0] for edit in edits]
        with self._front.store.transaction(operator=operator or self._front.operator) as tx:
            return [self._write(tx, edit, parser, why) for edit in edits]

    def _parser(self) -> ItemParser:
        store = self._front.store
        documents = store.documents("taxes", copy=False)
        taxes = [document["code"] for document in documents if not document.get("ended")]
        usual = taxes[0] if len(taxes) == 1 else "standard" if "standard" in taxes else None
        return ItemParser(taxes, usual, departments=department_taxes(store))

    def _edited(self, source: Any, edit: Edit, parser: ItemParser, why: str) -> tuple[Edited, Any, Parsed]:
        """(what it comes to, the document before, what was said); `source` is a store or a commit."""
        parsed = parser.parse(Row(0, {"sku": edit.sku, **edit.texts}))
        if isinstance(parsed, Problem):
            raise InvalidValue(f"{edit.sku}: {parsed.reason}" if not edit.new else parsed.reason)
        before = source.find("items", "sku", edit.sku)
        if (before is None) is not edit.new:
            raise Refused(
                _("there is an item {sku} already", sku=edit.sku)
                if edit.new
                else _("there is no item {sku}: --new makes one", sku=edit.sku[:64])
            )
        was = {} if before is None else self.texts(before)
        _refuse_lost(edit, was)
        day = today(self._front)
        there = None if before is None else settled(before, day)
        document = settled(parsed.document(there, parser.usual_tax(parsed, before)), day)
        if document["tax"] is None:
            raise InvalidValue(_("say which tax it has: the shop has several"))
        now = self.texts(document)
        names = [name for name in now if now[name] != was.get(name, "")]
        fields = tuple((name, was.get(name, ""), now[name]) for name in names)
        return Edited(edit.sku, {**document, WHY: why} if why else document, fields), before, parsed

    def _write(self, tx: Transaction, edit: Edit, parser: ItemParser, why: str) -> Edited:
        store = self._front.store
        edited, before, said = self._edited(tx, edit, parser, why)
        for made in new_departments(department_taxes(store), [edited.document]):
            if tx.find("departments", "code", made["code"]) is None:
                tx.insert("departments", made)
        if before is None:
            tx.insert("items", edited.document)
        elif edited.differences:
            tx.put("items", before.doc_id, edited.document)
        if said.stock is not None:
            self._count(tx, said, why)
        return edited

    def _count(self, tx: Transaction, said: Parsed, why: str) -> None:
        """Puts right how many there are, where the books say otherwise. Raises InvalidValue, Refused."""
        book = ShopStock(self._front, said.location, why or _COUNTED)
        place = book.place("")
        if said.stock is not None and book.there(said.sku, place) != said.stock:
            cost = said.fields.get("cost")
            book.write(tx, [Counted(said.sku, said.stock, place, cost)])


def _own(row: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a row without how many there are of the item."""
    return {name: text for name, text in cells_of(row).items() if name not in OF_STOCK}


def _refuse_lost(edit: Edit, was: Texts) -> None:
    """Refuses to write over what somebody else changed since it was looked at. Raises Refused."""
    for field, text in edit.texts.items():
        seen = None if edit.seen is None else edit.seen.get(field)
        now = was.get(field, "")
        if seen is not None and now not in (seen, text):
            raise Refused(
                _(
                    "{sku}: somebody changed {field} from '{seen}' to '{now}' meanwhile: look at it again",
                    sku=edit.sku,
                    field=field,
                    seen=seen[:40],
                    now=now[:40],
                )
            )


def texts_of(pairs: Iterable[str]) -> dict[str, str]:
    """FIELD=VALUE texts by field. Raises InvalidValue; the key cannot be among them."""
    texts: dict[str, str] = {}
    for pair in pairs:
        field, equals, value = pair.partition("=")
        if not equals:
            raise InvalidValue(
                _("'{pair}' sets nothing: write FIELD=VALUE, such as price=1.20", pair=pair[:60])
            )
        mapping([f"{field}=x"], FIELDS)
        if field.strip().lower() == "sku":
            raise InvalidValue(_("the sku names the item and cannot be changed"))
        texts[field.strip().lower()] = value
    return texts
