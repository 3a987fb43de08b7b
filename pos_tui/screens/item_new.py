"""The page of an item that is not there yet: the same fields, its code among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.item_fields import FIELD_NAMES
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted
from pos_tui.terminal.router import Press

from .asking import Question
from .item import Edits, ItemPage, open_item
from .item_ask import SCANNED, AskField, ask_field
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.register.outcome import Outcome
    from pos_tui.terminal.router import Entry

    from .desk import Desk

_NEEDED: Final = ("sku", "name")


def open_new(desk: Desk, code: str = "") -> None:
    """The page of a new item, of a code if there is one."""
    keeper = desk.register.looking.keeper
    if keeper is None:
        desk.say(_("there is no shop around this till"), "refused")
        return
    why = desk.register.objection("code", code) if code else ""
    if why:
        desk.say(why, "refused")
        return
    desk.open(NewItemPage(desk, keeper, {"sku": code} if code else {}))
    desk.say("")


class NewItemPage(ItemPage):
    """Enter fills the chosen field and goes on to the next one, F2 makes the item."""

    def __init__(self, desk: Desk, keeper: ItemKeeper, edits: Edits) -> None:
        super().__init__(desk, keeper, "", edits, lambda: None)
        self._why = _("new")
        self.scroll.chosen = len(edits)

    def read(self) -> None:
        """Nothing is known of it yet."""
        self._seen = self._keeper.blank()

    @property
    def title(self) -> str:
        """Which item it will be."""
        return _("NEW ITEM {code}", code=clean(self.value("sku"), limit=40))

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("type it, or Enter; F2 makes the item")

    @property
    def code(self) -> str:
        """What its code will be; one to be checked with where there is none yet."""
        return self.value("sku") or "?"

    def _fields(self) -> list[str]:
        """The name is asked for behind the code."""
        names = super()._fields()
        first = [name for name in ("sku", "name", "department", "price", "tax") if name in names]
        return first + [name for name in names if name not in first and name != "stock"]

    def enter(self, entry: Entry) -> None:
        """What is typed is the chosen field's; a scan is, too, where a code is asked for, or waits."""
        if entry.text.startswith("/") or not entry.text:
            super().enter(entry)
            return
        scan = apart(entry)[1]
        if scan is None:
            self._answer(entry)
        elif self._fields()[self.scroll.chosen] in SCANNED:
            self._answer(scan)
        else:
            self.desk.keep(scan)

    def _answer(self, entry: Entry) -> None:
        self.take(self.scroll.chosen)
        if self.desk.view is not self:
            self.desk.view.enter(entry)

    def edited(self, text: str) -> None:
        """Nothing is narrowed: what is typed is the chosen field's."""

    def take(self, place: int) -> None:
        """Asks for a value."""
        field = self._fields()[place]
        if field != "sku":
            ask_field(self, self._keeper, field)
            return

        def take(text: str) -> None:
            self.put("sku", text)
            self.desk.close()

        def objection(text: str) -> str:
            return self.desk.register.objection("code", text)

        question = Question(_("THE CODE: scan it, or type one of your own"), _("code"), take, objection)
        self.desk.open(AskField(self.desk, question, scans=True))

    def press(self, key: str, text: str) -> Press:
        """F2 makes it; there is no history, label or stock yet."""
        return Press.ACTED if key in ("f3", "f4", "f5") else super().press(key, text)

    def put(self, field: str, value: str) -> None:
        """Keeps it, and goes on."""
        super().put(field, value)
        if field == self._fields()[min(self.scroll.chosen, len(self._fields()) - 1)]:
            self.scroll.move("down", len(self.labels()))

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        return [("Enter", _("Fill")), ("F2", _("Make")), ("Esc", _("Back"))]

    def _record(self) -> None:
        missing = next((field for field in _NEEDED if not self.value(field)), None)
        if missing is not None:
            self.scroll.chosen = self._fields().index(missing)
            self.desk.say(_("it needs a {field}", field=_(FIELD_NAMES[missing])), "refused")
        else:
            super()._record()

    def _command(self, why: str) -> str:
        edits = {field: text for field, text in self._edits.items() if field != "sku"}
        texts = " ".join(f"{field}={quoted(text)}" for field, text in edits.items())
        return f"/newitem {quoted(self.value('sku'))} {texts} for {why}"

    def _recorded(self, outcome: Outcome) -> None:
        if outcome.ok and self.desk.has(self):
            self.desk.drop(self)
            open_item(self.desk, quoted(outcome.data["sku"]))
            self.desk.say(outcome.message, "good")
