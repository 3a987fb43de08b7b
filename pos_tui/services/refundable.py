"""What of a recorded sale can still come back, and what it gives: goods, what goes with them, vouchers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.charge import returned_with
from pos_tui.core.money import share_of
from pos_tui.core.quantity import Unit
from pos_tui.core.refund import refund_part
from pos_tui.core.sale import APART, BESIDE, LAYAWAY_TAXED, REDEEMED, TAXED_VOUCHER

if TYPE_CHECKING:
    from .afterwards import After

NO_GOODS: Final = (*APART, LAYAWAY_TAXED)
_PART_OF_VALUE: Final = Decimal("0.000000001")
_SHARE: Final = Decimal("0.000001")
"""How fine the part of a voucher is that comes back: finer than the cents of any sale."""


@dataclass(frozen=True, slots=True)
class Refundable:
    """A recorded sale that goods may come back from."""

    sale: Mapping[str, Any]
    after: After
    until: str | None
    """The last business day for it; None is for ever."""
    is_late: bool
    prices: str = "inclusive"
    """inclusive or exclusive: as the shop's prices are now."""
    vouchers: Mapping[str, int] = field(default_factory=dict)
    """What single-purpose vouchers that it sold have left, by code, where they still hold."""

    def left(self, line: Mapping[str, Any]) -> Decimal:
        """What of a line did not come back yet; nothing of a line that sold nothing."""
        bought = Decimal(line["qty"])
        follows = line.get("parent") or line["source"] == REDEEMED
        if line["void"] or bought <= 0 or line["source"] in NO_GOODS or follows:
            return Decimal(0)
        left = bought - self.came_back(line)
        if line["source"] != TAXED_VOUCHER:
            return left
        share = Decimal(self.vouchers.get(line["code"], 0)) / Decimal(line["amount"])
        return min(share.quantize(_PART_OF_VALUE, ROUND_DOWN), left)

    def came_back(self, line: Mapping[str, Any]) -> Decimal:
        """What of a line came back before."""
        return self.after.lines.get(str(line["line"]), Decimal(0))

    def children(self, line: Mapping[str, Any], back: Decimal) -> list[tuple[Mapping[str, Any], Decimal]]:
        """What goes with a line, and how much of that comes back with `back` of the line.

        What went with it comes back in proportion; pieces with the part that completes one.
        """
        found = []
        for child in self.sale["lines"]:
            if child.get("parent") == line["line"] and not child["void"]:
                of, unit = Decimal(line["qty"]), Unit(child["unit"])
                all_back = returned_with(Decimal(child["qty"]), self.came_back(line) + back, of, unit)
                found.append((child, all_back - self.came_back(child)))
        return [(child, more) for child, more in found if more > 0]

    def redeemed(self, back: Mapping[int, Decimal]) -> list[tuple[Mapping[str, Any], Decimal]]:
        """Vouchers that had paid for goods of one tax, and the share of each that comes back with `back`, by
        the goods' lines: as much of it as of the goods' worth, and the rest with the last of them.
        """
        found = []
        for line in self.sale["lines"]:
            if line["source"] == REDEEMED and not line["void"]:
                goods = [one for one in self.sale["lines"] if _is_of(one, line["tax"])]
                more = _share(self, goods, back) - self.came_back(line)
                found.append((line, more))
        return [(line, more) for line, more in found if more > 0]

    def worth(self, line: Mapping[str, Any], back: Decimal) -> int:
        """What `back` of a line gives, in minor units, with its taxes and what goes with it; negative."""
        return sum(self._part(*one) for one in ((line, back), *self.children(line, back)))

    def total(self, back: Mapping[int, Decimal]) -> int:
        """What so much of some lines, by number, gives in all, less what vouchers get back; negative."""
        lines = {line["line"]: line for line in self.sale["lines"]}
        goods = sum(self.worth(lines[number], quantity) for number, quantity in back.items())
        return goods + sum(self._part(*one) for one in self.redeemed(back))

    def _part(self, line: Mapping[str, Any], back: Decimal) -> int:
        part = refund_part(self.sale["number"], line, self.came_back(line), back)
        on_top = line.get("prices", self.sale["prices"]) != "inclusive"
        return part.amount + (part.tax if on_top else 0)

    def kind(self, line: Mapping[str, Any]) -> str:
        """Whether the price of a line contains its tax, where that is not as it is in the shop now."""
        prices = str(line.get("prices", self.sale["prices"]))
        return "" if prices == self.prices else prices


def _is_of(line: Mapping[str, Any], tax: str) -> bool:
    """Whether a recorded line sold goods of a tax, which a voucher for these may have paid."""
    if line["tax"] != tax or line["void"] or "shares" in line:
        return False
    return line["source"] not in BESIDE and Decimal(line["qty"]) > 0


def _share(found: Refundable, goods: Sequence[Mapping[str, Any]], back: Mapping[int, Decimal]) -> Decimal:
    """Which part of the worth of some goods has come back, `back` included."""
    gone = [found.came_back(one) + back.get(one["line"], Decimal(0)) for one in goods]
    if all(part == Decimal(one["qty"]) for part, one in zip(gone, goods, strict=True)):
        return Decimal(1)
    whole = sum(one["amount"] for one in goods)
    parts = zip(gone, goods, strict=True)
    worth = sum(share_of(one["amount"], Decimal(0), part, Decimal(one["qty"])) for part, one in parts)
    return (Decimal(worth) / whole).quantize(_SHARE) if whole else Decimal(0)
