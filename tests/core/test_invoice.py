"""What invoices and credit notes say of taxes adds up to the sales they are about."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.invoice import key_of, taxes_of
from pos_tui.core.records import with_tax
from pos_tui.core.refund import refund_part
from pos_tui.core.sale import Basket, Discount, SaleLine

from .baskets import discounts
from .test_mixed_prices import recorded, sold, statuses

if TYPE_CHECKING:
    from pos_tui.core.buyer_tax import TaxStatus


def summed(rows: list[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """Net and tax by code, rate and kind, without what came to nothing."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = (row["code"], row["rate"], row.get("kind", ""))
        found[(*key, "net")] += row["net"]
        found[(*key, "tax")] += row["tax"]
    return Counter({key: amount for key, amount in found.items() if amount})


@given(sold, discounts, statuses, st.booleans(), st.booleans())
def test_the_taxes_of_all_lines_are_those_of_the_sale(
    lines: tuple[SaleLine, ...],
    discount: Discount | None,
    status: TaxStatus | None,
    inclusive: bool,
    per_line: bool,
) -> None:
    sale = recorded(Basket("b", lines, discount=discount, tax_status=status), inclusive, per_line)
    assert summed(taxes_of(sale["lines"], sale["prices"])) == summed(sale["taxes"])


@given(sold, discounts, statuses, st.booleans(), st.booleans(), st.data())
def test_b43_credit_notes_of_all_parts_take_the_whole_invoice_back(
    lines: tuple[SaleLine, ...],
    discount: Discount | None,
    status: TaxStatus | None,
    inclusive: bool,
    per_line: bool,
    data: st.DataObject,
) -> None:
    sale = recorded(Basket("b", lines, discount=discount, tax_status=status), inclusive, per_line)
    notes: list[dict[str, Any]] = []
    total = 0
    for document in sale["lines"]:
        left, already = Decimal(document["qty"]), Decimal(0)
        while left:
            part = Decimal(data.draw(st.integers(1, int(left))))
            item = SaleLine(
                "A", "A", "thing", document["tax"], -part, Decimal(document["unit_price"]),
                prices=document.get("prices", sale["prices"]), source="receipt",
                origin=refund_part("1-000001", document, already, part),
            )  # fmt: skip
            refund = recorded(Basket("r", (item,)), inclusive, per_line)
            notes += taxes_of(refund["lines"], refund["prices"])
            total += sum(with_tax(line, refund) for line in refund["lines"])
            left, already = left - part, already + part
    taken = summed(notes)
    assert {key: -amount for key, amount in taken.items()} == dict(summed(sale["taxes"]))
    assert total == -sale["total"]


def test_a_receipt_has_one_invoice_and_a_credit_note_for_each_sale_it_takes_back() -> None:
    keys = {
        key_of("invoice", "1-1"),
        key_of("credit_note", "1-2", "1-1"),
        key_of("credit_note", "1-2", "1-3"),
    }
    assert len(keys) == 3
