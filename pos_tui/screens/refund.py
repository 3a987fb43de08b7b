"""Taking goods back by their receipt: which lines, how many, and whether they can be sold again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui.core.display import clean, fit
from pos_tui.core.errors import PosError
from pos_tui.core.money import plain
from pos_tui.core.quantity import Unit, parse_quantity
from pos_tui.core.receipt_code import parse
from pos_tui.core.tender import said_type
from pos_tui.core.words import _
from pos_tui.services.refunding import WASTE
from pos_tui.styles.palette import STRONG
from pos_tui.terminal.router import Entry, Press
from pos_tui.widgets.figures import quantity_text
from pos_tui.widgets.paint import Row, beside, row

from .lists import Labels, ListView, is_answer
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.refunding import Refundable

    from .desk import Desk

_DONE = frozenset({"f1", "f9"})
_ALL, _WASTE, _LATE = "f2", "f3", "f4"
_QUANTITY, _AMOUNT = 8, 10
_NARROW = 50


class RefundView(ListView):
    """The lines of one receipt. Enter takes a line back or not, a number so many of it; a scan one more."""

    stays = True

    def __init__(self, desk: Desk, text: str) -> None:
        """`text` is what `/refund` takes: the number or the bar code, and the record's digits."""
        super().__init__(desk)
        self._text = text
        self._found: Refundable | None = None
        self._lines: list[Mapping[str, Any]] = []
        self._back: dict[int, Decimal] = {}
        """How much comes back, by place."""
        self._waste: set[int] = set()
        self._late = False

    def read(self) -> None:
        """Has the receipt read; the page closes where there is none."""
        desk, text = self.desk, self._text
        desk.fetch(lambda: desk.register.looking.refundable(text), self._show, failed=desk.close, hold=True)

    @property
    def prompt(self) -> str:
        """What a number means."""
        return _("come back: ")

    @property
    def title(self) -> str:
        """Which receipt, and whether there is still time."""
        if self._found is None:
            return _("REFUND")
        title = _("REFUND of {number}", number=self._found.sale["number"])
        if not self._found.is_late:
            return title
        return f"{title}  {_('LATE: ALLOWED') if self._late else _('LATE')}"

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("Enter: all; number: so many; F1: done")

    @property
    def nothing(self) -> str:
        """Until it is read it is not known what is left."""
        return _("looking...") if self._found is None else _("nothing of it is left to refund; Esc goes back")

    @property
    def places(self) -> Sequence[int]:
        """All lines: what is typed is a quantity."""
        return range(len(self._lines))

    def heads(self) -> str:
        """The columns."""
        return self._columns(_("Back"), _("of"), _("Item"), _("Amount")) if self._lines else ""

    def labels(self) -> Sequence[str]:
        """How many come back, of how many, what, and what it gives."""
        return Labels(len(self._lines), self._label)

    def take(self, place: int) -> None:
        """All that is left of a line, or nothing of it."""
        if self._back.pop(place, None) is None:
            self._back[place] = self._left(place)

    def enter(self, entry: Entry) -> None:
        """A scan is one of the goods more; a number is how many come back; a command leaves the page."""
        typed, scan = apart(entry)
        if entry.text.startswith("/"):
            self.desk.close()
            self.desk.view.enter(entry)
        elif scan is not None:
            self._one_more(scan)
            if typed:
                self.desk.router.give_back(typed)
        elif entry.text.strip():
            self._set(entry.text.strip())
        elif self.picked is not None and is_answer(entry, self._opened):
            self.take(self.picked)

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def press(self, key: str, text: str) -> Press:
        """All lines, the condition, the time, and taking it all back."""
        if key in _DONE:
            self._finish()
        elif key == _ALL:
            self._back = {place: self._left(place) for place in self.places}
        elif key == _WASTE and self.picked is not None:
            self._waste ^= {self.picked}
        elif key == _LATE and self._found is not None and self._found.is_late:
            self._late = not self._late
        else:
            return super().press(key, text)
        return Press.ACTED

    def back(self) -> None:
        """Nothing comes back."""
        self.desk.say("")
        self.desk.close()

    def keys(self) -> list[tuple[str, str]]:
        """Done, all, the condition; and the time, where it is over."""
        late = [(_LATE.upper(), _("Late"))] if self._found is not None and self._found.is_late else []
        keys = [("F1", _("Done")), (_ALL.upper(), _("All")), (_WASTE.upper(), _("Waste"))]
        return [*keys, *late, ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The lines, and under them what the customer gets."""
        rows = super().body(width, height - 1) or []
        amount = self.desk.shown.money(-self._total())
        return [*rows[:-1], row(beside(f" {_('Goes back')}", amount, width - 2), STRONG), *rows[-1:]]

    def _show(self, found: Refundable) -> None:
        self._found = found
        self._lines = [line for line in found.sale["lines"] if found.left(line) > 0]
        paid = "+".join(dict.fromkeys(said_type(tender["type"]) for tender in found.sale["tenders"]))
        if found.is_late:
            told = _("the time for it ended on {day}: F4 takes it back all the same", day=found.until)
            self.desk.say(told, "refused")
        elif self._lines:
            self.desk.say(_("paid by {tenders}", tenders=paid))

    def _left(self, place: int) -> Decimal:
        return Decimal(0) if self._found is None else self._found.left(self._lines[place])

    def _amount(self, place: int) -> int:
        """What comes back of a line and what goes with it, in minor units with taxes; negative."""
        assert self._found is not None
        return self._found.worth(self._lines[place], self._back[place])

    def _total(self) -> int:
        """What all of it gives, in minor units; negative."""
        if self._found is None:
            return 0
        return self._found.total({self._lines[place]["line"]: back for place, back in self._back.items()})

    def _label(self, place: int) -> str:
        line, back = self._lines[place], self._back.get(place)
        unit = Unit(line["unit"])
        name = f"{line['line']} {clean(line['name'])}"
        if place in self._waste:
            name = f"({_('waste')}) {name}"
        return self._columns(
            "-" if back is None else quantity_text(back, unit),
            quantity_text(self._left(place), unit),
            name,
            "" if back is None else self.desk.shown.money(-self._amount(place)),
        )

    def _columns(self, back: str, of: str, name: str, amount: str) -> str:
        """A row; on a narrow screen without its amount, as the sum stands below."""
        wide = 0 if self.width < _NARROW else _AMOUNT
        room = max(self.width - 2 * _QUANTITY - wide - 6, 6)
        return f"{back:>{_QUANTITY}} {of:>{_QUANTITY}}  {fit(name, room)}{amount[:wide]:>{wide}}"

    def _set(self, text: str) -> None:
        """So many of the chosen line come back."""
        place = self.picked
        if place is None:
            return
        try:
            wanted = parse_quantity(text.replace(self.desk.shown.mark, "."))
            if wanted == 0:
                self._back.pop(place, None)
                return
            line, left = self._lines[place], self._left(place)
            if wanted > left or wanted < 0:
                self.desk.say(_("only {left} are left to refund", left=plain(left)), "refused")
            elif line["unit"] == Unit.EACH and wanted != wanted.to_integral_value():
                self.desk.say(_("{name} is sold by the piece", name=clean(line["name"])), "refused")
            else:
                self._back[place] = wanted
                self.desk.say("")
        except PosError as error:
            self.desk.say(error.message, "refused")

    def _one_more(self, scan: Entry) -> None:
        code = scan.text.strip()
        other = parse(code)
        if other is not None:
            self.desk.say(_("that is receipt {number}: Esc first", number=other.number), "refused")
            return
        skus = {item.sku for item in self.desk.register.looking.items_of(code)}
        for place, line in enumerate(self._lines):
            is_it = code in (line["code"], line["sku"]) or line["sku"] in skus
            if is_it and line["unit"] == Unit.EACH and self._back.get(place, Decimal(0)) < self._left(place):
                self._back[place] = self._back.get(place, Decimal(0)) + 1
                self.scroll.chosen = place
                self.desk.say(clean(line["name"]), "good")
                return
        self.desk.say(_("{code} is not among what is left of this receipt", code=code[:40]), "unknown")

    def _finish(self) -> None:
        """Runs the register's own commands: one for what goes to the shelf, one for what is wasted."""
        if not self._back:
            self.desk.say(_("nothing was chosen: Enter takes a line back"), "refused")
            return
        late = " late" if self._late else ""
        groups = (("", self._back.keys() - self._waste), (f" {WASTE}", self._back.keys() & self._waste))
        commands = [
            f"/refund {self._text} " + " ".join(map(self._pick, sorted(places))) + condition + late
            for condition, places in groups
            if places
        ]
        self._run(commands)

    def _pick(self, place: int) -> str:
        return f"{plain(self._back[place])}*#{self._lines[place]['line']}"

    def _run(self, commands: list[str]) -> None:
        def then(outcome: Outcome) -> None:
            if outcome.ok and len(commands) > 1:
                self._run(commands[1:])
            elif outcome.ok:
                self.desk.close_all()

        self.desk.run(commands[0], after=then)


def open_refund(desk: Desk, text: str) -> None:
    """The page of a receipt."""
    view = RefundView(desk, text)
    desk.open(view)
    desk.say("")
    view.read()
