"""Suppliers, and how each sells what, as the back office keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import plain
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.words import N_, _, ngettext
from pos_tui.services import purchasing, suppliers
from pos_tui.services.suppliers import SUPPLIES, TABLE, Supply

from .counters import without_till
from .office_book import TableBook

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author


class SupplierBook(TableBook):
    """Who supplies the shop."""

    word: ClassVar = "suppliers"
    permission: ClassVar = "orders.change"
    table: ClassVar = TABLE
    can_end: ClassVar = False
    fields: ClassVar = (
        Field("code", N_("code"), N_("a short one, such as ACME"), once=True, digits=True),
        Field("name", N_("name"), N_("as orders say it")),
        Field("terms", N_("terms"), N_("such as 30 days net")),
        Field("email", N_("e-mail"), N_("where orders go")),
        Field("phone", N_("phone"), N_("whom to ask where an order is"), digits=True),
        Field("address", N_("address"), N_("as orders say it")),
        Field("account", N_("our number"), N_("the number they know this shop by"), digits=True),
        Field("note", N_("note"), N_("for whoever orders")),
    )
    links: ClassVar = ((N_("Items"), "/supplies {code}/"), (N_("Orders"), "/order of {code}"))

    @property
    def title(self) -> str:
        """What people call it."""
        return _("SUPPLIERS")

    def rules(self) -> Sequence[Rule]:
        """By name, with how many orders are open."""
        counter = without_till(self.front)
        orders = [row["supplier"] for row in purchasing.listed(counter)]
        found = []
        for row in suppliers.listed(counter):
            count = orders.count(row["code"])
            open_ones = ngettext("1 order", "{count} orders", count) if count else ""
            about = ", ".join(filter(None, (open_ones, row.get("phone"), row.get("terms"))))
            found.append(Rule(row["code"], row["name"], about))
        return found

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        return {name: str(documents[-1].get(name) or "") for name in ("code", *suppliers.FIELDS)}

    def checked(self, texts: Texts) -> None:
        """Raises InvalidValue for what no supplier can be."""
        suppliers.checked(texts.get("code", ""), _named(texts))
        if not texts.get("name"):
            raise InvalidValue(_("a new supplier needs a name: name=..."))

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        self.checked({"code": "A", "name": "A", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it."""
        suppliers.write(tx, code, _named(texts), author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Orders name it. Raises Refused."""
        raise Refused(_("a supplier stays, as orders name it"))


def _named(texts: Texts) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name in suppliers.FIELDS}


class SupplyBook(TableBook):
    """How a supplier sells an item; its code is SUPPLIER/ITEM."""

    word: ClassVar = "supplies"
    permission: ClassVar = "orders.change"
    table: ClassVar = SUPPLIES
    fields: ClassVar = (
        Field("code", N_("what"), N_("supplier and item: ACME/COLA"), once=True),
        Field("their", N_("their code"), N_("what orders call it"), digits=True),
        Field("pack", N_("pack"), N_("how many they sell at once")),
        Field("cost", N_("cost"), N_("of one, without tax")),
        Field(
            "preferred",
            N_("preferred"),
            N_("whether it is ordered here first"),
            (("yes", N_("it is ordered here first")), ("no", N_("only where nobody else has it"))),
        ),
    )

    @property
    def title(self) -> str:
        """What people call it."""
        return _("WHO SELLS WHAT")

    def as_code(self, code: str) -> str:
        """As the table has it; the supplier's code may have a slash of its own."""
        known = (row["code"] for row in self.front.store.documents(TABLE, copy=False))
        found = [who for who in known if code.strip().startswith(f"{who}/")]
        who = max(found, key=len, default="")
        return f"{who}\n{code.strip()[len(who) + 1 :].strip()}" if who else code

    def rules(self) -> Sequence[Rule]:
        """All of them, those of a supplier together."""
        found = []
        for row in self.front.store.documents(self.table, copy=False):
            item = self.front.store.find("items", "sku", row["sku"])
            cost = "" if row["cost"] is None else f"@{row['cost']}"
            preferred = _("preferred") if row["preferred"] else ""
            about = " ".join(filter(None, (row["their"], f"x{row['pack']}", cost, preferred)))
            name = "" if item is None else item["name"]
            found.append(Rule(f"{row['supplier']}/{row['sku']}", name, about))
        return sorted(found, key=lambda rule: rule.code)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        one = Supply.from_document(documents[-1])
        cost = "" if one.cost is None else plain(one.cost)
        numbers = {"pack": plain(one.pack), "cost": cost, "preferred": "yes" if one.preferred else "no"}
        return {"code": f"{one.supplier}/{one.sku}", "their": one.their, **numbers}

    def checked(self, texts: Texts) -> Supply:
        """How it is supplied. Raises InvalidValue."""
        who, _mark, sku = self.as_code(texts.get("code", "")).partition("\n")
        if not sku:
            raise InvalidValue(_("which supplier, and which item? Such as ACME/COLA"))
        if self.front.store.find("items", "sku", sku) is None:
            raise InvalidValue(_("there is no item {sku}", sku=sku[:64]))
        return suppliers.changed_supply(Supply(who, sku), _terms(texts))

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field == "code":
            self.checked({"code": text})
        else:
            suppliers.changed_supply(Supply("", ""), {field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it."""
        suppliers.write_supply(tx, self.checked(texts), author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Takes it away: they do not sell it any more."""
        there = tx.find(self.table, "code", code)
        if there is None:
            raise Refused(_("there is no {code}", code=code[:64].replace("\n", "/")))
        if author.why:
            tx.set(self.table, there.doc_id, why=author.why)
        tx.remove(self.table, there.doc_id)


def _terms(texts: Texts) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name in suppliers.SUPPLY_FIELDS}
