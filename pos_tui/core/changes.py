"""What is done to an open basket besides its lines: discounts, corrections, coupons that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document = {"what": self.what, "line": self.line, "before": self.before, "after": self.after}
        return {**document, "why": self.why} if self.why else document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Correction:
        """The correction of a stored form."""
        return cls(
            document["what"],
            document["line"],
            document["before"],
            document["after"],
            document.get("why") or "",
        )


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
