"""Find as you type: the items that what stands in the prompt may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.widgets.found import found_row, heads
from pos_tui.widgets.paint import Row, row

if TYPE_CHECKING:
    from pos_tui.core.item import Item

MOST = 8
"""Items in the list under the prompt."""
_QUANTITY = re.compile(r"(\d+\.?\d*|\.\d+)\*", re.ASCII)


class Finder:
    """What matches. It looks only when somebody looks at it, so a scan costs no search."""

    def __init__(
        self, find: Callable[[str, int], Sequence[Item]], most: int = MOST, *, digits: bool = False
    ) -> None:
        """`digits` alone are looked up, too."""
        self._find, self._most, self._digits = find, most, digits
        self._text = ""
        self._found: Sequence[Item] = ()
        self._looked = True
        self.chosen: int | None = None
        self._pinned = False

    def edit(self, text: str) -> bool:
        """Another text in the prompt: nothing is chosen any more. False where it means the list there is."""
        if text == ("" if self._pinned else self._text):
            return False
        self._text, self._looked, self._pinned, self.chosen = text, False, False, None
        return True

    def pin(self, text: str) -> None:
        """Keep the list of words that were entered, while the prompt is empty again for the next scan."""
        self._text, self._looked, self._pinned, self.chosen = text, False, True, None

    def drop(self) -> None:
        """Take the list away."""
        self._text, self._found, self._looked, self._pinned, self.chosen = "", (), True, False, None

    def again(self) -> None:
        """Looks once more: what was found may have changed."""
        self._looked = False

    def belongs_to(self, text: str) -> bool:
        """Whether the list is what is to be chosen from when `text` is entered."""
        return text == ("" if self._pinned else self._text)

    @property
    def words(self) -> str:
        """What is looked for: nothing, while it may be a code or a command."""
        text = self._text
        if text.startswith(("/", '"')):
            return ""
        quantity = _QUANTITY.match(text)
        words = text[quantity.end() :] if quantity else text
        looks = self._digits or self._pinned or any(char.isalpha() for char in words)
        return words.strip() if looks and len(words.strip()) > 1 else ""

    @property
    def items(self) -> Sequence[Item]:
        """What matches now."""
        if not self._looked:
            words = self.words
            self._found = self._find(words, self._most) if words else ()
            self._looked = True
        return self._found

    def move(self, step: int) -> bool:
        """Choose the next or the one before; False where there is nothing to choose."""
        if not self.items or (self.chosen is None and step < 0):
            return False
        place = step - 1 if self.chosen is None else self.chosen + step
        self.chosen = min(place, len(self.items) - 1) if place >= 0 else None
        return True

    def entry(self, place: int) -> str:
        """The entry that sells an item of the list, with the quantity that was typed before the words."""
        quantity = _QUANTITY.match(self._text)
        return f"{quantity.group() if quantity else ''}{quoted(self.items[place].sku)}"

    def rows(self, width: int, digits: int, stock: Callable[[str], Decimal | None]) -> list[Row]:
        """Heads and list as rows, the chosen one marked."""
        if not self.items:
            return []
        rows = [row(f"  {heads(width - 3)}", STRONG)]
        for place, item in enumerate(self.items):
            text = found_row(item, stock(item.sku), width - 3, digits)
            chosen = place == self.chosen
            rows.append(row(f"{'>' if chosen else ' '} {text}", PICKED if chosen else PLAIN))
        return rows


def quoted(code: str) -> str:
    """A code as the grammar of the prompt takes it, whatever characters it has."""
    return '"' + code.replace('"', '""') + '"'
