"""Taxes as the back office keeps them: rates to come are added, those that were are never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.money import EXACT, plain, round_half_up
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.tax import EXEMPT, TaxCode
from pos_tui.core.tax_text import parse_rates, said_rates, with_past
from pos_tui.core.words import N_, _, ngettext

from .making import parse_tax
from .office_book import TableBook
from .taxes import tax_day

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author

_TAXED: Final = "taxed"
_NONE: Final = "none"
FIELDS = (
    Field("code", N_("code"), N_("what items call it by for ever: letters, digits, - and _"), once=True),
    Field("name", N_("name"), N_("as the receipt says it; without one its code")),
    Field(
        "kind",
        N_("kind"),
        N_("whether a rate falls on it; that stays"),
        (
            (_TAXED, N_("a rate falls on it, be it zero")),
            (EXEMPT, N_("no tax falls on it, by law")),
            (_NONE, N_("outside the scope of any tax")),
        ),
        once=True,
    ),
    Field(
        "rates",
        N_("rates"),
        N_("20, 21 from 2027-01-01; several taxes in one: GST 5 + QST 9.975; one on the other: compound"),
        when=("kind", (_TAXED,)),
    ),
)


class TaxBook(TableBook):
    """The shop's tax codes."""

    word: ClassVar = "taxes"
    permission: ClassVar = "taxes.change"
    fields: ClassVar = FIELDS
    table: ClassVar = "taxes"
    can_try: ClassVar = True

    @property
    def title(self) -> str:
        """What people call it."""
        return _("TAXES")

    def rules(self) -> Sequence[Rule]:
        """All codes, with what falls on them today and later."""
        found = []
        for document in self.front.store.documents(self.table, copy=False):
            texts, is_ended = self.said([document]), bool(document.get("ended"))
            about = texts.get("rates") or _(dict(FIELDS[2].choices)[texts["kind"]])
            state = _("ended") if is_ended else ""
            found.append(Rule(document["code"], document["name"], about, state, is_ended))
        return sorted(found, key=lambda rule: rule.is_ended)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of a code."""
        tax = TaxCode.from_document(documents[-1])
        kind = tax.kind or (_TAXED if tax.components else _NONE)
        name = "" if tax.name == tax.code else tax.name
        texts = {"code": tax.code, "name": name, "kind": kind, "rates": said_rates(tax.components, tax.code)}
        said = {field: text for field, text in texts.items() if text}
        return {**said, "ended": _("yes")} if documents[-1].get("ended") else said

    def checked(self, texts: Texts) -> TaxCode:
        """The tax code, with the rates that it had. Raises InvalidValue."""
        code, kind = texts.get("code", ""), texts.get("kind") or _TAXED
        rates = texts.get("rates", "")
        if kind == _TAXED and not rates:
            raise InvalidValue(_("say its rates, such as 20; a rate of zero is 0"))
        if kind != _TAXED and rates:
            raise InvalidValue(_("of kind {kind} it has no rates", kind=kind))
        tax = parse_tax(f"{code}={rates if kind == _TAXED else kind}")
        name = texts.get("name", "").strip() or code
        if not name.isprintable() or len(name) > 40:
            raise InvalidValue(_("a name has 1 to {most} printable characters", most=40))
        there = self.front.store.find(self.table, "code", code)
        if there is not None:
            tax = with_past(TaxCode.from_document(there), tax, tax_day(self.front))
        return replace(tax, name=name)

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field == "code":
            parse_tax(f"{text}=0")
        elif field == "rates":
            parts = parse_rates(texts.get("code") or "A", text)
            there = self.front.store.find(self.table, "code", texts.get("code", ""))
            if there is not None:
                was = TaxCode.from_document(there)
                with_past(was, replace(was, components=parts), tax_day(self.front))
        elif field == "name":
            self.checked({"code": "A", "rates": "0", "name": text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it."""
        self._put(tx, self.checked(texts).to_document(), author)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Ends it, where nothing that is sold carries it. Raises Refused."""
        documents = self.front.store.documents
        items = sum(
            one["tax"] == code and one.get("status") != "ended" for one in documents("items", copy=False)
        )
        if items:
            raise Refused(
                ngettext(
                    "{count} item carries it: give it another tax first",
                    "{count} items carry it: give them another tax first",
                    items,
                )
            )
        for table in ("departments", "service_taxes"):
            for one in documents(table, copy=False):
                if one.get("tax") == code or code in (one.get("taxes") or {}).values():
                    raise Refused(_("{name} has it: give that another tax first", name=one["code"]))
        self._put(tx, {**self.there(code)[0], "ended": True}, author)

    def tried(self, texts: Texts) -> Sequence[str]:
        """What of 100.00 is tax, today and from each later day on. Raises InvalidValue."""
        tax = self.checked(texts)
        if not tax.components:
            return [_("no tax falls on it")]
        now = tax_day(self.front)
        later = sorted({start for part in tax.components for start, _rate in part.rates if start > now})
        return [line for day in (now, *later) for line in self._tried_on(tax, day)]

    def _tried_on(self, tax: TaxCode, day: str) -> Iterator[str]:
        whole = sum((one.share for one in tax.effective(day)), start=EXACT.create_decimal(100))
        net = EXACT.divide(10000, whole) if self.front.shop.inclusive else 100
        said = _("from a price of 100.00 with its tax") if self.front.shop.inclusive else _("on 100.00")
        yield f"{day}: {said}"
        for one in tax.effective(day):
            hundredths = round_half_up(EXACT.multiply(net, one.share))
            yield f"  {one.name} {plain(one.rate)} %: {Decimal(hundredths).scaleb(-2)}"

    def _put(self, tx: Transaction, document: Mapping[str, Any], author: Author) -> None:
        there = tx.find(self.table, "code", document["code"])
        stored = {name: value for name, value in document.items() if name not in ("why", "doc_id")}
        if author.why:
            stored["why"] = author.why
        if there is None:
            tx.insert(self.table, stored)
        else:
            tx.put(self.table, there.doc_id, stored)
