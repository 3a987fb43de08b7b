"""What the first start does to this machine: `pos_tui.wizard.port.SetupPort` for a store's folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui import settings as configuration
from pos_tui.core.barcode import kept_gtin
from pos_tui.core.money import PRICE_DECIMALS, decimal, plain
from pos_tui.core.operator import check_pin
from pos_tui.core.scan import Scan
from pos_tui.core.tax import TaxCode
from pos_tui.core.words import _
from pos_tui.locale import catalogue, speak
from pos_tui.wizard.countries import preset
from pos_tui.wizard.engine import Wizard
from pos_tui.wizard.port import Counted, Place, Restored, ShopPlan, Standing, Surroundings
from pos_tui.wizard.rates import STANDARD, said
from pos_tui.wizard.steps import steps

from . import surroundings as around
from . import trying
from .clocks import utc_now
from .front import Shopfront, open_shop
from .goods import Reading, set_fields
from .making import ShopSetup, check_free, check_name, create_shop
from .notes import keep_notes, load_notes
from .shop import OWNER

if TYPE_CHECKING:
    from devices.finding import Found

_TABLES: Final = {"departments": "departments", "items": "items"}


class Workshop:
    """One store's folder, before and after there is a shop in it."""

    def __init__(self, folder: Path, *, state: Path | None = None) -> None:
        """`state` is where this machine remembers how far it saw the store, for tests."""
        self._folder = folder
        self._state = state

    # Before

    @property
    def made(self) -> bool:
        """Whether there is a shop now."""
        return (self._folder / "store.json").exists()

    @property
    def folder(self) -> str:
        """Where the shop is, or will be."""
        return str(self._folder)

    def surroundings(self) -> Surroundings:
        """What the machine says about language, country and time zone."""
        return around.surroundings()

    def now(self) -> datetime:
        """The time, aware."""
        return utc_now()

    def speak(self, language: str) -> str:
        """Says everything in a language from here on, if there are words in it; the one spoken now."""
        speak(language)
        return language if catalogue(language) is not None else "en"

    def keep(self, state: Mapping[str, Any] | None) -> None:
        """Puts the answers on the disk, or forgets them. Raises StoreError."""
        keep_notes(self._folder, state)

    def check_free(self) -> None:
        """Raises StoreError saying why no shop can be made in the folder."""
        check_free(self._folder)

    def check_name(self, name: str) -> str:
        """A shop's name as it is kept. Raises InvalidValue."""
        return check_name(name)

    def check_setting(self, key: str, text: str) -> None:
        """Raises InvalidValue for what a setting cannot be."""
        configuration.parsed(key, text)

    def make(self, plan: ShopPlan) -> None:
        """Makes the shop, whole or not at all. Raises InvalidValue, StoreError."""
        setup = ShopSetup(
            plan.name,
            plan.currency,
            plan.prices,
            plan.taxes,
            timezone=plan.zone,
            country=plan.country,
            cash_rounding=plan.coin or None,
            settings=plan.settings,
        )
        create_shop(self._folder, setup, state=self._state)

    def copies(self) -> tuple[Place, ...]:
        """Folders near at hand that may hold a copy of a shop."""
        return around.shop_copies(around.near_folders(), self._folder)

    def restore(self, folder: str) -> Restored:
        """Brings a copied shop in, checked before it is in place. Raises Refused, StoreError."""
        from .restoring import restore

        return restore(folder, self._folder, state=self._state)

    # After

    def set(self, key: str, text: str) -> None:
        """Sets a setting of the shop. Raises InvalidValue, StoreError."""
        configuration.set_value(self._folder, key, text)

    def standing(self) -> Standing:
        """How far the shop is. Raises StoreError."""
        with self._open() as front:
            counts = {name: front.store.count(table) for name, table in _TABLES.items()}
            chosen = front.settings
            signing = sum(document["active"] for document in front.store.documents("operators"))
            return Standing(
                front.shop.name,
                **counts,
                printer=chosen.printer,
                backup=chosen.backup_folder,
                operators=signing,
                shifts=chosen.shifts,
            )

    def check_pin(self, pin: str) -> None:
        """Raises InvalidValue for what can be no owner's PIN."""
        check_pin(pin, OWNER)

    def make_owner(self, pin: str) -> str:
        """Makes the owner; returns the recovery code. Raises Refused, StoreError."""
        from .people import make_owner

        with self._open(readonly=False) as front:
            return make_owner(front, OWNER, _("Owner"), pin)[1]

    def taxes(self) -> list[tuple[str, str]]:
        """(code, as people say it) of the shop's taxes, the usual one first. Raises StoreError."""
        with self._open() as front:
            word = preset(front.shop.country).tax
            codes = [TaxCode.from_document(document) for document in front.store.documents("taxes")]
        codes.sort(key=lambda code: code.code != STANDARD)
        return [(code.code, said(code, word)) for code in codes]

    def departments(self) -> list[str]:
        """Their names. Raises StoreError."""
        with self._open() as front:
            return [document["name"] for document in front.store.documents("departments", copy=False)]

    def add_department(self, name: str, tax: str) -> None:
        """Adds one, under its name. Raises InvalidValue, StoreError."""
        from .departments import set_department

        with self._open(readonly=False) as front:
            set_department(front, name, {"name": name, "tax": tax})

    def item_files(self) -> tuple[Place, ...]:
        """Files near at hand that may be price lists."""
        return around.price_lists(around.near_folders())

    def columns(self, file: str) -> list[str]:
        """The columns of a price list; none where it needs no mapping. Raises Refused."""
        from .pricelist import columns_of, path_of

        return columns_of(path_of(file))

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
        from .pricelist import path_of, read

        with self._open(readonly=dry) as front:
            how = Reading(tax=tax, skip_bad=skip_bad, dry_run=dry, comma=comma)
            return read(front, path_of(file), columns, how)

    def item_name(self, code: str) -> str:
        """The name of the item with a code; empty where there is none. Raises StoreError."""
        bare = Scan.parse(code).code
        with self._open() as front:
            gtin = kept_gtin(bare)
            found = front.catalogue.by_code(bare) or (front.catalogue.by_gtin(gtin) if gtin else ())
            return found[0].name if found else ""

    def check_price(self, text: str) -> str:
        """A price as it is kept. Raises InvalidValue."""
        return plain(decimal(text, _("price"), decimals=PRICE_DECIMALS))

    def add_item(self, code: str, name: str, price: str, department: str) -> None:
        """Adds one, with its department's tax. Raises InvalidValue, Refused, StoreError."""
        with self._open(readonly=False) as front:
            there = front.store.find("departments", "name", department) if department else None
            tax = there["tax"] if there is not None else self._usual_tax(front)
            fields = {"name": name, "price": price, "department": there["code"] if there else "", "tax": tax}
            set_fields(
                front, Scan.parse(code).code, [f"{key}={value}" for key, value in fields.items()], new=True
            )

    def _usual_tax(self, front: Shopfront) -> str:
        codes = [str(document["code"]) for document in front.store.documents("taxes", copy=False)]
        return STANDARD if STANDARD in codes else codes[0]

    # Devices and disks

    def printers(self) -> tuple[Place, ...]:
        """Printers that may be there."""
        from devices.finding import usb_printers

        return tuple(map(_place, usb_printers()))

    def serial_ports(self) -> tuple[Place, ...]:
        """Serial ports of this machine."""
        from devices.finding import serial_ports

        return tuple(map(_place, serial_ports()))

    def printer_address(self, text: str) -> str:
        """The address that what a person typed means. Raises InvalidValue."""
        return trying.printer_address(text)

    def print_test(self, address: str) -> str:
        """Prints a page; what it came to, in words. Raises Refused saying what to look at."""
        from pos_tui.locale import currency_symbol

        with self._open() as front:
            name, sign = front.shop.name, currency_symbol(front.shop.currency.code, front.settings.locale)
        return trying.print_test(address, name, sign)

    def open_drawer(self, address: str, pin: str) -> str:
        """Opens the drawer on a printer's pin (2 or 5); the printer's address with it. Raises Refused."""
        return trying.open_drawer(address, pin)

    def read_scanner(self, address: str) -> str:
        """The first code that a serial scanner sends within 15 seconds. Raises Refused."""
        return trying.read_scanner(address)

    def drives(self) -> tuple[Place, ...]:
        """Folders that may take a backup: drives that are plugged in."""
        return around.drives()

    def try_backup(self, folder: str) -> tuple[str, ...]:
        """Writes, syncs, reads and removes a file there; what a person should know. Raises Refused."""
        return trying.try_backup(folder, self._folder)

    def _open(self, *, readonly: bool = True) -> Shopfront:
        return open_shop(self._folder, readonly=readonly, environ={}, state=self._state)


def _place(found: Found) -> Place:
    return Place(found.address, found.label, found.detail)


def open_wizard(folder: Path, *, state: Path | None = None) -> Wizard:
    """The questions, from the beginning or from where they stopped. Raises StoreError."""
    return Wizard(steps(), Workshop(folder, state=state), load_notes(folder))
