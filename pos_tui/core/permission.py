"""Named permissions, their limits, and what a role is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from .errors import InvalidValue, Refused
from .money import decimal, format_amount, plain, to_minor
from .words import N_, _

if TYPE_CHECKING:
    from .currency import Currency

PERMISSIONS: Final[Mapping[str, str]] = {
    "sale.discount": N_("give a discount"),
    "sale.price_override": N_("give an item another price"),
    "sale.zero_price": N_("sell for nothing, or for less"),
    "sale.void_line": N_("void a line"),
    "sale.cancel": N_("cancel a sale"),
    "sale.department": N_("sell by department and amount"),
    "sale.tax_free": N_("sell without tax to who owes none"),
    "sale.post_void": N_("void a finished sale"),
    "sale.correct_tender": N_("correct how a finished sale was paid"),
    "return.with_receipt": N_("take goods back with a receipt"),
    "return.without_receipt": N_("take goods back without a receipt"),
    "return.empties": N_("pay deposits back"),
    "layaway.open": N_("put goods aside for a deposit"),
    "layaway.cancel": N_("cancel what is put aside and pay back"),
    "voucher.issue": N_("issue vouchers that nobody pays for"),
    "receipt.find": N_("look receipts up"),
    "receipt.invoice": N_("make a tax invoice of a sale"),
    "receipt.reprint": N_("print a receipt again"),
    "cash.no_sale": N_("open the drawer without a sale"),
    "cash.paid_in": N_("pay cash in"),
    "cash.paid_out": N_("pay cash out"),
    "cash.tip_out": N_("pay tips out of the drawer"),
    "cash.pickup": N_("take cash to the safe"),
    "cash.loan": N_("bring cash from the safe"),
    "shift.open": N_("open a shift"),
    "shift.close": N_("count and close a shift"),
    "shift.read": N_("read an X, and past Zs"),
    "shift.see_expected": N_("see the expected cash before counting"),
    "journal.read": N_("read the journal"),
    "reports.read": N_("read reports"),
    "items.create": N_("create an item at the till"),
    "items.change": N_("change items, prices and departments"),
    "promotions.change": N_("change promotions and price lists"),
    "taxes.change": N_("change taxes"),
    "stock.receive": N_("book goods in"),
    "stock.count": N_("count stock"),
    "stock.waste": N_("write goods off"),
    "stock.transfer": N_("send goods to another place"),
    "stock.change": N_("put stock right, and set its rules"),
    "costs.read": N_("see costs and margins"),
    "orders.change": N_("change suppliers, and order from them"),
    "customers.read": N_("look customers up"),
    "customers.add": N_("add customers and what they consent to"),
    "customers.change": N_("change customers"),
    "customers.export": N_("export and erase customers"),
    "backup.make": N_("make backups"),
    "settings.change": N_("change settings, tills and devices"),
    "settings.files": N_("set what reads, writes or runs files of this machine"),
    "operators.change": N_("add and change operators"),
    "clock.set": N_("set the clock of a simulated store"),
}
"""What can be allowed, by name, and what it lets somebody do."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to what a permission goes; None is without a limit."""

    amount: Decimal | None = None
    """Major units of the shop's currency."""
    percent: Decimal | None = None

    @classmethod
    def parse(cls, text: str) -> Limit:
        """From "10%", "50" or "" (none). Raises InvalidValue."""
        if not text:
            return cls()
        if text.endswith("%"):
            return cls(percent=decimal(text[:-1], _("limit"), decimals=2))
        return cls(amount=decimal(text, _("limit"), decimals=4))

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{plain(self.percent)}%"
        return "" if self.amount is None else plain(self.amount)


class NotAllowed(Refused):
    """Whoever stands at the till may not do this; somebody else may approve it."""

    def __init__(self, message: str, permission: str) -> None:
        super().__init__(message)
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do: limits by permission."""

    granted: Mapping[str, Limit]

    def require(
        self, permission: str, currency: Currency, *, amount: int = 0, percent: Decimal = Decimal(0)
    ) -> None:
        """Raises NotAllowed without the permission, or beyond its limit; `amount` is in minor units."""
        what = _(PERMISSIONS[permission])
        limit = self.granted.get(permission)
        if limit is None:
            raise NotAllowed(
                _("you may not {what}: somebody who may has to approve it", what=what), permission
            )
        if limit.amount is not None and amount > to_minor(limit.amount, currency):
            most = format_amount(to_minor(limit.amount, currency), currency)
        elif limit.percent is not None and percent > limit.percent:
            most = f"{plain(limit.percent)} %"
        else:
            return
        raise NotAllowed(
            _("you may {what} up to {most}: more has to be approved", what=what, most=most), permission
        )

    def narrowed(self, other: Rights) -> Rights:
        """What both may do: of each permission the lower limit."""
        both = self.granted.keys() & other.granted.keys()
        return Rights({name: _lower(self.granted[name], other.granted[name]) for name in sorted(both)})


def _lower(one: Limit, other: Limit) -> Limit:
    amounts = [limit.amount for limit in (one, other) if limit.amount is not None]
    percents = [limit.percent for limit in (one, other) if limit.percent is not None]
    return Limit(min(amounts, default=None), min(percents, default=None))


@dataclass(frozen=True, slots=True)
class Role:
    """A name for rights, such as cashier."""

    code: str
    name: str
    rights: Rights

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Role:
        """Reads what `to_document` makes. Raises InvalidValue."""
        granted = {
            name: Limit.parse(text) for name, text in document["granted"].items() if name in PERMISSIONS
        }
        return cls(document["code"], document["name"], Rights(granted))

    def to_document(self) -> dict[str, Any]:
        """As the journal keeps it."""
        granted = {name: str(limit) for name, limit in self.rights.granted.items()}
        return {"v": 1, "code": self.code, "name": self.name, "granted": granted}


def parse_grants(words: Iterable[str]) -> dict[str, Limit]:
    """Limits by permission from words such as `cash.no_sale` and `sale.discount=10%`. Raises InvalidValue."""
    granted = {}
    for word in words:
        name, _equals, limit = word.partition("=")
        if name not in PERMISSIONS:
            from difflib import get_close_matches

            near = get_close_matches(name, PERMISSIONS, 1)
            hint = _("did you mean {near}?", near=near[0]) if near else _("pos operators roles lists them")
            raise InvalidValue(_("there is no permission {name}: {hint}", name=name[:40], hint=hint))
        granted[name] = Limit.parse(limit)
    return granted


EVERYTHING: Final = Rights(dict.fromkeys(PERMISSIONS, Limit()))
"""The rights of an owner, and of whoever stands at a till that has no operators."""
