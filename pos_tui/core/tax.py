"""Sales taxes: rates by date, several in one code, and what no tax falls on, each for a reason of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pos_tui.core.words import _

from .errors import InvalidValue
from .money import EXACT, plain

_HUNDRED = Decimal(100)
EXEMPT: Final = "exempt"
"""No tax falls on it, by law or for its buyer: neither a rate of zero nor outside the scope of taxes."""
REVERSE: Final = "reverse"
"""Its buyer owes the tax (reverse charge)."""


@dataclass(frozen=True, slots=True)
class TaxComponent:
    """One tax within a tax code, with what it was and will be, by business day."""

    name: str
    rates: tuple[tuple[str, Decimal], ...]
    """(first business day as ISO text, or "" for ever; percent), in order of the days."""
    compound: bool = False
    """Levied on the net and on the taxes before it, as Quebec's QST once was."""

    def rate_on(self, day: str) -> Decimal:
        """The percentage on a business day. Raises InvalidValue before the first one."""
        valid = [rate for start, rate in self.rates if start <= day]
        if not valid:
            raise InvalidValue(_("the tax {name} has no rate on {day}", name=self.name, day=day))
        return valid[-1]


@dataclass(frozen=True, slots=True)
class TaxCode:
    """What an item carries: the taxes that fall on it."""

    code: str
    name: str
    components: tuple[TaxComponent, ...]
    """None: outside the scope of any tax, which is not the same as a rate of zero."""
    kind: str = ""
    """Why no tax falls on it, where it is not out of scope: `EXEMPT`."""

    @classmethod
    def simple(cls, code: str, rate: Decimal) -> TaxCode:
        """A code with one tax at one rate."""
        return cls(code, code, (TaxComponent(code, (("", rate),)),))

    def effective(self, day: str) -> tuple[AppliedTax, ...]:
        """Its taxes on a business day, each as a percentage of the net amount."""
        applied: list[AppliedTax] = []
        for component in self.components:
            rate = component.rate_on(day)
            share = rate
            if component.compound:
                before = sum((tax.share for tax in applied), Decimal(0))
                share = EXACT.divide(EXACT.multiply(rate, _HUNDRED + before), _HUNDRED)
            applied.append(AppliedTax(component.name, rate, share))
        return tuple(applied)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TaxCode:
        """The tax code of a stored document."""
        return cls(
            document["code"],
            document["name"],
            tuple(
                TaxComponent(
                    part["name"],
                    tuple(sorted((rate["from"] or "", Decimal(rate["rate"])) for rate in part["rates"])),
                    bool(part.get("compound")),
                )
                for part in document["components"]
            ),
            document.get("kind") or "",
        )

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        parts = [
            {
                "name": part.name,
                "rates": [{"from": start or None, "rate": plain(rate)} for start, rate in part.rates],
                "compound": part.compound,
            }
            for part in self.components
        ]
        document = {"v": 1, "code": self.code, "name": self.name, "components": parts}
        return {**document, "kind": self.kind} if self.kind else document


@dataclass(frozen=True, slots=True)
class AppliedTax:
    """One tax at the rate of the day."""

    name: str
    rate: Decimal
    """Percent, as the law states it."""
    share: Decimal
    """Percent of the net amount: differs from the rate only where a tax is compound."""

    @property
    def compound_share(self) -> Decimal | None:
        """The share, where that is not the rate."""
        return None if self.share == self.rate else self.share


@dataclass(frozen=True, slots=True)
class TaxLine:
    """What a sale owes of one tax, in minor units."""

    code: str
    rate: Decimal | None
    """Percent; None for what no tax falls on."""
    net: int
    tax: int
    share: Decimal | None = None
    """Percent of the net, where that is not the rate: the tax falls on the taxes before it, too."""
    kind: str = ""
    """Why no tax falls on it, though it is within the scope of taxes: `EXEMPT`, `REVERSE`."""
