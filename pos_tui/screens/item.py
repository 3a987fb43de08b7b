"""Items to keep: a list that follows what is typed, and the page of one, changed field by field.

A field is checked as it is left. What was changed is marked and recorded with F2, with a reason, in one
commit; what somebody else changed meanwhile is told, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.core.errors import PosError
from pos_tui.core.item_fields import FIELD_NAMES
from pos_tui.core.words import _, ngettext
from pos_tui.register.grammar import quoted
from pos_tui.terminal.router import Press

from .asking import AskText, Question, reason_objection
from .changes import change_lines
from .find import Finder
from .item_ask import EMPTY, ask_field, print_label
from .items import ItemsView
from .lists import ListView, is_answer
from .pages import TextView
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.core.history import Change
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.register.outcome import Outcome
    from pos_tui.terminal.router import Entry

    from .desk import Desk

_MOST = 50
_NAME = 15
_FIXED = frozenset(("sku", "stock"))
_USUAL = ("sku", "gtin", "plu", "name", "price", "coming", "cost", "department", "tax", "unit", "status")
Edits = dict[str, str]


class KeepView(ItemsView):
    """Items that match what is typed, ended ones too; Enter or a scan opens the page of one."""

    stays = True
    _missed, _missed_at = "", 0.0
    """The code that was scanned last, where no item has it, and when."""

    def __init__(self, desk: Desk, words: str = "") -> None:
        super().__init__(desk, words)
        self.finder = Finder(desk.register.looking.find_all, _MOST, digits=True)
        self.finder.edit(words)
        self._unsaved: dict[str, Edits] = {}

    @property
    def title(self) -> str:
        """What the list is for."""
        return _("ITEMS")

    def use(self, entry: str) -> None:
        """Opens it."""
        self.take(0)

    def take(self, place: int) -> None:
        """Opens the page of one."""
        self._open(self.items[place].sku)

    def enter(self, entry: Entry) -> None:
        """Opens the chosen one, or the one of a code."""
        place = self.picked
        if self._missed and is_answer(entry, self._missed_at):
            self._make(self._missed)
        elif place is not None and not entry.is_scan and self.finder.belongs_to(entry.text):
            self.take(place)
        else:
            super().enter(entry)

    def entered(self, entry: Entry) -> None:
        """Opens the item of a code, or the only one that words mean."""
        text = entry.text.strip()
        found = [item.sku for item in self.desk.register.looking.items_of(text)]
        if not found and not entry.is_scan and len(self.items) == 1:
            found = [self.items[0].sku]
        if len(found) == 1:
            self._open(found[0])
        elif found or (self.items and not entry.is_scan):
            self.offer(text)
        else:
            self._missed, self._missed_at = text, self.desk.clock()
            self.desk.say(
                _("no item has the code {code}: Enter makes it", code=clean(text, limit=40)), "unknown"
            )

    def press(self, key: str, text: str) -> Press:
        """F3 makes an item, of the code that was missed or typed."""
        if key != "f3":
            return super().press(key, text)
        self._make(self._missed or text.strip())
        return Press.TOOK

    def edited(self, text: str) -> None:
        """The list follows what is typed; a code that was missed is for the next key only."""
        if text:
            self._missed = ""
        super().edited(text)

    def keys(self) -> list[tuple[str, str]]:
        """How to open and make one."""
        return [("F2", _("Next")), ("Enter", _("Open")), ("F3", _("New")), ("Esc", _("Back"))]

    def _make(self, code: str) -> None:
        from .item_new import open_new

        self._missed = ""
        open_new(self.desk, code)

    def _open(self, sku: str) -> None:
        if self.finder.words:
            self.finder.pin(self.finder.words)  # the list is still there when the page is closed
        open_page(self.desk, sku, self._unsaved.setdefault(sku, {}), self.finder.again)


class ItemPage(ListView):
    """All fields of an item. Enter changes the chosen one, F2 records the changes."""

    stays = True

    def __init__(
        self, desk: Desk, keeper: ItemKeeper, sku: str, edits: Edits, recorded: Callable[[], None]
    ) -> None:
        """`edits` are what is not recorded yet, kept by who opens the page; `recorded` is called after."""
        super().__init__(desk)
        self._keeper, self._sku, self._edits, self._after = keeper, sku, edits, recorded
        self._seen: Mapping[str, str] = {}
        self._why = ""
        self._warned = False
        self.read()

    def read(self) -> None:
        """Takes the fields as they are on record. Raises PosError."""
        self._seen = self._keeper.fields(self._sku)

    @property
    def title(self) -> str:
        """Which item it is."""
        return _("ITEM {sku}", sku=clean(self._sku, limit=40))

    @property
    def hint(self) -> str:
        """What can be done, and what is not recorded yet."""
        if self._edits:
            count = len(self._edits)
            return ngettext("1 change not recorded: F2", "{count} changes not recorded: F2", count)
        return _("Enter changes a field, words find one")

    def labels(self) -> Sequence[str]:
        """Name and value of each field; * marks what was changed."""
        return list(map(self._label, self._fields()))

    def _label(self, field: str) -> str:
        mark = "*" if field in self._edits else " "
        value = clean(_as_read(field, self._value(field)), limit=200)
        return f"{mark}{fit(_(FIELD_NAMES[field]), _NAME)} {value}"

    def take(self, place: int) -> None:
        """Asks for another value."""
        field = self._fields()[place]
        if field in _FIXED:
            self.desk.say(_("that cannot be changed here"), "refused")
        else:
            ask_field(self, self._keeper, field)

    def enter(self, entry: Entry) -> None:
        """A scan waits while there is something to be recorded; words that no field has change nothing."""
        scan = None if entry.text.startswith("/") else apart(entry)[1]
        if scan is not None and self._edits:
            self.desk.keep(scan)
            return
        if entry.text and scan is None and not entry.text.startswith("/"):
            self.edited(entry.text)
            if self.picked is None:
                self.desk.say(_("nothing matches {words}", words=clean(entry.text, limit=40)), "refused")
                return
        super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """F2 records, F3 shows what it was, F4 prints a label, F5 shows its stock."""
        self._warned = self._warned and key == "escape"
        if key == "f2":
            self._record()
        elif key == "f3":
            self._open_history()
            return Press.ACTED
        elif key == "f4":
            print_label(self.desk, self._sku, self._seen.get("coming", ""))
        elif key == "f5":
            self.desk.sale_action("stock", quoted(self._sku))
        else:
            return super().press(key, text)
        return Press.TOOK

    def back(self) -> None:
        """Goes back; what was not recorded is told of first, and is there when the page is opened again."""
        if self._edits and not self._warned:
            self._warned = True
            self.desk.say(_("not recorded yet: F2 records it, Esc again leaves it"), "refused")
            return
        self.desk.say("")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        return [
            ("Enter", _("Change")),
            ("F2", _("Record")),
            ("F3", _("History")),
            ("F4", _("Label")),
            ("F5", _("Stock")),
            ("Esc", _("Back")),
        ]

    def _fields(self) -> list[str]:
        """What is shown: the usual fields, and below them the others, those with a value first."""
        # How a kit is taxed is asked where there is one.
        hidden = set() if self._value("parts") else {"taxed"}
        names = [name for name in FIELD_NAMES if name in self._seen and name not in hidden]
        usual = [name for name in names if name in _USUAL]
        others = (name for name in names if name not in _USUAL)
        return usual + sorted(others, key=lambda name: not self.was(name))

    def _value(self, field: str) -> str:
        return self._edits.get(field, self._seen.get(field, ""))

    def value(self, field: str) -> str:
        """What a field is to be."""
        return self._value(field)

    def was(self, field: str) -> str:
        """What it is on record."""
        return self._seen.get(field, "")

    @property
    def code(self) -> str:
        """The item's SKU."""
        return self._sku

    def put(self, field: str, value: str) -> None:
        """Keeps what a field is to be, until it is recorded."""
        if value == self.was(field):
            self._edits.pop(field, None)
        else:
            self._edits[field] = value

    def _record(self) -> None:
        if not self._edits:
            self.desk.say(_("nothing was changed"))
            return

        def record(why: str) -> None:
            self._why = why
            self.desk.close(release=False)
            self.desk.run(self._command(why), after=self._recorded)

        known = tuple((_(FIELD_NAMES[field]), text or EMPTY) for field, text in self._edits.items())
        title = _("WHY? It goes on record")
        self.desk.open(
            AskText(self.desk, Question(title, _("reason"), record, reason_objection, known, self._why))
        )

    def _command(self, why: str) -> str:
        texts = " ".join(f"{field}={quoted(text)}" for field, text in self._edits.items())
        seen = " ".join(f"{field}={quoted(self._seen.get(field, ''))}" for field in self._edits)
        return f"/item {quoted(self._sku)} {texts} was {seen} for {why}"

    def _recorded(self, outcome: Outcome) -> None:
        try:
            self.read()
        except PosError as error:
            self.desk.say(error.message, "refused")
            return
        if outcome.ok:
            self._edits.clear()
            self._after()

    def _open_history(self) -> None:
        """The page is there at once, and says what it was as soon as the journal has been read."""
        title = _("WHAT {name} WAS", name=clean(self._seen.get("name", ""), limit=40))
        page = TextView(self.desk, [_("reading...")], title)
        coming = self._seen.get("coming", "")

        def show(changes: Sequence[Change]) -> None:
            lines = change_lines(changes, FIELD_NAMES, self.desk.register.shop.timezone)
            page.lines = [*([_("to come: {prices}", prices=coming)] if coming else []), *lines]

        self.desk.open(page)
        self.desk.say("")
        self.desk.fetch(lambda: self._keeper.history(self._sku) if self.desk.has(page) else (), show)


def open_items(desk: Desk, words: str = "") -> None:
    """The list of items to keep."""
    desk.open(KeepView(desk, words))
    desk.router.put_text(words)
    desk.say("")


def open_item(desk: Desk, code: str) -> None:
    """The page of the item with a code."""
    found = desk.register.looking.items_of(code.strip().strip('"'))
    if len(found) == 1:
        open_page(desk, found[0].sku, {}, lambda: None)
    else:
        desk.run(f"/item {code}")


def open_page(desk: Desk, sku: str, edits: Edits, recorded: Callable[[], None]) -> None:
    """The page of an item, with what was changed there and not recorded."""
    keeper = desk.register.looking.keeper
    if keeper is None:
        desk.say(_("there is no shop around this till"), "refused")
        return
    try:
        desk.open(ItemPage(desk, keeper, sku, edits, recorded))
        desk.say("")
    except PosError as error:
        desk.say(error.message, "refused")


def _as_read(field: str, text: str) -> str:
    """A value as people read it."""
    return (_("yes") if text == "1" else _("no")) if field == "weighed" else text
