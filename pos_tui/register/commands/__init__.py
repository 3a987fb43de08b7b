"""The registry: every command of the till, in the order in which help shows them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pos_tui.core.words import language

from .ageing import Age
from .beside import Bill, Gift
from .buyers import Exempt, Reverse
from .cash import Loan, NoSale, PaidIn, PaidOut, Pickup, TipOut
from .clientele import (
    Consents,
    EditCustomer,
    EraseCustomer,
    ExportCustomer,
    MergeCustomers,
    NewCustomer,
)
from .correcting import Cancel, Qty, Undo, Void
from .creating import Dept, New
from .customers import Account, AccountStatement, Balance, ForCustomer, Reload
from .eating import EatIn, TakeAway
from .empties import Empties
from .enquiring import Check
from .history import Journal, Sales
from .invoicing import Invoice
from .keeping import EditItem, KeepItems, NewItem
from .labelling import Label
from .layaways import Collect, ListLayaways, PutAside
from .listing import Order, Sheet
from .looking import Explain, Find, Help, List, Reprint, Unmatched
from .office import (
    Coming,
    Departments,
    ListPrices,
    Operators,
    PriceLists,
    Promotions,
    Reasons,
    Roles,
    ServeTaxes,
    Suppliers,
    Supplies,
    Taxes,
    Tenders,
)
from .parking import Hold, ListHeld, Recall
from .people import Lock
from .promising import Group, TakeCoupon
from .quick import Again, Quick
from .repricing import Disc, Markdown, Price
from .returning import Condition, Refund, Return
from .reversing import CorrectTender, PostVoid
from .selling import Note
from .serials import Serial
from .shift import Close, Count, Open, ShowShift, XRead
from .simulating import SetClock
from .stockroom import Adjust, Arrive, Receive, Rules, Stock, Transfer, Waste
from .tendering import Card, Cash, Pay, TakeBack
from .vouchers import Redeem, SellVoucher, Tip
from .weighing import Tare, Weigh

if TYPE_CHECKING:
    from pos_tui.register.command import Command

COMMANDS: tuple[type[Command], ...] = (
    Pay,
    Cash,
    Card,
    Redeem,
    SellVoucher,
    Reload,
    Balance,
    Tip,
    ForCustomer,
    NewCustomer,
    EditCustomer,
    Consents,
    MergeCustomers,
    ExportCustomer,
    EraseCustomer,
    Account,
    AccountStatement,
    TakeBack,
    Find,
    Dept,
    New,
    Weigh,
    Tare,
    Quick,
    Again,
    Serial,
    Age,
    Check,
    Refund,
    Return,
    Condition,
    Empties,
    Qty,
    Void,
    Price,
    Markdown,
    Disc,
    Undo,
    Cancel,
    TakeCoupon,
    Group,
    Exempt,
    Reverse,
    EatIn,
    TakeAway,
    Note,
    Hold,
    Recall,
    ListHeld,
    PutAside,
    ListLayaways,
    Collect,
    List,
    Sales,
    Reprint,
    Gift,
    Invoice,
    Bill,
    PostVoid,
    CorrectTender,
    Explain,
    Journal,
    Label,
    Stock,
    Sheet,
    Receive,
    Waste,
    Adjust,
    Transfer,
    Arrive,
    Rules,
    Order,
    KeepItems,
    EditItem,
    NewItem,
    Departments,
    Suppliers,
    Supplies,
    Promotions,
    PriceLists,
    ListPrices,
    Coming,
    Taxes,
    ServeTaxes,
    Tenders,
    Reasons,
    Operators,
    Roles,
    NoSale,
    PaidIn,
    PaidOut,
    TipOut,
    Pickup,
    Loan,
    Open,
    XRead,
    Count,
    Close,
    ShowShift,
    Lock,
    Help,
    Unmatched,
    SetClock,
)

BY_WORD: dict[str, type[Command]] = {
    word: command for command in COMMANDS for word in (command.word, *command.words)
}
"""By the English words, which work in every language."""


def named(word: str) -> type[Command] | None:
    """The command that a word means, in English or in the language of the moment; None where none does."""
    return BY_WORD.get(word) or _translated(language()).get(word)


def words() -> list[str]:
    """All words that mean a command now."""
    return list(dict.fromkeys((*_translated(language()), *BY_WORD)))


@lru_cache(maxsize=8)
def _translated(_language: object) -> dict[str, type[Command]]:
    return {command.said_word().casefold(): command for command in reversed(COMMANDS)}
