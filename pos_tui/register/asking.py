"""What a register can be asked about customers, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import PosError

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer
    from pos_tui.core.voucher import Voucher
    from pos_tui.services.counter import Counter
    from pos_tui.services.invoicing import Wanted
    from pos_tui.services.serving import Statement

    from .register import Register

_FIRST, _MOST = 20, 60
_LAST = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """All about one customer; amounts in minor units."""

    customer: Customer
    points: int
    """Those that they have today."""
    worth: int
    """What these pay."""
    vouchers: tuple[Voucher, ...]
    """Their store credit with something left."""
    last: tuple[Mapping[str, Any], ...]
    """What was sold to them last, the newest first."""


class AskingCustomers:
    """The questions. What opens everybody, or reads the disk, says so."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._is_clean = False
        """Whether it was looked for what a crash has left of somebody who was erased."""
        self.is_locked = False
        """Whether names of some cannot be read on this machine, as of the first search."""
        self._served: tuple[tuple[str, int], str] = (("", 0), "")

    @property
    def _counter(self) -> Counter:
        return self._register.counter

    def search(self, text: str) -> Iterator[Sequence[Customer]]:
        """Customers that words mean, best first, in batches. Opens everybody. Raises StoreError."""
        if not self._is_clean and self._counter.ledger.refresh():
            services.erasing.finish(self._counter)
            self._is_clean, self.is_locked = True, self._counter.seals.is_locked()
        self._counter.ledger.refresh()
        first = self._counter.people.find(text, _FIRST)
        yield first
        if len(first) == _FIRST:  # more than a screen shows: looked for when nobody types on
            yield self._counter.people.find(text, _MOST)[_FIRST:]

    def served(self) -> str:
        """What the open sale's customer is called; nothing where it is for nobody in particular."""
        id = self._register.basket.customer
        if not id:
            return ""
        asked = (id, self._counter.ledger.changed("customers"))
        if self._served[0] != asked:
            self._served = (asked, self._label(id))
        return self._served[1]

    def _label(self, id: str) -> str:
        try:
            one = self._counter.people.get(id)
        except PosError:
            return id  # the till goes on without the name
        return id if one is None else one.label

    def invoice(self, number: str) -> Wanted:
        """What is known of the invoice of a sale, or of the open one. Reads the disk. Raises PosError."""
        return services.invoicing.wanted(self._counter, self._register.basket, number)

    def facts(self, id: str) -> Facts:
        """All about one. Reads the disk. Raises PosError."""
        counter = self._counter
        one = services.customers.find(counter, id)
        points = services.loyalty.points_now(counter, one)
        rules = counter.rules.loyalty
        ids = [one.id, *(each.id for each in counter.people.same(one.id))]
        left = [each for each in services.vouchers.of_customers(counter, ids) if each.balance]
        last = islice(chain.from_iterable(services.serving.history(counter, one)), _LAST)
        worth = 0 if rules is None else rules.worth(points, counter.shop.currency)
        return Facts(one, points, worth, tuple(left), tuple(last))

    def history(self, id: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """What was sold to one, newest first, in batches. Reads the disk. Raises PosError."""
        return services.serving.history(self._counter, services.customers.find(self._counter, id))

    def statement(self, id: str, first: str, last: str) -> Statement:
        """What happened on their account in some business days. Reads the disk. Raises PosError."""
        return services.serving.statement(
            self._counter, services.customers.find(self._counter, id), first, last
        )

    def joined(self, keep: str, gone: str) -> list[str]:
        """What making one part of another does, to be read. Opens both. Raises PosError."""
        return services.customers.joined(self._counter, keep, gone)

    def erased(self, id: str) -> tuple[list[str], bool]:
        """(what erasing one does, to be read; whether something is open). Reads the disk. Raises PosError."""
        return services.erasing.consequences(self._counter, id)

    def groups(self) -> list[str]:
        """The groups that price lists and promotions are for. Reads the disk. Raises PosError."""
        return self._counter.groups()

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        from pos_tui.core.customer import checked

        from .amounts import amount_of

        try:
            if field == "limit":
                amount_of(self._register, text)
            else:
                checked(field, text)
        except PosError as error:
            return error.message
        return ""
