"""What a screen asks of a register without changing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pos_tui.core.item import Item
    from pos_tui.core.journal_query import JournalRecord, Told
    from pos_tui.core.layaway import Layaway
    from pos_tui.core.office import Book
    from pos_tui.core.open_shift import OpenShift
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.core.quick import QuickPage
    from pos_tui.services.refunding import Refundable

    from .customer_port import CustomersPort
    from .stock_port import StockPort


class ShiftStanding(Protocol):
    """Where a till stands; `pos_tui.services.shifts.Standing` is one. Amounts in minor units."""

    @property
    def shift(self) -> OpenShift | None:
        """The one that is open."""

    @property
    def proposed(self) -> int | None:
        """The float to open with, if one is known."""

    @property
    def counted(self) -> str | None:
        """The number of the last count of this shift."""

    @property
    def cash(self) -> int:
        """What was counted then."""

    @property
    def differs(self) -> bool:
        """Whether that was not what was expected."""

    @property
    def is_missing(self) -> bool:
        """Whether none is open where one has to be."""

    @property
    def is_late(self) -> bool:
        """Whether its business day is over."""


class LookingPort(Protocol):
    """What can be asked without changing anything; `pos_tui.register.looking.Looking` is one."""

    @property
    def customers(self) -> CustomersPort:
        """What can be asked about customers."""

    @property
    def stockroom(self) -> StockPort:
        """The same for stock, sheets and orders."""

    def stock(self, sku: str) -> Decimal | None:
        """How much of an item is here; None where it is not counted."""

    def check(self, text: str) -> Mapping[str, Any]:
        """What is known of the item of `[qty*]CODE`, as `/check` tells scripts. Raises PosError."""

    def quick_keys(self) -> Sequence[QuickPage]:
        """The pages of quick keys with names and prices. Raises PosError."""

    def sales(self, text: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Recorded sales, newest first, in batches; reads the disk. Raises StoreError."""

    def standing(self) -> ShiftStanding:
        """Where the till stands between opening and Z; may read the disk. Raises StoreError."""

    def service_mode(self) -> str:
        """How the open sale is served: eatin, takeaway; nothing where that makes no difference."""

    @property
    def has_drawer(self) -> bool:
        """Whether the till opens a drawer."""

    def ways_to_pay(self) -> tuple[tuple[str, str], ...]:
        """(code, how it is entered) of the ways to pay besides cash and card."""

    def room(self) -> str:
        """What is wrong with the room on the disk; reads it. Raises StoreError: no money may be taken."""

    def is_voucher(self, text: str) -> bool:
        """Whether this is the code of a voucher that the shop issued."""

    def slip_types(self) -> tuple[str, ...]:
        """The ways to pay, besides cash, whose slips may be counted."""

    def refundable(self, text: str) -> Refundable:
        """What of a receipt can come back; reads the disk. Raises PosError."""

    def card_charge(self, arguments: str) -> int:
        """What `/card` with these would charge, in minor units; may read the disk. Raises PosError."""

    def empties(self) -> Sequence[Item]:
        """What deposits are paid back for."""

    def layaways(self) -> Sequence[Layaway]:
        """The orders that are put aside, the oldest first."""

    def came_after(self, number: str) -> Sequence[str]:
        """The numbers of the refunds and corrections that came after a sale."""

    @property
    def keeper(self) -> ItemKeeper | None:
        """Who keeps the items; None where nobody does."""

    def book(self, word: str) -> Book:
        """A book of the back office. Raises Refused."""

    def find_all(self, text: str, limit: int) -> Sequence[Item]:
        """The items that a text may mean, ended ones too, best first."""

    def items_of(self, code: str) -> Sequence[Item]:
        """The items that a code means; none where it means none."""

    def records(
        self, text: str, tables: tuple[str, ...] = (), after: int = 0
    ) -> Iterator[Sequence[JournalRecord]]:
        """Records of the journal, newest first, in batches; reads the disk. Raises StoreError."""

    def told(self, record: JournalRecord) -> Told:
        """A record as people read it."""

    def recorded(self) -> int:
        """The number of the last record there is now; one small read. Raises StoreError."""
