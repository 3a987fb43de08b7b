"""What the screen does itself when a command is entered, because it needs a screen: dialogs and lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.money import format_amount
from pos_tui.core.words import _
from pos_tui.register.grammar import split_reference

from .confirm import CardDialog
from .departments import sell_by_department
from .devices import open_devices
from .empties import open_empties
from .held import HeldView
from .help import show_help
from .items import open_check, open_find
from .jobs import JobsView
from .journal import open_journal
from .missed import Unknown
from .quick import open_quick
from .receipts import open_receipts
from .refund import open_refund
from .settings import SettingsView
from .shift import open_count, open_move, open_nosale, open_shift_page
from .tender import TenderView
from .unknown import UnmatchedView

if TYPE_CHECKING:
    from .desk import Desk


def act(desk: Desk, word: str, arguments: str) -> bool:
    """Do it and return True, or return False where the register's own command is the answer."""
    if word == "sheet":
        from .sheet import open_sheet

        return open_sheet(desk, arguments)
    if word == "operators":
        from .operators import open_operators

        return open_operators(desk, arguments)
    action = _action(word, arguments)
    if action is not None:
        action(desk, arguments)
        return True
    if word in _OFFICE:
        from .office import open_book

        return open_book(desk, word, arguments)
    return False


def _action(word: str, arguments: str) -> Callable[[Desk, str], None] | None:
    """What the screen does for a command with these arguments."""
    if word == "refund" and len(arguments.split()) < 2:
        return open_refund if arguments else open_receipts
    if word == "supplies" and arguments.rstrip('"').endswith("/"):
        return _supplied
    if word == "order" and arguments.startswith("of "):
        return _orders
    if word == "item" and arguments and "=" not in arguments:
        return _item
    if word == "newitem" and "=" not in arguments:
        return _new_item
    if word == "invoice" and len(arguments.split()) < 2 and arguments != "-":
        return _invoice
    return _ALWAYS.get(word) or (None if arguments else _BARE.get(word))


def open_tender(desk: Desk, _: str = "") -> None:
    """The tender screen; a sale with nothing to pay for is refused by the register in its own words."""
    if desk.shown.count:
        desk.open(TenderView(desk))
        desk.say("")
        desk.room.check()
    else:
        desk.run("/pay")


def _card(desk: Desk, arguments: str) -> None:
    if desk.shown.count and desk.shown.due < 0:
        # How much goes back to the card is not what is due, where another way paid a part: it is looked up.
        _text, reference = split_reference(arguments)

        def ask(amount: int) -> None:
            ref = f" ref {reference}" if reference else ""
            desk.open(CardDialog(desk, f"{format_amount(-amount, desk.shown.currency)}{ref}"))
            desk.say("")

        desk.fetch(lambda: desk.register.looking.card_charge(arguments), ask, hold=True)
    elif desk.shown.count:
        desk.open(CardDialog(desk, arguments))
        desk.say("")
        desk.room.check()
    else:
        desk.run(f"/card {arguments}".rstrip())


def _recall(desk: Desk, _: str) -> None:
    desk.open(HeldView(desk))
    desk.say("")


def _hold(desk: Desk, _: str) -> None:
    """Hold on an empty sale shows what is held: the key that puts away also fetches."""
    if desk.shown.is_empty:
        _recall(desk, "")
    else:
        desk.run("/hold")


def _jobs(desk: Desk, _: str) -> None:
    desk.open(JobsView(desk))
    desk.say("")


def _settings(desk: Desk, _: str) -> None:
    desk.open(SettingsView(desk))
    desk.say("")


def _items(desk: Desk, words: str) -> None:
    from .item import open_items

    open_items(desk, words)


def _item(desk: Desk, code: str) -> None:
    from .item import open_item

    open_item(desk, code)


def _new_item(desk: Desk, code: str) -> None:
    from .item_new import open_new

    open_new(desk, code.strip('"'))


def _unmatched(desk: Desk, _: str) -> None:
    desk.open(UnmatchedView(desk))
    desk.say("")


def _dept(desk: Desk, _: str) -> None:
    sell_by_department(desk, Unknown())
    desk.say("")


def _balance(desk: Desk, _arguments: str) -> None:
    desk.router.put_text("/balance ")
    desk.say(_("scan the card or voucher, or type its code"))


def _customers(desk: Desk, words: str) -> None:
    from .customers import open_customers

    open_customers(desk, words)


def _new_customer(desk: Desk, _: str) -> None:
    from .customers import open_new_customer

    open_new_customer(desk)


def _training(desk: Desk, _arguments: str) -> None:
    front = desk.front
    if front is None or desk.register.shop.training:
        desk.say(_("this is training: /quit goes back to the shop"), "refused")
    else:
        front.training_wanted = desk.leaving = True


def _layaways(desk: Desk, _: str) -> None:
    from .layaways import LayawaysView  # few shops put goods aside

    desk.open(LayawaysView(desk))
    desk.say("")


def _apart(word: str, desk: Desk, arguments: str) -> None:
    from . import apart  # few sales have any of these

    forms = {"voucher": apart.open_voucher, "tip": apart.open_tip, "account": apart.open_account}
    forms[word](desk, arguments)


def _invoice(desk: Desk, number: str) -> None:
    from .invoicing import open_invoice  # few sales have one

    open_invoice(desk, number)


def _import(desk: Desk, _arguments: str) -> None:
    from .importing import open_import  # seldom, and it brings forms

    open_import(desk)


def _export(desk: Desk, _arguments: str) -> None:
    from .importing import open_export

    open_export(desk)


def _reports(desk: Desk, words: str) -> None:
    from .reports import open_reports  # and what they are made of

    open_reports(desk, words)


def _quit(desk: Desk, _: str) -> None:
    desk.leaving = True


def _stock(desk: Desk, words: str) -> None:
    from .stock import open_stock  # loaded where somebody asks

    open_stock(desk, words)


def _supplied(desk: Desk, supplier: str) -> None:
    from .supplied import open_supplied

    open_supplied(desk, supplier.strip('"/'))


def _orders(desk: Desk, arguments: str) -> None:
    from .orders import open_orders

    open_orders(desk, arguments.removeprefix("of ").strip('"'))


_OFFICE = frozenset(
    (
        "promotions",
        "pricelists",
        "listprices",
        "coming",
        "reasons",
        "taxes",
        "servetaxes",
        "tenders",
        "roles",
        "departments",
        "suppliers",
        "supplies",
    )
)
"""Commands that open a book of the back office."""


def _layout(desk: Desk, _arguments: str) -> None:
    from .receipt_layout import open_layout

    open_layout(desk)


_ALWAYS: dict[str, Callable[[Desk, str], None]] = {
    "card": _card,
    "find": open_find,
    "help": show_help,
    "journal": open_journal,
    "items": _items,
    "devices": open_devices,
    "jobs": _jobs,
    "layout": _layout,
    "quit": _quit,
    "report": _reports,
    "import": _import,
    "export": _export,
    "training": _training,
    "settings": _settings,
    "unmatched": _unmatched,
    "sales": open_receipts,
    "stock": _stock,
}
_BARE: dict[str, Callable[[Desk, str], None]] = {
    "shift": open_shift_page,
    "open": open_shift_page,
    "z": open_shift_page,
    "count": open_count,
    "nosale": open_nosale,
    **{word: partial(open_move, word) for word in ("paidin", "paidout", "pickup", "loan")},
    "check": open_check,
    "balance": _balance,
    "customer": _customers,
    "newcustomer": _new_customer,
    "pay": open_tender,
    "quick": open_quick,
    "recall": _recall,
    "held": _recall,
    "hold": _hold,
    "dept": _dept,
    "empties": open_empties,
    "layaways": _layaways,
    **{word: partial(_apart, word) for word in ("voucher", "tip", "account")},
    "collect": _layaways,
    "order": _orders,
}
