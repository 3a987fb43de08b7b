"""Buyers that a shop takes no tax from: exempt by a certificate, or owing it themselves (reverse charge)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .department import is_name
from .errors import InvalidValue
from .tax import EXEMPT, REVERSE
from .tax_number import checked_tax_number
from .words import _

LONGEST: Final = 40
"""Characters of a certificate's or a tax number."""


@dataclass(frozen=True, slots=True)
class TaxStatus:
    """Why no tax is taken of a buyer."""

    kind: str
    """`EXEMPT` or `REVERSE`."""
    number: str = ""
    """Of the certificate, or the buyer's tax number."""
    reason: str = ""

    def checked(self) -> TaxStatus:
        """It as it is kept. Raises InvalidValue for one that no tax office would take."""
        if self.kind not in (EXEMPT, REVERSE):
            raise InvalidValue(
                _("a buyer is exempt, or owes the tax (reverse), not {kind}", kind=self.kind[:40])
            )
        if self.kind == REVERSE and not self.number:
            raise InvalidValue(_("reverse charge needs the buyer's tax number: /reverse DE123456789"))
        if not (self.number or self.reason):
            raise InvalidValue(_("say by which certificate, or why: /exempt NUMBER for REASON"))
        if self.kind == REVERSE:
            return replace(self, number=checked_tax_number(self.number))
        if (self.number and not is_name(self.number, LONGEST)) or (self.reason and not is_name(self.reason)):
            raise InvalidValue(_("a number has at most {most} printable characters", most=LONGEST))
        return self

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        return {"kind": self.kind, "number": self.number, "reason": self.reason}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TaxStatus:
        """The status of a stored form."""
        return cls(document["kind"], document.get("number") or "", document.get("reason") or "")
