"""Promotions as the back office keeps them: each change is a further version, and what was promised stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pos_tui.core.errors import InvalidValue
from pos_tui.core.list_price import break_prefix
from pos_tui.core.money import format_price
from pos_tui.core.office import Field, Rule, Texts
from pos_tui.core.promotion import Promotion
from pos_tui.core.promotion_check import checked
from pos_tui.core.promotion_text import parse_promotion, promotion_texts, said_goods, said_terms
from pos_tui.core.words import N_, _
from pos_tui.services import promotions as recording
from pos_tui.services.price_lists import LISTS

from .days import today
from .office_book import TableBook
from .promotions import Codes

if TYPE_CHECKING:
    from data.transaction import Transaction

KINDS = (
    ("price", N_("each piece, or kilogram, at a price")),
    ("percent", N_("a percentage off each piece")),
    ("amount", N_("an amount off each piece")),
    ("set", N_("all parts together at a price, or with so much off: 3 for 3.00, a bundle")),
    ("cheapest", N_("of so many pieces the cheapest free, or with so much off")),
    ("buy_get", N_("whoever buys the other parts has the last one cheaper")),
    ("spend", N_("whoever spends so much has an amount off")),
)
_PRICED = ("kind", ("price", "set", "buy_get"))
_PERCENT = ("kind", ("percent", "set", "cheapest", "buy_get"))
_AMOUNT = ("kind", ("amount", "set", "buy_get"))
_CHEAPEST, _SPEND = ("kind", ("cheapest",)), ("kind", ("spend",))
WHEN_FIELDS = (
    Field("from", N_("first day"), N_("such as 2026-12-01; empty is from now on")),
    Field("to", N_("last day"), N_("the last day it holds; empty is until it is ended")),
    Field("days", N_("weekdays"), N_("such as mon-fri, or sat sun; empty is every day")),
    Field("hours", N_("hours"), N_("such as 17:00-19:00, by the shop's clock; empty is all day")),
)
"""When something holds."""
FIELDS = (
    Field("code", N_("code"), N_("what it is called by for ever, such as MILK3"), once=True),
    Field("name", N_("name"), N_("as the receipt says it; without one its code")),
    Field("kind", N_("kind"), N_("how it saves; F2 shows what there is"), KINDS),
    Field(
        "goods",
        N_("goods"),
        N_("on what: 3*MILK,CREAM or dept:Bakery,-ROLL or all; parts of a set by +; a scan adds an item"),
        scans=True,
        digits=True,
    ),
    Field("price", N_("price"), N_("what a piece, or the whole set, costs, such as 3.00"), when=_PRICED),
    Field("percent", N_("percent off"), N_("20 takes a fifth off, 100 all of it"), when=_PERCENT),
    Field("amount", N_("amount off"), N_("0.50 takes so much off, in the shop's currency"), when=_AMOUNT),
    Field("free", N_("how many"), N_("how many of the pieces are cheaper; usually 1"), when=_CHEAPEST),
    Field("steps", N_("steps"), N_("50=5 100=15 takes 5 off for 50 spent, 15 for 100"), when=_SPEND),
    Field("least", N_("from pieces"), N_("only where at least so many of its goods are in the sale")),
    Field("spend", N_("from amount"), N_("only where its goods cost so much before any promotion")),
    Field("limit", N_("times"), N_("how often in one sale; empty is as often as it fits")),
    *WHEN_FIELDS,
    Field("group", N_("customers"), N_("the group it is for, such as members; empty is everybody")),
    Field(
        "coupon",
        N_("coupon"),
        N_("the code that has to be shown; * gives each coupon a number of its own"),
        digits=True,
    ),
)


class PromotionBook(TableBook):
    """The shop's promotions, without those that are quantity breaks of price lists."""

    word: ClassVar = "promotions"
    permission: ClassVar = "promotions.change"
    fields: ClassVar = FIELDS
    table: ClassVar = recording.TABLE
    key: ClassVar = "promotion"
    can_try: ClassVar = True

    @property
    def title(self) -> str:
        """What people call it."""
        return _("PROMOTIONS")

    def rules(self) -> Sequence[Rule]:
        """The latest version of each."""
        store, day = self.front.store, today(self.front)
        breaks = tuple(break_prefix(one["code"]) for one in store.documents(LISTS, copy=False))
        latest = {
            one["promotion"]: one
            for one in store.documents(self.table, copy=False)
            if not one["promotion"].startswith(breaks)
        }
        found = [_rule(document, day) for document in latest.values()]
        return sorted(found, key=lambda rule: rule.is_ended)

    def said(self, documents: Sequence[Mapping[str, Any]]) -> Texts:
        """The fields of the latest version."""
        latest = max(documents, key=lambda one: int(one["version"]))
        promotion = Promotion.from_document(latest)
        texts = promotion_texts(promotion)
        for name in ("price", "amount", "spend"):
            money = getattr(promotion, name)
            if money is not None:
                texts[name] = format_price(money, self.front.shop.currency)
        return {**texts, "ended": _("yes")} if latest.get("until") is not None else texts

    def checked(self, texts: Texts) -> Promotion:
        """The promotion. Raises InvalidValue."""
        return checked(self._parsed(texts), self.front.shop.currency)

    def probe(self, field: str, text: str, texts: Texts) -> None:
        """Reads one field. Raises InvalidValue."""
        if field == "goods":
            codes = Codes(self.front)
            parse_promotion({"code": "A", "kind": "set", "goods": text}, codes)
            if codes.unknown:
                raise InvalidValue(
                    _("no item has the code {code}", code=", ".join(sorted(codes.unknown))[:60])
                )
        parse_promotion({"code": "A", "kind": "set", field: text})

    def write(self, tx: Transaction, code: str, texts: Texts, author: recording.Author) -> None:
        """Writes a further version."""
        rows = list(self.front.store.documents(self.table))
        recording.write(tx, rows, [self.checked(texts)], author)

    def write_end(self, tx: Transaction, code: str, author: recording.Author) -> None:
        """Ends it; sales that are open keep it."""
        rows = list(self.front.store.documents(self.table))
        recording.write(tx, rows, (), author, lambda one: one == code)

    def tried(self, texts: Texts) -> Sequence[str]:
        """What it gives on a basket of its goods, and would have given on the last sales."""
        from .office_trial import try_promotion

        return try_promotion(self.front, self.checked(texts))

    def _parsed(self, texts: Texts) -> Promotion:
        said = {name: text for name, text in texts.items() if name != "ended"}
        return parse_promotion(said, Codes(self.front))


def _rule(document: Mapping[str, Any], day: str) -> Rule:
    promotion = Promotion.from_document(document)
    window, is_ended = promotion.window, document.get("until") is not None
    state = ""
    if is_ended:
        state = _("ended")
    elif window.last and window.last < day:
        state = _("over")
    elif window.first > day:
        state = _("from {day}", day=window.first)
    about = " ".join(filter(None, (promotion.kind.value, said_goods(promotion.parts), said_terms(promotion))))
    return Rule(promotion.code, promotion.name, about, state, is_ended)
