"""What the first start asks of the machine it runs on; `pos_tui.bootstrap.setup.Workshop` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pos_tui.core.tax import TaxCode


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What this machine's own settings say of the place it stands in; empty where they say nothing."""

    language: str = ""
    """ISO 639, such as en."""
    country: str = ""
    """ISO 3166, of the time zone, else of the locale."""
    zone: str = ""
    """IANA name."""


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """A shop as it is about to be made."""

    name: str
    country: str
    currency: str
    prices: str
    taxes: tuple[TaxCode, ...]
    zone: str
    coin: str
    """The step cash goes in, in major units; empty for the smallest unit."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Further settings by key, as `pos config set` takes them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something found on this machine: a file, a folder, a printer, a port."""

    address: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What an item file came to."""

    new: int
    changed: int
    bad: int
    stored: bool
    problems: tuple[str, ...] = ()
    """The first bad rows, in words."""
    notes: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    """The first good items, as a person would read them."""
    commas: bool = False
    """Whether fewer rows would be bad if numbers have a decimal comma."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A shop that was brought in."""

    name: str
    records: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a shop is set up, from what it holds."""

    shop: str = ""
    departments: int = 0
    items: int = 0
    printer: str = ""
    backup: str = ""
    operators: int = 0
    """Who can sign on; without any nobody has to."""
    shifts: bool = False
    """Whether money is taken in shifts only."""


class SetupPort(Protocol):
    """Every method but `keep`, `made` and `surroundings` may take its time; none is called by a painter."""

    @property
    def made(self) -> bool:
        """Whether there is a shop now."""

    @property
    def folder(self) -> str:
        """Where the shop is, or will be."""

    def surroundings(self) -> Surroundings:
        """What the machine says about language, country and time zone."""

    def now(self) -> datetime:
        """The time, aware."""

    def speak(self, language: str) -> str:
        """Says everything in a language from here on, if there are words in it; the one spoken now."""

    def keep(self, state: Mapping[str, Any] | None) -> None:
        """Puts the answers on the disk, or forgets them. Raises StoreError."""

    def check_free(self) -> None:
        """Raises StoreError saying why no shop can be made in the folder."""

    def check_name(self, name: str) -> str:
        """A shop's name as it is kept. Raises InvalidValue."""

    def check_setting(self, key: str, text: str) -> None:
        """Raises InvalidValue for what a setting cannot be."""

    def make(self, plan: ShopPlan) -> None:
        """Makes the shop, whole or not at all. Raises InvalidValue, StoreError."""

    def set(self, key: str, text: str) -> None:
        """Sets a setting of the shop. Raises InvalidValue, StoreError."""

    def check_pin(self, pin: str) -> None:
        """Raises InvalidValue for what can be no owner's PIN."""

    def make_owner(self, pin: str) -> str:
        """Makes the owner, who signs on with a PIN from now on; the recovery code. Raises StoreError."""

    def standing(self) -> Standing:
        """How far the shop is. Raises StoreError."""

    def taxes(self) -> Sequence[tuple[str, str]]:
        """(code, as people say it) of the shop's taxes, the usual one first. Raises StoreError."""

    def departments(self) -> Sequence[str]:
        """Their names. Raises StoreError."""

    def add_department(self, name: str, tax: str) -> None:
        """Adds one. Raises InvalidValue, Refused, StoreError."""

    def item_files(self) -> Sequence[Place]:
        """Files near at hand that may be price lists."""

    def columns(self, file: str) -> Sequence[str]:
        """The columns of a price list; none where it needs no mapping. Raises Refused."""

    def read_items(
        self,
        file: str,
        columns: Mapping[str, str],
        *,
        tax: str,
        dry: bool,
        skip_bad: bool = False,
        comma: bool = False,
    ) -> Counted:
        """Reads a price list; `dry` stores nothing, `comma` reads 1,19 as 1.19.

        Raises InvalidValue, Refused, StoreError.
        """

    def item_name(self, code: str) -> str:
        """The name of the item with a code; empty where there is none. Raises StoreError."""

    def add_item(self, code: str, name: str, price: str, department: str) -> None:
        """Adds one. Raises InvalidValue, Refused, StoreError."""

    def check_price(self, text: str) -> str:
        """A price as it is kept. Raises InvalidValue."""

    def printers(self) -> Sequence[Place]:
        """Printers that may be there."""

    def serial_ports(self) -> Sequence[Place]:
        """Serial ports of this machine."""

    def printer_address(self, text: str) -> str:
        """The address that what a person typed means. Raises InvalidValue."""

    def print_test(self, address: str) -> str:
        """Prints a page; what it came to, in words. Raises Refused saying what to look at."""

    def open_drawer(self, address: str, pin: str) -> str:
        """Opens the drawer on a printer's pin (2 or 5); the printer's address with it. Raises Refused."""

    def read_scanner(self, address: str) -> str:
        """The first code that a serial scanner sends within 15 seconds. Raises Refused."""

    def drives(self) -> Sequence[Place]:
        """Folders that may take a backup: drives that are plugged in."""

    def try_backup(self, folder: str) -> tuple[str, ...]:
        """Writes, syncs, reads and removes a file there; what a person should know. Raises Refused."""

    def copies(self) -> Sequence[Place]:
        """Folders near at hand that may hold a copy of a shop."""

    def restore(self, folder: str) -> Restored:
        """Brings a copied shop in, checked before it is in place. Raises Refused, StoreError."""
