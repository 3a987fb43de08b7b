"""The form of a customer: fields one under the other, each checked when it is left."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import LABELS
from pos_tui.core.words import _

from .form import Form

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .pick import Choices

FIELDS: Final = (
    "name",
    "phone",
    "email",
    "address",
    "card",
    "group",
    "tax_number",
    "tax",
    "limit",
    "alias",
    "note",
)


class CustomerForm(Form):
    """What is known of a customer."""

    labels: Mapping[str, str] = {name: LABELS[name] for name in FIELDS}
    often_digits = frozenset({"phone", "card", "tax_number"})
    scanned = "card"

    def __init__(self, desk: Desk, title: str, known: Mapping[str, str], save: Callable[[str], None]) -> None:
        """`save` gets what was changed, as `/newcustomer` takes it."""
        super().__init__(desk, title, known)
        self._save = save
        self._groups: Sequence[str] = ()
        desk.fetch(desk.register.looking.customers.groups, self._got_groups)

    def _got_groups(self, groups: Sequence[str]) -> None:
        self._groups = groups

    def choices(self, field: str) -> Choices:
        """Groups that price lists are for, and what taxes can be."""
        if field == "tax":
            return [
                ("", _("as everybody")),
                ("exempt", _("exempt")),
                ("reverse", _("they owe it themselves")),
            ]
        if field == "group" and self._groups:
            return [("", _("prices of everybody")), *((group, group) for group in self._groups)]
        return ()

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        return self.desk.register.looking.customers.objection(field, text)

    def save(self) -> None:
        """Hands on what was changed, if anything was."""
        changed = self._edits
        if not changed:
            self.desk.say(_("nothing was changed; Esc goes back"), "refused")
        elif not self.values.get("name"):
            self.go_to("name")
            self.desk.say(_("a customer needs a name"), "refused")
        else:
            self._save(json.dumps(changed, ensure_ascii=False))


def new_customer(desk: Desk, name: str, made: Callable[[str], None]) -> None:
    """Asks for a new customer; `made` gets the id."""

    def save(text: str) -> None:
        def done(outcome: Outcome) -> None:
            if outcome.ok:
                desk.close()
                made(outcome.data["customer"]["id"])

        desk.run(f"/newcustomer {text}", after=done)

    form = CustomerForm(desk, _("NEW CUSTOMER"), {}, save)
    if name and not any(map(str.isdigit, name)):
        form.values["name"] = name  # what was looked for and is not there
    desk.open(form)
    desk.say("")


def edit_customer(desk: Desk, one: Customer, changed: Callable[[str], None]) -> None:
    """Asks what is to be changed about a customer; `changed` gets the id."""

    def save(text: str) -> None:
        def done(outcome: Outcome) -> None:
            if outcome.ok:
                desk.close()
                changed(one.id)

        desk.run(f"/editcustomer {one.id} {text}", after=done)

    desk.open(CustomerForm(desk, _("EDIT {name}", name=one.label), known_fields(desk, one), save))
    desk.say("")


def known_fields(desk: Desk, one: Customer) -> dict[str, str]:
    """The fields of a customer as the form shows and takes them."""
    source: dict[str, Any] = {name: getattr(one.person, name, None) for name in FIELDS}
    plain = {"card": one.card, "group": one.group, "tax": one.tax}
    limit = desk.shown.money(one.limit) if one.limit else ""
    return {name: str(text) for name, text in {**source, **plain, "limit": limit}.items() if text}
