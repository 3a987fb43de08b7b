"""Tender types, what they may do, and the rounding of cash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.words import N_, _

from .errors import InvalidValue, Refused
from .money import divide_half_up

if TYPE_CHECKING:
    from .foreign import Foreign

_NAME_LENGTH: Final = 40


class RoundingMode(StrEnum):
    """How a cash amount goes to a multiple of the smallest coin."""

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"
    UP = "up"
    DOWN = "down"


def round_to(amount: int, increment: int, mode: RoundingMode) -> int:
    """The multiple of `increment` for an amount of minor units; modes go by magnitude (away from zero)."""
    if increment <= 1:
        return amount
    size = abs(amount)
    if mode is RoundingMode.HALF_UP:
        rounded = divide_half_up(size, increment)
    elif mode is RoundingMode.HALF_DOWN:
        rounded = -((increment - 2 * size) // (2 * increment))
    elif mode is RoundingMode.UP:
        rounded = -(-size // increment)
    else:
        rounded = size // increment
    return (rounded if amount >= 0 else -rounded) * increment


@dataclass(frozen=True, slots=True)
class CashRounding:
    """The smallest coin in minor units and how amounts go to it.

    Money paid out may round its own way, as in Denmark (0.25 to nothing when paid out, to 0.50 when taken).
    """

    increment: int = 1
    mode: RoundingMode = RoundingMode.HALF_UP
    paid_out_mode: RoundingMode | None = None

    def due(self, amount: int) -> int:
        """What is asked for in cash (negative: paid out) for an amount in minor units."""
        mode = self.mode if amount >= 0 else self.paid_out_mode or self.mode
        return round_to(amount, self.increment, mode)


@dataclass(frozen=True, slots=True)
class TenderType:
    """A way to pay and what it is allowed to do."""

    code: str
    name: str
    gives_change: bool = False
    over_tender: bool = False
    """May be more than what is due."""
    opens_drawer: bool = False
    refundable: bool = True
    needs_reference: bool = False
    counted: bool = False
    """Counted at the close of a shift."""
    keeps: str = ""
    """What its reference names, of which the till keeps the balance: a voucher, an account."""
    currency: str = ""
    """Of cash in another currency, which gives change in the shop's."""
    cash_back: int = 0
    """So much more than what is due may be charged and given back in cash, in minor units."""
    ended: bool = False
    """Nobody pays by it any more; what was paid by it stays."""

    @property
    def is_cash(self) -> bool:
        """Whether cash rounding applies to it, and what is too much is given back."""
        return self.gives_change or bool(self.currency)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> TenderType:
        """The type of a stored form; what is not in it is as usual."""
        known = [part.name for part in fields(cls) if part.name in document]
        return cls(**{name: document[name] for name in known})


_USUAL: Final = (
    N_("cash"),
    N_("card"),
    N_("voucher"),
    N_("store_credit"),
    N_("account"),
    N_("points"),
    N_("cheque"),
    N_("layaway"),
)


def said_type(code: str) -> str:
    """What people call a tender type, by its code; one that the shop made up is called by that."""
    return _(code)


CASH = TenderType("cash", N_("Cash"), gives_change=True, over_tender=True, opens_drawer=True, counted=True)
CARD = TenderType("card", N_("Card"))
DEPOSIT: Final = "layaway"
"""The type of what was paid before for an order that is collected now; nobody can tender it."""
KEEPS_VOUCHER: Final = "voucher"
KEEPS_ACCOUNT: Final = "account"
KEEPS_POINTS: Final = "points"
KEEPS: Final = ("", KEEPS_VOUCHER, KEEPS_ACCOUNT, KEEPS_POINTS)
PRESETS: Final = (
    CASH,
    CARD,
    TenderType("voucher", N_("Voucher"), keeps=KEEPS_VOUCHER),
    TenderType("store_credit", N_("Store credit"), keeps=KEEPS_VOUCHER),
    TenderType("points", N_("Points"), keeps=KEEPS_POINTS),
    TenderType("account", N_("On account"), needs_reference=True, keeps=KEEPS_ACCOUNT),
    TenderType(
        "cheque", N_("Cheque"), opens_drawer=True, refundable=False, needs_reference=True, counted=True
    ),
)
"""Ways to pay that shops have, as they usually are."""


_CODE: Final = re.compile(r"[a-z][a-z0-9_-]{1,19}", re.ASCII)


def checked_type(kind: TenderType) -> TenderType:
    """A way to pay that can be. Raises InvalidValue."""
    if not _CODE.fullmatch(kind.code):
        raise InvalidValue(
            _("'{code}' is no code: 2 to 20 letters, digits and _, a letter first", code=kind.code[:40])
        )
    if kind.code == DEPOSIT:
        raise InvalidValue(_("{code} is what was paid before for an order", code=DEPOSIT))
    if not kind.name.isprintable() or len(kind.name) > _NAME_LENGTH:
        raise InvalidValue(_("a name has 1 to {most} printable characters", most=_NAME_LENGTH))
    if kind.gives_change and (kind.code != CASH.code or not kind.over_tender):
        raise InvalidValue(_("cash alone gives change, and takes more than what is due"))
    if kind.code == CASH.code and not (kind.gives_change and kind.counted):
        raise InvalidValue(_("cash gives change, and is counted"))
    if kind.currency and (kind.refundable or not (kind.over_tender and kind.counted)):
        raise InvalidValue(_("foreign cash is counted, is given change for, and never pays out"))
    if kind.cash_back and (kind.is_cash or kind.keeps or kind.over_tender):
        raise InvalidValue(_("cash-back is for cards, which take no more than what is due otherwise"))
    if kind.keeps and kind.over_tender:
        raise InvalidValue(_("what is on a voucher stays there: it takes no more than what is due"))
    return kind


@dataclass(frozen=True, slots=True)
class Tender:
    """One payment towards a sale, in minor units; negative is paid out."""

    type: str
    amount: int
    """What it counts towards the total."""
    reference: str | None = None
    given: int | None = None
    """What was handed over, where that was more and nothing is given back: a voucher's face value."""
    cash_back: int = 0
    """What of the amount is given back in cash, as the customer wished."""
    foreign: Foreign | None = None
    """What was handed over in another currency; `amount` is its worth."""

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        document: dict[str, Any] = {"type": self.type, "amount": self.amount, "ref": self.reference}
        if self.given is not None:
            document["given"] = self.given
        if self.cash_back:
            document["cash_back"] = self.cash_back
        if self.foreign is not None:
            document["foreign"] = self.foreign.to_document()
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Tender:
        """The tender of a stored form."""
        return cls(
            document["type"],
            document["amount"],
            document["ref"],
            document.get("given"),
            document.get("cash_back", 0),
            _foreign(document["foreign"]) if "foreign" in document else None,
        )

    @classmethod
    def of(cls, kind: TenderType, given: int, asked: int, reference: str | None = None) -> Tender:
        """What is handed over where `asked` would complete the sale.

        Of what gives no change only so much counts as is asked for, so that tenders and total agree.
        """
        if given > asked >= 0 and kind.cash_back:
            return cls(kind.code, given, reference, cash_back=given - asked)
        if given > asked >= 0 and not kind.is_cash:
            return cls(kind.code, asked, reference, given)
        return cls(kind.code, given, reference)


def _foreign(document: Mapping[str, Any]) -> Foreign:
    from .foreign import Foreign  # few sales have any

    return Foreign.from_document(document)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a sale stands after its tenders; total + rounding = tenders - change + due."""

    due: int
    """Still to pay in minor units, before any rounding; negative is still to be paid out."""
    rounding: int
    change: int
    complete: bool


def settle(
    total: int, tenders: tuple[Tender, ...], cash_codes: frozenset[str], rounding: CashRounding
) -> Settlement:
    """Where a sale of `total` stands: only the part paid in cash is ever rounded.

    The last tender decides: if it is cash, what it has to cover is the rounded rest.
    """
    paid = sum(tender.amount for tender in tenders)
    rest = total - paid
    if not tenders:
        return Settlement(total, 0, 0, complete=False)
    last = tenders[-1]
    if last.cash_back:
        return Settlement(0, 0, last.cash_back, complete=rest + last.cash_back == 0)
    if last.type not in cash_codes:
        return Settlement(rest, 0, 0, complete=rest == 0)
    before = rest + last.amount
    asked = rounding.due(before)
    if asked < 0 or (before < 0 and asked == 0):
        complete, change = last.amount == asked, 0
    else:
        complete, change = last.amount >= asked, last.amount - asked
    if not complete:
        return Settlement(rest, 0, 0, complete=False)
    return Settlement(0, asked - before, max(change, 0), complete=True)


@dataclass(frozen=True, slots=True)
class TenderLimits:
    """The most that is believed without a second look, in minor units."""

    most: int
    step: int = 1


def check_tender(kind: TenderType, amount: int, asked: int, limits: TenderLimits) -> None:
    """Refuse a tender that cannot be meant. `asked` is what would complete the sale. Raises Refused."""
    if asked < 0:
        if amount != asked and not asked <= amount < 0:
            raise Refused(
                _("this sale pays out: the amount must be negative, or left away for the whole rest")
            )
        if not kind.refundable:
            raise Refused(_("{name} cannot pay out", name=_(kind.name)))
    elif amount < 0 or (amount == 0 and asked != 0):
        raise InvalidValue(_("a tender must be more than zero"))
    elif amount > asked:
        if kind.cash_back and asked:
            _check_cash_back(kind, amount - asked, limits)
        elif not kind.over_tender or (asked == 0 and not kind.gives_change):
            raise Refused(_("{name} cannot take more than what is due", name=_(kind.name)))
        if amount > limits.most:
            raise Refused(_("that is more money than the limit allows (limits.tender): is it a bar code?"))
    if kind.is_cash and amount % limits.step:
        raise Refused(_("no coins make that amount: cash goes in steps of the smallest coin"))


def _check_cash_back(kind: TenderType, back: int, limits: TenderLimits) -> None:
    if back > kind.cash_back:
        raise Refused(_("that is more cash back than {name} may give", name=_(kind.name)))
    if back % limits.step:
        raise Refused(_("no coins make that amount: cash goes in steps of the smallest coin"))
