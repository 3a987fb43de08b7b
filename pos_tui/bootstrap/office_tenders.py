"""Ways to pay as the back office keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.money import format_amount
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.tender import TenderType
from pos_tui.core.words import N_, _

from .making import tender_document
from .office_book import TableBook
from .tenders import SWITCHES, changed_type, end_type, usual_type

if TYPE_CHECKING:
    from data.transaction import Transaction
    from pos_tui.services.promotions import Author

_ANSWERS = (("yes", N_("it does")), ("no", N_("it does not")))
FIELDS = (
    Field(
        "code",
        N_("code"),
        N_("as it is typed: /pay 10 CODE; voucher, cheque and such begin as usual"),
        once=True,
    ),
    Field("name", N_("name"), N_("as the screen and the receipt say it")),
    Field("gives_change", N_("gives change"), N_("cash alone does"), _ANSWERS),
    Field("over_tender", N_("over tender"), N_("may be more than what is due"), _ANSWERS),
    Field("opens_drawer", N_("opens drawer"), N_("the drawer opens when it is taken"), _ANSWERS),
    Field("refundable", N_("pays back"), N_("money can be paid back by it"), _ANSWERS),
    Field(
        "needs_reference", N_("reference"), N_("a number has to be said with it, such as a slip's"), _ANSWERS
    ),
    Field("counted", N_("counted"), N_("counted in the drawer at the close of a shift"), _ANSWERS),
    Field(
        "keeps",
        N_("keeps"),
        N_("what its number names, of which the till keeps the balance; empty is nothing"),
        (
            ("voucher", N_("a voucher or gift card of this shop")),
            ("account", N_("a customer's account")),
            ("points", N_("a customer's points")),
        ),
    ),
    Field("currency", N_("currency"), N_("of foreign cash, such as USD; pos tenders rate says its worth")),
    Field("cash_back", N_("cash back"), N_("so much more may be charged and given back in cash, such as 50")),
)


class TenderBook(TableBook):
    """The shop's ways to pay."""

    word: ClassVar = "tenders"
    permission: ClassVar = "settings.change"
    fields: ClassVar = FIELDS
    table: ClassVar = "tender_types"

    @property
    def title(self) -> str:
        """What people call it."""
        return _("WAYS TO PAY")

    def as_code(self, code: str) -> str:
        """Codes of ways to pay are in lower case."""
        return code.strip().casefold()

    def rules(self) -> Sequence[Rule]:
        """All of them, with what they may do."""
        found = []
        for document in self.front.store.documents(self.table, copy=False):
            kind = TenderType.from_document(document)
            labels = [
                _(field.label) for field in FIELDS if field.name in SWITCHES and document.get(field.name)
            ]
            about = ", ".join(filter(None, (kind.currency, *labels)))
            state = _("ended") if kind.ended else ""
            found.append(Rule(kind.code, _(kind.name), about, state, kind.ended))
        return sorted(found, key=lambda rule: rule.is_ended)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of one; a name of the till's own in the language of the moment."""
        kind = TenderType.from_document(documents[-1])
        switches = {name: "yes" if getattr(kind, name) else "no" for name in SWITCHES}
        back = format_amount(kind.cash_back, self.front.shop.currency) if kind.cash_back else ""
        more = {"keeps": kind.keeps, "currency": kind.currency, "cash_back": back}
        texts = {"code": kind.code, "name": kind.name, **switches, **more}
        said = {name: text for name, text in texts.items() if text}
        return {**said, "ended": _("yes")} if kind.ended else said

    def checked(self, texts: Texts) -> TenderType:
        """The way to pay; what is not said is as usual for its code. Raises InvalidValue."""
        known = {field.name for field in FIELDS[1:]}
        terms = [
            f"{name}={text}" for name, text in texts.items() if name in known and (text or name == "keeps")
        ]
        # A currency says what cash of it may do, and is read first: what is said besides counts more.
        terms.sort(key=lambda term: not term.startswith("currency="))
        return changed_type(usual_type(self.as_code(texts.get("code", ""))), terms, self.front.shop.currency)

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field not in ("gives_change", "over_tender", "keeps"):  # those mean something with others only
            self.checked({"code": "probe", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: Author) -> None:
        """Writes it; running tills follow between two sales."""
        document = tender_document(self.checked({**texts, "code": code}))
        if author.why:
            document["why"] = author.why
        there = tx.find(self.table, "code", code)
        if there is None:
            tx.insert(self.table, document)
        else:
            tx.put(self.table, there.doc_id, document)

    def write_end(self, tx: Transaction, code: str, author: Author) -> None:
        """Ends it. Raises Refused for cash."""
        end_type(tx, code, author.why)
