"""What is done with the stock of one item from its page: each asks what it needs, and runs its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.quantity import parse_quantity
from pos_tui.core.stock import BLOCKS, SELLS
from pos_tui.core.words import N_, _

from .find import quoted
from .form import FieldsForm, FormSpec

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .pick import Choices
    from .stock_card import StockCard

_LABELS: Final[Mapping[str, str]] = {
    "qty": N_("how many"),
    "becomes": N_("there are"),
    "to": N_("to"),
    "cost": N_("cost of one"),
    "lot": N_("lot"),
    "expires": N_("expires"),
    "ref": N_("paper"),
    "low": N_("order at"),
    "full": N_("up to"),
    "negative": N_("below zero"),
    "why": N_("why"),
}
_RULES: Final = ("low", "full", "negative")


@dataclass(frozen=True, slots=True)
class _Act:
    title: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]


ACTS: Final[Mapping[str, _Act]] = {
    "f2": _Act(N_("GOODS IN"), ("qty", "cost", "lot", "expires", "ref"), ("qty",)),
    "f3": _Act(N_("PUT RIGHT"), ("becomes", "why"), ("becomes", "why")),
    "f4": _Act(N_("WASTE"), ("qty", "why"), ("qty", "why")),
    "f5": _Act(N_("SEND"), ("to", "qty"), ("to", "qty")),
    "f6": _Act(N_("RULES"), (*_RULES, "why"), ()),
}
"""By the key of the page."""


def begin_act(card: StockCard, sku: str, key: str) -> None:
    """Asks for what one of ACTS needs, in a form; the page is read again once it is done."""
    desk, act = card.desk, ACTS[key]
    others = [(place, place) for place in desk.register.looking.stockroom.places()[1:]]
    if "to" in act.fields and not others:
        desk.say(_("there is no other place: pos config set stock.locations cellar"), "refused")
        return
    known = _rules_of(card) if key == "f6" else {"to": others[0][0]} if key == "f5" else {}

    def save(changed: dict[str, str]) -> None:
        desk.run(_command(key, sku, {**known, **changed}), after=done)

    def done(outcome: Outcome) -> None:
        if outcome.ok:
            desk.close()
            desk.say(outcome.message, "good")
            card.read()

    spec = FormSpec(
        f"{_(act.title)}  {card.title}",
        {name: _LABELS[name] for name in act.fields},
        _checker(desk, sku),
        save,
        act.needed,
        lambda field: {"to": others, "negative": _below_zero()}.get(field, ()),
        often_digits=frozenset({"lot", "ref"}),
    )
    desk.open(FieldsForm(desk, spec, known))
    desk.say("")


def _below_zero() -> Choices:
    return ((SELLS, _("sells")), (BLOCKS, _("is not sold")), ("", _("as the shop's setting says")))


def _rules_of(card: StockCard) -> dict[str, str]:
    here = card.desk.register.looking.stockroom.places()[0]
    row = next((row for row in card.places if row["location"] == here), {})
    return {name: row[name] for name in _RULES if row.get(name)}


def _checker(desk: Desk, sku: str) -> Callable[[str, str], str]:
    """Why a field cannot hold a text."""
    stock, code = desk.register.looking.stockroom, quoted(sku)

    def objection(field: str, text: str) -> str:
        if field in ("qty", "becomes", "low", "full"):
            try:
                number = parse_quantity(_plain(desk, text))
            except InvalidValue as error:
                return error.message
            goods = f"{code}={number}" if field == "becomes" else f"{number}*{code}"
            return stock.objection(goods) if field in ("qty", "becomes") else ""
        tails = {"cost": f"@{_plain(desk, text)}", "expires": f" exp {text}"}
        if field in tails:
            return stock.objection(f"{code}{tails[field]}")
        if field == "lot" and len(text.split()) > 1:
            return _("a lot is one word")
        if field == "to" and text not in stock.places()[1:]:
            return _("there is no place {name}: F2 lists them", name=text[:40])
        if field == "negative" and text not in (SELLS, BLOCKS):
            return _("below zero an item may {one} or {other}", one=SELLS, other=BLOCKS)
        return ""

    return objection


def _plain(desk: Desk, text: str) -> str:
    return text.replace(desk.formats.mark, ".")


def _command(key: str, sku: str, said: Mapping[str, str]) -> str:
    """The register's command for what was answered."""
    code, why = quoted(sku), f" for {said['why']}" if said.get("why") else ""
    if key == "f6":
        rules = " ".join(f"{name}={said[name]}" for name in _RULES if name in said)
        return f"/rules {code} {rules}{why}"
    if key == "f3":
        return f"/adjust {code}={said['becomes']}{why}"
    goods = f"{said['qty']}*{code}"
    if key == "f4":
        return f"/waste {goods}{why}"
    if key == "f5":
        return f"/transfer {goods} to {said['to']}"
    cost = f"@{said['cost']}" if said.get("cost") else ""
    words = (("lot", "lot"), ("exp", "expires"), ("ref", "ref"))
    more = "".join(f" {word} {said[field]}" for word, field in words if said.get(field))
    return f"/receive {goods}{cost}{more}"
