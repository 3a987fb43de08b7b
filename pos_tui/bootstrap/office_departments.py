"""Departments as the back office keeps them: a tree that is changed one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.department import Department
from pos_tui.core.money import plain
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.words import N_, _, ngettext
from pos_tui.services import department_tree

from .counters import without_till
from .office_book import TableBook

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author


class DepartmentBook(TableBook):
    """What items are sorted by, and what sells by an amount."""

    word: ClassVar = "departments"
    permission: ClassVar = "items.change"
    table: ClassVar = "departments"
    fields: ClassVar = (
        Field("code", N_("code"), N_("as the items say it"), once=True, digits=True),
        Field("name", N_("name"), N_("as people read it; else the code")),
        Field("parent", N_("part of"), N_("the department it is a part of; empty is the top")),
        Field(
            "tax",
            N_("tax"),
            N_("of new items and of what sells by amount; else that of its parent"),
        ),
        Field("least", N_("lowest"), N_("the lowest unit price that may be entered")),
        Field("most", N_("highest"), N_("the highest unit price that may be entered")),
    )
    links: ClassVar = ((N_("Items"), "/items {name}"),)

    @property
    def title(self) -> str:
        """What people call it."""
        return _("DEPARTMENTS")

    def rules(self) -> Sequence[Rule]:
        """The tree, with how many items each has."""
        found = []
        for row in department_tree.listed(without_till(self.front)):
            count = ngettext("1 item", "{count} items", row["items"])
            about = _("{items}, tax {tax}", items=count, tax=row["tax"])
            found.append(Rule(row["code"], row["name"], about, depth=row["depth"]))
        return found

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """Departments and taxes there are."""
        if field == "parent":
            there = self.front.store.documents(self.table, copy=False)
            return [("", N_("at the top")), *((row["code"], row["name"]) for row in there)]
        if field == "tax":
            return [(row["code"], row["name"]) for row in self.front.store.documents("taxes", copy=False)]
        return super().choices(field)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        one = Department.from_document(documents[-1])
        texts = {"code": one.code, "name": one.name, "parent": one.parent, "tax": one.tax}
        prices = {"least": one.least, "most": one.most}
        return {**texts, **{name: "" if price is None else plain(price) for name, price in prices.items()}}

    def checked(self, texts: Texts) -> Department:
        """The department. Raises InvalidValue."""
        code = texts.get("code", "")
        before = self.front.store.find(self.table, "code", code)
        return department_tree.changed(self.front.store, code, before, _said(texts))

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        usual = {} if field == "tax" else {"tax": next((code for code, _name in self.choices("tax")), "")}
        self.checked({"code": text if field == "code" else "?", **usual, field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it. Raises InvalidValue."""
        department_tree.write(self.front.store, tx, code, _said(texts), author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Takes it away, once nothing is in it. Raises Refused."""
        department_tree.write_end(self.front.store, tx, code, author.why)


def _said(texts: Texts) -> dict[str, str]:
    """The fields; a tax that is not said is the only one there is."""
    return {
        name: text
        for name, text in texts.items()
        if name in department_tree.FIELDS and (text or name != "tax")
    }
