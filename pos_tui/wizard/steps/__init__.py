"""The questions of the first start, in the order they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .backup import BackupFolder
from .beginning import Language, Restore, Start
from .departments import Department, DepartmentTax
from .itemfile import Column, FileCheck, ItemFile
from .items import ItemCode, ItemDepartment, ItemName, ItemPrice, Items
from .owner import owner_steps
from .place import Country, Region
from .practice import Practice
from .printer import Drawer, Opened, Printed, Printer, PrinterAddress
from .remaining import Remaining
from .scanner import Scanner
from .shifts import Shifts
from .shop import Address, Make, Name, TaxNumber
from .usual import Usual
from .usualparts import Coin, CurrencyStep, Cutoff, Prices, Rates, Zone

if TYPE_CHECKING:
    from ..sheet import Step


def steps() -> tuple[Step, ...]:
    """Return all of them; those with a dot in their name are reached from the one before it."""
    return (
        *(Start(), Restore(), Language(), Country(), Region()),
        *(Usual(), CurrencyStep(), Prices(), Rates(), Coin(), Zone(), Cutoff()),
        *(Name(), Address(), TaxNumber(), Make()),
        *owner_steps(),
        *(Shifts(), Department(), DepartmentTax()),
        *(Items(), ItemFile(), Column(), FileCheck(), ItemCode(), ItemName(), ItemPrice(), ItemDepartment()),
        *(Printer(), PrinterAddress(), Printed(), Drawer(), Opened()),
        *(Scanner(), BackupFolder(), Practice(), Remaining()),
    )
