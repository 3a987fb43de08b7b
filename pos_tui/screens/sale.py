"""The sale: what is entered sells, function keys act on the last or the highlighted line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.words import _
from pos_tui.register.grammar import split_command
from pos_tui.register.keymap import shown
from pos_tui.terminal.router import Entry, Press

from .confirm import SameWeightDialog
from .find import Finder
from .items import FindView
from .missed import Unknown
from .scans import apart
from .unknown import UnknownView

if TYPE_CHECKING:
    from pos_tui.register.outcome import Outcome
    from pos_tui.widgets.paint import Row

    from .desk import Desk

_JOINING = ("*", '"', "@", "=")
"""What is typed before a scan that belongs to it ends so."""
_UP = frozenset({"pageup", "ctrl+p"})
_DOWN = frozenset({"pagedown", "ctrl+n"})


class SaleView:
    """The bottom of the stack of routes."""

    @property
    def prompt(self) -> str:
        """The packaging that was chosen for what is weighed next."""
        tare = self.desk.shown.tare
        return _("tare {name}: ", name=clean(tare)) if tare else ""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.finder = Finder(desk.find)
        self.unknown: Unknown | None = None
        """The last entry, while it met nothing: the key that finds asks what to do with it."""
        self._voucher = ("", "")
        """(the basket's id, the code) of the last voucher that was shown."""

    def voucher(self) -> str:
        """The voucher that was shown for the open sale; nothing where none was."""
        basket, code = self._voucher
        return code if basket == self.desk.register.basket.id else ""

    def enter(self, entry: Entry) -> None:
        """Sells; words that only match names keep their list, to choose from."""
        entry = self._without_words(entry)
        place = self.finder.chosen
        if place is not None and self.finder.belongs_to(entry.text):
            chosen = self.finder.entry(place)
            self.finder.drop()
            self.desk.run(chosen, "search")
        elif entry.text.strip():
            self.finder.drop()
            self.unknown = None
            self.desk.enter(entry, lambda outcome: self._offer(outcome, entry.text))

    def _without_words(self, entry: Entry) -> Entry:
        """The scan alone, where it met half typed words; those stay in the prompt."""
        if entry.scanned in ("", entry.text) or entry.text.startswith("/"):
            return entry
        typed, scan = apart(entry)
        if scan is None or typed.rstrip().endswith(_JOINING) or self.desk.register.has_code(entry.text):
            return entry
        self.desk.router.give_back(typed)
        return scan

    def _offer(self, outcome: Outcome, text: str) -> None:
        """Lists what may have been meant, or says what can be done with a code that nothing has."""
        if "code" in outcome.data and not outcome.ok and split_command(text.strip()) is None:
            self.unknown = Unknown.of(outcome.data["code"], text)
            key = self.desk.words.key_of("find").upper()
            self.desk.hint(_("{key}: what now?", key=key))
        if "refund" in outcome.data:
            self.desk.sale_action("refund", outcome.data["refund"])
            return
        if "voucher" in outcome.data and not text.startswith("/"):
            self._voucher = (self.desk.register.basket.id, outcome.data["voucher"]["code"])
            return
        if "order" in outcome.data and self.desk.shown.is_empty and not text.startswith("/"):
            self.desk.sale_action("layaways", "")
            return
        if "repeat" in outcome.data:
            self.desk.open(SameWeightDialog(self.desk, outcome.data["repeat"]))
            return
        # What a refused command meant is no sale, so it has no list.
        if "items" not in outcome.data or (not outcome.ok and text.startswith("/")):
            return
        self.finder.pin(_words_of(text))
        unknown = _("no such code: choose with the arrows, Enter sells it")
        several = _("several items have this code: choose with the arrows, Enter sells it")
        self.desk.say(unknown if outcome.ok else several, "unknown")

    def press(self, key: str, text: str) -> Press:
        """Function keys are commands of the registry; arrows choose from the list or a line."""
        if key in ("up", "down"):
            moved = self.finder.move(1 if key == "down" else -1)
            return Press.ACTED if moved else Press.IGNORED
        if key in _UP or key in _DOWN:
            self._highlight(-1 if key in _UP else 1)
            return Press.ACTED
        word = self.desk.words.of_key(key)
        if word is None:
            return Press.IGNORED
        if word.word == "find":
            self._find(text)
            return Press.ACTED
        if word.needs_value and not text:
            self.desk.say(_("type {usage}, then {key}", usage=word.arguments, key=shown(key)))
            return Press.ACTED
        if not self.desk.sale_action(word.word, text):
            self.desk.run(word.line(text))
        return Press.TOOK

    def edited(self, text: str) -> None:
        """The list follows what is typed."""
        self.finder.edit(text)

    def back(self) -> None:
        """Nothing is below the sale: Clear takes the list, the notice and the highlight away."""
        self.finder.drop()
        self.unknown = None
        self.desk.highlight(None)
        self.desk.say("")

    def keys(self) -> list[tuple[str, str]]:
        """The registry's; the one that finds knows what to do with an unknown code, and says so.

        In the room of its own label, so that the others stay where they are, on the screen and on the line.
        """
        bar = self.desk.words.bar()
        if self.unknown is None:
            return bar
        find = self.desk.words.key_of("find")
        return [(key, fit(_("New?"), cells(label)) if key == find else label) for key, label in bar]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The ledger."""
        return None

    def _find(self, text: str) -> None:
        self.finder.drop()
        if self.unknown is not None and not text:
            self.desk.say("")
            self.desk.open(UnknownView(self.desk, self.unknown))
        else:
            self.desk.open(FindView(self.desk, text))

    def _highlight(self, step: int) -> None:
        shown = self.desk.shown
        lines, start = shown.lines, shown.current or shown.target or len(shown.lines)
        if not lines:
            return
        at = min(max(start + step, 1), len(lines))
        if parent := lines[at - 1].parent:
            # What goes with a line is changed with it: there is nothing to do on its own row.
            below = range(at + 1, len(lines) + 1) if step > 0 else ()
            at = next((place for place in below if not lines[place - 1].parent), parent)
        self.desk.highlight(at)


def _words_of(text: str) -> str:
    """What was looked for: the words of `/find WORDS`, or all of it."""
    command = split_command(text.strip())
    return command[1] if command else text
