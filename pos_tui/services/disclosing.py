"""All that the shop has of one person, to be shown, and to be handed to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from pos_tui import services
from pos_tui.core.customer import LABELS, PERSONAL
from pos_tui.core.money import format_amount
from pos_tui.core.sale_query import ALL_DAYS
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer

    from .counter import Counter

EXPORTED: Final = "customer_exported"


def row_of(counter: Counter, one: Customer) -> dict[str, Any]:
    """A customer for a list; what they owe and may owe is decimal text of major units."""
    money = counter.shop.currency
    return {
        "id": one.id,
        **{name: getattr(one.person, name) for name in PERSONAL},
        **{name: getattr(one, name) for name in ("card", "group", "tax", "tier", "since")},
        "owes": format_amount(one.balance, money),
        "limit": format_amount(one.limit, money),
        "points": services.loyalty.points_now(counter, one),
    }


def shown(counter: Counter, one: Customer) -> dict[str, Any]:
    """All that is kept of a customer but what they bought."""
    money = counter.shop.currency
    ids = [one.id, *(each.id for each in counter.people.same(one.id))]
    held = services.vouchers.of_customers(counter, ids)
    return {
        **row_of(counter, one),
        "consents": {name: asdict(said) for name, said in one.consents.items()},
        "store_credit": [{"code": each.code, "left": format_amount(each.balance, money)} for each in held],
        "spent": {month: format_amount(amount, money) for month, amount in one.spent.items()},
        "also": ids[1:],
    }


def disclosed(counter: Counter, one: Customer) -> dict[str, Any]:
    """All that the shop has of one person; that it goes out is on record. Raises Refused, StoreError."""
    services.permitting.permit(counter, "customers.export")
    with counter.ledger.transaction(operator=counter.operator) as tx:
        services.customers.note(counter, tx, EXPORTED, [one.id])
    account = services.serving.statement(counter, one, *ALL_DAYS).to_document()
    history = services.serving.history(counter, one)
    bought = [_opened(counter, sale) for batch in history for sale in batch]
    return {**shown(counter, one), "account": account, "bought": bought[::-1]}


def lines_of(counter: Counter, told: Mapping[str, Any]) -> list[str]:
    """What was disclosed, as lines to be read; amounts as the shop writes them."""
    money = counter.shop.currency
    lines = [f"{_(label)}: {told[name]}" for name, label in LABELS.items() if told.get(name)]
    lines += [f"{_('Customer')}: {', '.join([told['id'], *told['also']])}", f"{_('Since')}: {told['since']}"]
    lines += [f"{_('Owes')}: {told['owes']}", f"{_('Points')}: {told['points']}"]
    lines += [f"{_('Store credit')}: {each['code']} {each['left']}" for each in told["store_credit"]]
    for way, said in told["consents"].items():
        answer = _("yes") if said["given"] else _("no")
        lines.append(f"{_('Consent')} {way}: {answer}, {said['time']}, {said['how']}")
    lines += ["", _("Bought:")]
    for sale in told["bought"]:
        lines.append(f"{sale['day']} {sale['number']} {format_amount(sale['total'], money)}")
        lines += [f"  {line['name']} {format_amount(line['amount'], money)}" for line in _goods(sale)]
    return lines


def _goods(sale: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [line for line in sale["lines"] if not line["void"]]


def _opened(counter: Counter, sale: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded sale with what is sealed of its buyer: in it, and in its invoice."""
    told = dict(sale)
    if "tax_status" in sale:
        told["tax_status"] = services.buyer_tax.opened(counter.seals, sale["tax_status"])
    invoice = services.invoicing.of_sale(counter, sale)
    if invoice is not None:
        buyer = services.invoicing.buyer_of(counter, invoice).to_document()
        told["invoice"] = {"number": invoice["number"], "buyer": buyer}
    return told
