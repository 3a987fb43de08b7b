"""A code that no item has: make the item, sell by department, find it by its last digits, or keep it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted
from pos_tui.terminal.router import Press

from .asking import AskList, AskText, Question
from .departments import DepartmentView, sell_by_department
from .endings import EndingView
from .lists import ListView
from .missed import Unknown, done

if TYPE_CHECKING:
    from pos_tui.core.department import Department

    from .desk import Desk


class UnknownView(AskList):
    """What to do with it."""

    prompt = "1-5: "

    def __init__(self, desk: Desk, unknown: Unknown) -> None:
        super().__init__(desk)
        self._unknown = unknown
        self._ways: Sequence[tuple[str, Callable[[], None]]] = (
            (_("make the item: name and price"), self._make),
            (_("sell by department and amount"), self._sell),
            (_("find the item by its last digits"), self._find),
            (_("keep it for later"), self._later),
            (_("make the item with all its fields"), self._make_whole),
        )

    @property
    def title(self) -> str:
        """The code."""
        return _("UNKNOWN CODE {code}", code=clean(self._unknown.code, limit=40))

    def labels(self) -> Sequence[str]:
        """The ways, numbered."""
        return [f"{number} {way}" for number, (way, _do) in enumerate(self._ways, 1)]

    def press(self, key: str, text: str) -> Press:
        """F1 to F5 are the ways: no scanner sends those."""
        place = int(key[1:]) - 1 if key in ("f1", "f2", "f3", "f4", "f5") else -1
        if place < 0:
            return super().press(key, text)
        self.take(place)
        return Press.TOOK

    def keys(self) -> list[tuple[str, str]]:
        """The ways, in a word each."""
        words = (_("New item"), _("Dept"), _("Last digits"), _("Later"), _("All fields"))
        return [*((f"F{number}", word) for number, word in enumerate(words, 1)), ("Esc", _("Back"))]

    def take(self, place: int) -> None:
        """Goes that way."""
        self.desk.say("")
        self._ways[place][1]()

    def _make(self) -> None:
        why = self.desk.register.objection("code", self._unknown.code)
        if why:
            self.desk.say(why, "refused")
        else:
            NewItem(self.desk, self._unknown).ask_name()

    def _make_whole(self) -> None:
        from .item_new import open_new

        open_new(self.desk, self._unknown.code)

    def _sell(self) -> None:
        sell_by_department(self.desk, self._unknown)

    def _find(self) -> None:
        self.desk.open(EndingView(self.desk, self._unknown))

    def _later(self) -> None:
        self.desk.close_all()
        self.desk.say(_("{code} is kept: /unmatched lists it", code=self._unknown.code))


class NewItem:
    """The questions a new item needs, and what was answered."""

    def __init__(self, desk: Desk, unknown: Unknown) -> None:
        self._desk, self._unknown = desk, unknown
        self._name, self._price = "", unknown.price

    def ask_name(self) -> None:
        """The first question."""
        self._ask(_("name"), "name", self._name, self._named)

    def _named(self, name: str) -> None:
        self._name = name
        self._ask(_("price"), "price", self._price, self._priced, ((_("name"), name),))

    def _priced(self, price: str) -> None:
        self._price = price
        self._desk.open(DepartmentView(self._desk, self._title(), self._record))

    def _record(self, department: Department) -> None:
        unknown = self._unknown
        self._desk.run(
            f"/new {unknown.quantity}{quoted(unknown.code)} {self._name} @{self._price} {department.code}",
            "scan",
            lambda outcome: done(self._desk, outcome),
        )

    def _ask(
        self,
        prompt: str,
        field: str,
        value: str,
        then: Callable[[str], None],
        known: Sequence[tuple[str, str]] = (),
    ) -> None:
        register = self._desk.register
        question = Question(
            self._title(), prompt, then, lambda text: register.objection(field, text), known, value
        )
        self._desk.open(AskText(self._desk, question))

    def _title(self) -> str:
        return _("NEW ITEM {code}", code=clean(self._unknown.code, limit=40))


class UnmatchedView(ListView):
    """The scans that met no item, the last one first."""

    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        outcome = desk.register.run("/unmatched")
        rows = outcome.data.get("unmatched", ())
        self._codes = tuple(reversed([row["code"] for row in rows]))
        self._lines = tuple(reversed(outcome.message.split("\n")[-len(rows) :])) if rows else ()

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("UNKNOWN SCANS")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("Enter: what to do with it; Esc: back")

    @property
    def nothing(self) -> str:
        """All is well."""
        return _("no scan missed its item; Esc goes back")

    def labels(self) -> Sequence[str]:
        """The codes, how often each was missed and when last."""
        return self._lines

    def take(self, place: int) -> None:
        """Opens the dialog; the list stays below."""
        self.desk.open(UnknownView(self.desk, Unknown(self._codes[place])))
