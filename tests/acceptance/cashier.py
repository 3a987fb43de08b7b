"""A cashier who knows each key and meets each accident, and a plain model of what was sold.

The model knows prices, quantities and totals in pennies, and nothing of the till's own code.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tui.pty_till import PtyTill, key
from tests.tui.shop import ean

if TYPE_CHECKING:
    import random

ITEMS = 60
"""Items 1 to 60 of the shop; item n costs (n % 7 + 1) pounds and n pennies."""
_SIZES = ((40, 20), (200, 60), (64, 24), (120, 40), (80, 24))
_JUNK = (
    "\x1b[99~", "\x1b[1;9Z", "\x1bO9", "\x1b[?1;2c", "\x1b[?2026;2$y", "\x1b[<0;10;10M", "\x1b[I",
    "\x1b[200~", "\x1b[201~", "\x03\x1a\x13\x11\x02", "\t\t", "\x1b\x1b", "qwerty", "/nonsense\r",
    "99*\x7f\x7f\x7f", "@@==**\r", "\x1b[[Z", "é€牛", "\x7f\x7f", "\r\r\n\n", "\x1b[3~\x1b[H\x1b[F",
    "/void #99\r", "/qty\r", "0*1\r", "-5\r",
)  # fmt: skip
_FOREIGN = "\r\nYou have new mail in /var/mail/till\r\n\x1b[31mBroadcast message\r\n"


def price(number: int) -> int:
    """Pennies."""
    return (number % 7 + 1) * 100 + number % 100


@dataclass(frozen=True, slots=True)
class Line:
    """What the model knows of a line."""

    code: str
    price: int
    quantity: int = 1
    off: int = 0
    amount: int | None = None
    """Pennies, of what is weighed; else they follow."""
    void: bool = False

    @property
    def total(self) -> int:
        """Pennies."""
        if self.void:
            return 0
        return self.amount if self.amount is not None else self.quantity * self.price - self.off


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale as the model has it."""

    lines: tuple[Line, ...]
    tenders: tuple[str, ...]
    story: tuple[str, ...]
    """What happened, by the names of the steps."""

    @property
    def total(self) -> int:
        """Pennies."""
        return sum(line.total for line in self.lines)

    @property
    def counts(self) -> Counter[str]:
        """Lines by the code that was entered."""
        return Counter(line.code for line in self.lines if not line.void)


Step = Callable[["Cashier"], None]


@dataclass(slots=True)
class Cashier:
    """Somebody at a till, who knows what was rung up."""

    till: PtyTill
    term: str
    rng: random.Random
    process: Callable[[], int]
    """The till's process id, wherever it runs."""
    lines: list[Line] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    def do(self, step: Step) -> None:
        """Takes a step, and keeps its name."""
        self.story.append(step.__name__)
        step(self)

    def press(self, *names: str) -> None:
        """Keys by name."""
        self.till.send("".join(key(name, self.term) for name in names))

    def item(self) -> int:
        """The number of some item."""
        return self.rng.randrange(1, ITEMS + 1)

    def scan(self, end: str = "\r", before: str = "", after: str = "") -> None:
        """One scan, with keys that come in the same moment."""
        number = self.item()
        self.till.send(f"{before}{ean(number)}{end}{after}")
        self.lines.append(Line(ean(number), price(number)))

    def change(self, **values: int | bool) -> None:
        """The model's last line becomes another."""
        self.lines[-1] = replace(self.lines[-1], **values)  # type: ignore[arg-type]

    def complete(self, *tenders: str) -> None:
        """The sale is paid."""
        self.sold.append(Sold(tuple(self.lines), tenders, tuple(self.story)))
        self.lines, self.story = [], []

    def due(self) -> int:
        """Pennies of the open sale."""
        return sum(line.total for line in self.lines)


# What may happen in a sale


def _scan(cashier: Cashier) -> None:
    cashier.scan()


def _scan_lf(cashier: Cashier) -> None:
    cashier.scan("\n")


def _scan_crlf(cashier: Cashier) -> None:
    cashier.scan("\r\n")


def _burst(cashier: Cashier) -> None:
    numbers = [cashier.item() for _ in range(cashier.rng.randrange(2, 7))]
    cashier.till.send("".join(ean(number) + "\r" for number in numbers))
    cashier.lines += [Line(ean(number), price(number)) for number in numbers]


def _times(cashier: Cashier) -> None:
    cashier.scan(before="3*")
    cashier.change(quantity=3)


def _times_first(cashier: Cashier) -> None:
    cashier.scan(before="12*\r")
    cashier.change(quantity=12)


def _weighed(cashier: Cashier) -> None:
    cashier.till.send("0.734*4011\r")
    cashier.lines.append(Line("4011", 199, amount=146))


def _open_price(cashier: Cashier) -> None:
    cashier.scan(end="@1.50\r")
    cashier.change(price=150)


def _found(cashier: Cashier) -> None:
    cashier.till.send("choc")
    cashier.press("down", "enter")
    cashier.lines.append(Line("CHOC", 85))


def _found_by_key(cashier: Cashier) -> None:
    cashier.till.send("semi")
    cashier.press("f2", "f2", "enter")
    cashier.lines.append(Line("MILK", 119))


def _quantity(cashier: Cashier) -> None:
    cashier.scan(after="4" + key("f3", cashier.term))
    cashier.change(quantity=4)


def _price(cashier: Cashier) -> None:
    cashier.scan(after="1.99" + key("f5", cashier.term))
    cashier.change(price=199)


def _discount(cashier: Cashier) -> None:
    cashier.scan(after="0.50" + key("f6", cashier.term))
    cashier.change(off=50)


def _void(cashier: Cashier) -> None:
    cashier.scan()
    cashier.scan(after=key("f4", cashier.term))
    cashier.change(void=True)
    cashier.scan()


def _undo(cashier: Cashier) -> None:
    cashier.scan(after=key("f8", cashier.term))
    cashier.lines.pop()


def _void_chosen(cashier: Cashier) -> None:
    cashier.scan()
    cashier.scan()
    cashier.press("pageup", "f4", "clear")
    place = -2
    cashier.lines[place] = replace(cashier.lines[place], void=True)


def _paste(cashier: Cashier) -> None:
    numbers = [cashier.item() for _ in range(4)]
    text = "\r\n".join(map(ean, numbers)) + "\r\n"
    cashier.till.send(f"\x1b[200~{text}\x1b[201~" if cashier.rng.random() < 0.5 else text)
    cashier.lines += [Line(ean(number), price(number)) for number in numbers]


def _junk(cashier: Cashier) -> None:
    for junk in cashier.rng.sample(_JUNK, 6):
        cashier.till.send(junk)
        cashier.press("clear", "clear", "clear")


def _unknown(cashier: Cashier) -> None:
    cashier.till.send("5449000000996\r")
    cashier.press("clear", "clear")
    cashier.scan()


def _typed_and_cleared(cashier: Cashier) -> None:
    cashier.till.send("5449")
    cashier.press("escape")
    cashier.scan()


def _escape_before_a_scan(cashier: Cashier) -> None:
    cashier.scan(before="\x1b")


def _earlier_entry(cashier: Cashier) -> None:
    cashier.press("up", "up", "down", "clear")


def _resize(cashier: Cashier) -> None:
    for width, height in cashier.rng.sample(_SIZES, 2):
        cashier.till.resize(width, height)
        cashier.scan()


def _stray_continue(cashier: Cashier) -> None:
    for _ in range(3):
        os.kill(cashier.process(), signal.SIGCONT)
    _burst(cashier)


def _suspended(cashier: Cashier) -> None:
    """Stopped while somebody writes on the terminal and scans go on."""
    process = cashier.process()
    os.kill(process, signal.SIGSTOP)
    terminal = os.open(Path(f"/proc/{process}/fd/0").readlink(), os.O_WRONLY | os.O_NOCTTY)
    os.write(terminal, _FOREIGN.encode())
    os.close(terminal)
    cashier.till.wait("Broadcast")
    _burst(cashier)
    os.kill(process, signal.SIGCONT)
    cashier.till.send("\x0c")
    cashier.till.wait(lambda text: "Broadcast" not in text and "new mail" not in text)


def _redraw(cashier: Cashier) -> None:
    """What is on the screen is what a whole frame shows."""
    cashier.till.send(f"{ean(7)}\r")
    cashier.lines.append(Line(ean(7), price(7)))
    cashier.till.wait("Item 00007")
    cashier.till.settle(0.2)
    before, written = cashier.till.text.split("\n", 1)[1], cashier.till.written
    cashier.till.send("\x0c")
    cashier.till.wait(lambda _: cashier.till.written > written)
    cashier.till.settle(0.2)
    after = cashier.till.text.split("\n", 1)[1]
    assert before == after, f"{before}\nis not\n{after}"


def _page_and_back(cashier: Cashier) -> None:
    for opens in ("/help cash\r", key("f12", cashier.term), "/held\r", "/explain\r", "/unmatched\r"):
        cashier.till.send(opens)
        cashier.press("down", "pagedown", "clear", "clear")


def _scan_on_a_page(cashier: Cashier) -> None:
    for opens in ("/help cash\r", key("f12", cashier.term), "/held\r"):
        cashier.scan(before=opens, end=cashier.rng.choice(("\r", "\r\n")))
        cashier.press("clear")


def _scan_on_the_tender_screen(cashier: Cashier) -> None:
    cashier.scan()
    cashier.scan(before=key("f1", cashier.term), end="\r\n", after=key("clear", cashier.term))


def _declined(cashier: Cashier) -> None:
    cashier.scan()
    cashier.till.send("/card\r")
    cashier.scan(end="\r\n")
    cashier.press("clear")


STEPS: tuple[Step, ...] = (
    _scan, _scan_lf, _scan_crlf, _burst, _times, _times_first, _weighed, _open_price, _found, _found_by_key,
    _quantity, _price, _discount, _void, _void_chosen, _undo, _paste, _junk, _unknown, _typed_and_cleared,
    _escape_before_a_scan, _earlier_entry, _resize, _redraw, _stray_continue, _suspended,
    _page_and_back, _scan_on_a_page, _scan_on_the_tender_screen, _declined,
)  # fmt: skip


# How it is paid


def _cash(cashier: Cashier) -> None:
    cashier.till.send("/cash 1000\r")
    cashier.complete("cash")


def _exact(cashier: Cashier) -> None:
    cashier.press("f1", "f2")
    cashier.complete("cash")


def _given(cashier: Cashier) -> None:
    cashier.press("f1")
    cashier.till.send("1000\r\n")
    cashier.complete("cash")


def _note(cashier: Cashier) -> None:
    cashier.press("f9", "f4")
    cashier.complete("cash")


def _split(cashier: Cashier) -> None:
    """A pound in cash, taken back, given again; the rest by card."""
    if cashier.due() <= 100:
        cashier.scan()
    cashier.press("f1")
    cashier.till.send("1\r")
    cashier.press("f8")
    cashier.till.send("1\r")
    cashier.press("f3", "f1")
    cashier.complete("cash", "card")


def _card(cashier: Cashier) -> None:
    """A scan that comes while the card terminal is busy belongs to the next sale."""
    cashier.till.send("/card\r")
    number = cashier.item()
    cashier.till.send(f"{ean(number)}\r")
    cashier.press("f1")
    cashier.complete("card")
    cashier.lines.append(Line(ean(number), price(number)))


def _held_meanwhile(cashier: Cashier) -> None:
    """Held, another customer served, and taken back from the list."""
    held, cashier.lines = cashier.lines, []
    cashier.till.send("/hold bob\r")
    cashier.scan()
    _cash(cashier)
    cashier.press("f7")
    cashier.till.wait("bob")
    cashier.till.settle(0.4)  # as a person who reads; an Enter at once could be a scanner's
    cashier.press("enter")
    cashier.lines = held
    _exact(cashier)


PAYMENTS: tuple[Step, ...] = (_cash, _exact, _given, _note, _split, _card, _held_meanwhile)


def play(cashier: Cashier, sales: int) -> None:
    """Rings up so many sales, each kind of step and payment in its turn, and leaves the till."""
    steps, payments = _in_turn(STEPS, cashier.rng), _in_turn(PAYMENTS, cashier.rng)
    while len(cashier.sold) < sales:
        for _ in range(cashier.rng.randrange(2, 5)):
            cashier.do(next(steps))
        if cashier.due() == 0:
            cashier.scan()
        cashier.do(next(payments))
    if cashier.lines:
        _cash(cashier)
    cashier.till.send("/quit\r")


def _in_turn(kinds: tuple[Step, ...], rng: random.Random) -> Iterator[Step]:
    return cycle(rng.sample(kinds, len(kinds)))
