"""Find as you type: the items that what stands in the prompt may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import clean, fit
from pos_tui.styles.palette import PICKED, PLAIN
from pos_tui.widgets.figures import price_text
from pos_tui.widgets.paint import Row, beside

if TYPE_CHECKING:
    from pos_tui.core.item import Item

MOST = 8
_QUANTITY = re.compile(r"(\d+\.?\d*|\.\d+)\*", re.ASCII)


class Finder:
    """The list under the prompt. It looks only when somebody looks at it, so a scan costs no search."""

    def __init__(self, find: Callable[[str, int], Sequence[Item]]) -> None:
        self._find = find
        self._text = ""
        self._found: Sequence[Item] = ()
        self._looked = True
        self.chosen: int | None = None
        self.asked = False
        """Find was pressed: digits are looked up, too."""
        self._pinned = False

    def edit(self, text: str) -> None:
        """Another text in the prompt; nothing is chosen any more."""
        if self._pinned and not text:
            return
        self._pinned = False
        if text != self._text:
            self._text, self._looked, self.chosen = text, False, None
        if not text:
            self.asked = False

    def ask(self) -> None:
        """Look up digits, too, until the prompt is empty again."""
        self.asked, self._looked = True, False

    def pin(self, text: str) -> None:
        """Keep the list of words that were entered, while the prompt is empty again for the next scan."""
        self._text, self._looked, self._pinned, self.chosen = text, False, True, None

    def drop(self) -> None:
        """Take the list away."""
        self._pinned = False
        self.edit("")

    def belongs_to(self, text: str) -> bool:
        """Whether the list is what is to be chosen from when `text` is entered."""
        return self.chosen is not None and text == ("" if self._pinned else self._text)

    @property
    def items(self) -> Sequence[Item]:
        """What matches now."""
        if not self._looked:
            words = self._words()
            self._found = self._find(words, MOST) if words else ()
            self._looked = True
        return self._found

    def move(self, step: int) -> bool:
        """Choose the next or the one before; False where there is nothing to choose."""
        if not self.items or (self.chosen is None and step < 0):
            return False
        place = step - 1 if self.chosen is None else self.chosen + step
        self.chosen = min(place, len(self.items) - 1) if place >= 0 else None
        return True

    def entry(self) -> str | None:
        """The entry that sells what is chosen, with the quantity that was typed before the words."""
        if self.chosen is None:
            return None
        quantity = _QUANTITY.match(self._text)
        code = self.items[self.chosen].sku.replace('"', '""')
        return f'{quantity.group() if quantity else ""}"{code}"'

    def rows(self, width: int, digits: int) -> list[Row]:
        """The list as rows, the chosen one marked."""
        return [
            ((_line(item, place == self.chosen, width, digits), PICKED if place == self.chosen else PLAIN),)
            for place, item in enumerate(self.items)
        ]

    def _words(self) -> str:
        text = self._text
        if text.startswith(("/", '"')):
            return ""
        quantity = _QUANTITY.match(text)
        words = text[quantity.end() :] if quantity else text
        has_letters = any(char.isalpha() for char in words)
        return words.strip() if (has_letters or self.asked) and len(words.strip()) > 1 else ""


def _line(item: Item, chosen: bool, width: int, digits: int) -> str:
    price = "open price" if item.price is None else price_text(item.price, digits)
    per = "" if item.unit.value == "each" else f"/{item.unit.value}"
    right = f" {price}{per}"
    if width >= 80:
        right = f" {fit(clean(item.sku), 14)}{right}"
    if width >= 50:
        right = f" {fit(clean(item.department), 10)}{right.rjust(12)}"
    return beside(f"{'>' if chosen else ' '} {clean(item.name)}", right, width - 1)
