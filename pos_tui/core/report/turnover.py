"""What was sold: by time, department, operator and till, by item, and by customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.money import round_half_up
from pos_tui.core.records import TENDER_CORRECTION
from pos_tui.core.reports import CANCELLED, turnover

from .spec import Doc, Fold, Place

if TYPE_CHECKING:
    from .cube import Row

SALES: Final = frozenset({"sales"})
ALL: Final = "all"
MEASURES: Final = (
    *("receipts", "lines", "gross", "tax", "sold", "refunds", "discount", "cost", "costed"),
    "rounding",
)
"""`cost` is of the lines whose cost is known, `costed` what those sold for without tax; `rounding` is that of
cash, of whole sales only."""
_NO_FIGURES: Final = frozenset({CANCELLED, TENDER_CORRECTION})
_MILLI: Final = 1000


def is_counted(sale: Doc) -> bool:
    """Whether a document says that goods were sold or came back: a sale, refund, exchange or post-void."""
    return sale["kind"] not in _NO_FIGURES


def goods(sale: Doc) -> list[Doc]:
    """Its lines that are turnover."""
    apart = sale.get("apart", ())
    return [line for line in sale["lines"] if not line.get("void") and line.get("source") not in apart]


def gross_of(line: Doc, exclusive: bool) -> int:
    """What a line came to, tax included, in minor units; `exclusive` is how the sale's prices are."""
    on_top = line["prices"] == "exclusive" if "prices" in line else exclusive
    return int(line["amount"]) + (int(line["tax_amount"]) if on_top else 0)


@lru_cache(maxsize=4096)  # a shop sells the same things in the same quantities
def _cost(cost: str, quantity: str, scale: int) -> int:
    return round_half_up(Decimal(cost) * Decimal(quantity) * scale)


def line_amounts(line: Doc, exclusive: bool, scale: int) -> list[int]:
    """A line's part of `MEASURES`; receipts and rounding are left at nothing."""
    gross, tax = gross_of(line, exclusive), line["tax_amount"]
    sold, refunds = (0, gross) if line["qty"].startswith("-") else (gross, 0)
    cost = line.get("cost")
    known = (0, 0) if cost is None else (_cost(cost, line["qty"], scale), gross - tax)
    return [0, 1, gross, tax, sold, refunds, line["discount"], *known, 0]


def scale_of(currency: str) -> int:
    """Minor units in a major one."""
    from pos_tui.core.currency import DIGITS

    return int(10 ** DIGITS[currency])


def _plus(into: list[int], amounts: Sequence[int]) -> None:
    into[:] = map(add, into, amounts)


def sale_amounts(sale: Doc) -> tuple[list[int], dict[str, list[int]]]:
    """The `MEASURES` of a whole sale, and of each department in it."""
    exclusive, scale = sale["prices"] == "exclusive", scale_of(sale["currency"])
    whole = [0] * len(MEASURES)
    departments: dict[str, list[int]] = {}
    for line in goods(sale):
        amounts = line_amounts(line, exclusive, scale)
        _plus(whole, amounts)
        held = departments.setdefault(line["department"] or "", [0] * len(MEASURES))
        _plus(held, amounts)
    # Taxes of a sale are rounded as its receipt says, which the lines' parts add up to.
    whole[0], whole[2], whole[3] = 1, turnover(sale), sum([row["tax"] for row in sale["taxes"]])
    whole[-1] = sale["rounding"]
    for held in departments.values():
        held[0] = 1
    return whole, departments


def hour_of(sale: Doc, place: Place) -> str:
    """The hour on the shop's clock, 00 to 23."""
    return f"{datetime.fromisoformat(sale['time']).astimezone(place.zone).hour:02d}"


def _rows(_table: str, sale: Doc, place: Place) -> Iterator[Row]:
    if not is_counted(sale):
        return
    currency = sale["currency"]
    whole, departments = sale_amounts(sale)
    yield (currency, ALL, ""), whole
    yield (currency, "hour", hour_of(sale, place)), whole
    yield (currency, "operator", sale["operator"]), whole
    yield (currency, "till", sale["till"]), whole
    for department, amounts in departments.items():
        yield (currency, "department", department), amounts


TURNOVER: Final = Fold("turnover", MEASURES, SALES, _rows)

ITEM_MEASURES: Final = (*MEASURES, "quantity")
"""`quantity` in thousandths of the item's unit."""


def _item_rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if not is_counted(sale):
        return
    exclusive, scale = sale["prices"] == "exclusive", scale_of(sale["currency"])
    found: dict[str, list[int]] = {}
    for line in goods(sale):
        held = found.get(item_of(line))
        if held is None:
            held = found[item_of(line)] = [1] + [0] * (len(ITEM_MEASURES) - 1)
        amounts = line_amounts(line, exclusive, scale)
        _plus(held, [*amounts, thousandths(line["qty"])])
    for item, amounts in found.items():
        yield (sale["currency"], "item", item), amounts
    whole = [sum(column) for column in zip(*found.values(), strict=True)] or [0] * len(ITEM_MEASURES)
    yield (sale["currency"], ALL, ""), [1, *whole[1:]]


def item_of(line: Mapping[str, Any]) -> str:
    """The item of a line; what has none is listed by its department, or its name."""
    return str(line["sku"] or f"({line['department'] or line['name']})")


def thousandths(quantity: str) -> int:
    """A quantity as whole thousandths; it never has more decimals."""
    if "." not in quantity:
        return int(quantity) * _MILLI
    return int(Decimal(quantity).scaleb(3))


def _item_names(sale: Doc) -> Iterator[tuple[str, str, str]]:
    for line in sale.get("lines", ()):
        yield item_of(line), sale["time"], line["name"]


ITEMS: Final = Fold("items", ITEM_MEASURES, SALES, _item_rows, kept=False, named=_item_names)


def _customer_rows(_table: str, sale: Doc, _place: Place) -> Iterator[Row]:
    if is_counted(sale):
        whole, _departments = sale_amounts(sale)
        yield (sale["currency"], "customer", customer_of(sale)), whole
        yield (sale["currency"], ALL, ""), whole


def customer_of(sale: Doc) -> str:
    """Who bought, as far as is known: the customer's code, else the account that it was put on, else "-"."""
    known = sale.get("customer")
    if isinstance(known, Mapping):
        known = known.get("code") or known.get("id")
    accounts = sale.get("accounts") or ()
    return str(known or (accounts[0]["code"] if accounts else "-"))


CUSTOMERS: Final = Fold("customers", MEASURES, SALES, _customer_rows, kept=False)
