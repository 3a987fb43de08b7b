"""Explaining a total: line by line, down to the cent, from the document alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pos_tui.core.currency import Currency
from pos_tui.core.money import divide_half_up, format_amount, format_price, plain
from pos_tui.core.refund import shares_of, tax_portions
from pos_tui.core.service_mode import SAID
from pos_tui.core.tax import EXEMPT, REVERSE
from pos_tui.core.tender import said_type
from pos_tui.core.weighing import BY_SCALE, kilograms
from pos_tui.core.words import N_, _

_SOURCES = {
    "catalogue": N_("price list"),
    "entered": N_("price entered"),
    "total": N_("line total entered"),
    "sticker": N_("price on the sticker"),
    "receipt": N_("as it was sold"),
    "empties": N_("deposit"),
    "charge": N_("charged with its line"),
    "open": N_("price entered, as the item has none"),
    "list": N_("price list of the customer or the hour"),
    "markdown": N_("marked down"),
    "voucher": N_("a voucher, no turnover, taxed when it is redeemed"),
    "voucher_reload": N_("more on a voucher, no turnover, taxed when it is redeemed"),
    "voucher_taxed": N_("a voucher, taxed now"),
    "redeemed": N_("paid for by a voucher that was taxed when it was sold"),
    "tip": N_("a tip, no turnover"),
    "layaway": N_("a deposit, no turnover until the goods are collected"),
    "layaway_taxed": N_("a deposit, taxed when it was taken"),
    "account": N_("what was on account, no turnover"),
}


KINDS = {
    EXEMPT: N_("exempt"),
    REVERSE: N_("reverse charge"),
}
"""Why no tax falls on something, for people."""


def explain(sale: Mapping[str, Any], mark: str = ".") -> list[str]:
    """Plain lines that lead from the prices of a sale document to its total, rounding and change.

    `mark` is the decimal mark of whoever reads them.
    """
    return list(_explained(sale, mark))


def _explained(sale: Mapping[str, Any], mark: str) -> Iterator[str]:
    currency = Currency.parse(sale["currency"])

    def money(minor: int) -> str:
        return format_amount(minor, currency).replace(".", mark)

    promoted, changed = promoted_shares(sale), _changes(sale, mark)
    for line in sale["lines"]:
        if line["void"]:
            yield _("#{line} {name}: void, counts nothing", line=line["line"], name=line["name"])
            continue
        price = _price(line["unit_price"], currency, mark)
        yield from _priced(line, price, changed.get(line["line"], ()), money, mark)
        yield from _lowered(line, promoted.get(line["line"], ()), money)
    yield from _promotions(sale, money)
    basket = sale.get("basket_discount")
    if basket:
        yield from changed.get(0, ())
        off = money(-basket["off"])
        yield _("basket discount {amount}, shared out in the lines above by largest remainder", amount=off)
    mixed = any("prices" in line for line in sale["lines"])
    for tax in sale["taxes"]:
        yield _mixed_tax_line(sale, tax, money, mark) if mixed else _tax_line(sale, tax, money, mark)
    yield from _paid(sale, money)


def _paid(sale: Mapping[str, Any], money: Callable[[int], str]) -> Iterator[str]:
    """The total, and what was given for it."""
    yield _("total {amount}", amount=money(sale["total"]))
    if sale["rounding"]:
        yield _("cash rounding {amount}", amount=money(sale["rounding"]))
    for tender in sale["tenders"]:
        yield _tender_line(tender, money)
    if sale["change"]:
        yield _("change {amount}", amount=money(sale["change"]))
    for row in sale.get("loyalty", ()):
        facts = {
            "customer": row["customer"],
            "earned": row["earned"],
            "used": row["used"],
            "now": row["points"],
        }
        yield _("points of {customer}: {earned} earned, {used} used, {now} now", **facts)


def _priced(
    line: Mapping[str, Any], price: str, changed: Sequence[str], money: Callable[[int], str], mark: str
) -> Iterator[str]:
    """What a line costs before anything is taken off, and where its price, tax and weight are from."""
    yield _(
        "#{line} {name}: {quantity} x {price} ({source}) = {amount}",
        line=line["line"],
        name=line["name"],
        quantity=line["qty"].replace(".", mark),
        price=price,
        source=_(_SOURCES.get(line["source"], line["source"])),
        amount=money(line["amount"] + line["discount"] + line.get("relief", 0)),
    )
    if "prices" in line:
        yield _said_prices(line["prices"])
    if "own_tax" in line:
        served = _(SAID[line["service"]])
        own, tax = line["own_tax"], line["tax"]
        yield _("   {served}: tax {tax} in the place of {own}", served=served, tax=tax, own=own)
    if "shares" in line:
        told = ", ".join(f"{share.code} {money(share.amount)}" for share in shares_of(line))
        yield _("   shared over the taxes of its parts by their prices: {shares}", shares=told)
    for text in changed:
        yield f"   {text}"
    if line.get("weighing"):
        yield _weighed(line["weighing"], mark)


def _lowered(
    line: Mapping[str, Any], shares: Sequence[tuple[str, int]], money: Callable[[int], str]
) -> Iterator[str]:
    """What is taken off a line: its discounts, what promotions save, the tax of a buyer who owes none."""
    relief = line.get("relief", 0)
    off = line["discount"] - sum(share for _name, share in shares)
    if off:
        left = line["amount"] + line["discount"] + relief - off
        yield _("   discount {discount} = {amount}", discount=money(-off), amount=money(left))
    for name, share in shares:
        yield _("   promotion {name} {discount}", name=name, discount=money(-share))
    if shares:
        yield _("   = {amount}", amount=money(line["amount"] + relief))
    if relief:
        yield _(
            "   less the tax within, {why}: {tax} = {amount}",
            why=_(KINDS[line["kind"]]),
            tax=money(-relief),
            amount=money(line["amount"]),
        )


def _price(text: str | None, currency: Currency, mark: str) -> str:
    return format_price(Decimal(text), currency).replace(".", mark) if text else ""


def _changes(sale: Mapping[str, Any], mark: str) -> dict[int, list[str]]:
    """Prices that were changed by hand, by the line's number: from what, to what, and why."""
    found: dict[int, list[str]] = {}
    currency = Currency.parse(sale["currency"])
    for row in sale.get("corrections", ()):
        if row["what"] in ("price", "markdown"):
            told = {name: _price(row[name], currency, mark) for name in ("before", "after")}
            told["why"] = row.get("why", "")
            text = _("price {before} -> {after}", **told)
            if told["why"]:
                text = _("price {before} -> {after}: {why}", **told)
            found.setdefault(row["line"], []).append(text)
        elif row["what"] == "discount" and row["after"] and row.get("why"):
            found.setdefault(row["line"], []).append(
                _("discount {after}: {why}", after=row["after"], why=row["why"])
            )
    return found


def _weighed(weighing: Mapping[str, Any], mark: str) -> str:
    """Where a line's weight is from."""
    if weighing["by"] != BY_SCALE:
        return _("   weight entered by hand")
    if not weighing.get("tare"):
        return _("   weight by the scale")
    tare = str(kilograms(weighing["tare"])).replace(".", mark)
    return _("   weight by the scale, less a tare of {tare} kg", tare=tare)


def promoted_shares(sale: Mapping[str, Any]) -> dict[int, list[tuple[str, int]]]:
    """(promotion, what it takes off) of each line of a sale document, by the line's number."""
    found: dict[int, list[tuple[str, int]]] = {}
    for row in sale.get("promotions", ()):
        for number, off in row["lines"].items():
            found.setdefault(int(number), []).append((f"{row['code']}#{row['version']}", off))
    return found


def _promotions(sale: Mapping[str, Any], money: Callable[[int], str]) -> Iterator[str]:
    for row in sale.get("promotions", ()):
        yield _(
            "promotion {code} version {version}, {name}: {times} x, {amount}, shared out in the lines above",
            code=row["code"],
            version=row["version"],
            name=row["name"],
            times=row["times"],
            amount=money(-row["off"]),
        )


def _tax_line(sale: Mapping[str, Any], tax: Mapping[str, Any], money: Callable[[int], str], mark: str) -> str:
    """What one tax falls on. In a price that holds several, each is a part of the same net."""
    if not tax["rate"]:
        if tax.get("kind"):
            why = _(KINDS[tax["kind"]])
            return _("{tax}: no tax on {base}, {why}", tax=tax["code"], base=money(tax["net"]), why=why)
        return _("{tax}: no tax on {base}", tax=tax["code"], base=money(tax["net"]))
    shown = {"tax": tax["code"], "rate": tax["rate"].replace(".", mark), "amount": money(tax["tax"])}
    if "share" in tax:
        base = _on_taxes(tax)
        return _(
            "tax {tax} {rate} % on {base} with the taxes before it: {amount}, half up",
            base=money(base),
            **shown,
        )
    if sale["prices"] != "inclusive":
        return _("tax {tax} {rate} % added to {base}: {amount}, half up", base=money(tax["net"]), **shown)
    if _is_one_of_several(sale, tax["rate"]):
        return _(
            "tax {tax} {rate} % of {base} net, within the prices: {amount}, half up",
            base=money(tax["net"]),
            **shown,
        )
    gross = money(tax["net"] + tax["tax"])
    return _("tax {tax} {rate} % contained in {base}: {amount}, half up", base=gross, **shown)


def _said_prices(prices: str) -> str:
    return _("   a price without tax") if prices == "exclusive" else _("   a price with tax")


def _mixed_tax_line(
    sale: Mapping[str, Any], tax: Mapping[str, Any], money: Callable[[int], str], mark: str
) -> str:
    """What a tax falls on where some prices contain it and others do not: both, rounded together."""
    sums = {"inclusive": 0, "exclusive": 0}
    for line in sale["lines"]:
        for portion in () if line["void"] else tax_portions(line):
            taxes = {(part.tax.name, plain(part.tax.rate)) for part in portion.taxes}
            if (tax["code"], tax["rate"]) in taxes:
                sums[line.get("prices", sale["prices"])] += portion.amount
    if not tax["rate"] or not all(sums.values()) or "share" in tax:
        prices = next((prices for prices, amount in sums.items() if amount), sale["prices"])
        return _tax_line({**sale, "prices": prices}, tax, money, mark)
    return _(
        "tax {tax} {rate} % contained in {gross} and added to {net}, together {amount}, half up",
        tax=tax["code"],
        rate=tax["rate"].replace(".", mark),
        gross=money(sums["inclusive"]),
        net=money(sums["exclusive"]),
        amount=money(tax["tax"]),
    )


def _on_taxes(tax: Mapping[str, Any]) -> int:
    """What a tax falls on that is levied on other taxes, too: its share of the net is its rate of this."""
    base = Fraction(tax["net"]) * Fraction(tax["share"]) / Fraction(tax["rate"])
    return divide_half_up(base.numerator, base.denominator)


def _is_one_of_several(sale: Mapping[str, Any], rate: str) -> bool:
    """Whether some price holds this rate next to others."""
    lines = (line for line in sale["lines"] if not line["void"])
    rates = ([plain(part.tax.rate) for part in one.taxes] for line in lines for one in tax_portions(line))
    return any(rate in parts and len(parts) > 1 for parts in rates)


def _tender_line(tender: Mapping[str, Any], money: Callable[[int], str]) -> str:
    kind, amount, given = said_type(tender["type"]), money(tender["amount"]), tender.get("given")
    if foreign := tender.get("foreign"):
        theirs = format_amount(foreign["amount"], Currency.parse(foreign["currency"]))
        return _(
            "{tender}: {theirs} {currency} x {rate}, half up to the smallest coin = {amount}",
            tender=kind,
            theirs=theirs,
            currency=foreign["currency"],
            rate=foreign["rate"],
            amount=amount,
        )
    if tender.get("cash_back"):
        return _(
            "{tender} {amount}, with {back} cash back",
            tender=kind,
            amount=amount,
            back=money(tender["cash_back"]),
        )
    if given is None:
        return f"{kind} {amount}"
    return _(
        "{tender} {amount} of {given}, which gives no change", tender=kind, amount=amount, given=money(given)
    )
