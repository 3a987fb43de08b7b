"""A few values to pick one of: a place, a department, a tax."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.words import _

from .asking import Asking, AskList

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk

Choices = Sequence[tuple[str, str]]
"""(value, what people call it) of each."""


class PickView(AskList):
    """Closes when one is taken, and hands its value on."""

    def __init__(
        self, desk: Desk, title: str, choices: Choices, then: Callable[[str], None], *, free: bool = False
    ) -> None:
        """`free` takes what matches no row as it was typed."""
        self._title, self._choices, self._then, self._free = title, choices, then, free
        super().__init__(desk)

    @property
    def title(self) -> str:
        """What is asked."""
        return self._title

    @property
    def nothing(self) -> str:
        """Said where there is none."""
        return _("there is nothing to choose from; Esc goes back")

    def labels(self) -> Sequence[str]:
        """What people call each."""
        return [f"{number:>2} {clean(label)}" for number, (_value, label) in enumerate(self._choices, 1)]

    @property
    def places(self) -> Sequence[int]:
        """A whole value or name means one alone, as its number does."""
        said = self.text.casefold()
        rows = enumerate(self._choices)
        exact = [at for at, (value, label) in rows if said and said in (value.casefold(), label.casefold())]
        return exact[:1] or super().places

    def searched(self) -> Sequence[str]:
        """Values and names."""
        return [f"{value} {label}" for value, label in self._choices]

    def answer(self, entry: Entry) -> None:
        """Takes a row, or what is typed where that may be anything."""
        text = entry.text.strip()
        self.edited(text)
        if self._free and text and not self.places:
            self.desk.close(release=not isinstance(self.desk.below, Asking))
            self._then(text)
        else:
            super().answer(entry)

    def take(self, place: int) -> None:
        """Goes on with it."""
        self.desk.close(release=not isinstance(self.desk.below, Asking))
        self.desk.say("")
        self._then(self._choices[place][0])
