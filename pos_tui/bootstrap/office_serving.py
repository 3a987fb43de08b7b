"""Taxes that depend on how goods are served, as the back office keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.service_mode import DEPARTMENT, ITEM, MODES, OF, SAID, TABLE, TAX, ServiceTax
from pos_tui.core.words import N_, _

from .office_book import TableBook
from .taxes import check_serving, write_serving

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author

FIELDS = (
    Field("code", N_("what"), N_("item:COLA, dept:Food or tax:standard: what is served"), once=True),
    Field("eatin", N_("eaten here"), N_("the tax it has when it is eaten here; empty is its own")),
    Field("takeaway", N_("taken away"), N_("the tax it has when it is taken away; empty is its own")),
)


class ServingBook(TableBook):
    """Rules of items go before those of their departments, these before those of their taxes."""

    word: ClassVar = "servetaxes"
    permission: ClassVar = "taxes.change"
    fields: ClassVar = FIELDS
    table: ClassVar = TABLE

    @property
    def title(self) -> str:
        """What people call it."""
        return _("TAXES BY HOW IT IS SERVED")

    def choices(self, field: str) -> Sequence[tuple[str, str]]:
        """The tax codes of the shop; what a rule can be about."""
        store = self.front.store
        if field in MODES:
            taxes = store.documents("taxes", copy=False)
            return [(row["code"], row["name"]) for row in taxes if not row.get("ended")]
        departments = [(f"{DEPARTMENT}:{row['code']}", row["name"]) for row in store.documents("departments")]
        return [*departments, *((f"{TAX}:{row['code']}", row["name"]) for row in store.documents("taxes"))]

    def rules(self) -> Sequence[Rule]:
        """All rules, the closest first."""
        rules = map(ServiceTax.from_document, self.front.store.documents(self.table))
        return [
            Rule(
                rule.key, rule.key, ", ".join(f"{_(SAID[mode])}: {code}" for mode, code in rule.taxes.items())
            )
            for rule in sorted(rules, key=lambda rule: OF.index(rule.of))
        ]

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one."""
        rule = ServiceTax.from_document(documents[-1])
        return {"code": rule.key, **rule.taxes}

    def checked(self, texts: Texts) -> ServiceTax:
        """The rule. Raises InvalidValue, Refused."""
        taxes = [f"{mode}={texts[mode]}" for mode in MODES if texts.get(mode)]
        rule = ServiceTax.parse(texts.get("code", ""), taxes)
        check_serving(self.front.store, rule)
        if not taxes:
            raise InvalidValue(_("say a tax for one way to serve it at least"))
        return rule

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue, Refused."""
        what = text if field == "code" else texts.get("code") or f"{ITEM}:"
        taxes = [f"{field}={text}"] if field in MODES else []
        if field == "code" or texts.get("code"):
            check_serving(self.front.store, ServiceTax.parse(what, taxes))

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it."""
        write_serving(tx, self.checked(texts), author.why)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Takes it back: it is taxed the same however it is served."""
        write_serving(tx, ServiceTax.parse(code, ()), author.why)
