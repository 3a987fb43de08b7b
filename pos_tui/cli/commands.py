"""Which file each command of `pos` is in: only that of the one that is called is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final, cast

import typer

from .common import PosGroup

COMMANDS: Final = {
    "init": "init.init",
    "demo": "demo.demo",
    "ring": "ring.ring",
    "training": "training.training",
    "report": "report.report",
    "dashboard": "dashboard.dashboard",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "doctor": "doctor.doctor",
    "remote": "remote.remote",
    "man": "manual.man",
    "items": "items_keep.app",
    "stock": "stock.app",
    "suppliers": "suppliers.app",
    "orders": "orders.app",
    "departments": "departments.app",
    "prices": "prices.app",
    "taxes": "taxes.app",
    "promotions": "promotions.app",
    "quickkeys": "quickkeys.app",
    "operators": "operators.app",
    "sales": "sales.app",
    "shift": "shift.app",
    "tills": "tills.app",
    "tenders": "tenders.app",
    "vouchers": "vouchers.app",
    "layaways": "layaways.app",
    "accounts": "accounts.app",
    "customers": "customers.app",
    "periods": "periods.app",
    "export": "export.app",
    "config": "config.app",
    "devices": "devices.app",
    "labels": "labels.app",
    "tables": "tables.app",
    "journal": "journal.app",
}
"""In the order of the help: a function is a command, an app a group of them."""


class _Read(Mapping[str, Any]):
    """The commands by name; one's file is read when it is asked for."""

    def __init__(self) -> None:
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = _read(name)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in COMMANDS

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class PosCommands(PosGroup):
    """The commands of `pos`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands = cast("Any", _Read())


def _read(name: str) -> Any:
    file, _dot, attribute = COMMANDS[name].partition(".")
    found = getattr(import_module(f"{__package__}.{file}"), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        alone.command(name)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    return command
