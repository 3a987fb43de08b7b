"""The desk: routes, notices and held scans around one register. It knows no rule and no Textual.

Everything changes here the moment a key acts; painting comes after and reads what this came to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from pos_tui.core.cards import holds_card_number
from pos_tui.core.errors import PosError
from pos_tui.core.wedge import Wedge
from pos_tui.core.words import _
from pos_tui.locale import formats
from pos_tui.styles.themes import choose
from pos_tui.terminal.router import LONGEST, Entry, Router

from .room import RoomWatch
from .scans import parted
from .state import Shown, look
from .view import After, Notice, View
from .words import Vocabulary, from_registry

if TYPE_CHECKING:
    from decimal import Decimal

    from pos_tui.core.item import Item
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.counter import Approval

    from .port import FrontPort, RegisterPort

Work = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Runs the first in the one worker thread, then hands what it gave to the second in the screen's thread."""
T = TypeVar("T")
U = TypeVar("U")

_HELD_CHANGES = frozenset({"held", "recalled"})
_WEIGHING = frozenset({"weigh", "return"})
_LEAVES_DIALOGS = frozenset({"sale", "cancelled", "held", "recalled"})


class Desk:
    """What the screen shows and where keys go."""

    def __init__(
        self,
        register: RegisterPort,
        work: Work,
        ring: Callable[[str], None],
        clock: Callable[[], float] = monotonic,
        front: FrontPort | None = None,
        colours: bool = True,
        later: Callable[[float, Callable[[], None]], None] = lambda seconds, call: None,
    ) -> None:
        """`ring` sounds an outcome; `clock` is the one that stamps the keys; tests may leave the shop out.

        `colours` says whether the terminal has any; `later` calls something after some seconds.
        """
        from .sale import SaleView

        self.register, self.front = register, front
        self.notice = Notice(register.restored or "", "unknown" if register.restored else "")
        self.waiting: list[Entry] = []
        """Scans that came while a dialog was open."""
        self.answered: Callable[[bool], None] = lambda sold: None
        """Called when it is known what a scan came to: for scanners that want to be told."""
        self.colours = colours
        """Whether the terminal has any."""
        self.heed_settings()
        self.clock, self.later = clock, later
        self.leaving = False
        self.doing = ""
        """What the worker does while keys wait for it, in words."""
        self._work, self._ring = work, ring
        self._held = self._count_held()
        self.shown: Shown = look(register, self._held, self.formats.mark)
        self.fresh = self.shown.is_empty and self.shown.last_sale is not None
        """True from a completed sale until the next entry: its change due is what the screen shows."""
        self.room = RoomWatch(self)
        self.sale = SaleView(self)
        self._stack: list[View] = [self.sale]
        self.router = Router(self.sale, Wedge() if front is None else front.wedge, self._is_a_card)
        self.router.unused = self._unused
        if register.station is not None and register.station.is_locked:
            self.lock_up()

    # Routes

    @property
    def view(self) -> View:
        """The route of the moment."""
        return self._stack[-1]

    @property
    def below(self) -> View:
        """What is there when the view of the moment is closed."""
        return self._stack[-2] if len(self._stack) > 1 else self.sale

    @property
    def typed(self) -> str:
        """What stands in the prompt, as it may be seen."""
        text = self.router.text
        return "*" * len(text) if getattr(self.view, "is_secret", False) else text

    def has(self, view: View) -> bool:
        """Whether a view is among the levels."""
        return view in self._stack

    def open(self, view: View) -> None:
        """A further level; keys go to it from the next one on."""
        self._stack.append(view)
        self.router.route = view

    @property
    def views(self) -> tuple[View, ...]:
        """The levels, the sale first."""
        return tuple(self._stack)

    def drop(self, view: View) -> None:
        """Takes a level out, wherever it is; scans that waited are let go with the last one."""
        self._stack.remove(view)
        self.router.route = self.view
        if self.view is self.sale:
            self.close()

    def close(self, *, release: bool = True) -> None:
        """One level back; scans that waited come before any key that was typed later.

        Without `release` they go on waiting, as what is below asks, too.
        """
        if len(self._stack) > 1:
            self._stack.pop()
        self.router.route = self.view
        if release:
            self.release()

    def release(self) -> None:
        """Hands on the scans that waited."""
        waiting, self.waiting = self.waiting, []
        self.router.put_first(waiting)

    def close_all(self) -> None:
        """Back to the sale."""
        while len(self._stack) > 1:
            self._stack.pop()
        self.close()

    def lock_up(self) -> None:
        """Nothing but signing on from here."""
        from .sign_on import SignOnView

        while len(self._stack) > 1:
            self._stack.pop()
        self.open(SignOnView(self))

    # Telling

    def say(self, text: str, sound: str = "") -> None:
        """Puts a line where the cashier looks, and sounds it."""
        self.notice = Notice(text, sound)
        if sound and self.sounds and (sound != "good" or self.good_sounds):
            self._ring(sound)

    def hint(self, text: str) -> None:
        """Adds what to do next to what was just said."""
        self.notice = Notice(f"{self.notice.text}; {text}", self.notice.sound)

    def keep(self, entry: Entry) -> None:
        """Holds a scan until the dialog closes."""
        self.waiting.append(entry)
        self.answered(False)
        self.say(_("{code} waits until this is closed", code=entry.text), "refused")

    def _is_a_card(self, text: str) -> bool:
        """Says so of a payment card's number or stripe, which goes nowhere; an item may have such a code."""
        if not holds_card_number(text) or self.register.has_code(text):
            return False
        self.say(_("that is a payment card's number: nothing of it was kept"), "refused")
        return True

    def _unused(self, key: str) -> None:
        """The menu's key, on a page that has no use for it, shows all keys of the page."""
        if self.view is not self.sale and (word := self.words.of_key(key)) and word.word == "help":
            from .page_keys import open_page_keys

            open_page_keys(self)

    # Looking

    def heed_settings(self) -> None:
        """Takes theme, sounds, keys and the scanner's ways as they are set now."""
        front = self.front
        self._heeded = 0 if front is None else front.heeded
        self.dress("" if front is None else front.setting("theme"))
        self.sounds = front is None or front.setting("sounds") == "true"
        self.good_sounds = front is None or front.setting("sounds_good") == "true"
        chosen = {} if front is None else front.key_choices
        self.formats = formats("en" if front is None else front.setting("locale"))
        self.register.mark = self.formats.mark
        self.words = Vocabulary(from_registry(self.register.commands, chosen))

    def dress(self, theme: str) -> None:
        """Shows everything in another theme, from the next frame on; "" is the usual one."""
        self.theme = choose(theme, self.colours)

    def find(self, text: str, most: int) -> Sequence[Item]:
        """Items as `Register.find`; none, and a notice, where they cannot be read."""
        return self._ask(lambda: self.register.find(text, most), ())

    def find_ending(self, digits: str, most: int, least: int) -> Sequence[Item]:
        """Items as `Register.find_ending`; none, and a notice, where they cannot be read."""
        return self._ask(lambda: self.register.find_ending(digits, most, least), ())

    def stock(self, sku: str) -> Decimal | None:
        """As `Register.stock`; None, and a notice, where it cannot be read."""
        return self._ask(lambda: self.register.looking.stock(sku), None)

    def _count_held(self) -> int:
        return len(self._ask(self.register.held, ()))

    def _ask(self, question: Callable[[], T], otherwise: U) -> T | U:
        try:
            return question()
        except PosError as error:
            self.say(error.message, "refused")
            return otherwise

    @property
    def is_scanning(self) -> bool:
        """Whether a scan is on its way, which nobody needs to look up digit by digit."""
        return self.router.is_scanning(self.clock())

    # Running

    def enter(self, entry: Entry, after: After | None = None) -> None:
        """An entry at the counter: a code, or a command."""
        text = entry.text.strip()
        if not text:
            return
        if len(text) > LONGEST:
            self.say(
                _("too long for an entry ({count} characters): {text}...", count=len(text), text=text[:20]),
                "refused",
            )
            return
        typed, scan = parted(self.words, self.register.looking, entry)
        if scan is not None:
            self.router.give_back(typed)
            self.enter(scan, after)
            return
        command = self.words.of_text(text)
        if command is not None and self.sale_action(command[0].word, command[1]):
            return
        self.run(text, "scan" if entry.is_scan else "key", after)

    def sale_action(self, word: str, arguments: str) -> bool:
        """Does what a screen does itself for a command; False leaves it to the register."""
        from .actions import act

        return act(self, word, arguments)

    def run(
        self, text: str, entered: str = "key", after: After | None = None, approval: Approval | None = None
    ) -> None:
        """Has the register run a text, in the worker if it waits for the disk; keys queue up meanwhile."""
        self.fresh = False
        register = self.register
        if not register.blocks(text):
            self._done(text, register.run(text, entered=entered, approval=approval), after, entered)
            return

        def finish(outcome: Outcome) -> None:
            self._done(text, outcome, after, entered)
            self.router.release()

        command = self.words.of_text(text)
        is_weighing = command is None or command[0].word in _WEIGHING
        self.doing = _("weighing") if is_weighing else _("writing to the disk")
        self.router.hold()
        self._work(lambda: register.run(text, entered=entered, approval=approval), finish)

    def fetch(
        self,
        job: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[], None] = lambda: None,
        hold: bool = False,
        doing: str = "",
    ) -> None:
        """Has the worker read something, and hands it on; what cannot be read is told, and `failed` called.

        With `hold` the keys typed meanwhile wait, as they are for what is being read; `doing` says what it
        does, if that is not looking something up.
        """

        def read() -> T | PosError:
            try:
                return job()
            except PosError as error:
                return error

        def finish(result: T | PosError) -> None:
            if isinstance(result, PosError):
                self.say(result.message, "refused")
                failed()
            else:
                done(result)
            if hold:
                self.router.release()

        if hold:
            self.doing = doing or _("looking it up")
            self.router.hold()
        self._work(read, finish)

    def highlight(self, line: int | None) -> None:
        """Makes a line the one that corrections mean; None is the last one."""
        self.register.current = line
        self.refresh()

    def refresh(self) -> None:
        """Looks at the register again."""
        self.shown = look(self.register, self._held, self.formats.mark)

    def _done(self, text: str, outcome: Outcome, after: After | None, entered: str) -> None:
        from .outcomes import asks_further, tell

        if entered == "scan":
            self.answered(outcome.sound == "good")
        if self.front is not None and self.front.heeded != self._heeded:
            self.heed_settings()  # somebody else changed some
            self.router.wedge = self.front.wedge
        if outcome.kind in _HELD_CHANGES:
            self._held = self._count_held()
        self.refresh()
        self.fresh = outcome.kind == "sale"
        if outcome.kind in _LEAVES_DIALOGS:
            self.close_all()
        if outcome.kind == "locked":
            self.lock_up()
        elif asks_further(self, text, outcome, after):
            return
        tell(self, text, outcome)
        if "asks" in outcome.data:
            self.router.give_back(outcome.data["asks"])
        if after is not None:
            after(outcome)
