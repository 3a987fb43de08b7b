"""Entries of the ledger as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .output import Column, Format, write_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos_tui.core.ledger.entries import Entry


def write_entries(entries: Sequence[Entry], format: Format, digits: int) -> None:
    """Writes a row for each posting."""
    from pos_tui.core.ledger import files

    names = ("day", "number", "text", "account", "debit", "credit", "currency", "note")
    columns = [Column(name, digits if name in ("debit", "credit") else None) for name in names]
    write_rows(files.rows(entries), columns, format)
