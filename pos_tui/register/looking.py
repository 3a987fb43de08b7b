"""What a register can be asked without changing anything: prices and stock, past sales, the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pos_tui import services
from pos_tui.core.errors import InvalidValue, PosError, SeveralItems
from pos_tui.core.tender import CASH, KEEPS_VOUCHER
from pos_tui.core.words import _
from pos_tui.services import identifying

from .amounts import typed_quantity
from .grammar import parse_entry

if TYPE_CHECKING:
    from decimal import Decimal

    from pos_tui.core.item import Item
    from pos_tui.core.journal_query import JournalRecord, Told
    from pos_tui.core.layaway import Layaway
    from pos_tui.core.office import Book
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.core.quick import QuickPage
    from pos_tui.core.tender import TenderType
    from pos_tui.services.refunding import Refundable
    from pos_tui.services.shifts import Standing

    from .asking import AskingCustomers
    from .register import Register
    from .stock_looking import StockLooking


class Looking:
    """The questions, for every face of the till; none waits for the disk but those that say so."""

    def __init__(self, register: Register) -> None:
        self._register, self._counter = register, register.counter

    @cached_property
    def customers(self) -> AskingCustomers:
        """What can be asked about customers."""
        from .asking import AskingCustomers

        return AskingCustomers(self._register)

    def stock(self, sku: str) -> Decimal | None:
        """How much of an item is here; None where it is not counted."""
        return services.enquiring.stock_here(self._counter, sku)

    @cached_property
    def stockroom(self) -> StockLooking:
        """The same for stock, sheets and orders."""
        from .stock_looking import StockLooking  # loaded where somebody asks

        return StockLooking(self._counter)

    def check(self, text: str) -> dict[str, Any]:
        """What is known of the item of `[qty*]CODE` (see `services.enquiring`). Raises PosError."""
        counter = self._counter
        entry = parse_entry(text, lambda code: identifying.is_exact_code(counter, code), self._register.mark)
        if not entry.code or entry.price is not None or entry.total is not None:
            raise InvalidValue(_("a price check takes a code, as in /check 3*CODE"))
        quantity = None if entry.quantity is None else typed_quantity(self._register.heard(entry.quantity))
        return services.enquiring.enquire(counter, entry.code, quantity)

    def standing(self) -> Standing:
        """Where the till stands between opening and Z. May read the disk. Raises StoreError."""
        from pos_tui.services import shifts

        return shifts.standing(self._counter)

    def service_mode(self) -> str:
        """How the open sale is served: eatin, takeaway; nothing where that makes no difference."""
        if not self._counter.ledger.changed("service_taxes"):
            return ""
        return services.eating.mode_of(self._counter, self._register.basket)

    @property
    def has_drawer(self) -> bool:
        """Whether the till opens a drawer."""
        return self._counter.drawer is not None

    def ways_to_pay(self) -> tuple[tuple[str, str], ...]:
        """(code, how it is entered) of the ways to pay besides cash and card."""
        return tuple(
            (kind.code, _entered(kind))
            for kind in self._counter.tender_types.values()
            if kind.code not in (CASH.code, "card")
        )

    def room(self) -> str:
        """What somebody should do about the disk; nothing where there is room.

        Reads the disk. Raises StoreError where no money may be taken.
        """
        from pos_tui.services import room

        return room.check(self._counter)

    def is_voucher(self, text: str) -> bool:
        """Whether this is the code of a voucher that the shop issued."""
        return services.vouchers.is_one(self._counter, text)

    def slip_types(self) -> tuple[str, ...]:
        """The ways to pay, besides cash, whose slips may be counted at the close."""
        kinds = self._counter.tender_types.values()
        return tuple(kind.code for kind in kinds if kind.code != CASH.code)

    def quick_keys(self) -> tuple[QuickPage, ...]:
        """The pages of quick keys with names and prices. Raises PosError."""
        return services.quick_keys.shown(self._counter, self._register.price)

    def sales(self, text: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Recorded sales by what is remembered of them, in batches (see `services.looking`).

        Reads the disk. Raises StoreError.
        """
        from pos_tui.services import looking

        return looking.find_sales(self._counter, text)

    def refundable(self, text: str) -> Refundable:
        """What of a receipt can come back (see `services.refunding`). Reads the disk. Raises PosError."""
        return services.refunding.refundable(self._counter, text)

    def card_charge(self, arguments: str) -> int:
        """What `/card` with these would charge, in minor units; negative is paid back.

        May read the disk. Raises PosError.
        """
        from .commands.tendering import card_charge

        return card_charge(self._register, arguments)

    def empties(self) -> Sequence[Item]:
        """What deposits are paid back for, as the shop orders it."""
        from pos_tui.services import empties

        return empties.kinds(self._counter)

    def layaways(self) -> Sequence[Layaway]:
        """The orders that are put aside, the oldest first."""
        from pos_tui.services import layaways

        return layaways.listed(self._counter)

    def came_after(self, number: str) -> Sequence[str]:
        """The numbers of the refunds and corrections that came after a sale, in their order."""
        from pos_tui.services import afterwards

        return afterwards.after(self._counter, number).records

    @property
    def keeper(self) -> ItemKeeper | None:
        """Who keeps the items; None where there is no shop around the till."""
        return self._counter.keeper

    def book(self, word: str) -> Book:
        """A book of the back office. Raises Refused."""
        return self._counter.books(word)

    def find_all(self, text: str, limit: int) -> Sequence[Item]:
        """The items that a text may mean, ended ones too, best first."""
        return tuple(self._counter.catalogue.search_all(text, limit))

    def items_of(self, code: str) -> Sequence[Item]:
        """The items that a code means; none where it means none."""
        try:
            return (identifying.find_item(self._counter, code)[0],)
        except SeveralItems as error:
            return error.items
        except PosError:
            return ()

    def records(
        self, text: str, tables: tuple[str, ...] = (), after: int = 0
    ) -> Iterator[Sequence[JournalRecord]]:
        """Records of the journal by words, in batches (see `services.looking`).

        Reads the disk. Raises StoreError.
        """
        from pos_tui.services import looking

        return looking.find_records(self._counter, text, tables, after)

    def told(self, record: JournalRecord) -> Told:
        """A record as people read it."""
        from pos_tui.services import looking

        return looking.told(self._counter, record)

    def recorded(self) -> int:
        """The number of the last record there is now; one small read. Raises StoreError."""
        return self._counter.ledger.refresh()


def _entered(kind: TenderType) -> str:
    """What is typed on the tender screen for a way to pay."""
    if kind.keeps == KEEPS_VOUCHER:
        return _("{name}: its code", name=_(kind.name))
    if kind.keeps or kind.needs_reference:
        return _("{name}: /pay {code} ref, and its number", name=_(kind.name), code=kind.code)
    return _("{name}: 20 {code}", name=_(kind.name), code=kind.code)
