"""What a refund gives back: price, tax and discount share of the original line, never today's catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pos_tui.core.words import _

from .errors import Refused
from .money import plain, share_of
from .tax import AppliedTax


@dataclass(frozen=True, slots=True)
class TaxPart:
    """A part of a tax that a line was sold with."""

    tax: AppliedTax
    amount: int
    """Minor units, with the sign of the refund."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document = {"code": self.tax.name, "rate": plain(self.tax.rate), "tax": self.amount}
        share = self.tax.compound_share
        return document if share is None else {**document, "share": plain(share)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TaxPart:
        """The part of a stored form."""
        rate = Decimal(document["rate"])
        share = document.get("share")
        applied = AppliedTax(document["code"], rate, rate if share is None else Decimal(share))
        return cls(applied, document["tax"])


@dataclass(frozen=True, slots=True)
class TaxShare:
    """What of a line of several taxes fell under one tax code."""

    code: str
    amount: int
    """Minor units, with the sign of the line."""
    taxes: tuple[TaxPart, ...]
    kind: str = ""
    """Why no tax fell on it, though it is within the scope of taxes."""

    @property
    def tax(self) -> int:
        """All taxes on it."""
        return sum(part.amount for part in self.taxes)

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        taxes = [part.to_document() for part in self.taxes]
        document: dict[str, Any] = {"tax": self.code, "amount": self.amount, "taxes": taxes}
        return {**document, "kind": self.kind} if self.kind else document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TaxShare:
        """The share of a stored form."""
        taxes = tuple(map(TaxPart.from_document, document["taxes"]))
        return cls(document["tax"], document["amount"], taxes, document.get("kind", ""))

    def part(self, of: Callable[[int], int]) -> TaxShare:
        """As much of it as `of` says of each figure."""
        taxes = tuple(TaxPart(one.tax, of(one.amount)) for one in self.taxes)
        return TaxShare(self.code, of(self.amount), taxes, self.kind)


@dataclass(frozen=True, slots=True)
class Origin:
    """The recorded line whose goods come back, and what of its figures comes back with them."""

    receipt: str
    line: int
    """1-based."""
    already: Decimal
    """What of it came back before."""
    amount: int
    """Minor units, negative where the customer gets money, as the discount and the taxes are."""
    discount: int
    taxes: tuple[TaxPart, ...] = ()
    relief: int = 0
    """The tax that was taken out of its price."""
    kind: str = ""
    """Why no tax fell on it, though it is within the scope of taxes."""
    shares: tuple[TaxShare, ...] = ()
    """Of a line of several taxes, each with its part of the amount; `taxes` are all of theirs."""

    @property
    def tax(self) -> int:
        """All taxes."""
        return sum(part.amount for part in self.taxes)

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {
            "receipt": self.receipt,
            "line": self.line,
            "already": plain(self.already),
            "amount": self.amount,
            "discount": self.discount,
            "taxes": [part.to_document() for part in self.taxes],
            **({"relief": self.relief} if self.relief else {}),
            **({"kind": self.kind} if self.kind else {}),
            **({"shares": [share.to_document() for share in self.shares]} if self.shares else {}),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Origin:
        """The origin of a stored form."""
        return cls(
            document["receipt"],
            document["line"],
            Decimal(document["already"]),
            document["amount"],
            document["discount"],
            tuple(map(TaxPart.from_document, document["taxes"])),
            document.get("relief", 0),
            document.get("kind", ""),
            shares_of(document),
        )


def shares_of(document: Mapping[str, Any]) -> tuple[TaxShare, ...]:
    """The shares of a recorded line, or of a stored origin, that has several taxes."""
    return tuple(map(TaxShare.from_document, document.get("shares") or ()))


def tax_portions(line: Mapping[str, Any]) -> tuple[TaxShare, ...]:
    """A recorded line by its tax codes: one portion, the whole line, unless it has several taxes."""
    return shares_of(line) or (TaxShare(line["tax"], line["amount"], line_taxes(line), line.get("kind", "")),)


def line_taxes(line: Mapping[str, Any]) -> tuple[TaxPart, ...]:
    """The taxes of a recorded sale line, with the signs they have there."""
    if "shares" in line:
        return tuple(part for share in shares_of(line) for part in share.taxes)
    if "taxes" in line:
        return tuple(map(TaxPart.from_document, line["taxes"]))
    if not line["rate"]:
        return ()
    rate = Decimal(line["rate"])
    return (TaxPart(AppliedTax(line["tax"], rate, rate), line["tax_amount"]),)


def refund_part(receipt: str, line: Mapping[str, Any], already: Decimal, quantity: Decimal) -> Origin:
    """The part of a recorded sale line that `quantity` gives back after `already` was given back.

    Running totals are rounded, so parts refunded one by one add up exactly to what was paid.

    Raises:
        Refused: more than was bought, over all refunds, or nothing.
    """
    bought = Decimal(line["qty"])
    if line.get("void") or bought <= 0:
        raise Refused(_("only goods that were bought can be refunded"))
    if quantity <= 0:
        raise Refused(_("refund a quantity of more than zero"))
    if already + quantity > bought:
        raise Refused(
            _(
                "only {left} of {bought} are left to refund",
                left=plain(bought - already),
                bought=plain(bought),
            )
        )

    def part(whole: int) -> int:
        return -share_of(whole, already, quantity, bought)

    return Origin(
        receipt,
        line["line"],
        already,
        part(line["amount"]),
        part(line["discount"]),
        tuple(TaxPart(one.tax, part(one.amount)) for one in line_taxes(line)),
        part(line.get("relief", 0)),
        line.get("kind", ""),
        _shares_back(line, part),
    )


def _shares_back(line: Mapping[str, Any], part: Callable[[int], int]) -> tuple[TaxShare, ...]:
    """The parts of a line's shares; each is rounded by itself, and the last has what the others leave."""
    shares = [share.part(part) for share in shares_of(line)]
    if shares:
        left = part(line["amount"]) - sum(share.amount for share in shares[:-1])
        shares[-1] = replace(shares[-1], amount=left)
    return tuple(shares)
