"""Eating in or taking away: where the law taxes these differently, what is sold has another tax code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from .errors import InvalidValue
from .words import N_, _

if TYPE_CHECKING:
    from .sale import SaleLine

TABLE: Final = "service_taxes"
EAT_IN: Final = "eatin"
TAKE_AWAY: Final = "takeaway"
MODES: Final = (EAT_IN, TAKE_AWAY)
SAID: Final[Mapping[str, str]] = {EAT_IN: N_("eat in"), TAKE_AWAY: N_("take away")}
"""How something is served, for people."""
ITEM, DEPARTMENT, TAX = "item", "dept", "tax"
OF: Final = (ITEM, DEPARTMENT, TAX)
"""What a rule may be about, the closest first."""


@dataclass(frozen=True, slots=True)
class ServiceTax:
    """The tax codes of an item, a department or another tax code, by how it is served."""

    of: str
    """`ITEM`, `DEPARTMENT` or `TAX`."""
    name: str
    """SKU, department or tax code."""
    taxes: Mapping[str, str]
    """By mode; one that is not there leaves the own tax."""

    @property
    def key(self) -> str:
        """What names it: dept:Bakery."""
        return f"{self.of}:{self.name}"

    @classmethod
    def parse(cls, what: str, taxes: Iterable[str]) -> ServiceTax:
        """From `dept:Bakery` and `eatin=standard`. Raises InvalidValue."""
        of, colon, name = what.partition(":")
        found = {}
        for text in taxes:
            mode, equals, code = text.partition("=")
            if mode not in MODES or not equals or not code:
                raise InvalidValue(_("'{text}' says no tax: write eatin=standard", text=text[:40]))
            found[mode] = code
        if not colon or of not in OF or not name:
            raise InvalidValue(_("'{what}' is not item:SKU, dept:NAME or tax:CODE", what=what[:40]))
        return cls(of, name, found)

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"v": 1, "code": self.key, "taxes": dict(self.taxes)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> ServiceTax:
        """The rule of a stored form."""
        of, _colon, name = document["code"].partition(":")
        return cls(of, name, dict(document["taxes"]))


class ServiceTaxes:
    """All rules of a shop."""

    def __init__(self, rules: Iterable[ServiceTax]) -> None:
        self._rules = {rule.key: rule for rule in rules}

    def served(self, line: SaleLine, mode: str) -> SaleLine:
        """A line as it is served: with the tax of that, if any rule is about it; else as it was."""
        own = line.own_tax or line.tax
        rule = self._rule(line, own)
        if rule is None or line.origin is not None:
            return line
        tax = rule.taxes.get(mode, own)
        return replace(line, tax=tax, service=mode, own_tax=own if tax != own else "")

    def _rule(self, line: SaleLine, own: str) -> ServiceTax | None:
        keys = zip(OF, (line.sku, line.department, own), strict=True)
        found = (self._rules.get(f"{of}:{name}") for of, name in keys)
        return next((rule for rule in found if rule is not None), None)
