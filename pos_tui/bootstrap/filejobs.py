"""Files in and out for the screen: what there is to choose from, and the processes that do it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.errors import Refused
from pos_tui.core.words import N_, _

from .report_jobs import HOME, ReportJob

if TYPE_CHECKING:
    from .front import Shopfront

_TABLES: Final[Mapping[str, str]] = {
    "items": N_("Items with prices and stock"),
    "departments": N_("Departments"),
    "prices": N_("Prices of lists"),
    "stock": N_("Stock by place, with cost"),
    "suppliers": N_("Suppliers"),
    "supplies": N_("What suppliers sell"),
    "customers": N_("Customers"),
    "balances": N_("What customers owe, and points"),
    "vouchers": N_("Vouchers and store credit"),
    "earlier": N_("Daily totals of an earlier till"),
}
_OWNERS: Final = frozenset(("balances", "vouchers"))
"""Tables of money: who imports them needs no less than the right to everything of the shop."""
_SEEING: Final[Mapping[str, str]] = {
    **dict.fromkeys(("items", "stock", "supplies"), "costs.read"),
    "earlier": "reports.read",
}
"""What an operator has to be allowed to see, to write these tables to a file."""


class FileJobs:
    """Files of an open shop."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def tables(self) -> list[tuple[str, str]]:
        """(word, name) of what can come from a file and go to one."""
        return [(word, _(name)) for word, name in _TABLES.items()]

    def files(self) -> list[tuple[str, str]]:
        """(path, name) of files near at hand that may be tables, the newest first; looks at the disk."""
        from .surroundings import near_folders, price_lists

        return [(place.address, f"{place.label}  {place.detail}") for place in price_lists(near_folders())]

    def columns(self, table: str, file: str) -> tuple[list[str], dict[str, str]]:
        """(columns of a file, column by field as proposed); nothing where nobody has to be asked.

        Reads the file's beginning. Raises PosError.
        """
        from . import mappings
        from .goods import Reading
        from .pricelist import columns_of, path_of

        path = path_of(file)
        if table == "items":
            how, _said = mappings.arranged(self._front, path, Reading())
            header = mappings.open_questions(self._front, path, how)
            return header, mappings.proposals(header) if header else {}
        return self._columns_of_table(table, path, columns_of(path))

    def _columns_of_table(
        self, table: str, path: Path, header: list[str]
    ) -> tuple[list[str], dict[str, str]]:
        from data.exchange_people import recognised

        from . import mappings, tablefiles

        known = {name.casefold(): name for name in header}
        sheet = tablefiles.sheet_of(self._front, table)
        needed = sheet.looked_for[: 1 if sheet.names_new else sheet.keys]
        told = all(name in known for name in needed) or mappings.remembered(self._front, header, table)
        if not header or told or (table == "customers" and recognised(header)):
            return [], {}
        return header, {name: known.get(name, "") for name in sheet.fields}

    def begin_import(
        self,
        table: str,
        file: str,
        columns: Sequence[str],
        operator: str,
        *,
        dry: bool,
        skip_bad: bool = False,
        comma: bool = False,
    ) -> ReportJob:
        """Begins to read a file into a table, or only to try it. Raises Refused without the right to it."""
        from .tablefiles import right_to

        self._front.permit("items.change" if table == "items" else right_to(table))
        if table in _OWNERS:
            self._front.permit("settings.change")
        how = {"columns": list(columns), "skip_bad": skip_bad, "comma": comma}
        return self._begin({"act": "import", "table": table, "file": file, "readonly": dry, **how}, operator)

    def begin_export(self, table: str, file: str, operator: str) -> ReportJob:
        """Begins to write a table to a file. Raises Refused without the right to it."""
        from .tablefiles import SHEETS, right_to_read

        needs = _SEEING.get(table) or (right_to_read(table) if table in SHEETS else None)
        if needs is not None:
            self._front.permit(needs)
        return self._begin({"act": "export", "table": table, "file": file, "readonly": True}, operator)

    def proposed(self, table: str) -> str:
        """A name for a file to write, which is not there yet."""
        day = f"{self._front.clock():%Y-%m-%d}"
        names = (f"{table}-{day}{more}.csv" for more in ("", *(f"-{number}" for number in range(2, 100))))
        return next(str(path) for name in names if not (path := Path.home() / name).exists())

    def _begin(self, job: Mapping[str, Any], operator: str) -> ReportJob:
        store = str(Path(self._front.store.folder).resolve())
        said = json.dumps({**job, "store": store, "operator": operator}).encode()
        command = [sys.executable, "-P", "-m", "pos_tui.bootstrap.filejob"]
        places = (str(HOME), os.environ.get("PYTHONPATH", ""))
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
        try:
            return ReportJob(command, environ, said)
        except OSError as error:
            raise Refused(_("that cannot be done: {error}", error=error.strerror or error)) from error
