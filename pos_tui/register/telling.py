"""Telling: what was done, as one line for people and as values for scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pos_tui.core.money import plain
from pos_tui.core.pricing import line_figures
from pos_tui.core.weighing import BY_HAND, BY_SCALE, kilograms
from pos_tui.core.words import _, ngettext
from pos_tui.services.weighing import gross_grams

from .outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pos_tui.core.promotion_savings import Saving
    from pos_tui.core.sale import SaleLine

    from .register import Register


def line_outcome(register: Register, kind: str, place: int) -> Outcome:
    """One line of the basket as it stands, before any discount on the whole basket."""
    line = register.basket.lines[place]
    gross, discount = (0, 0) if line.void else line_figures(line, register.shop.currency)
    data = {
        "line": place + 1,
        "code": line.code,
        "sku": line.sku,
        "name": line.name,
        "qty": plain(line.quantity),
        "unit": line.unit.value,
        "unit_price": plain(line.unit_price),
        "discount": discount,
        "amount": gross - discount,
        "tax": line.tax,
        "void": line.void,
    }
    if line.weighing.by:
        data["weighing"] = line.weighing.to_document()
    for name, value in (("prices", line.prices), ("service", line.service)):
        if value:
            data[name] = value
    price = register.price(line.unit_price)
    message = _(
        "{quantity} x {name} @ {price} = {amount}",
        quantity=register.number(line.quantity),
        name=line.name,
        price=price,
        amount=register.text(gross - discount),
    )
    message = _with_weight(register, line, message)
    if line.prices:
        told = _("price without tax") if line.prices == "exclusive" else _("price with tax")
        message = f"{message}, {told}"
    return Outcome(kind, message, data, sound="good")


def with_children(register: Register, outcome: Outcome, place: int) -> Outcome:
    """An outcome, and what is charged with the line at a place, as it stands."""
    lines = register.basket.lines
    places = [at for at in range(place + 1, len(lines)) if lines[at].parent == place + 1]
    if not places:
        return outcome
    children = [line_outcome(register, "line", at) for at in places]
    told = ", ".join(f"{child.data['name']} {register.text(child.data['amount'])}" for child in children)
    message = _("{line}; with {charges}", line=outcome.message, charges=told)
    return replace(outcome, message=message, data={**outcome.data, "with": [c.data for c in children]})


def with_earned(register: Register, outcome: Outcome) -> Outcome:
    """An outcome, and what it earned by promotions, or lost."""
    told = earned(register)
    if not told:
        return outcome
    rows = [saving_row(one) for one in register.priced.savings]
    message = _("{change}; {line}", change=outcome.message, line=told)
    return replace(outcome, message=message, data={**outcome.data, "savings": rows})


def _with_weight(register: Register, line: SaleLine, message: str) -> str:
    """A line as it is told, with where its weight is from."""
    if line.weighing.by == BY_HAND:
        return _("{line}, weight by hand", line=message)
    if line.weighing.by != BY_SCALE or line.void:
        return message
    gross, tare = kilograms(gross_grams(line)), kilograms(line.weighing.tare)
    if not line.weighing.tare:
        return _("{line}, weighed {gross} kg", line=message, gross=register.number_as_is(gross))
    return _(
        "{line}, weighed {gross} kg - tare {tare} kg",
        line=message,
        gross=register.number_as_is(gross),
        tare=register.number_as_is(tare),
    )


def earned(register: Register) -> str:
    """What the last change earned by promotions, or lost; nothing where they stay as they were."""
    if register.basket.began is None:
        return ""
    before = {one.promotion.code: one.off for one in register.opened.saved_before}
    now = {one.promotion.code: one for one in register.priced.savings}
    told = [said_saving(register, one) for code, one in now.items() if before.get(code) != one.off]
    lost = [one for one in register.opened.saved_before if one.promotion.code not in now]
    told += [_("no longer {promotion}", promotion=one.promotion.name) for one in lost]
    return ", ".join(told)


def said_saving(register: Register, saving: Saving) -> str:
    """What a promotion saves, for people."""
    return _("{promotion} {amount}", promotion=saving.promotion.name, amount=register.text(-saving.off))


def saving_row(saving: Saving) -> dict[str, Any]:
    """What a promotion saves, as values for scripts; minor units."""
    promotion = saving.promotion
    return {
        "code": promotion.code,
        "version": promotion.version,
        "name": promotion.name,
        "times": saving.times,
        "off": saving.off,
    }


def warned(outcome: Outcome, warning: str) -> Outcome:
    """What was done, and what somebody has to know of it."""
    message = _("{line}; {warning}", line=outcome.message, warning=warning)
    data = {**outcome.data, "warning": warning}
    return replace(outcome, message=message, data=data, sound="refused")


def edited(register: Register, place: int, message: str) -> Outcome:
    """What a correction of one line came to."""
    outcome = with_earned(register, with_children(register, line_outcome(register, "edited", place), place))
    return replace(outcome, message=_("{change}; {line}", change=message, line=outcome.message))


def summary(register: Register, kind: str, message: str) -> Outcome:
    """What a change of the whole basket came to."""
    count, total = len(register.basket.lines), register.priced.total
    lines = ngettext("1 line", "{count} lines", count)
    data = {"lines": count, "total": total, "ref": register.basket.reference}
    return Outcome(
        kind,
        _("{message}: {lines}, total {total}", message=message, lines=lines, total=register.text(total)),
        data,
        sound="good",
    )


def standing(register: Register) -> str:
    """Where the open sale stands: its total, and what is paid and due once something is."""
    settlement = register.settlement
    count = sum(not line.void for line in register.basket.lines)
    lines = ngettext("1 line", "{count} lines", count)
    total = register.text(register.priced.total)
    if not register.basket.tenders:
        return _("total {total}, {lines}", total=total, lines=lines)
    paid = register.text(sum(tender.amount for tender in register.basket.tenders))
    due = register.text(settlement.due)
    return _(
        "total {total}, {lines}, paid {paid}, still due {due}", total=total, lines=lines, paid=paid, due=due
    )


def sale_outcome(register: Register, document: Mapping[str, Any]) -> Outcome:
    """A completed sale; amounts in minor units, quantities, prices and rates as decimal text."""
    number, total = document["number"], register.text(document["total"])
    message = _("{number}: total {total}", number=number, total=total)
    if document["change"]:
        change = register.text(document["change"])
        message = _("{number}: total {total}, change {change}", number=number, total=total, change=change)
    data = {
        "receipt": document["number"],
        "ref": document["ref"],
        "time": document["time"],
        "business_day": document["day"],
        "total": document["total"],
        "rounding": document["rounding"],
        "change": document["change"],
        "tax": document["taxes"],
        "tenders": document["tenders"],
        "currency": document["currency"],
        "lines": document["lines"],
        "hash": document["hash"],
    }
    return Outcome("sale", message, data, document, sound="good")
