"""All keys of a page, as the key bar of a narrow screen has no room for some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.words import _
from pos_tui.terminal.router import Press

from .lists import ListView, is_answer
from .scroll import KEYS

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk


class PageKeysView(ListView):
    """A key does here what it does on the page, pressed or chosen. What was typed there is there again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._keys, self._typed = desk.view.keys(), desk.router.text

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("KEYS OF THIS PAGE")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("press one, or choose it and Enter")

    def labels(self) -> Sequence[str]:
        """Each key, and what it does."""
        wide = max((cells(key) for key, _label in self._keys), default=0)
        return [f"{fit(key, wide)}  {clean(label)}" for key, label in self._keys]

    def enter(self, entry: Entry) -> None:
        """What was scanned, and a command, is the page's; words that no key has do nothing."""
        if entry.is_scan or entry.scanned or entry.text.startswith("/"):
            self.back()
            self.desk.view.enter(entry)
            return
        if entry.text:
            self.edited(entry.text)
        place = self.picked
        if place is None:
            self.desk.say(_("nothing matches {words}", words=clean(entry.text, limit=40)), "refused")
        elif entry.text or is_answer(entry, self._opened):
            self.take(place)

    def take(self, place: int) -> None:
        """Back to the page, where the key is pressed."""
        self.back()
        key = self._keys[place][0].casefold()
        if _is_function_key(key):
            self.desk.router.press(key)

    def press(self, key: str, text: str) -> Press:
        """A key of the page is pressed there; arrows choose; the key that opened this closes it."""
        keys = [name.casefold() for name, _label in self._keys]
        if key in KEYS:
            return super().press(key, text)
        if key in keys and _is_function_key(key):
            self.take(keys.index(key))
        elif opens(self.desk, key):
            self.back()
        return Press.ACTED

    def back(self) -> None:
        """Back to the page, and to what stood in its prompt; a scan that waits goes on waiting."""
        self.desk.close(release=False)
        self.desk.router.put_text(self._typed)

    def keys(self) -> list[tuple[str, str]]:
        """How to choose one."""
        return [("Enter", _("Press it")), ("Esc", _("Back"))]


def opens(desk: Desk, key: str) -> bool:
    """Whether a key is the one that shows all keys: that of the menu, which pages do not have."""
    word = desk.words.of_key(key)
    return word is not None and word.word == "help"


def open_page_keys(desk: Desk) -> None:
    """The keys of the page that is open."""
    view = PageKeysView(desk)
    desk.open(view)
    desk.router.put_text("")
    desk.say("")


def _is_function_key(key: str) -> bool:
    return key[:1] == "f" and key[1:].isdigit()
