"""Foreign cash: the rates on record, and what is handed over at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.foreign import Foreign, Rate, rate_on
from pos_tui.core.money import format_amount, plain
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.ports import Ledger
    from pos_tui.core.tender import TenderType

    from .counter import Counter

TABLE: Final = "currencies"


def rate_of(counter: Counter, currency: str) -> Rate:
    """The rate of today. Raises Refused where nobody has set one."""
    return rate_on(counter.ledger.documents(TABLE), currency, counter.day())


def handed_over(counter: Counter, kind: TenderType, asked: int, amount: int | None) -> tuple[Foreign, int]:
    """(what is handed over in its own currency, what it is worth here in minor units).

    Raises Refused: money is paid out, no amount is said, or no rate is known.
    """
    if asked < 0:
        raise Refused(_("{name} cannot pay out", name=_(kind.name)))
    rate, home = rate_of(counter, kind.currency), counter.shop.currency
    step = counter.shop.cash_rounding.increment
    if amount is None:
        least = format_amount(rate.needed(asked, home, step), rate.currency)
        raise Refused(
            _(
                "how much? {amount} {currency} or more pay the rest, at {rate} since {day}",
                amount=least,
                currency=kind.currency,
                rate=plain(rate.rate),
                day=rate.day,
            )
        )
    if amount <= 0:
        raise InvalidValue(_("a tender must be more than zero"))
    return Foreign(kind.currency, amount, plain(rate.rate), step), rate.worth(amount, home, step)


def set_rate(ledger: Ledger, operator: str, rate: Rate) -> None:
    """Records what a currency is worth from a day on. Raises StoreError."""
    document = rate.to_document()
    with ledger.transaction(operator=operator) as tx:
        row = tx.find(TABLE, "code", document["code"])
        if row is None:
            tx.insert(TABLE, document)
        else:
            tx.set(TABLE, row.doc_id, rate=document["rate"])


def rates(counter: Counter) -> list[Rate]:
    """The rates of today, by the codes of their currencies."""
    day = counter.day()
    rows = list(counter.ledger.documents(TABLE))
    codes = sorted({row["currency"] for row in rows if row["day"] <= day})
    return [rate_on(rows, Currency.parse(code).code, day) for code in codes]
