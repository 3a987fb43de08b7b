"""Sell by department: a list of them, then the amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted
from pos_tui.widgets.paint import beside

from .asking import AskList, AskText, Question
from .missed import done

if TYPE_CHECKING:
    from pos_tui.core.department import Department

    from .desk import Desk
    from .missed import Unknown


class DepartmentView(AskList):
    """Which department?"""

    def __init__(self, desk: Desk, title: str, then: Callable[[Department], None]) -> None:
        super().__init__(desk)
        self._title, self._then = title, then
        self._departments = tuple(desk.register.departments())

    @property
    def prompt(self) -> str:
        """What is asked for."""
        return _("department") + ": "

    @property
    def title(self) -> str:
        """What it is for."""
        return self._title

    @property
    def nothing(self) -> str:
        """What to do first."""
        return _("this shop has no departments yet: pos departments set makes one")

    def numbers(self) -> Sequence[str]:
        """A code that is a number, else the place in the list."""
        return [
            one.code if one.code.isdigit() else str(place) for place, one in enumerate(self._departments, 1)
        ]

    def labels(self) -> Sequence[str]:
        """Number, name and tax."""
        return [
            beside(f"{number:>3} {clean(one.name)}", one.tax, max(self.width - 3, 8))
            for number, one in zip(self.numbers(), self._departments, strict=True)
        ]

    def searched(self) -> Sequence[str]:
        """Names and codes."""
        return [f"{one.name} {one.code}" for one in self._departments]

    def take(self, place: int) -> None:
        """Goes on with it."""
        self.desk.say("")
        self._then(self._departments[place])


def sell_by_department(desk: Desk, unknown: Unknown) -> None:
    """Asks for a department and an amount, and sells."""
    title = _("SELL {code}", code=clean(unknown.code, limit=40)) if unknown.code else _("SELL BY DEPARTMENT")

    def ask_amount(department: Department) -> None:
        def sell(amount: str) -> None:
            text = f"/dept {unknown.quantity}{quoted(department.code)}@{amount}{unknown.reference}"
            desk.run(text, "scan" if unknown.code else "key", lambda outcome: done(desk, outcome))

        known = ((_("department"), department.name),)
        prompt = _("amount for one") if unknown.quantity or desk.register.pending else _("amount")
        question = Question(title, prompt, sell, lambda _text: "", known, unknown.price)
        desk.open(AskText(desk, question))

    desk.open(DepartmentView(desk, title, ask_amount))
