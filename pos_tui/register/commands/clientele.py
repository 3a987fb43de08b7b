"""Commands that make and change customers; what they say of a person goes on no record but sealed."""

from __future__ import annotations

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
_ANSWERS: Final = {"yes": True, "no": False}


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


def fields_of(register: Register, text: str) -> dict[str, str | int]:
    """The fields that an entry says; what stands before the first is the name. Raises InvalidValue."""
    text = text.strip()
    places = list(re.finditer(_PART, text))
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


def _told(register: Register, one: Customer, message: str) -> Outcome:
    from .customers import facts

    return Outcome("info", message, {"customer": facts(register, one)}, sound="good")
