"""The register: owns the open basket and runs entries and commands, for every face of the till."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.cards import holds_card_number
from pos_tui.core.errors import InvalidValue, PosError, Refused
from pos_tui.core.money import format_amount, format_price, plain
from pos_tui.core.records import sale_document
from pos_tui.core.scan import trimmed
from pos_tui.core.words import _, ngettext
from pos_tui.services import identifying, reprinting
from pos_tui.services.permitting import permit
from pos_tui.services.recording import next_number, settled_as_it_stands

from .commands import COMMANDS, named, words
from .drafting import OpenBasket
from .entering import asks_scale, objection, sell
from .grammar import split_command
from .looking import Looking
from .notes import Notes
from .refusing import AgeAsked, TraitAsked, refusal
from .telling import sale_outcome, warned

if TYPE_CHECKING:
    from pos_tui.core.age import AgeCheck
    from pos_tui.core.department import Department
    from pos_tui.core.item import Item
    from pos_tui.core.pricing import Priced
    from pos_tui.core.sale import Basket, SaleLine
    from pos_tui.core.shop import Shop
    from pos_tui.core.tender import Settlement
    from pos_tui.services.counter import Approval, Counter

    from .command import Command
    from .outcome import Outcome
    from .station import Station

MAX_ENTRY = 500
Print = Callable[[Mapping[str, Any], int], None]
"""Takes a sale document and which copy it is (0: the original); returns at once."""


class Register:
    """One till's open basket and what can be done with it. Used by one thread at a time."""

    def __init__(
        self,
        counter: Counter,
        *,
        on_sale: Print | None = None,
        set_clock: Callable[[datetime], None] | None = None,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self.counter = counter
        self.set_clock = set_clock
        self.looking = Looking(self)
        self.current: int | None = None
        """The highlighted line, 1-based; None is the last one."""
        self.pending: Decimal | None = None
        """A quantity that waits for the next code."""
        self.tare = ""
        """The packaging of what is weighed next, where it is not the item's own."""
        self.age_asked: AgeAsked | None = None
        """What waits for an answer for the buyer's age."""
        self.trait_asked: TraitAsked | None = None
        """What waits for a serial number or lot."""
        self.given = ""
        """The serial number or lot of what is sold now."""
        self.of_age: AgeCheck | None = None
        """What was answered for what is sold now."""
        self.audience: Callable[[Register, Outcome], None] | None = None
        """Hears of everything that was run, for the customer's display; must return at once."""
        self.restored: str | None = None
        """What to tell after a start that found an open basket."""
        self.entered = "key"
        """How the entry of the moment came in: key, scan or search."""
        self.mark = "."
        """The decimal mark that people read, and may type besides the point."""
        self._on_sale = on_sale
        self._seen = counter.ledger.refresh()
        self.opened = OpenBasket(counter)
        """The open basket, and the way back."""
        self.last_sale: Mapping[str, Any] | None = reprinting.last_sale(counter)
        self.notes = Notes(counter, self.last_sale, warn)
        self._next_number: str | None = None
        self.station: Station | None = None
        """Who stands here; None where nobody has to sign on."""

    # What the faces show

    @property
    def shop(self) -> Shop:
        """The shop it stands in."""
        return self.counter.shop

    @property
    def till(self) -> str:
        """The till's code."""
        return self.counter.till

    @property
    def operator(self) -> str:
        """Who sells."""
        return self.counter.operator

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """The commands this store has."""
        return tuple(c for c in COMMANDS if not c.needs_simulation or self.set_clock is not None)

    @property
    def basket(self) -> Basket:
        """The open one."""
        return self.opened.basket

    @property
    def priced(self) -> Priced:
        """The open basket's figures."""
        return self.opened.priced

    @property
    def settlement(self) -> Settlement:
        """What is due on the open basket."""
        return settled_as_it_stands(self.basket, self.priced.total)

    @property
    def next_number(self) -> str:
        """The receipt number the open basket would get now; provisional."""
        if self._next_number is None:
            self._next_number = next_number(self.counter)
        return self._next_number

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Codes that met no item, the last one last; they outlive a restart."""
        return tuple(row["code"] for row in self.notes.missed)

    def held(self) -> tuple[Any, ...]:
        """The baskets that wait, oldest first."""
        return self.counter.held.list()

    def find(self, text: str, limit: int = 20) -> list[Item]:
        """Items by words of their names or digits of their codes, best first."""
        return list(self.counter.catalogue.search(text, limit))

    def has_code(self, text: str) -> bool:
        """Whether this is, as it stands, the code of an item."""
        return identifying.is_exact_code(self.counter, text)

    def find_ending(self, digits: str, limit: int = 20, least: int = 4) -> list[Item]:
        """Items one of whose codes ends as `digits` do, in `least` digits or more; the best first."""
        return list(self.counter.catalogue.ending(digits, limit, least))

    def departments(self) -> tuple[Department, ...]:
        """What sells by amount, oldest first."""
        return services.departments.departments(self.counter)

    def objection(self, field: str, text: str) -> str:
        """Why a new item cannot have this as its code, name or price; nothing where it can."""
        return objection(self, field, text)

    def text(self, amount: int) -> str:
        """An amount of minor units as people read it."""
        return self._marked(format_amount(amount, self.shop.currency))

    def price(self, price: Decimal) -> str:
        """A unit price as people read it."""
        return self._marked(format_price(price, self.shop.currency))

    def number(self, value: Decimal) -> str:
        """A quantity or a percentage as people read it."""
        return self._marked(plain(value))

    def number_as_is(self, value: Decimal) -> str:
        """A number with the decimals it has, zeros and all."""
        return self._marked(str(value))

    def heard(self, text: str) -> str:
        """A number as it was typed, with the point for its decimal mark."""
        return text if self.mark == "." else text.replace(self.mark, ".")

    def _marked(self, text: str) -> str:
        return text if self.mark == "." else text.replace(".", self.mark)

    def document(self) -> dict[str, Any]:
        """The open basket as the document it would become."""
        rules = self.counter.pricing()
        return sale_document(
            self.basket, self.priced, self.settlement, self.counter.frame(), self.shop, dict(rules.taxes)
        )

    # Running

    def blocks(self, text: str) -> bool:
        """Whether running this text waits for the disk, or for the scale."""
        text = trimmed(text)
        command = split_command(text)
        if command is None:
            return asks_scale(self, text)
        known = named(command[0])
        return known is not None and (known.blocks or (known.weighs and asks_scale(self, command[1])))

    def run(self, text: str, *, entered: str = "key", approval: Approval | None = None) -> Outcome:
        """Runs one entry or command. What cannot be done comes back as a refusal and changes nothing.

        `approval` is somebody else's word for what the operator may not do; it holds for this entry only.
        """
        self.counter.approval = approval
        outcome = self._run(text, entered)
        self.counter.approval = None
        if approval is not None and self.station is not None and outcome.ok:
            self.station.note(approval, text)
        if self.audience is not None:
            self.audience(self, outcome)
        return outcome

    def _run(self, text: str, entered: str) -> Outcome:
        text, self.entered = trimmed(text), entered
        try:
            self._follow()
            if self.station is not None and self.station.is_locked:
                raise Refused(_("sign on first: code and PIN"))
            if len(text) > MAX_ENTRY:
                raise InvalidValue(_("an entry has at most {most} characters", most=MAX_ENTRY))
            if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
                raise InvalidValue(_("that holds bytes that are no text: is the terminal set to UTF-8?"))
            if holds_card_number(text) and not identifying.is_exact_code(self.counter, text):
                raise Refused(_("that is a payment card's number: nothing of it was kept"))
            command = split_command(text)
            if command is None:
                return sell(self, text, entered=entered)
            found = self._command(command[0])
            if found.permission is not None:
                permit(self.counter, found.permission)
            if not found.sells:
                self.pending = None
            return found.run(self, command[1])
        except PosError as error:
            return refusal(self, error, text, entered)

    def sell_of_age(self, asked: AgeAsked) -> Outcome:
        """Runs again what asked for the buyer's age, now that somebody answered for it."""
        self.age_asked, self.of_age, self.given = None, asked.error.check, asked.given
        outcome = self.rerun(asked.text, asked.entered)
        self.of_age, self.given = None, ""
        return outcome

    def rerun(self, text: str, entered: str) -> Outcome:
        """Runs another text in place of the one that runs, and refuses it in its own words."""
        return self._run(text, entered)

    def _follow(self) -> None:
        """Prices and taxes that others changed count from the next entry on; so does the clock."""
        self.notes.look_at_clock(self.basket.id)
        self.notes.look_at_drawer(self.basket.id)
        seen = self.counter.ledger.refresh()
        if not self.basket.tenders:
            self.counter.look_at_tenders()
        if self.basket.is_empty and self.counter.heed():
            self._seen = -1
        if seen != self._seen:
            self._seen = seen
            self.counter.forget()
            self.notes.look_again()
            self._next_number = None

    def _command(self, word: str) -> Command:
        command = named(word)
        if command is None:
            from difflib import get_close_matches

            near = get_close_matches(word, words(), 1)
            if near:
                raise Refused(
                    _("there is no command /{word}: did you mean /{near}?", word=word[:40], near=near[0])
                )
            raise Refused(_("there is no command /{word}: /help lists the commands", word=word[:40]))
        return command()

    # Changing the basket

    def line(self, number: int | None) -> tuple[int, SaleLine]:
        """(place, line) that a command means: by number, else the highlighted one, else the last."""
        return self.basket.line(number if number is not None else self.current)

    def change(self, basket: Basket) -> None:
        """Makes another basket the open one, once it is in the draft file."""
        self.opened.change(basket)

    def undo(self) -> None:
        """Goes one step back. Raises Refused at the beginning."""
        self.opened.undo()
        self.current = None

    def start_over(self, basket: Basket | None = None) -> None:
        """Empties the draft, as its basket is recorded or held; begins with an empty or a recalled one."""
        self.pending = self.current = self.restored = self._next_number = None
        self.tare, self.age_asked, self.trait_asked = "", None, None
        self.opened.start_over(basket)
        self.notes.carry(self.basket.id)

    def resume(self, deltas: Iterable[Mapping[str, Any]], *, check_last_scan: bool = False) -> None:
        """Takes up the basket a draft file holds, unless it was recorded before the stop."""
        kept = list(deltas)
        if not kept:
            return
        key = kept[-1]["id"]
        if self.counter.ledger.recorded(key):
            self.start_over()
            return
        self.notes.resume(change["event"] for change in kept if "event" in change and change["id"] == key)
        self.opened.resume(kept)
        if self.basket.is_empty:
            return
        count, total = sum(not line.void for line in self.basket.lines), self.text(self.priced.total)
        lines = ngettext("1 line", "{count} lines", count)
        self.restored = (
            _("open sale restored: {lines}, {total}; check the last scan", lines=lines, total=total)
            if check_last_scan
            else _("open sale restored: {lines}, {total}", lines=lines, total=total)
        )

    def complete(self, tendered: services.tendering.Tendered) -> Outcome:
        """Records a paid sale, and only then says so and has it printed."""
        document = services.tendering.complete(self.counter, tendered, self.notes.waiting)
        self.notes.recorded()
        self.start_over()
        self.last_sale = document
        if self._on_sale is not None:
            self._on_sale(document, 0)
        outcome = sale_outcome(self, document)
        if self.counter.room is None or self.counter.room >= self.counter.rules.disk_low:
            return outcome
        # It is told with each sale, and beeps at none: money was taken and all is well so far.
        return replace(warned(outcome, services.room.warning(self.counter)), sound=outcome.sound)

    def reversed(self, document: Mapping[str, Any]) -> None:
        """A record about a finished sale was made: it is printed, and the next number is another."""
        self._next_number = None
        if self._on_sale is not None:
            self._on_sale(document, 0)

    def print_copy(self, sale: Mapping[str, Any], copy: int) -> None:
        """Has a receipt printed again."""
        if self._on_sale is not None:
            self._on_sale(sale, copy)
