"""How a field of an item is asked for: typed, scanned, chosen from what it can be, or day and price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pos_tui.core.item_fields import FIELD_NAMES, split
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted

from .asking import AskText, Question
from .pick import PickView

if TYPE_CHECKING:
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .item import ItemPage

EMPTY: Final = "-"
"""Typed to take a value away."""
SCANNED: Final = frozenset(("sku", "gtin", "plu", "parent", "with", "parts"))
"""Fields that a scan is an answer for."""


def ask_field(page: ItemPage, keeper: ItemKeeper, field: str) -> None:
    """Asks for another value of a field, and has the page keep it."""
    choices = keeper.choices(field)
    if field == "coming":
        _ask_coming(page, keeper)
    elif choices:
        title = _(FIELD_NAMES[field]).upper()
        page.desk.open(PickView(page.desk, title, choices, lambda value: _chosen(page, field, value)))
        page.desk.say("")
    else:
        page.desk.open(AskField(page.desk, _question(page, keeper, field), scans=field in SCANNED))


def _chosen(page: ItemPage, field: str, value: str) -> None:
    """Keeps a value; of a list it is added, or taken out where it is there."""
    if field == "allergens":
        there = split(page.value(field))
        kept = [one for one in there if one != value]
        value = "; ".join(kept if len(kept) < len(there) else [*there, value])
    page.put(field, value)


def _question(page: ItemPage, keeper: ItemKeeper, field: str) -> Question:
    def take(text: str) -> None:
        page.put(field, "" if text == EMPTY else text)
        page.desk.close()

    def objection(text: str) -> str:
        return keeper.objection(page.code, field, "" if text == EMPTY else text)

    name = _(FIELD_NAMES[field])
    known = ((_(FIELD_NAMES["name"]), page.value("name")), (_("was"), page.was(field) or EMPTY))
    title = _("{name}: {empty} takes it away", name=name, empty=EMPTY)
    return Question(title, name, take, objection, known, page.value(field))


def _ask_coming(page: ItemPage, keeper: ItemKeeper) -> None:
    """From which day on, then which price; what begins on other days stays."""
    desk, there = page.desk, split(page.value("coming"))

    def take_day(day: str) -> None:
        if day == EMPTY:
            page.put("coming", "")
            desk.close()
            return
        kept = [one for one in there if not one.startswith(f"{day}=")]

        def take_price(price: str) -> None:
            steps = kept if price == EMPTY else sorted([*kept, f"{day}={price}"])
            page.put("coming", "; ".join(steps))
            desk.close(release=False)
            desk.close()

        title = _("PRICE FROM {day} ON: {empty} takes it away", day=day, empty=EMPTY)
        desk.open(AskText(desk, Question(title, _("price"), take_price, price_objection, known)))

    def price_objection(text: str) -> str:
        return "" if text == EMPTY else keeper.objection(page.code, "price", text)

    def day_objection(text: str) -> str:
        return "" if text == EMPTY else keeper.objection(page.code, "coming", f"{text}=1")

    known = [(_("price now"), page.value("price") or EMPTY), *_steps(page.value("coming"))]
    title = _("FROM WHICH DAY ON? Such as 2026-12-01; {empty} takes all away", empty=EMPTY)
    desk.open(AskText(desk, Question(title, _("day"), take_day, day_objection, known)))
    desk.say("")


def _steps(coming: str) -> list[tuple[str, str]]:
    """(day, price) of each price to come."""
    return [(day, price) for day, _mark, price in (one.partition("=") for one in split(coming))]


def print_label(desk: Desk, sku: str, coming: str) -> None:
    """Prints the label of an item; where prices are to come, it is asked as of which day."""
    entry = f"/label {quoted(sku)}"
    if not coming:
        desk.run(entry)
        return
    days = [one.partition("=") for one in split(coming)]
    choices = [
        ("", _("as of now")),
        *((day, _("{price} from {day} on", price=price, day=day)) for day, _mark, price in days),
    ]
    title = _("LABEL")
    desk.open(PickView(desk, title, choices, lambda day: desk.run(f"{entry} from {day}" if day else entry)))
    desk.say("")


class AskField(AskText):
    """One field of an item; a scan is an answer where codes are asked for, added to those that are there."""

    def __init__(self, desk: Desk, question: Question, *, scans: bool) -> None:
        super().__init__(desk, question)
        self._scans, self._there = scans, question.value

    def enter(self, entry: Entry) -> None:
        """Adds a scan to a field of codes; else as all dialogs do."""
        if not (self._scans and entry.is_scan):
            super().enter(entry)
            return
        code = entry.text.strip()
        self.answer(replace(entry, text=f"{self._there}; {code}" if self._there else code))
