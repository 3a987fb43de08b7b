"""Sheets on the screen: goods scanned one after the other, each kept as it is scanned; then posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean
from pos_tui.core.errors import PosError
from pos_tui.core.words import N_, _, ngettext
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.paint import beside

from .asking import AskList
from .entering import EnteringView
from .find import quoted
from .pick import PickView
from .scans import apart
from .scroll import Scroll
from .sheet_end import POSTS, TITLES, ask_drop, end_sheet

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome

    from .desk import Desk
    from .stock_port import Facts, StockPort

    Read = tuple[Facts, Sequence[Facts], int]

_ZONE, _SET, _UNDO, _DROP = "f5", "f4", "f8", "f7"
_NARROW: Final = 56
_PROMPTS: Final = {
    "count": N_("count: "),
    "receive": N_("goods in: "),
    "waste": N_("waste: "),
    "send": N_("send: "),
}


def open_sheets(desk: Desk, kind: str) -> None:
    """The open sheets of a kind to go on with, or a new one at once where there is none."""
    if desk.register.looking.stockroom.sheets(kind):
        desk.open(SheetsView(desk, kind))
    else:
        _begin(desk, kind)


def begin_sheet(desk: Desk, arguments: str) -> None:
    """Begins a sheet, and opens it; `arguments` are those of `/sheet`."""
    desk.run(f"/sheet {arguments}", after=partial(_begun, desk))


def open_sheet(desk: Desk, arguments: str) -> bool:
    """Opens the sheet of a number, or begins one; False where the register's answer will do."""
    word, _space, rest = arguments.partition(" ")
    if word in TITLES:
        if rest or word != "send":
            begin_sheet(desk, arguments)
        else:
            _begin(desk, word)
        return True
    if not word or rest:
        return False
    _open(desk, word)
    return True


def _begin(desk: Desk, kind: str) -> None:
    if kind != "send":
        begin_sheet(desk, kind)
        return
    others = desk.register.looking.stockroom.places()[1:]
    if others:
        places = [(place, place) for place in others]
        title = _("SEND WHERE?")
        desk.open(PickView(desk, title, places, lambda place: begin_sheet(desk, f"send to {place}")))
    else:
        desk.say(_("there is no other place: pos config set stock.locations cellar"), "refused")


def _begun(desk: Desk, outcome: Outcome) -> None:
    if not outcome.ok:
        return
    try:
        # There is nothing on it to be read in the worker: the next key is the sheet's.
        changed = desk.register.looking.stockroom.sheets_changed()
    except PosError as error:
        desk.say(error.message, "refused")
        return
    desk.open(SheetView(desk, outcome.data["begun"], (), changed))


def _open(desk: Desk, code: str) -> None:
    stock = desk.register.looking.stockroom
    desk.fetch(partial(_read, stock, code), lambda found: desk.open(SheetView(desk, *found)), hold=True)


def _read(stock: StockPort, code: str) -> Read:
    """In the worker, as a sheet may be long: the sheet, its lines, and up to which record they are known."""
    changed = stock.sheets_changed()
    return *stock.sheet(code), changed


class SheetsView(AskList):
    """The sheets that are open; the last row begins another."""

    def __init__(self, desk: Desk, kind: str) -> None:
        self._kind = kind
        self._seen = -1
        self._known: Sequence[Facts] = ()
        super().__init__(desk)

    @property
    def title(self) -> str:
        """What the list is of."""
        return _(TITLES[self._kind])

    def labels(self) -> Sequence[str]:
        """Number, name, place, since when, who began it."""
        return [*(_label(sheet) for sheet in self._sheets), " + " + _("begin another one")]

    def numbers(self) -> Sequence[str]:
        """A sheet is taken by its own number."""
        return [*(str(sheet["code"]) for sheet in self._sheets), "+"]

    def take(self, place: int) -> None:
        """Opens it, or begins another."""
        self.desk.say("")
        if place < len(self._sheets):
            _open(self.desk, self._sheets[place]["code"])
        else:
            _begin(self.desk, self._kind)

    @property
    def _sheets(self) -> Sequence[Facts]:
        """Read again when something was recorded."""
        looking = self.desk.register.looking
        try:
            recorded = looking.recorded()
            if recorded != self._seen:
                self._seen, self._known = recorded, looking.stockroom.sheets(self._kind)
        except PosError as error:
            self.desk.say(error.message, "refused")
        return self._known


def _label(sheet: Facts) -> str:
    where = f"{sheet['location']} > {sheet['to']}" if sheet.get("to") else sheet["location"]
    order = _("order {code}", code=sheet["order"]) if sheet.get("order") else ""
    begun = sheet["begun"]
    parts = (sheet.get("name", ""), order, where, begun["time"][5:16].replace("T", " "), begun["operator"])
    return clean(f"{sheet['code']:>2} {'  '.join(filter(None, parts))}", 200)


class SheetView(EnteringView):
    """A scan is one more; 12* before it is twelve. What is typed finds items; arrows choose a line."""

    def __init__(self, desk: Desk, sheet: Facts, lines: Sequence[Facts], changed: int) -> None:
        """`changed` is the record up to which the lines are known."""
        self._stock = desk.register.looking.stockroom
        self._sheet, self._code = sheet, str(sheet["code"])
        self._lines, self._changed = list(lines), changed
        self._zone = self._times = ""
        self._done: list[str] = []
        """Entries that take back what was added here, the last one last."""
        super().__init__(desk)

    # What it shows

    @property
    def prompt(self) -> str:
        """What is done with a scan, and how many it is."""
        times = f"{self._times[:-1]} x " if self._times else ""
        return f"{_(_PROMPTS[self._sheet['kind']])}{times}"

    @property
    def title(self) -> str:
        """Which sheet, where."""
        facts = self._sheet
        where = f"{facts['location']} > {facts['to']}" if facts.get("to") else facts["location"]
        order = _("order {code}", code=facts["order"]) if facts.get("order") else ""
        zone = _("zone {zone}", zone=self._zone) if self._zone else ""
        parts = (_(TITLES[facts["kind"]]), self._code, facts.get("name", ""), where, order, zone)
        return clean("  ".join(filter(None, parts)), 200)

    @property
    def hint(self) -> str:
        """What can be done."""
        count = len(self._lines)
        lines = ngettext("{count} line", "{count} lines", count)
        more = _("5 F4 makes it 5") if self.width < _NARROW else _("12* scan: twelve; 5 F4: makes it 5")
        return f"{lines}; {more}"

    def lines(self) -> Sequence[str]:
        """The lines, the one that changed last first."""
        return [self._line_label(line) for line in reversed(self._lines)]

    def put_in(self, goods: str, entered: str) -> None:
        """Adds goods; how many were said before counts, unless it is said again."""
        has_own = "*" in goods.partition('"')[0]
        self._add(goods if has_own else f"{self._times}{goods}", entered)

    def _line_label(self, line: Facts) -> str:
        name = line["name"] if line["sku"] else _("? {code}: nobody knows it", code=line["said"])
        more = [line["zone"], line.get("lot", ""), f"@{line['cost']}" if line.get("cost") else ""]
        right = "" if self.width < _NARROW else "  ".join(filter(None, (*more, line["sku"])))
        return beside(f"{line['qty']:>7} {clean(name)}", clean(right), self.width - 3)

    # What it does

    def enter(self, entry: Entry) -> None:
        """A scan adds; words find; `12*` waits for the next scan."""
        text = entry.text.strip()
        if text.startswith("/"):
            self.desk.close()
            self.desk.view.enter(entry)
            return
        typed, scan = apart(entry)
        if scan is not None:
            times = typed.strip() if typed.strip().endswith("*") else ""
            if typed.strip() and not times:
                self.desk.router.give_back(typed)
            self._add(f"{times or self._times}{scan.text.strip()}", "scan")
        elif text.endswith("*") and text[:-1].lstrip("-").replace(".", "", 1).isdigit():
            self._times = text
            self.desk.say("")
        else:
            super().enter(entry)

    def press(self, key: str, text: str) -> Press:
        """Posts, sets the chosen line, takes the last scan back, says the zone, gives up; arrows choose."""
        if key in POSTS:
            end_sheet(self, self._sheet)
        elif key == _DROP:
            ask_drop(self, self._code)
        elif key == _UNDO:
            self._undo()
        elif key == _SET:
            return self._set(text.strip())
        elif key == _ZONE and self._sheet["kind"] == "count":
            self._zone = "".join(text.split())[:20]
            return Press.TOOK
        else:
            return super().press(key, text)
        return Press.ACTED

    def back(self) -> None:
        """Back; the sheet stays open, with all that was scanned."""
        self.desk.say(_("sheet {code} stays open", code=self._code) if self._lines else "")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        zone = [("F5", _("Zone"))] if self._sheet["kind"] == "count" else []
        keys = [("F1", _("Post")), ("F4", _("Set")), *zone, ("F7", _("Give up")), ("F8", _("Undo"))]
        return [*keys, ("Esc", _("Back"))]

    def _read_again(self) -> None:
        """The whole sheet; else it is kept up to date line by line."""

        def show(found: Read) -> None:
            self._sheet, lines, self._changed = found
            self._lines = list(lines)

        self.desk.fetch(partial(_read, self._stock, self._code), show)

    def _run(self, goods: str, entered: str, after: Callable[[Outcome], None]) -> None:
        """Puts goods on the sheet, and its line on the screen; all of it, where somebody else added, too."""
        known = self._changed == self._stock.sheets_changed()

        def ran(outcome: Outcome) -> None:
            line = outcome.data.get("sheet_line")
            if known and line is not None:
                self._put(line)
            else:
                self._read_again()
            after(outcome)

        self.desk.run(f"/sheet {self._code} {goods}", entered, ran)

    def _put(self, line: Facts) -> None:
        self._lines = [other for other in self._lines if other["code"] != line["code"]]
        if not line.get("gone"):
            self._lines.append(line)
        self._changed = self._stock.sheets_changed()

    def _add(self, goods: str, entered: str) -> None:
        zone = f" zone {self._zone}" if self._zone else ""
        self._times = ""
        self._run(f"{goods}{zone}", entered, partial(self._added, goods))

    def _added(self, goods: str, outcome: Outcome) -> None:
        self.offer_several(outcome, goods)
        if outcome.ok:
            self._done.append(goods)
            self.marked, self.scroll = False, Scroll()

    def _undo(self) -> None:
        if not self._done:
            self.desk.say(_("nothing was added here that could be taken back"), "refused")
            return
        goods = self._done[-1]
        times, mark, code = goods.rpartition("*") if "*" in goods else ("1", "*", goods)
        less = times[1:] if times.startswith("-") else f"-{times}"
        zone = f" zone {self._zone}" if self._zone else ""

        def undone(outcome: Outcome) -> None:
            if outcome.ok:
                self._done.pop()

        self._run(f"{less}{mark}{code}{zone}", "key", undone)

    def _set(self, text: str) -> Press:
        place = 0 if self._lines and self.line is None and not self.finds else self.line
        if place is None or not text:
            self.desk.say(_("choose a line with the arrows, type how many, F4"), "refused")
            return Press.ACTED
        line = list(reversed(self._lines))[place]
        if not line["sku"]:
            self.desk.say(_("nobody knows that code: it stays as it is"), "refused")
            return Press.ACTED
        zone = f" zone {line['zone']}" if line["zone"] else ""
        lot = f" lot {line['lot']}" if line.get("lot") else ""
        self._run(f"{quoted(line['sku'])}={text}{lot}{zone}", "key", lambda outcome: None)
        return Press.TOOK
