"""What is done to an open basket besides its lines: discounts, corrections, coupons that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from .money import plain


@dataclass(frozen=True, slots=True)
class Discount:
    """Off a line or off a basket: a percentage, or an amount in minor units."""

    percent: Decimal | None = None
    amount: int | None = None

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"percent": plain(self.percent)} if self.percent is not None else {"amount": self.amount}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Discount:
        """The discount of a stored form."""
        percent = document.get("percent")
        return cls(None if percent is None else Decimal(percent), document.get("amount"))


@dataclass(frozen=True, slots=True)
class Correction:
    """Something taken back before the sale was complete: what fraud would use, so it is recorded."""

    what: str
    """void, undo, quantity, price, markdown, discount, tender."""
    line: int = 0
    """1-based; 0 where it concerns the basket."""
    before: str = ""
    after: str = ""
    why: str = ""
    by: str = ""
    """The operator: a basket may go through several hands before it is paid."""

    def to_document(self, finished_by: str = "") -> dict[str, Any]:
        """The stored form; who finished the sale has done what names nobody else."""
        document = {"what": self.what, "line": self.line, "before": self.before, "after": self.after}
        by = "" if self.by == finished_by else self.by
        return {**document, **{name: said for name, said in (("why", self.why), ("by", by)) if said}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Correction:
        """The correction of a stored form."""
        return cls(
            document["what"],
            document["line"],
            document["before"],
            document["after"],
            document.get("why") or "",
            document.get("by") or "",
        )


def signed(corrections: Sequence[Correction], operator: str) -> tuple[Correction, ...]:
    """The same, with a name for those that have none yet."""
    return tuple(one if one.by else replace(one, by=operator) for one in corrections)


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon that was shown."""

    code: str
    """As it was scanned or typed."""
    promotion: str
    """The code of what it is for."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"code": self.code, "promotion": self.promotion}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Coupon:
        """The coupon of a stored form."""
        return cls(document["code"], document["promotion"])
