"""Tables of a shop out to files and in from files, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal

from data.exchange_encoding import guessed
from data.exchange_people import PeopleRows, recognised
from data.exchange_reading import ImportOptions, ImportResult
from data.exchange_rows import mapping, nearest
from data.exchange_sheet import Sheet, export_sheet, import_sheet
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

from .mappings import remember, remembered
from .pricelist import columns_of
from .tablesheets import SHEETS

if TYPE_CHECKING:
    from .front import Shopfront
    from .goods import Reading


__all__ = ["SHEETS", "checked_name", "read_in", "right_to", "right_to_read", "sheet_of", "write_out"]

_PRIVATE: Final[Mapping[str, str]] = {
    "customers": "customers.export",
    "balances": "customers.export",
    "vouchers": "settings.change",
}
"""What a file of these tables needs: who has the code of a voucher can spend it."""


def sheet_of(front: Shopfront, name: str) -> Sheet:
    """The table of a name. Raises InvalidValue."""
    return SHEETS[checked_name(name)][0](front)


def checked_name(name: str) -> str:
    """The name of a table that can be a file. Raises InvalidValue."""
    if name not in SHEETS:
        raise InvalidValue(
            _("there is no table '{name}'{hint}", name=name[:40], hint=nearest(name, list(SHEETS)))
        )
    return name


def right_to(name: str) -> str:
    """The right that importing a table needs. Raises InvalidValue."""
    return SHEETS[checked_name(name)][1]


def right_to_read(name: str) -> str | None:
    """The right that writing a table to a file needs; None where nothing in it is private.

    Raises InvalidValue.
    """
    return _PRIVATE.get(checked_name(name))


def read_in(front: Shopfront, name: str, file: Path, how: Reading) -> ImportResult:
    """Imports a file into a table in one commit. Raises InvalidValue, Refused, StoreError: nothing is stored.

    Which column is what is kept for files with the same columns; exports of customers are known by theirs.
    """
    sheet = sheet_of(front, name)
    encoding = how.encoding or guessed(file, front.settings.locale)
    header = columns_of(file, encoding)
    preset = recognised(header) if name == "customers" and not how.columns else None
    kept = None if how.columns or preset else remembered(front, header, name)
    options = ImportOptions(
        mapping(how.columns, sheet.fields) if kept is None else kept,
        how.format,
        encoding,
        None,
        how.comma,
        how.skip_bad,
        how.dry_run,
        arranging=None if preset is None else PeopleRows(preset),
    )
    result = import_sheet(front.store, sheet, file, options, operator=front.operator)
    if how.columns and result.stored:
        remember(front, header, how.columns, name, sheet.fields)
    told = [] if preset is None else [_("read as an export of {program}", program=preset.title)]
    if kept is not None:
        pairs = ", ".join(f"{field}={column}" for field, column in kept.items())
        told.append(_("read as before: {columns}", columns=pairs))
    return replace(result, notes=(*told, *result.notes))


def write_out(front: Shopfront, name: str, target: IO[bytes], format: Literal["csv", "jsonl"]) -> int:
    """Writes a table in the form it is imported in; returns how many rows."""
    return export_sheet(sheet_of(front, name), target, format)
