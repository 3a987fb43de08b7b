"""Customers: what is known of a person, which is sealed, and what the shop keeps for them, which is not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from .cards import holds_card_number
from .department import is_name
from .errors import InvalidValue
from .tax_number import checked_tax_number
from .words import N_, _

TABLE: Final = "customers"
SEAL: Final = "customer"
"""What names the sealed text of a customer."""
PERSONAL: Final = ("name", "phone", "email", "address", "tax_number", "alias", "note")
"""The fields that are sealed."""
PLAIN: Final = ("card", "group", "tax", "limit")
"""The others that people set."""
CONSENTS: Final = ("email", "phone", "post")
"""By which way somebody may have agreed to hear of offers."""
_NUMBERS: Final = ("phone", "tax_number")
"""Fields whose digits may look like those of a payment card."""
TAX_KINDS: Final = ("", "exempt", "reverse")
LABELS: Final[Mapping[str, str]] = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "tax_number": N_("Tax number"),
    "alias": N_("Short name"),
    "note": N_("Note"),
    "card": N_("Card"),
    "group": N_("Group"),
    "tax": N_("Tax"),
    "limit": N_("Limit"),
}
_LONGEST: Final[Mapping[str, int]] = {"name": 100, "address": 150, "note": 200, "group": 64}
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_EMAIL_LENGTH: Final = 254
_PHONE: Final = re.compile(r"\+?[(0-9][0-9 ()./-]*", re.ASCII)
_PHONE_DIGITS: Final = range(4, 16)
"""An international number has at most 15 digits (ITU-T E.164); inside a company it may have 4."""
_CARD: Final = re.compile(r"[!-~]{4,40}", re.ASCII)
_ALIAS: Final = re.compile(r"\S{1,40}")


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody; empty texts are not known."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    tax_number: str = ""
    alias: str = ""
    """A short name that it is called by, as an account is."""
    note: str = ""

    def to_text(self) -> str:
        """As it is sealed: JSON of what is known."""
        return json.dumps({name: text for name, text in asdict(self).items() if text}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Person:
        """The person of such a text; what it says beyond is left out."""
        known = json.loads(text)
        return cls(**{name: known[name] for name in PERSONAL if name in known})


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether somebody agreed to something, and what shows it."""

    given: bool
    time: str
    """ISO 8601 in UTC."""
    how: str
    """Where and how they said so: at the till, form 12."""
    by: str
    """The operator who recorded it."""


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as things stand; amounts in minor units."""

    id: str
    person: Person = Person()
    card: str = ""
    """The code of a customer's card."""
    group: str = ""
    """Which price lists and promotions are for them."""
    tax: str = ""
    """Why no tax is taken of them: exempt, reverse (they owe it themselves); nothing: it is taken."""
    limit: int = 0
    """The most they may owe."""
    balance: int = 0
    """What they owe; below zero the shop owes them."""
    points: int = 0
    points_due: int = 0
    """Points to be taken back that were spent already: the next ones that are earned pay for these."""
    points_day: str = ""
    """The business day on which points were last earned or used."""
    tier: str = ""
    spent: Mapping[str, int] = field(default_factory=dict)
    """What was spent by month (2026-11), for as long as tiers look back."""
    consents: Mapping[str, Consent] = field(default_factory=dict)
    since: str = ""
    """The business day on which they became a customer."""
    merged: str = ""
    """The id of the customer that this one became part of."""
    erased: str = ""
    """The business day on which what was known of them was destroyed."""

    @property
    def label(self) -> str:
        """What people call them: the name, else the id."""
        return self.person.name or self.id

    @property
    def is_open(self) -> bool:
        """Whether anything can still be sold to them by this id."""
        return not (self.merged or self.erased)

    def to_document(self, sealed: str) -> dict[str, Any]:
        """The stored form, with the sealed text of the person."""
        return {
            "v": 1,
            "id": self.id,
            "sealed": sealed,
            **{name: getattr(self, name) for name in (*PLAIN, *_KEPT)},
            "card": self.card or None,  # what is not there is in no index
            "merged": self.merged or None,
            "spent": dict(self.spent),
            "consents": {name: asdict(consent) for name, consent in self.consents.items()},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any], text: str | None) -> Customer:
        """The customer of a stored form and the opened text of the person; None where it opens no more."""
        fields: dict[str, Any] = {
            name: "" if document[name] is None else document[name]
            for name in ("id", *PLAIN, *_KEPT)
            if name in document
        }
        consents = {name: Consent(**consent) for name, consent in document.get("consents", {}).items()}
        return cls(
            person=Person() if not text else Person.from_text(text),
            spent=dict(document.get("spent", {})),
            consents=consents,
            **fields,
        )


_KEPT: Final = ("balance", "points", "points_due", "points_day", "tier", "since", "merged", "erased")


def changed(customer: Customer, changes: Mapping[str, str | int]) -> Customer:
    """A customer with other fields, each checked. Raises InvalidValue naming the field."""
    known: dict[str, str] = {}
    plain: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "limit":
            plain[name] = _limit(value)
        elif name in PERSONAL:
            known[name] = checked(name, str(value))
        elif name in PLAIN:
            plain[name] = checked(name, str(value))
        else:
            names = ", ".join((*PERSONAL, *PLAIN))
            raise InvalidValue(_("a customer has no '{name}': there is {names}", name=name[:40], names=names))
    person = replace(customer.person, **known)
    made = replace(customer, person=person, **plain)
    if not person.name:
        raise InvalidValue(_("a customer needs a name"))
    if made.tax == "reverse" and not person.tax_number:
        raise InvalidValue(_("who owes the tax themselves (reverse) needs a tax number"))
    return made


def checked(name: str, text: str) -> str:
    """The text of a field as it is kept; an empty one takes it away. Raises InvalidValue."""
    text = text.strip()
    if not text:
        return ""
    if name not in _NUMBERS and holds_card_number(text):
        raise InvalidValue(_("{field}: a payment card's number is never kept", field=_(LABELS[name])))
    if name in _LONGEST and not is_name(text, _LONGEST[name]):
        label, most = _(LABELS[name]), _LONGEST[name]
        raise InvalidValue(_("{field}: 1 to {most} printable characters", field=label, most=most))
    if name == "phone" and not _is_phone(text):
        raise InvalidValue(_("'{text}' is no phone number, such as +44 20 7946 0018", text=text[:40]))
    if name == "email" and (len(text) > _EMAIL_LENGTH or not _EMAIL.fullmatch(text)):
        raise InvalidValue(_("'{text}' is no e-mail address, such as ada@example.org", text=text[:40]))
    if name == "tax_number":
        return checked_tax_number(text)
    if name == "alias" and not (_ALIAS.fullmatch(text) and text.isprintable()):
        raise InvalidValue(_("'{text}' is no short name: 1 to 40 characters, no spaces", text=text[:60]))
    if name == "card" and not _CARD.fullmatch(text):
        raise InvalidValue(_("'{text}' is no card's code: 4 to 40 characters, no spaces", text=text[:60]))
    if name == "tax" and text not in TAX_KINDS:
        raise InvalidValue(_("tax is exempt, reverse or nothing, not '{text}'", text=text[:40]))
    return text


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) in _PHONE_DIGITS


def _limit(value: str | int) -> int:
    """Minor units. Raises InvalidValue."""
    if isinstance(value, str):
        raise InvalidValue(_("a limit is an amount of money"))
    if value < 0:
        raise InvalidValue(_("a limit is not below zero"))
    return value
