"""Entries as the text of hledger and beancount journals, and as rows for a table or a spreadsheet.

The journals are as https://hledger.org/1.40/hledger.html#journal and beancount 3's language syntax have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import format_amount
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .entries import Entry

_ROOTS: Final = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
_BEANCOUNT: Final = re.compile(rf"({'|'.join(_ROOTS)})(:[^\W_a-z][^\W_]*(-[^\W_]+)*)+")
_WIDTH: Final = 44
_BREAKS: Final = re.compile(r"[\x00-\x1f;|\"\\]+")


def hledger(entries: Iterable[Entry]) -> Iterator[str]:
    """The lines of an hledger journal (ledger reads it as well)."""
    for entry in entries:
        yield f"{entry.day} * ({entry.number}) {_plain(entry.text)}"
        for posting in entry.postings:
            amount = _amount(posting.amount, entry.currency)
            note = f"  ; {_plain(posting.note)}" if posting.note else ""
            yield f"    {posting.account:<{_WIDTH}}  {amount:>12} {entry.currency}{note}"
        yield ""


def beancount(entries: Sequence[Entry]) -> Iterator[str]:
    """The lines of a beancount file; accounts are opened on the first day that uses them.

    Raises InvalidValue: an account has a name that beancount does not read.
    """
    opened: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: entry.day):
        for posting in entry.postings:
            opened.setdefault(posting.account, entry.day)
    for account, day in sorted(opened.items()):
        if not _BEANCOUNT.fullmatch(account):
            raise InvalidValue(
                _(
                    "beancount reads no account '{name}': its parts begin with a capital, the first is one "
                    "of {roots} (pos config set ledger.accounts)",
                    name=account,
                    roots=", ".join(_ROOTS),
                )
            )
        yield f"{day} open {account}"
    yield ""
    for entry in entries:
        yield f'{entry.day} * "{entry.number}" "{_plain(entry.text)}"'
        for posting in entry.postings:
            amount = _amount(posting.amount, entry.currency)
            note = f"  ; {_plain(posting.note)}" if posting.note else ""
            yield f"  {posting.account:<{_WIDTH}}  {amount:>12} {entry.currency}{note}"
        yield ""


def rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """A row for each posting, for any program that imports a table: debit and credit in minor units."""
    for entry in entries:
        for posting in entry.postings:
            yield {
                "day": entry.day,
                "number": entry.number,
                "text": entry.text,
                "account": posting.account,
                "debit": posting.amount if posting.amount > 0 else None,
                "credit": -posting.amount if posting.amount < 0 else None,
                "currency": entry.currency,
                "note": posting.note,
            }


def _amount(minor: int, currency: str) -> str:
    return format_amount(minor, Currency.parse(currency))


def _plain(text: str) -> str:
    """Without what would end a text or begin a comment."""
    return _BREAKS.sub(" ", text).strip()
