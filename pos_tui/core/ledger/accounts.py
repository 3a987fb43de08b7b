"""The accounts that entries are posted to: sensible ones, each of which the shop can name otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.sale import ACCOUNT, LAYAWAY, RELOADED, TIP, VOUCHER
from pos_tui.core.tender import DEPOSIT, KEEPS_ACCOUNT, KEEPS_VOUCHER
from pos_tui.core.words import _

DEFAULTS: Final[Mapping[str, str]] = {
    "cash": "Assets:Till",
    "safe": "Assets:Safe",
    "tender": "Assets:Clearing",
    "receivables": "Assets:Receivables",
    "vouchers": "Liabilities:Vouchers",
    "deposits": "Liabilities:Deposits",
    "tips": "Liabilities:Tips",
    "tax": "Liabilities:Tax",
    "sales": "Income:Sales",
    "paid_in": "Income:Paid-in",
    "paid_out": "Expenses:Paid-out",
    "rounding": "Expenses:Cash-rounding",
    "over_short": "Expenses:Over-short",
    "cost": "Expenses:Cost-of-goods",
    "stock": "Assets:Stock",
    "presents": "Expenses:Vouchers-given",
    "expired": "Income:Vouchers-expired",
    "opening": "Equity:Opening-balances",
    "given_up": "Expenses:Given-up",
}
"""What each is posted to where the shop says nothing. Behind `tender.`, `sales.` and `tax.` stands a code."""
NONE: Final = "-"
"""In the place of an account: what it is about is not posted."""
OPTIONAL: Final = ("cost", "expired")
CODED: Final = ("tender", "sales", "tax")
_NAME: Final = re.compile(r"[\w][\w.\- ]*(:[\w][\w.\- ]*)*")
_UNFIT: Final = re.compile(r"[^\w]+|_")
_APART: Final = {
    VOUCHER: "vouchers",
    RELOADED: "vouchers",
    TIP: "tips",
    ACCOUNT: "receivables",
    LAYAWAY: "deposits",
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """Names of accounts."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    """Those that the shop named, by role."""
    keeps: Mapping[str, str] = field(default_factory=dict)
    """Tender types that are vouchers or accounts of customers, and which of these, by code."""

    @classmethod
    def parse(cls, texts: Iterable[str], keeps: Mapping[str, str] | None = None) -> Accounts:
        """From `role=account` texts, such as cash=Assets:Till or sales.standard=4400. Raises InvalidValue."""
        chosen = {}
        for text in texts:
            role, equals, account = (part.strip() for part in text.partition("="))
            name, dot, code = role.partition(".")
            if not equals or name not in DEFAULTS or (dot and (name not in CODED or not code)):
                known = ", ".join(f"{one}[.CODE]" if one in CODED else one for one in DEFAULTS)
                raise InvalidValue(_("'{text}' names no account: {known}", text=text[:60], known=known))
            if not _NAME.fullmatch(account) and not (account == NONE and role in OPTIONAL):
                raise InvalidValue(
                    _("'{text}' is no account, such as Assets:Till or 1000", text=account[:60])
                )
            chosen[role] = account
        return cls(chosen, keeps or {})

    def of(self, role: str) -> str:
        """The account of a role without a code."""
        return self.chosen.get(role, DEFAULTS[role])

    def posts(self, role: str) -> bool:
        """Whether what a role is about is posted at all: the shop's accounts may leave it to others."""
        return self.of(role) != NONE

    def coded(self, role: str, code: str) -> str:
        """The account of a role for a code: its own, else that of the role with the code behind it."""
        own = self.chosen.get(f"{role}.{code}") or self.chosen.get(role)
        return own or f"{DEFAULTS[role]}:{part(code)}"

    def tender(self, code: str) -> str:
        """What a way to pay is posted to: cash is in the till, a voucher or a deposit is owed no longer."""
        if f"tender.{code}" in self.chosen:
            return self.chosen[f"tender.{code}"]
        if code == "cash":
            return self.of("cash")
        if code == DEPOSIT:
            return self.of("deposits")
        kept = self.keeps.get(code)
        if kept == KEEPS_VOUCHER:
            return self.of("vouchers")
        return self.of("receivables") if kept == KEEPS_ACCOUNT else self.coded("tender", code)

    def apart(self, source: str) -> str:
        """What is posted that was paid for and is no turnover."""
        return self.of(_APART[source])


def part(code: str) -> str:
    """A code as a part of an account's name: Standard for standard; letters, digits and hyphens only."""
    text = _UNFIT.sub("-", code).strip("-") or "None"
    return text[0].upper() + text[1:]
