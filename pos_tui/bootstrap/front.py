"""An open shop: store, settings, clock and printer, wired together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.catalogue import StoreCatalogue
from data.history import StoreHistory
from data.store import Store
from pos_tui import services
from pos_tui import settings as configuration
from pos_tui.core.permission import EVERYTHING
from pos_tui.core.wedge import Wedge
from pos_tui.core.words import _

from .clocks import SimulatedClock, utc_now
from .days import today
from .daysums import DaySums
from .shop import OWNER, shop_of
from .zhook import ZHook

if TYPE_CHECKING:
    from devices.delivering import Look
    from devices.displays.display import CustomerDisplay
    from devices.document import Document
    from devices.printing import Printer
    from devices.supervise import Supervisor
    from pos_tui.core.permission import Rights
    from pos_tui.core.ports import Clock, Drawer
    from pos_tui.core.shop import Shop
    from pos_tui.settings import Settings

    from .board import DeviceBoard
    from .filejobs import FileJobs
    from .log import Log
    from .report_jobs import ReportJobs
    from .settingsboard import SettingsBoard
    from .staffboard import StaffBoard
    from .weighing import ShopScale


_ANYBODYS: Final = ("theme", "sounds", "keys.")
"""How the settings begin that whoever is at the till makes for their own eyes, ears and hands."""
_PRINT_SECONDS: Final = 5.0
"""How long a closing till waits for receipts that are on their way."""


class Shopfront:
    """An open shop: its store, its settings, and the devices that are wired up. To be closed."""

    taken = ""
    """The till that was taken."""
    printer: Printer | None = None
    drawer: Drawer | None = None
    scale: ShopScale | None = None
    display: CustomerDisplay | None = None
    """These are wired up when a till is taken."""
    printer_look: Look | None = None
    """What the printer said when it was asked last."""
    scanner_trouble: str | None = None
    """What is wrong with the scanner that is set, "" while it is open; None before it was."""
    heeded = 0
    """How often settings that somebody else changed were taken up."""
    operator = OWNER
    """Who acts: the owner, unless somebody has said who they are."""
    rights: Rights = EVERYTHING
    """What they may do."""
    training_wanted = False
    """Whether the till was left for training."""

    def __init__(self, store: Store, settings: Settings, clock: SimulatedClock) -> None:
        self.store = store
        self.settings = settings
        self.own_devices: dict[str, str] = {}
        """Those of the till that was taken, in the place of the shop's; addresses by setting."""
        self.load_settings: Callable[[], Settings] = lambda: configuration.load(store.folder)
        """Reads again what is in force."""
        self.shop: Shop = shop_of(store, settings)
        self.catalogue = StoreCatalogue(store, partial(today, self))
        self.history = StoreHistory(store)
        self.clock: Clock = clock
        self.simulated_clock = clock if store.simulated else None
        """What can be set, of a simulated store only."""
        self.printer_trouble = _("no printer is set")
        """Why there is none."""
        self.rescan: Callable[[], None] = _nobody
        """Has whoever keeps the scanner open do so anew; in any thread."""
        self.rewire: Callable[[], None] = _nobody
        """Takes up printer and drawer as they are set now; wired up with them."""
        self.rewire_scale: Callable[[], None] = _nobody
        self.rewire_display: Callable[[], None] = _nobody
        """Take up scale and display as they are set now; wired up with them."""
        self.permit: Callable[[str], None] = lambda right: self.rights.require(right, self.shop.currency)
        """Raises Refused unless who acts has that right: who is at the till, where one was taken."""
        self.acting: Callable[[], str] = lambda: self.operator
        """Who changes something now: who stands at the till, where one was taken."""
        self.acting_rights: Callable[[], Rights] = lambda: self.rights
        """What they may do."""
        self.wired: dict[str, str] = {}
        """The addresses of the devices that were taken up, by setting."""
        self.record_opening: Callable[[str], object] = _unrecorded
        """Records why a drawer is opened that is not set up yet; wired up when a till is taken."""
        self.warnings = list(store.warnings)
        """What a person should be told: a repaired journal, a printer that cannot be used."""

        self.z_hook = ZHook(self)
        self.day_sums = DaySums(self)
        self.listener: Callable[[], None] = _nobody
        """Called in the print thread when the printer does better or worse."""

    def setting(self, key: str) -> str:
        """The value in force of a setting, as text."""
        return self.settings.text(key)

    def preparing(self) -> Iterator[None]:
        """Builds what finding items needs and loads what the start left out, some milliseconds at each
        step; else the first who needs it waits."""
        yield from self.catalogue.preparing()
        yield from services.loading()

    @cached_property
    def log(self) -> Log:
        """This machine's log file."""
        from .log import Log

        return Log(self.store.machine_folder)

    @cached_property
    def devices(self) -> DeviceBoard:
        """Its devices, for the screen."""
        from .board import DeviceBoard

        return DeviceBoard(self)

    @cached_property
    def files(self) -> FileJobs:
        """Files in and out, for the screen."""
        from .filejobs import FileJobs

        return FileJobs(self)

    @cached_property
    def reports(self) -> ReportJobs:
        """Its reports, for the screen."""
        from .report_jobs import ReportJobs

        return ReportJobs(self)

    @cached_property
    def settings_board(self) -> SettingsBoard:
        """Its settings, for the screen."""
        from .settingsboard import SettingsBoard

        return SettingsBoard(self)

    @cached_property
    def staff_board(self) -> StaffBoard:
        """PINs of its operators, for the screen."""
        from .staffboard import StaffBoard

        return StaffBoard(self)

    @property
    def key_choices(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that the shop has chosen for commands, by word."""
        from pos_tui.register.keymap import parse

        return {word: parse(text) for word, text in self.settings.keys.items()}

    def change_settings(
        self, changes: Mapping[str, str | None], seen: Mapping[str, str] | None = None
    ) -> None:
        """Sets some, or takes those out that are None, on record; what is in force follows.

        `seen` is what they were when somebody decided, if that is to be held against what they are now.

        Raises InvalidValue, StoreError, and Refused without the right to it: then nothing is changed.
        """
        from pos_tui.settings.reaching import RIGHT, reaches_files

        from .configuring import change

        if any(not key.startswith(_ANYBODYS) for key in changes):
            self.permit("settings.change")
        if any(reaches_files(key, text) for key, text in changes.items()):
            self.permit(RIGHT)
        own = {key: text for key, text in changes.items() if key in self.own_devices}
        if own:
            from .tills import NONE, change_till

            change_till(self, self.taken, None, {key: text or NONE for key, text in own.items()})
            self.take_devices(self.taken)
        if len(own) < len(changes):
            rest = {key: text for key, text in changes.items() if key not in own}
            change(self, rest, seen)
        self.settings = self.load_settings()

    def take_devices(self, till: str) -> None:
        """Has the devices count that a till has of its own."""
        document = self.store.find("tills", "till", till)
        devices = None if document is None else document.get("devices")
        self.taken, self.own_devices = till, dict(devices or {})
        if self.own_devices:
            self.settings = self.load_settings()

    def print_sale(self, sale: Mapping[str, Any], copy: int) -> None:
        """Hands a receipt to the printer's thread; never waits, and never fails the sale it is about."""
        if self.printer is None:
            return
        try:
            self.printer.submit(self.receipt(sale, copy), sale=str(sale["number"]), copy=copy)
        except (LookupError, ValueError, TypeError, ArithmeticError, RuntimeError) as error:
            self.warnings.append(
                _(
                    "receipt {number} could not be printed: {error}",
                    number=sale.get("number"),
                    error=repr(error),
                )
            )

    def supervisor(
        self, scanned: Callable[[str], None], tell: Callable[[str, str], None]
    ) -> Supervisor | None:
        """What keeps the scanner open that is set; None without one. `tell` hears (name, trouble)."""
        self.scanner_trouble = None
        self.wired["scanner"] = self.settings.scanner
        if not self.settings.scanner:
            return None
        from .scanners import supervisor

        return supervisor(self, scanned, tell)

    @property
    def wedge(self) -> Wedge:
        """How the scanner that types is set up."""
        chosen = self.settings.scanner
        if not chosen.startswith("wedge:"):
            return Wedge()
        from devices.address import parse
        from devices.errors import AddressError

        try:
            address = parse(chosen)
        except AddressError:
            return Wedge()  # what keeps the scanner says why
        return Wedge.of(address.get("prefix"), address.get("suffix", "any"), address.get("gs"))

    def receipt(self, sale: Mapping[str, Any], copy: int = 0) -> Document:
        """The receipt of a recorded sale as a printer-neutral document."""
        from .receipting import receipt

        return receipt(self, sale, copy)

    def receipt_text(self, sale: Mapping[str, Any], copy: int = 0, columns: int | None = None) -> str:
        """The receipt as text, as wide as the setting `printer_columns` or as `columns`, if that is less."""
        from devices.printers.text import text

        paper = self.settings.printer_columns
        return text(self.receipt(sale, copy), paper if columns is None else min(paper, columns))

    def after_z(self, record: Mapping[str, Any]) -> None:
        """Hands a Z that is recorded to the owner's program, and has the day added up for reports."""
        self.z_hook(record)
        self.day_sums.catch_up()

    def close(self) -> None:
        """Waits a moment for receipts that are on their way, and closes the store."""
        self.z_hook.close()
        if self.scale is not None:
            self.scale.close()
        if self.display is not None:
            self.display.close()
        if self.printer is not None and not self.printer.close(_PRINT_SECONDS):
            trouble = self.printer.status.trouble or _("the printer takes its time")
            self.warnings.append(
                _("not everything was printed: {trouble}; /reprint prints it again", trouble=trouble)
            )
        self.day_sums.catch_up()
        self.store.close()

    def __enter__(self) -> Shopfront:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _unrecorded(_reason: str) -> None:
    """Where no till is open there is nobody to answer for it."""


def _nobody() -> None:
    """Where no screen listens."""


def open_shop(
    folder: Path,
    *,
    readonly: bool = False,
    clock: Clock | None = None,
    environ: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    state: Path | None = None,
    till: str = "",
) -> Shopfront:
    """Opens the shop in a folder.

    Args:
        clock: the time, else the machine's. environ, flags: settings over the store's own (see `settings`).
        state: where this machine remembers how far it saw the store. till: kept with each record.

    Raises:
        StoreError: there is no store, it is damaged, or never was set up. InvalidValue: a setting is wrong.
    """
    os.umask(0o077)
    simulated = SimulatedClock(clock or utc_now)
    store = Store.open(folder, clock=simulated, readonly=readonly, state=state, terminal=till)
    try:
        chosen = configuration.load(folder, os.environ if environ is None else environ, flags)
        front = Shopfront(store, chosen, simulated)
        surroundings = os.environ if environ is None else environ
        front.load_settings = lambda: configuration.load(folder, surroundings, flags, front.own_devices)
    except BaseException:  # whatever it was: nobody gets the store, so nobody would close it
        store.close()
        raise
    return front
