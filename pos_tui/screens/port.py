"""What the screen asks of a register (`pos_tui.register.register.Register`) and of the shop around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pos_tui.core.department import Department
    from pos_tui.core.item import Item
    from pos_tui.core.journal_query import JournalRecord, Told
    from pos_tui.core.layaway import Layaway
    from pos_tui.core.open_shift import OpenShift
    from pos_tui.core.operator import Operator
    from pos_tui.core.ports import ItemKeeper
    from pos_tui.core.pricing import Priced
    from pos_tui.core.quick import QuickPage
    from pos_tui.core.sale import Basket
    from pos_tui.core.shop import Shop
    from pos_tui.core.tender import Settlement
    from pos_tui.core.wedge import Wedge
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.counter import Approval
    from pos_tui.services.refunding import Refundable

    from .customer_port import CustomersPort
    from .report_port import ReportsPort
    from .stock_port import StockPort


class HeldSale(Protocol):
    """A basket that waits, as a list shows it."""

    @property
    def id(self) -> str:
        """What `/recall` takes."""

    @property
    def name(self) -> str | None:
        """What the cashier called it."""

    @property
    def time(self) -> str:
        """When it was held, ISO 8601 in UTC; empty where that is not known."""

    @property
    def till(self) -> str:
        """Where it was held."""

    @property
    def total(self) -> int:
        """In minor units, as it stood."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The basket, and `operator`, who held it."""


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


class StationPort(Protocol):
    """Who stands at the till; `pos_tui.register.station.Station` is one. What takes a PIN waits."""

    @property
    def is_locked(self) -> bool:
        """Whether somebody has to sign on first."""

    @property
    def must_change(self) -> bool:
        """Whether who signed on has to choose another PIN first."""

    def people(self) -> list[Operator]:
        """Who can sign on."""

    def approvers(self, permission: str) -> list[Operator]:
        """Who else may allow it."""

    def sign_on(self, code: str, pin: str) -> Operator:
        """Takes the place. Raises Refused, StoreError."""

    def change_pin(self, pin: str) -> None:
        """Gives who stands here another PIN. Raises Refused, StoreError."""

    def check_pin(self, pin: str) -> None:
        """Raises InvalidValue for what can be no PIN of who stands here."""

    def approve(self, code: str, pin: str, permission: str) -> Approval:
        """Somebody else's word for one action. Raises Refused, StoreError."""


class RegisterPort(Protocol):
    """The register as the screen sees it: it is asked to run entries, and looked at."""

    @property
    def shop(self) -> Shop: ...
    @property
    def till(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def basket(self) -> Basket: ...
    @property
    def priced(self) -> Priced: ...
    @property
    def settlement(self) -> Settlement: ...
    @property
    def pending(self) -> Decimal | None: ...
    @property
    def tare(self) -> str: ...
    @property
    def last_sale(self) -> Mapping[str, Any] | None: ...
    @property
    def restored(self) -> str | None: ...
    @property
    def next_number(self) -> str: ...
    @property
    def unmatched(self) -> Sequence[str]: ...
    @property
    def commands(self) -> Sequence[Any]: ...

    @property
    def looking(self) -> LookingPort: ...
    @property
    def station(self) -> StationPort | None: ...

    current: int | None

    def document(self) -> dict[str, Any]:
        """The open basket as the document it would become."""

    def held(self) -> Sequence[HeldSale]:
        """The baskets that wait, oldest first."""

    def run(self, text: str, *, entered: str = "key", approval: Approval | None = None) -> Outcome:
        """Runs one entry or command; never raises a PosError."""

    def blocks(self, text: str) -> bool:
        """Whether running it waits for the disk."""

    def find(self, text: str, limit: int = 20) -> Sequence[Item]:
        """The items that a text may mean, best first."""

    def has_code(self, text: str) -> bool:
        """Whether this is, as it stands, the code of an item."""

    def find_ending(self, digits: str, limit: int = 20, least: int = 4) -> Sequence[Item]:
        """The items one of whose codes ends as `digits` do, those first that agree in most."""

    def departments(self) -> Sequence[Department]:
        """What sells by amount, oldest first."""

    def objection(self, field: str, text: str) -> str:
        """Why a new item cannot have this as its code, name or price; nothing where it can."""


class Supervisor(Protocol):
    """A `devices.supervise.Supervisor`."""

    def answer(self, *, good: bool) -> None:
        """Tells the scanner whether its scan was sold."""

    def start(self) -> None:
        """Begins, in the loop that runs."""

    async def stop(self) -> None:
        """Closes all."""


class DeviceStanding(Protocol):
    """One kind of device and how it does; `pos_tui.bootstrap.board.Standing` is one."""

    @property
    def word(self) -> str:
        """What commands call it."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def address(self) -> str:
        """Where it is; empty where none is set."""

    @property
    def words(self) -> str:
        """How it does."""

    @property
    def is_good(self) -> bool | None:
        """Whether that is well; None where it cannot be told."""

    @property
    def setting(self) -> str:
        """The setting that holds its address."""

    @property
    def unset(self) -> str:
        """What that is to hold so that there is none."""

    @property
    def hint(self) -> str:
        """What an address of one looks like."""


class DevicesPort(Protocol):
    """The till's devices; `pos_tui.bootstrap.board.DeviceBoard` is one. What waits for a device says so."""

    def standings(self) -> Sequence[DeviceStanding]:
        """All kinds there are."""

    def refresh(self) -> None:
        """Has them asked; the front's listener hears of the answers."""

    def attempt(self, word: str) -> str:
        """Begins to try the one that is set; what to look for."""

    def found(self, word: str) -> Sequence[Any]:
        """What is plugged in that may be one: `devices.finding.Found`. Looks at the machine."""

    def probe(self, word: str, address: str) -> Any:
        """Tries one, and returns its whole `address` and `words`; waits. Raises PosError."""

    def reconnect(self, word: str) -> bool:
        """Takes it up as it is set now; returns whether that counts at once. May wait. Raises Refused."""


class FrontPort(Protocol):
    """What the till knows besides its register; `pos_tui.bootstrap.front.Shopfront` is one."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time now, aware, in UTC."""

    @property
    def printer(self) -> Any:
        """A `devices.printing.Printer`, or None."""

    @property
    def devices(self) -> DevicesPort:
        """What can be asked of devices, and done about them."""

    @property
    def reports(self) -> ReportsPort:
        """Figures, read in processes of their own."""

    @property
    def warnings(self) -> list[str]:
        """What a person should be told; grows while the till runs."""

    def supervisor(
        self, scanned: Callable[[str], None], tell: Callable[[str, str], None]
    ) -> Supervisor | None:
        """What keeps scanners open that are no keyboards; None without one. `tell` hears (name, trouble)."""

    @property
    def wedge(self) -> Wedge:
        """How the scanner that types is set up."""

    def preparing(self) -> Iterator[None]:
        """Makes ready what can wait until the screen is there, a millisecond or two at each step."""

    rescan: Callable[[], None]
    """To be set: opens the scanner anew, as it is set now; called in any thread."""

    training_wanted: bool
    """To be set before the till is left for training."""

    listener: Callable[[], None]
    """Called in any thread when the printer does better or worse."""

    def receipt_text(self, sale: Mapping[str, Any], copy: int = 0, columns: int | None = None) -> str:
        """The receipt of a sale as text, as wide as the shop's printer or as `columns`, if that is less."""

    def setting(self, key: str) -> str:
        """The value in force of a setting (`pos_tui.settings`), as text."""

    @property
    def key_choices(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that the shop has chosen for commands, by word."""

    def change_settings(self, changes: Mapping[str, str | None]) -> None:
        """Sets some, or takes those out that are None. Raises PosError: then nothing is changed."""
