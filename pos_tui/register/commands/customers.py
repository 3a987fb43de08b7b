"""Commands about customers: who the sale is for, what is on their account, what a voucher has left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import Refused
from pos_tui.core.words import N_, _, ngettext
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome
from pos_tui.register.telling import earned, summary
from pos_tui.services.permitting import permit

from .vouchers import sell_apart

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.register import Register

_MOST = 20


class ForCustomer(Command):
    """Say who the sale is for: a card, an id, or words of the name, phone or e-mail.

    Their prices, promotions, taxes and points hold for the whole sale. `/customer -` takes it back.
    """

    word = "customer"
    usage = "[WORDS | -]"
    key = "ctrl+k"
    label = "Customer"
    permission = "customers.read"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        counter, basket = register.counter, register.basket
        wanted = arguments.strip()
        if wanted == "-":
            register.change(services.serving.take_off(counter, basket))
            return summary(register, "edited", _("for no customer"))
        if not wanted:
            one = services.serving.served(counter, basket)
            if one is None:
                raise Refused(_("for whom is the sale? {usage}", usage=self.said_usage()))
            return Outcome("info", told(register, one), {"customer": facts(register, one)})
        one = services.customers.named(counter, wanted)
        if one is None:
            found = counter.people.called(wanted) or counter.people.find(wanted, _MOST)
            if len(found) > 1:
                lines = [f"{each.id}  {each.label}  {each.person.phone}".rstrip() for each in found]
                rows = [facts(register, each) for each in found]
                return Outcome("info", "\n".join(lines), {"customers": rows}, sound="unknown")
            one = found[0] if found else None
        if one is None:
            raise Refused(_("no customer matches {words}", words=wanted[:40]))
        return serve(register, one)


def serve(register: Register, one: Customer) -> Outcome:
    """Makes the sale one for a customer, and says what that earns. Raises Refused."""
    permit(register.counter, "customers.read")
    register.change(services.serving.put_on(register.counter, register.basket, one))
    more = earned(register)
    message = told(register, one)
    outcome = summary(register, "edited", f"{message}; {more}" if more else message)
    return Outcome(
        outcome.kind, outcome.message, {**outcome.data, "customer": facts(register, one)}, sound="good"
    )


def told(register: Register, one: Customer) -> str:
    """A customer on one line: who, and what is open between them and the shop."""
    counter, parts = register.counter, [_("customer {name}", name=one.label)]
    if one.tier:
        parts.append(one.tier)
    points = services.loyalty.points_now(counter, one)
    if points:
        parts.append(ngettext("{count} point", "{count} points", points))
    if one.balance or one.limit:
        owed, most = register.text(one.balance), register.text(one.limit)
        parts.append(_("owes {owed} of {most}", owed=owed, most=most))
    return ", ".join(parts)


def facts(register: Register, one: Customer) -> dict[str, Any]:
    """The same for scripts; amounts in minor units."""
    return {
        "id": one.id,
        "name": one.person.name,
        "card": one.card,
        "group": one.group,
        "tier": one.tier,
        "points": services.loyalty.points_now(register.counter, one),
        "balance": one.balance,
        "limit": one.limit,
    }


class Account(Command):
    """Take money for what a customer has on account; without an amount say what that is.

    `/pay account ref CODE` puts a sale on it; where the sale is for a customer, `/pay account` alone.
    """

    word = "account"
    usage = "[CODE] [AMOUNT]"
    label = "Account"
    permission = "customers.read"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        words = arguments.split()
        if len(words) == 1 and register.basket.customer and not _is_account(register, words[0]):
            words.insert(0, register.basket.customer)
        code = words[0] if words else register.basket.customer
        account = services.accounts.find(register.counter, code)
        if len(words) > 1:
            amount = amount_of(register, " ".join(words[1:]))
            return sell_apart(register, services.accounts.line(register.counter, account.code, amount))
        owed, most = register.text(account.balance), register.text(account.limit)
        said = _("{name} owes {owed}, and may owe {most}", name=account.name, owed=owed, most=most)
        data = {"code": account.code, "balance": account.balance, "limit": account.limit}
        return Outcome("info", said, {"account": data})


def _is_account(register: Register, text: str) -> bool:
    try:
        services.accounts.find(register.counter, text)
    except Refused:
        return False
    return True


class AccountStatement(Command):
    """Print a customer's account for this month, another, or since they are a customer.

    What was owed, each sale and payment, what is owed.
    """

    word = "statement"
    usage = "CUSTOMER [2026-11|all]"
    label = "Statement"
    group = N_("Customers")
    permission = "customers.read"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        counter, (who, _space, month) = register.counter, arguments.strip().partition(" ")
        one = services.customers.find(counter, who or register.basket.customer)
        days = services.serving.span(counter, month.strip(), one.since)
        made = services.serving.statement(counter, one, *days)
        document = made.to_document()
        slips = counter.slips
        if slips is None:
            raise Refused(_("there is no printer here"))
        paper = slips.draft("statement", document)
        slips.print(paper, _("statement {customer}", customer=one.id))
        return Outcome("info", slips.text(paper), {"statement": document}, sound="good")


class Balance(Command):
    """Say what a voucher, a gift card or store credit has left, and each receipt that changed it."""

    word = "balance"
    usage = "CODE"
    label = "Balance"
    group = N_("Tender")
    blocks = True

    def run(self, register: Register, arguments: str) -> Outcome:
        voucher = services.vouchers.find(register.counter, arguments)
        lines = [services.vouchers.told(voucher)]
        lines += [f"{number}  {register.text(amount)}" for number, amount in voucher.moves]
        return Outcome("info", "\n".join(lines), voucher.to_document())


class Reload(Command):
    """Put more on a voucher or gift card, to be paid for with the sale."""

    word = "reload"
    usage = "CODE AMOUNT"
    label = "Reload"

    def run(self, register: Register, arguments: str) -> Outcome:
        code, _space, text = arguments.partition(" ")
        if not text.strip():
            raise Refused(_("how much? {usage}", usage=self.said_usage()))
        amount = amount_of(register, text.strip())
        return sell_apart(register, services.vouchers.reload_line(register.counter, code, amount))
