"""The form of a customer: fields one under the other, each checked when it is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.customer import LABELS
from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import BLANK, Row, block, row

from .asking import Asking
from .lists import is_answer
from .scans import apart
from .scroll import KEYS, Scroll

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.register.outcome import Outcome
    from pos_tui.terminal.router import Entry

    from .desk import Desk

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
_OFTEN_DIGITS: Final = frozenset({"phone", "card", "tax_number"})
_SAVE, _ALSO_SAVE, _EMPTY = "f1", "f9", "-"
_LABEL = 12


class CustomerForm(Asking):
    """What is typed goes into the field that is marked when it is left by Enter or an arrow; F1 saves."""

    def __init__(self, desk: Desk, title: str, known: Mapping[str, str], save: Callable[[str], None]) -> None:
        """`save` gets what was changed, as `/newcustomer` takes it."""
        self.desk, self._title, self._known, self._save = desk, title, dict(known), save
        self.values = dict(known)
        self._scroll = Scroll()
        self._opened = desk.clock()

    @property
    def field(self) -> str:
        """The field that is marked; nothing on the row that saves."""
        at = self._scroll.chosen
        return FIELDS[at] if at < len(FIELDS) else ""

    @property
    def prompt(self) -> str:
        """Which field what is typed is for."""
        return f"{_(LABELS[self.field])}: " if self.field else _("save: ")

    def enter(self, entry: Entry) -> None:
        """A scan is the card where that is asked for, and waits elsewhere."""
        if not entry.scanned and self.field in _OFTEN_DIGITS:
            self.answer(entry)  # it may look like a bar code
        elif self.field == "card" and (scan := apart(entry)[1]) is not None:
            self._put(scan.text.strip())
        else:
            super().enter(entry)

    def answer(self, entry: Entry) -> None:
        """Puts what was typed into its field and goes on; on the last row it saves."""
        text = entry.text.strip()
        if text:
            self._put(text)
        elif not is_answer(entry, self._opened):
            return  # the end of a scan
        elif self.field:
            self._move("down")
        else:
            self.save()

    def press(self, key: str, text: str) -> Press:
        """Arrows leave a field, with what is typed in it; F1 saves."""
        if key in (_SAVE, _ALSO_SAVE):
            if not text.strip() or self._fits(text.strip()):
                self.save()
                return Press.TOOK
            return Press.ACTED
        if key not in KEYS:
            return Press.IGNORED
        if text.strip() and not self._fits(text.strip()):
            return Press.ACTED
        self._move(key)
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """On, save, and back."""
        return [("Enter", _("Next")), (_SAVE.upper(), _("Save")), ("Esc", _("Back"))]

    def save(self) -> None:
        """Hands on what was changed, if anything was."""
        changed = {name: text for name, text in self.values.items() if text != self._known.get(name, "")}
        if not changed:
            self.desk.say(_("nothing was changed; Esc goes back"), "refused")
        elif not self.values.get("name"):
            self._scroll.chosen = 0
            self.desk.say(_("a customer needs a name"), "refused")
        else:
            self._save("; ".join(f"{name}={text}" for name, text in changed.items()))

    def body(self, width: int, height: int) -> list[Row] | None:
        """The fields, and how to go on."""
        rows: list[Row] = [row(f" {self._title}", STRONG)]
        for at in self._scroll.window(len(FIELDS) + 1, max(height - 3, 1)):
            here = at == self._scroll.chosen
            label = _(LABELS[FIELDS[at]]) if at < len(FIELDS) else _("Save")
            value = clean(self.values.get(FIELDS[at], "")) if at < len(FIELDS) else ""
            text = f"{'>' if here else ' '} {fit(label, _LABEL)} {value}"
            rows.append(row(text, PICKED if here else PLAIN))
        hint = row(" " + _("Enter: next field; {empty} empties one; F1 saves", empty=_EMPTY))
        return [*block(rows, height - 2), BLANK, hint]

    def _put(self, text: str) -> None:
        """Takes a text for the marked field, and goes on; what cannot be right stays to be corrected."""
        if self._fits(text):
            self._move("down")
        else:
            self.desk.router.give_back(text)

    def _fits(self, text: str) -> bool:
        if not self.field:
            self.desk.say(_("Enter saves, arrows go back to a field"), "refused")
            return False
        kept = "" if text == _EMPTY else text
        objection = self.desk.register.looking.customers.objection(self.field, kept) if kept else ""
        if objection:
            self.desk.say(objection, "refused")
            return False
        self.values[self.field] = kept
        self.desk.say("")
        return True

    def _move(self, key: str) -> None:
        self._scroll.move(key, len(FIELDS) + 1)


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
