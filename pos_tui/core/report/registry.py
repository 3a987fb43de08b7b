"""The reports there are. The command, the screen, the printer, the help and the handbook read this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.shift import ACTS
from pos_tui.core.words import N_, _

from . import ranks
from .baskets import BASKETS
from .owed import ACCOUNTS, VOUCHERS, closing
from .posted import POSTED
from .spec import TIMES, By, Column, Fold, Kind, Report, Sums, average, tenths
from .stocked import BELOW_ZERO, EXPIRING, MOVEMENT, REORDER, VALUE, WHY
from .takings import DISCOUNTS, TAXES, TENDERS, TIPS
from .together import TOGETHER
from .turnover import ALL, CUSTOMERS, ITEMS, TURNOVER
from .watch import COUNTED, MOVED, WATCH

FOLDS: Final = (
    TURNOVER,
    TAXES,
    TENDERS,
    DISCOUNTS,
    TIPS,
    BASKETS,
    WATCH,
    MOVED,
    COUNTED,
    VOUCHERS,
    ACCOUNTS,
    POSTED,
)
"""What is kept for each day."""
FIGURES: Final = 5
"""Raised when a fold that is kept changes: what was kept is then made again from the journal."""


def _get(name: str) -> Callable[[Sums], int | None]:
    return lambda sums: sums[name]


def _money(name: str, title: str) -> Column:
    return Column(name, title, Kind.MONEY, _get(name))


def _count(name: str, title: str) -> Column:
    return Column(name, title, Kind.COUNT, _get(name))


def _balance(fold: Fold) -> Column:
    signs = closing(fold)
    return Column(
        "closing",
        N_("open at the end"),
        Kind.MONEY,
        lambda sums: sum(sums[name] * sign for name, sign in signs.items()),
    )


def _times(fold: Fold, dimension: str, *keys: str, whole: str = "") -> dict[str, By]:
    """By each kind of time, before what else it is listed by."""
    return {time: By(fold, dimension, (time, *keys), whole=whole) for time in TIMES}


_RECEIPTS: Final = _count("receipts", N_("receipts"))
_LINES: Final = _count("lines", N_("lines"))
_GROSS: Final = _money("gross", N_("gross"))
_NET: Final = Column("net", N_("net"), Kind.MONEY, lambda sums: sums["gross"] - sums["tax"])
_TAX: Final = _money("tax", N_("tax"))
_DISCOUNT: Final = _money("discount", N_("discounts"))
_TIMES: Final = _count("times", N_("times"))
_SOLD_BY: Final = {
    **_times(TURNOVER, ALL),
    "hour": By(TURNOVER, "hour", ("hour",)),
    "department": By(TURNOVER, "department", ("department",), largest=True, whole=ALL),
    "operator": By(TURNOVER, "operator", ("operator",), largest=True),
    "till": By(TURNOVER, "till", ("till",)),
    "item": By(ITEMS, "item", ("item", "name"), largest=True, whole=ALL),
    "customer": By(CUSTOMERS, "customer", ("customer", "name"), largest=True),
}
_MARGIN: Final = (
    _NET,
    _money("cost", N_("cost")),
    Column("margin", N_("margin"), Kind.MONEY, lambda sums: sums["costed"] - sums["cost"]),
    Column("margin_percent", N_("margin %"), Kind.PERCENT,
           lambda sums: tenths(sums["costed"] - sums["cost"], sums["costed"])),
    Column("no_cost", N_("without cost"), Kind.MONEY,
           lambda sums: sums["gross"] - sums["tax"] - sums["costed"]),
)  # fmt: skip
_ITEM_COLUMNS: Final = (
    Column("quantity", N_("quantity"), Kind.QUANTITY, _get("quantity")),
    _RECEIPTS, _GROSS, _NET, _DISCOUNT,
)  # fmt: skip
_ACTS: Final = dict(
    zip(
        ACTS,
        (
            *(N_("receipts"), N_("voids"), N_("undone"), N_("corrections"), N_("overrides"), N_("discounts")),
            *(N_("cancelled"), N_("refunds"), N_("post-voids"), N_("tenders corrected"), N_("reprints")),
            *(N_("no-sales"), N_("paid-outs")),
        ),
        strict=True,
    )
)
_MOVED: Final = dict(
    zip(
        WHY,
        (
            *(N_("received"), N_("sold"), N_("came back"), N_("wasted"), N_("to supplier")),
            *(N_("counted"), N_("placed")),
        ),
        strict=True,
    )
)

REPORTS: Final = {
    report.name: report
    for report in (
        Report("sales", N_("Sales"),
               N_("What was sold, refunds taken off; sold and refunds are its two parts."),
               (_RECEIPTS, _LINES, _GROSS, _NET, _TAX, _money("sold", N_("sold")),
                _money("refunds", N_("refunds")), _DISCOUNT, _money("rounding", N_("cash rounding")),
                Column("average", N_("a receipt"), Kind.MONEY,
                       lambda sums: average(sums["gross"], sums["receipts"]))),
               _SOLD_BY, ("receipts", "gross", "net")),
        Report("tax", N_("Taxes"),
               N_("Net and tax by rate; one without a rate is outside of any. Goods that two taxes fall on "
                  "are in the net of both, and once in the total."),
               (_money("net", N_("net")), _TAX,
                Column("gross", N_("gross"), Kind.MONEY, lambda sums: sums["net"] + sums["tax"])),
               {"rate": By(TAXES, "rate", ("tax_code", "rate"), whole=ALL),
                **_times(TAXES, "rate", "tax_code", "rate", whole=ALL)}),
        Report("tax-period", N_("Tax period"),
               N_("Net and tax by rate beside what the Zs say and what was sold in no shift; they differ by "
                  "nothing once every shift has its Z."),
               (_money("net", N_("net")), _TAX, _money("z_net", N_("net by Zs")),
                _money("z_tax", N_("tax by Zs")), _money("out_net", N_("net in no shift")),
                _money("out_tax", N_("tax in no shift")),
                Column("net_off", N_("net differs"), Kind.MONEY,
                       lambda sums: sums["net"] - sums["z_net"] - sums["out_net"]),
                Column("tax_off", N_("tax differs"), Kind.MONEY,
                       lambda sums: sums["tax"] - sums["z_tax"] - sums["out_tax"])),
               {"rate": By(TAXES, "rate", ("tax_code", "rate"), whole=ALL),
                **_times(TAXES, "rate", "tax_code", "rate", whole=ALL)}, ("net", "tax", "tax_off")),
        Report("tenders", N_("Ways to pay"),
               N_("What was kept of each way to pay, change taken off. Foreign "
                  "money is in its own currency."),
               (_TIMES, _money("amount", N_("amount")),
                Column("foreign", N_("foreign"), Kind.MONEY,
                       lambda sums: sums["foreign"] or None, added=False)),
               {"tender": By(TENDERS, "tender", ("tender", "money")),
                **_times(TENDERS, "tender", "tender", "money")}, ("times", "amount")),
        Report("margin", N_("Margin"), N_("What was earned on what has a cost; the rest stands apart."),
               _MARGIN, {"department": _SOLD_BY["department"], **_SOLD_BY},
               ("net", "margin", "margin_percent"), needs="costs.read"),
        Report("discounts", N_("Discounts"),
               N_("What was taken off: on a line, on a whole sale, by marking down, and by each promotion."),
               (_TIMES, _money("off", N_("off"))),
               {"kind": By(DISCOUNTS, "kind", ("kind", "promotion"), largest=True),
                "operator": By(DISCOUNTS, "operator", ("operator",), largest=True),
                **_times(DISCOUNTS, "operator")}),
        Report("watch", N_("Loss prevention"),
               N_("What is looked through for money that goes missing, by who did it."),
               tuple(_count(act, title) for act, title in _ACTS.items()),
               {"operator": By(WATCH, "operator", ("operator",)), "till": By(WATCH, "till", ("till",)),
                **_times(WATCH, "till")},
               ("voids", "overrides", "cancelled", "refunds", "no_sales", "reprints")),
        Report("moved", N_("Cash without sales"), N_("Cash paid in and out, to the safe and from it."),
               (_TIMES, _money("amount", N_("amount"))),
               {"kind": By(MOVED, "kind", ("kind",)), "operator": By(MOVED, "operator", ("operator",)),
                **_times(MOVED, "kind", "kind")}),
        Report("over-short", N_("Over and short"), N_("Counted cash against what was expected, by Z."),
               (_count("closings", N_("closings")), _money("expected", N_("expected")),
                _money("counted", N_("counted")), _money("over_short", N_("over or short")),
                _money("bag", N_("to the safe"))),
               {"z": By(COUNTED, "z", ("z", "operator")),
                "operator": By(COUNTED, "operator", ("operator",)), "till": By(COUNTED, "till", ("till",)),
                **_times(COUNTED, "till", whole="till")}, ("expected", "counted", "over_short")),
        Report("tips", N_("Tips"), N_("Tips received and paid out, by whose they are."),
               (_TIMES, _money("received", N_("received")), _money("paid", N_("paid out")),
                Column("open", N_("not paid out"), Kind.MONEY,
                       lambda sums: sums["received"] - sums["paid"])),
               {"operator": By(TIPS, "operator", ("operator",)), **_times(TIPS, "operator")}),
        Report("vouchers", N_("Vouchers"),
               N_("What the shop owes by vouchers and store credit, and how that came about."),
               (_money("opening", N_("open before")), _money("issued", N_("issued")),
                _money("presents", N_("presents")), _money("redeemed", N_("redeemed")),
                _money("expired", N_("expired or given up")), _balance(VOUCHERS)),
               {"type": By(VOUCHERS, "type", ("voucher",))}, ("closing",), ranks.moved_or_open,
               running=True),
        Report("accounts", N_("On account"), N_("What customers owe, put on account and paid off."),
               (_money("opening", N_("open before")), _money("charged", N_("put on account")),
                _money("paid", N_("paid")), _money("brought", N_("brought in")),
                _money("given_up", N_("given up")),
                _balance(ACCOUNTS)),
               {"account": By(ACCOUNTS, "account", ("account", "name"))}, ("closing",), ranks.moved_or_open,
               running=True),
        Report("baskets", N_("Baskets"), N_("How much is bought at once."),
               (_RECEIPTS, _LINES, _GROSS,
                Column("average", N_("a receipt"), Kind.MONEY,
                       lambda sums: average(sums["gross"], sums["receipts"]))),
               {"lines": By(BASKETS, "lines", ("size",)), "value": By(BASKETS, "value", ("value",)),
                **_times(BASKETS, "lines")}, ("receipts", "average")),
        Report("abc", N_("ABC"),
               N_("Items by their share of the turnover: A up to 80 %, B up to 95 %, C the rest."),
               _ITEM_COLUMNS, {"item": _SOLD_BY["item"]}, ("gross", "share", "class"), ranks.classed, more=
               (("share", N_("share %"), Kind.PERCENT), ("running", N_("together %"), Kind.PERCENT),
                ("class", N_("class"), Kind.TEXT))),
        Report("together", N_("Bought together"),
               N_("Pairs of items that are on most receipts; the total is all receipts."), (_RECEIPTS,),
               {"pair": By(TOGETHER, "pair", ("item", "name", "other", "other_name"), whole=ALL)},
               ("receipts",), ranks.most_together),
        Report("sellers", N_("Best sellers"), N_("The items that were sold most, by quantity."),
               _ITEM_COLUMNS, {"item": _SOLD_BY["item"]}, ("quantity", "gross"), ranks.most_sold),
        Report("slow", N_("Slow sellers"),
               N_("The items that were sold least, by quantity, with those in stock that nobody bought."),
               _ITEM_COLUMNS, {"item": _SOLD_BY["item"]}, ("quantity", "gross"), ranks.least_sold,
               unsold=True),
        Report("stock", N_("Stock value"),
               N_("What is there at its cost when the period ends, or now; unknown are items without one."),
               (_count("items", N_("items")),
                Column("quantity", N_("quantity"), Kind.QUANTITY, _get("quantity"), added=False),
                _money("value", N_("value")), _count("unknown", N_("unknown"))),
               {"department": By(VALUE, "department", ("department",), largest=True, whole=ALL),
                "item": By(VALUE, "item", ("item", "name", "location"), largest=True, whole=ALL),
                "location": By(VALUE, "location", ("location",), whole=ALL)},
               ("items", "value", "quantity"), needs="costs.read"),
        Report("movement", N_("Stock movement"),
               N_("What came and went of what is kept in stock, and why."),
               (*(Column(name, title, Kind.QUANTITY, _get(name)) for name, title in _MOVED.items()),
                Column("change", N_("change"), Kind.QUANTITY, lambda sums: sum(sums.values()))),
               {"item": By(MOVEMENT, "item", ("item", "name")),
                "location": By(MOVEMENT, "location", ("location",))},
               ("received", "sold", "counted", "change")),
        Report("reorder", N_("Reorder"),
               N_("What is at its reorder point or below when the period ends, or now, and what to order."),
               (Column("here", N_("here"), Kind.QUANTITY, _get("here"), added=False),
                Column("coming", N_("coming"), Kind.QUANTITY, _get("coming"), added=False),
                Column("low", N_("reorder at"), Kind.QUANTITY, _get("low"), added=False),
                Column("order", N_("order"), Kind.QUANTITY, _get("order"), added=False)),
               {"item": By(REORDER, "item", ("item", "name", "supplier"))}, ("here", "order")),
        Report("expiring", N_("Expiring"),
               N_("Lots that expire within a week of the period's end, or of now, or have."),
               (Column("days", N_("days left"), Kind.COUNT, _get("days"), added=False),
                Column("quantity", N_("quantity"), Kind.QUANTITY, _get("quantity"), added=False)),
               {"lot": By(EXPIRING, "lot", ("expires", "item", "name", "lot", "location"))},
               ("days", "quantity")),
        Report("below-zero", N_("Below zero"),
               N_("What there is fewer than nothing of when the period ends, or now: sold, never booked in."),
               (Column("quantity", N_("quantity"), Kind.QUANTITY, _get("quantity"), added=False),),
               {"item": By(BELOW_ZERO, "item", ("item", "name", "location"))}),
    )
}  # fmt: skip
"""By name."""


def report_of(name: str) -> Report:
    """The report of a name. Raises InvalidValue."""
    if name in REPORTS:
        return REPORTS[name]
    from difflib import get_close_matches

    near = get_close_matches(name, REPORTS, n=1)
    hint = _("did you mean {near}?", near=near[0]) if near else _("pos report list has them")
    raise InvalidValue(_("there is no report '{name}': {hint}", name=name[:40], hint=hint))
