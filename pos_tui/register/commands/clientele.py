"""Commands that make and change customers; what they say of a person goes on no record but sealed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from pos_tui import services
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import N_, _
from pos_tui.register.amounts import amount_of
from pos_tui.register.command import Command
from pos_tui.register.outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.register import Register

_FIELDS: Final = (
    "name",
    "phone",
    "email",
    "address",
    "tax_number",
    "alias",
    "note",
    "card",
    "group",
    "tax",
    "limit",
)
_PART: Final = rf"(?:^|;)\s*({'|'.join(_FIELDS)})\s*="
_ANY_PART: Final = r"(?:^|;)\s*([A-Za-z_]{2,20})\s*="
_ANSWERS: Final = {"yes": True, "no": False}
_YES, _SETTLE, _PRINT = "yes", "settle", "print"


class NewCustomer(Command):
    """Make a customer: Ada Byron; phone=+44 20 7946 0018; email=ada@example.org; card=2900000000017.

    Other fields are address, tax_number, alias (a short name), note, group, tax (exempt or reverse), limit.
    """

    word = "newcustomer"
    usage = "NAME; FIELD=VALUE..."
    label = "New customer"
    group = N_("Customers")
    permission = "customers.add"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        made = services.customers.add(register.counter, fields_of(register, arguments))
        return _told(register, made, _("customer {name} made: {id}", name=made.label, id=made.id))


class EditCustomer(Command):
    """Change a customer: the id, then the fields; an empty value takes a field away."""

    word = "editcustomer"
    usage = "ID FIELD=VALUE; FIELD=VALUE..."
    label = "Edit customer"
    group = N_("Customers")
    permission = "customers.change"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        id, _space, text = arguments.partition(" ")
        one = services.customers.find(register.counter, id)
        changed = services.customers.change(register.counter, one.id, fields_of(register, text))
        return _told(register, changed, _("customer {name} changed", name=changed.label))


class Consents(Command):
    """Record that a customer agrees to hear of offers by email, phone or post, or no longer does."""

    word = "consent"
    usage = "ID email|phone|post yes|no HOW"
    label = "Consent"
    group = N_("Customers")
    permission = "customers.add"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        words = arguments.split(None, 3)
        if len(words) < 4 or words[2].casefold() not in _ANSWERS:
            raise InvalidValue(_("which, and how did they say so? {usage}", usage=self.said_usage()))
        id, about, answer, how = words
        one = services.customers.find(register.counter, id)
        given = _ANSWERS[answer.casefold()]
        after = services.customers.consent(register.counter, one.id, about.casefold(), given=given, how=how)
        return _told(register, after, _("consent of {name} recorded", name=after.label))


class MergeCustomers(Command):
    """Make one customer part of another: who stays, who becomes part of them, and why.

    It says what will be; with `yes` before the reason it is done. Balances and points add up.
    """

    word = "mergecustomer"
    usage = "ID OTHER [yes [WHY]]"
    label = "Merge"
    group = N_("Customers")
    permission = "customers.change"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        keep, gone, said, why = _parted(arguments, 4)
        if not gone:
            raise InvalidValue(_("who stays, and who becomes part of them? {usage}", usage=self.said_usage()))
        counter = register.counter
        lines = services.customers.joined(counter, keep, gone)
        if said.casefold() != _YES:
            return Outcome("info", "\n".join(lines), {"would": lines})
        kept, other = (services.customers.find(counter, who).id for who in (keep, gone))
        both = services.customers.merge(counter, kept, other, why)
        return _told(register, both, _("{id} has what both had", id=both.label))


class EraseCustomer(Command):
    """Destroy what is known of a customer, for ever: receipts stay, and say nothing of them any more.

    It says what will be; with `yes` and the reason it is done, unless something is open between them and the
    shop. `settle` in place of `yes` gives that up on both sides.
    """

    word = "erasecustomer"
    usage = "ID [yes|settle WHY]"
    label = "Erase"
    group = N_("Customers")
    permission = "customers.export"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        who, said, why = _parted(arguments, 3)
        counter, erasing = register.counter, services.erasing
        one = services.customers.find(counter, who)
        if said.casefold() not in (_YES, _SETTLE):
            lines, is_open = erasing.consequences(counter, one.id)
            return Outcome("info", "\n".join(lines), {"would": lines, "open": is_open})
        ids = erasing.erase(counter, one.id, why, settle=said.casefold() == _SETTLE)
        told = _("nothing is known of {ids} any more", ids=", ".join(ids))
        return Outcome("info", told, {"erased": ids}, sound="good")


class ExportCustomer(Command):
    """Show all that the shop has of one person, to be handed to them; `print` prints it. It goes on record.

    As a file: pos customers export.
    """

    word = "exportcustomer"
    usage = "ID [print]"
    label = "Their data"
    group = N_("Customers")
    permission = "customers.export"
    blocks = True
    names_people = True

    def run(self, register: Register, arguments: str) -> Outcome:
        counter, (who, said) = register.counter, _parted(arguments, 2)
        one = services.customers.find(counter, who)
        told = services.disclosing.disclosed(counter, one)
        lines = services.disclosing.lines_of(counter, told)
        if said.casefold() == _PRINT:
            if counter.slips is None:
                raise Refused(_("there is no printer here"))
            paper = counter.slips.draft("disclosure", {"lines": lines, "customer": one.id})
            counter.slips.print(paper, _("data of {customer}", customer=one.id))
            return Outcome(
                "info", _("it goes to the printer"), {"person": told, "lines": lines}, sound="good"
            )
        return Outcome("info", "\n".join(lines), {"person": told, "lines": lines}, sound="good")


def _parted(text: str, count: int) -> list[str]:
    """The first words of a text and the rest of it, as so many texts."""
    words = text.split(None, count - 1)
    return [*words, *[""] * (count - len(words))]


def fields_of(register: Register, text: str) -> dict[str, str | int]:
    """The fields that an entry says; what stands before the first is the name. Raises InvalidValue."""
    text = text.strip()
    if text.startswith("{"):
        return _fields_in(register, text)
    places = list(re.finditer(_PART, text))
    _assert_fields(text)
    ends = [*(match.start() for match in places[1:]), len(text)][: len(places)]
    name = text[: places[0].start() if places else len(text)].strip()
    if not name and not places:
        raise InvalidValue(_("say what is known: name=Ada Byron; phone=4711"))
    found: dict[str, str | int] = {"name": name} if name else {}
    for match, end in zip(places, ends, strict=True):
        field, value = match[1], text[match.end() : end].strip()
        if field in found:
            raise Refused(_("{field} is there twice", field=field))
        found[field] = (amount_of(register, value) if value else 0) if field == "limit" else value
    return found


def _assert_fields(text: str) -> None:
    """Raises InvalidValue for what looks like a field and is none: it would end up in a name."""
    for word in re.findall(_ANY_PART, text):
        if word not in _FIELDS:
            raise InvalidValue(
                _("'{word}=' says nothing: the fields are {names}", word=word, names=", ".join(_FIELDS))
            )


def _fields_in(register: Register, text: str) -> dict[str, str | int]:
    """The fields of a JSON object, as forms give them: their texts may hold anything. Raises InvalidValue."""
    try:
        said = json.loads(text)
    except ValueError:
        raise InvalidValue(_("say what is known: name=Ada Byron; phone=4711")) from None
    found: dict[str, str | int] = {str(field): str(value).strip() for field, value in said.items()}
    if "limit" in found:
        found["limit"] = amount_of(register, str(found["limit"])) if found["limit"] else 0
    return found


def _told(register: Register, one: Customer, message: str) -> Outcome:
    from .customers import facts

    return Outcome("info", message, {"customer": facts(register, one)}, sound="good")
