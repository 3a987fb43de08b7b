"""The shop's taxes, for the commands: codes, rates from a day on, what depends on how goods are served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.item_fields import checked_day
from pos_tui.core.money import plain
from pos_tui.core.service_mode import DEPARTMENT, ITEM, TABLE, TAX, ServiceTax
from pos_tui.core.tax import TaxCode, TaxComponent
from pos_tui.core.tax_text import parse_percent
from pos_tui.core.words import _

from .making import parse_tax

if TYPE_CHECKING:
    from data.transaction import Transaction

    from .front import Shopfront

_TAXES: Final = "taxes"


def listed(front: Shopfront) -> Iterator[dict[str, Any]]:
    """The tax codes, each with its rates of today and those to come."""
    today = tax_day(front)
    for document in front.store.documents(_TAXES):
        tax = TaxCode.from_document(document)
        rates = " + ".join(_rates(part, today, alone=len(tax.components) == 1) for part in tax.components)
        none = tax.kind or _("out of scope")
        row = {"code": tax.code, "name": tax.name, "rates": rates or none, "kind": tax.kind or None}
        yield {**row, "ended": _("yes") if document.get("ended") else None}


def _rates(part: TaxComponent, today: str, *, alone: bool) -> str:
    now = [rate for start, rate in part.rates if start <= today]
    texts = [f"{plain(now[-1])} %"] if now else []
    texts += [
        _("{rate} % from {day}", rate=plain(rate), day=start) for start, rate in part.rates if start > today
    ]
    name = "" if alone else f"{part.name} "
    return f"{name}{', '.join(texts)}{_(' compound') if part.compound else ''}"


def add(front: Shopfront, text: str, name: str = "") -> TaxCode:
    """Makes a tax code, of text as `pos init --tax` takes it. Raises InvalidValue, Refused, StoreError."""
    tax = parse_tax(text)
    tax = replace(tax, name=name.strip() or tax.name)
    with front.store.transaction(operator=front.operator) as tx:
        if tx.find(_TAXES, "code", tax.code) is not None:
            raise Refused(_("there is a tax {code} already: pos taxes rate changes its rate", code=tax.code))
        tx.insert(_TAXES, tax.to_document())
    return tax


def set_rate(front: Shopfront, code: str, percent: str, day: str = "", of: str = "") -> TaxCode:
    """Gives a tax another rate from midnight of a day on (today), by the shop's clock.

    `of` names which, where a code has several. Raises InvalidValue: also for a day that is over, as what was
    sold is recorded, but in a simulated shop, which sells on days of then; Refused, StoreError.
    """
    rate, start, today = parse_percent(percent), checked_day(day) if day else "", tax_day(front)
    if (start or today) < today and not front.shop.simulated:
        raise InvalidValue(_("{day} is over: what was sold then keeps its tax", day=start))
    with front.store.transaction(operator=front.operator) as tx:
        there = tx.find(_TAXES, "code", code)
        if there is None:
            raise Refused(_("there is no tax {code}: pos taxes list shows them", code=code[:40]))
        if there.get("ended"):
            raise Refused(_("{code} is ended: make a new one, or a copy of it", code=code[:64]))
        tax = TaxCode.from_document(there)
        names = [part.name for part in tax.components]
        wanted = of or (names[0] if len(names) == 1 else "")
        if wanted not in names:
            raise InvalidValue(_("which tax of {code}? {names}", code=code, names=", ".join(names) or "-"))
        parts = tuple(
            replace(part, rates=_with(part, start or today, rate)) if part.name == wanted else part
            for part in tax.components
        )
        tax = replace(tax, components=parts)
        tx.put(_TAXES, there.doc_id, tax.to_document())
    return tax


def _with(part: TaxComponent, start: str, rate: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted({**dict(part.rates), start: rate}.items()))


def serve(front: Shopfront, what: str, taxes: Sequence[str]) -> ServiceTax:
    """Says which taxes an item, a department or a tax code has by how it is served; none takes that back.

    Raises InvalidValue, Refused, StoreError.
    """
    rule = ServiceTax.parse(what, taxes)
    with front.store.transaction(operator=front.operator) as tx:
        check_serving(tx, rule)
        write_serving(tx, rule)
    return rule


def write_serving(tx: Transaction, rule: ServiceTax, why: str = "") -> None:
    """Writes a rule in a commit; without taxes it is taken back. Raises Refused."""
    there, document = tx.find(TABLE, "code", rule.key), rule.to_document()
    if why:
        document["why"] = why
    if there is None:
        if not rule.taxes:
            raise Refused(_("{what} is taxed the same however it is served", what=rule.key))
        tx.insert(TABLE, document)
    elif not rule.taxes:
        if why:
            tx.set(TABLE, there.doc_id, why=why)  # what is removed cannot say it
        tx.remove(TABLE, there.doc_id)
    else:
        tx.put(TABLE, there.doc_id, document)


def check_serving(source: Any, rule: ServiceTax) -> None:
    """Looks into a store or a commit whether there is what a rule is about, and its taxes. Raises Refused."""
    for code in (*rule.taxes.values(), *((rule.name,) if rule.of == TAX else ())):
        there = source.find(_TAXES, "code", code)
        if there is None or there.get("ended"):
            raise Refused(_("there is no tax {code}: pos taxes list shows them", code=code[:40]))
    if rule.of == ITEM and source.find("items", "sku", rule.name) is None:
        raise Refused(_("no item has the SKU {sku}", sku=rule.name[:40]))
    if rule.of == DEPARTMENT and source.find("departments", "code", rule.name) is None:
        raise Refused(
            _("there is no department {code}: pos departments list shows them", code=rule.name[:64])
        )


def served(front: Shopfront) -> Iterator[dict[str, Any]]:
    """What depends on how goods are served."""
    for document in front.store.documents(TABLE):
        rule = ServiceTax.from_document(document)
        yield {"what": rule.key, "eatin": rule.taxes.get("eatin"), "takeaway": rule.taxes.get("takeaway")}


def tax_day(front: Shopfront) -> str:
    """The date on the shop's calendar: taxes go by it, whatever the business day."""
    return front.clock().astimezone(ZoneInfo(front.shop.timezone)).date().isoformat()
