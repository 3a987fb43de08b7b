"""Reports for the screen, each read by `pos report` in a process of its own: none holds a scan up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import Refused
from pos_tui.core.report.registry import REPORTS
from pos_tui.core.words import _

if TYPE_CHECKING:
    from devices.document import Document

    from .front import Shopfront

HOME = Path(__file__).resolve().parents[2]
"""Where this program lies: the other process is the same one."""
_PROGRESS = "PROGRESS_LINES"
"""See `pos_tui.cli.progress`."""
_TOLD_LAST = 4096
"""Bytes of what it said that are looked at."""


class ReportJob:
    """One report that is being read. Nothing here waits but `answer`, once it has ended."""

    def __init__(self, command: Sequence[str], environ: dict[str, str], said: bytes = b"") -> None:
        """`said` is what it reads."""
        # Files, as a pipe that nobody empties would stop it; closed by `answer` and `cancel`.
        self._written = tempfile.TemporaryFile()  # noqa: SIM115
        self._said = tempfile.TemporaryFile()  # noqa: SIM115
        with tempfile.TemporaryFile() as heard:
            heard.write(said)
            heard.seek(0)
            self._process = subprocess.Popen(
                command,
                stdin=heard,
                stdout=self._written,
                stderr=self._said,
                env=environ,
                start_new_session=True,
            )

    @property
    def has_ended(self) -> bool:
        """Whether there is an answer, or none will come."""
        return self._process.poll() is not None

    @property
    def percent(self) -> int | None:
        """How far it is; None where it has not said so."""
        said = self._last().rpartition("\n")[0].rpartition("\n")[2].split(" ")
        if len(said) == 2 and all(part.isdecimal() for part in said) and int(said[1]):
            return 100 * int(said[0]) // int(said[1])
        return None

    def answer(self) -> dict[str, Any]:
        """The report as `--format json` has it. Raises Refused saying what was wrong."""
        if self._process.returncode != 0:
            raise Refused(
                self._last().strip().rpartition("\n")[2].removeprefix("pos: ") or _("it was stopped")
            )
        self._written.seek(0)
        found: dict[str, Any] = json.loads(self._written.read())
        self._close()
        return found

    def cancel(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()
        self._close()

    def _last(self) -> str:
        size = os.fstat(self._said.fileno()).st_size
        start = max(size - _TOLD_LAST, 0)
        return os.pread(self._said.fileno(), _TOLD_LAST, start).decode("utf-8", "replace")

    def _close(self) -> None:
        self._written.close()
        self._said.close()


class ReportJobs:
    """Reports of an open shop."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front

    def begin(self, words: Sequence[str]) -> ReportJob:
        """Begins to read a report as `pos report WORDS` does. Raises Refused without the right to it."""
        known = REPORTS.get(words[0])
        self._front.permit("reports.read" if known is None else known.needs)
        folder = Path(self._front.store.folder).resolve()
        command = [sys.executable, "-P", "-m", "pos_tui", "--store", str(folder), "report", *words]
        places = (str(HOME), os.environ.get("PYTHONPATH", ""))
        environ = {**os.environ, _PROGRESS: "1", "PYTHONPATH": os.pathsep.join(filter(None, places))}
        try:
            return ReportJob([*command, "--format", "json"], environ)
        except OSError as error:
            raise Refused(_("the report cannot be read: {error}", error=error.strerror or error)) from error

    def print(self, title: str, lines: Sequence[str]) -> None:
        """Hands lines to the receipt printer. Raises Refused where there is none."""
        printer = self._front.printer
        if printer is None:
            raise Refused(_("no printer is set"))
        printer.submit(on_paper(title, lines), sale=title)


def on_paper(title: str, lines: Sequence[str]) -> Document:
    """A report for the receipt printer."""
    from devices.document import HEADING, Cut, Document, Text

    return Document((Text(title, "center", HEADING), *map(Text, lines), Cut()), title)


def print_now(front: Shopfront, title: str, lines: Sequence[str]) -> None:
    """Prints a report without a till; waits. Raises Refused saying what is wrong with the printer."""
    from .trying import print_at_once

    if not front.settings.printer:
        raise Refused(_("no printer is set: pos config set printer ADDRESS"))
    print_at_once(front.settings.printer, on_paper(title, lines))
