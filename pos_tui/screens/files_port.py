"""What the screen asks of files in and out; `pos_tui.bootstrap.filejobs` has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .report_port import ReportJobPort


class FilesPort(Protocol):
    """What can come from a file and go to one."""

    def tables(self) -> Sequence[tuple[str, str]]:
        """(word, name) of each table."""

    def files(self) -> Sequence[tuple[str, str]]:
        """(path, name) of files near at hand; looks at the disk."""

    def columns(self, table: str, file: str) -> tuple[Sequence[str], Mapping[str, str]]:
        """(columns of a file, column by field as proposed); nothing where nobody has to be asked.

        Reads the file's beginning. Raises PosError.
        """

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
    ) -> ReportJobPort:
        """Begins to read a file into a table, or only to try it. Raises Refused."""

    def begin_export(self, table: str, file: str, operator: str) -> ReportJobPort:
        """Begins to write a table to a file. Raises Refused."""

    def proposed(self, table: str) -> str:
        """A name for a file to write."""
