"""What a record of the journal says, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from .currency import Currency
from .errors import PosError
from .money import format_amount
from .tender import said_type
from .words import N_, _, ngettext

Op = Sequence[Any]
Document = Mapping[str, Any]
_SHOWN: Final = 3
"""Things of one record that are told one by one."""
_FOLLOWS: Final = frozenset({"tills", "stock"})
"""Tables that are written along with something that is told."""

_SECRET: Final = frozenset({"operators", "customers"})
"""Tables whose values are nobody's business."""


def what(ops: Sequence[Op]) -> str:
    """What a record did, on one line: `ops` are those of the journal (see `data.codec`)."""
    told = [op for op in ops if len(op) < 3 or op[1] not in _FOLLOWS] or list(ops)
    if len(told) <= _SHOWN:
        return ", ".join(map(_one, told))
    count = Counter((op[0], op[1] if isinstance(op[1], str) else "") for op in told)
    return ", ".join(_many(kind, table, number) for (kind, table), number in count.items())


def tables(ops: Sequence[Op]) -> list[str]:
    """The tables a record wrote to."""
    return list(dict.fromkeys(op[1] for op in ops if isinstance(op[1], str)))


def _one(op: Op) -> str:
    kind, table = op[0], op[1]
    if kind == "store":
        return _("the store was made")
    if kind == "epoch":
        return _("epoch {number} began", number=table["epoch"])
    if kind == "put":
        return _document(table, op[3])
    if kind == "set":
        fields = ", ".join(name if table in _SECRET else f"{name} {_value(op[3][name])}" for name in op[3])
        return _("{thing} #{number} changed: {fields}", thing=noun(table), number=op[2], fields=fields)
    if kind == "del":
        return _("{thing} #{number} removed", thing=noun(table), number=op[2])
    return _("all of {table} removed", table=table) if kind == "drop" else _("{table} begun", table=table)


def _document(table: str, document: Document) -> str:
    try:
        return _TELLING[table](document)
    except (KeyError, TypeError, ValueError, PosError):
        return _other(table, document)  # as other programs may write it


def _many(kind: str, table: str, count: int) -> str:
    if kind == "put":
        return ngettext("{count} {thing} written", "{count} x {thing} written", count, thing=noun(table))
    if kind == "set":
        return ngettext("{count} {thing} changed", "{count} x {thing} changed", count, thing=noun(table))
    return ngettext("{count} {thing} removed", "{count} x {thing} removed", count, thing=noun(table))


def noun(table: str) -> str:
    """What one document of a table is."""
    nouns = {
        "items": _("item"),
        "departments": _("department"),
        "taxes": _("tax"),
        "service_taxes": _("tax by way of serving"),
        "tender_types": _("way to pay"),
        "vouchers": _("voucher"),
        "accounts": _("account"),
        "layaways": _("order put aside"),
        "currencies": _("currency"),
        "settings": _("setting"),
        "tills": _("till"),
        "operators": _("operator"),
        "customers": _("customer"),
        "promotions": _("promotion"),
        "coupons": _("coupon"),
        "slips": _("slip"),
        "stock": _("stock"),
        "sales": _("sale"),
        "invoices": _("invoice or credit note"),
        "afterwards": _("what came after a sale"),
        "cash": _("cash"),
        "shifts": _("shift"),
        "events": _("event"),
        "movements": _("movement"),
        "sheets": _("sheet"),
        "sheet_lines": _("line of a sheet"),
        "transfers": _("transfer"),
        "suppliers": _("supplier"),
        "supplies": _("supply"),
        "orders": _("order"),
        "price_lists": _("price list"),
        "list_prices": _("price of a list"),
        "devices": _("device"),
    }
    return nouns.get(table, table)


def _sale(sale: Document) -> str:
    lines = ngettext("{count} line", "{count} lines", sum(not line["void"] for line in sale["lines"]))
    total = format_amount(sale["total"], Currency.parse(sale["currency"]))
    tenders = "+".join(dict.fromkeys(said_type(tender["type"]) for tender in sale["tenders"]))
    kinds = {
        "sale": N_("sale {number}: {lines}, {total} {tenders}"),
        "refund": N_("refund {number}: {lines}, {total} {tenders}"),
        "exchange": N_("exchange {number}: {lines}, {total} {tenders}"),
        "cancelled": N_("basket cancelled, {number}: {lines}, {total}"),
        "post_void": N_("post-void {number} of {original}: {total} {tenders}, {reason}"),
        "tender_correction": N_("tender of {original} corrected, {number}: {tenders}, {reason}"),
    }
    text = kinds.get(sale["kind"], "{number}: {lines}, {total} {tenders}")
    more = {"original": ", ".join(sale.get("originals", ())), "reason": sale.get("reason", "")}
    return _(text, number=sale["number"], lines=lines, total=total, tenders=tenders, **more).rstrip()


def _cash(record: Document) -> str:
    if record.get("kind") == "no_sale":
        return _("drawer opened without a sale: {reason}", reason=record["reason"])
    if record.get("kind") == "counting":
        return _("drawer opened to be counted")
    amount = format_amount(record["amount"], Currency.parse(record["currency"]))
    return _(_CASH[record["kind"]], amount=amount, reason=record["reason"])


def _shift(record: Document) -> str:
    currency, number = Currency.parse(record["currency"]), record["number"]
    if record["kind"] == "opened":
        return _(
            "shift {number} opened with {float}",
            number=number,
            float=format_amount(record["float"], currency),
        )
    if record["kind"] == "counted":
        cash = format_amount(record["counted"]["cash"], currency)
        return _("drawer counted, {number}: {cash}", number=number, cash=cash)
    gross = format_amount(record["sales"]["gross"], currency)
    if record["kind"] == "z":
        return _("shift closed, {number}: {gross}", number=number, gross=gross)
    return _("shift read, {number}", number=number)


def _event(record: Document) -> str:
    if record.get("kind") == "unknown_scan":
        return _("unknown code {code}", code=record["code"] or "?")
    if record.get("kind") == "reprint":
        return _("receipt {number} printed again, copy {copy}", number=record["receipt"], copy=record["copy"])
    if record.get("kind") == "gift":
        return _("gift receipt of {number} printed", number=record["receipt"])
    if record.get("kind") == "drawer_failed":
        return _(
            "drawer did not open for {number}: {reason}; to be opened with its key",
            number=record["for"],
            reason=record["reason"],
        )
    if record.get("kind") in ("training_begun", "training_ended"):
        begun = record["kind"] == "training_begun"
        text = N_("training begun at till {till}") if begun else N_("training ended at till {till}")
        return _(text, till=record["till"])
    if record.get("kind") == "key_changed":
        return _("closings are signed by key {key} from now on", key=record["to"])
    if record.get("kind") == "operator_changed":
        who = record.get("code") or _("role {role}", role=record.get("role", ""))
        return _("{who} changed: {what}", who=who, what=record.get("what", ""))
    if record.get("kind") == "age_refused":
        return _("not sold to the young: {name}, for {age} and over", name=record["item"], age=record["age"])
    if record.get("kind") == "coupon_twice":
        return _(
            "coupon {code} used twice: on {first} and {number}",
            code=record["code"],
            first=record["first"],
            number=record["receipt"],
        )
    if record.get("kind") in _CUSTOMERS:
        about = ", ".join([*record["customers"], *filter(None, [record.get("why")])])
        return _(_CUSTOMERS[record["kind"]], about=about)
    return _other("events", record)


def _movement(record: Document) -> str:
    count = len(record.get("lines", ()))
    kind = record.get("kind", "")
    return ngettext("stock, {kind}: {count} item", "stock, {kind}: {count} items", count, kind=kind)


def _sheet_line(line: Document) -> str:
    code = line["sku"] or line["said"]
    return _("{qty} x {code} on sheet {sheet}", qty=line["qty"], code=code, sheet=line["sheet"])


def _order(order: Document) -> str:
    count = len(order["lines"])
    facts = {"code": order["code"], "who": order["supplier"]}
    return ngettext("order {code}, {who}: {count} item", "order {code}, {who}: {count} items", count, **facts)


def _put_aside(order: Document) -> str:
    total = format_amount(order["total"], Currency.parse(order["currency"]))
    return _("put aside, {number} {name}: {total}", number=order["number"], name=order["name"], total=total)


def _item(item: Document) -> str:
    price = item.get("price")
    return _("item {sku} {name}: {price}", sku=item["sku"], name=item["name"], price=price or _("open price"))


def _setting(document: Document) -> str:
    if "changed" not in document:
        return _other("settings", document)
    changed = [f"{one[0]} {_value(one[1] or None)} > {_value(one[2] or None)}" for one in document["changed"]]
    return _("settings changed: {changes}", changes=", ".join(changed)) if changed else _("settings noted")


def _other(table: str, document: Document) -> str:
    kind = str(document.get("kind") or "").replace("_", " ")
    key = next((document[name] for name in _KEYS if document.get(name)), "")
    return " ".join(filter(None, (noun(table), str(key), kind)))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        value = " ".join(_value(part) for part in value.values() if part)
    elif isinstance(value, list) and value:
        value = ", ".join(map(_value, value))
    return "-" if value is None else str(value)[:40]


_CASH: Final[Mapping[str, str]] = {
    "paid_in": N_("paid in {amount}: {reason}"),
    "paid_out": N_("paid out {amount}: {reason}"),
    "pickup": N_("to the safe {amount}: {reason}"),
    "loan": N_("from the safe {amount}: {reason}"),
    "tip_out": N_("tips paid out {amount}: {reason}"),
}
_CUSTOMERS: Final[Mapping[str, str]] = {
    "customer_added": N_("customer made: {about}"),
    "customer_changed": N_("customer changed: {about}"),
    "customers_merged": N_("customers made one: {about}"),
    "customer_exported": N_("all about a customer handed out: {about}"),
    "customer_erased": N_("what was known of a customer destroyed: {about}"),
}
_KEYS: Final = ("number", "code", "sku", "till", "key", "name", "id")
_TELLING: Final[Mapping[str, Callable[[Document], str]]] = {
    "sales": _sale,
    "cash": _cash,
    "shifts": _shift,
    "events": _event,
    "movements": _movement,
    "sheet_lines": _sheet_line,
    "orders": _order,
    "items": _item,
    "layaways": _put_aside,
    "settings": _setting,
}
