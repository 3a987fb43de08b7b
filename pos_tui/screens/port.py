"""What the screen asks of a register (`pos_tui.register.register.Register`) and of the shop around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pos_tui.core.department import Department
    from pos_tui.core.item import Item
    from pos_tui.core.pricing import Priced
    from pos_tui.core.sale import Basket
    from pos_tui.core.shop import Shop
    from pos_tui.core.tender import Settlement
    from pos_tui.core.wedge import Wedge
    from pos_tui.register.outcome import Outcome
    from pos_tui.services.counter import Approval

    from .device_port import DevicesPort, Supervisor
    from .files_port import FilesPort
    from .looking_port import LookingPort
    from .report_port import ReportsPort
    from .settings_port import SettingsPort
    from .staff_port import StaffPort
    from .station_port import StationPort


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
    mark: str
    """The decimal mark that is understood besides the point."""

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
    def files(self) -> FilesPort:
        """Files in and out, in processes of their own."""

    @property
    def reports(self) -> ReportsPort:
        """Figures, read in processes of their own."""

    @property
    def settings_board(self) -> SettingsPort:
        """What can be asked about settings."""

    @property
    def staff_board(self) -> StaffPort:
        """What is done about PINs."""

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

    @property
    def heeded(self) -> int:
        """How often settings that somebody else changed were taken up."""

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

    def change_settings(
        self, changes: Mapping[str, str | None], seen: Mapping[str, str] | None = None
    ) -> None:
        """Sets some, or takes those out that are None. Raises PosError: then nothing is changed.

        `seen` is what they were when somebody decided; others may have changed them since.
        """
