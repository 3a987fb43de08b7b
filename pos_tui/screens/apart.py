"""What is paid for besides goods, asked step by step: a voucher, a tip, what a customer has on account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.words import _

from .asking import AskText, Question

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk


def open_voucher(desk: Desk, _arguments: str = "") -> None:
    """Amount, then the code of a card the shop has, or a new one."""
    title, new, any_goods = _("Sell a voucher"), _("new"), _("any goods")

    def ask_code(amount: str) -> None:
        known = [(_("amount"), amount)]
        _ask(desk, title, _("code"), partial(ask_tax, amount), known, new)

    def ask_tax(amount: str, code: str) -> None:
        known = [(_("amount"), amount), (_("code"), code)]
        _ask(desk, title, _("for goods taxed"), partial(sell, amount, code), known, any_goods)

    def sell(amount: str, code: str, tax: str) -> None:
        more = f" code {code}" if code != new else ""
        _run(desk, f"/voucher {amount}{more}" + (f" tax {tax}" if tax != any_goods else ""))

    _ask(desk, title, _("amount"), ask_code)


def open_tip(desk: Desk, _arguments: str = "") -> None:
    """Amount, then for whom: who sells, unless somebody else is named."""
    title, seller = _("Tip"), desk.shown.operator

    def ask_who(amount: str) -> None:
        _ask(desk, title, _("for"), partial(take, amount), [(_("amount"), amount)], seller)

    def take(amount: str, who: str) -> None:
        _run(desk, f"/tip {amount}" if who == seller else f"/tip {amount} {who}")

    _ask(desk, title, _("amount"), ask_who)


def open_account(desk: Desk, _arguments: str = "") -> None:
    """Whose account, then how much of what is owed; where the sale is for a customer, theirs is meant."""
    title = _("On account")

    def ask_amount(code: str) -> None:
        desk.run(f"/account {code}", after=partial(show, code))

    def show(code: str, outcome: Outcome) -> None:
        if outcome.ok and "account" in outcome.data:
            account = outcome.data["account"]
            owed = desk.shown.money(account["balance"])
            known = [(_("customer"), code), (_("owes"), owed)]
            _ask(desk, title, _("pays"), lambda paid: _run(desk, f"/account {code} {paid}"), known, owed)

    _ask(desk, title, _("customer"), ask_amount, (), desk.register.basket.customer)


def _ask(
    desk: Desk,
    title: str,
    prompt: str,
    then: Callable[[str], None],
    known: Sequence[tuple[str, str]] = (),
    value: str = "",
) -> None:
    desk.open(AskText(desk, Question(title, prompt, then, lambda _answer: "", known, value)))
    desk.say("")


def _run(desk: Desk, text: str) -> None:
    """Runs it; the steps that asked for it are left once it is done, and are still there where it is not."""

    def done(outcome: Outcome) -> None:
        for view in desk.views if outcome.ok else ():
            if isinstance(view, AskText):
                desk.drop(view)

    desk.run(text, after=done)
