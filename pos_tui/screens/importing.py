"""Files in and out on the screen: which table, which file, which column is what; seen first, then done.

The work is done by another process, while the till sells on; its page can be left and says how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.display import clean
from pos_tui.core.item_fields import FIELD_NAMES
from pos_tui.core.words import _, ngettext
from pos_tui.terminal.router import Press

from .asking import AskText, Question
from .form import FieldsForm, FormSpec
from .pages import TextView
from .pick import PickView

if TYPE_CHECKING:
    from .desk import Desk
    from .files_port import FilesPort
    from .report_port import ReportJobPort

_SECONDS: Final = 0.2
"""Between two looks how far it is."""
_STORE, _SKIP, _COMMA = "f1", "f4", "f5"


@dataclass(slots=True)
class Chosen:
    """What is brought in, and how."""

    table: str
    file: str
    columns: tuple[str, ...] = ()
    comma: bool = False


def open_import(desk: Desk) -> None:
    """Asks for the table, the file, and what nobody can tell of its columns; then shows what would change."""
    files = _files(desk)
    if files is not None:
        title, tables = _("BRING WHAT IN?"), files.tables()
        desk.open(PickView(desk, title, tables, lambda table: _ask_file(desk, files, table)))
        desk.say("")


def _files(desk: Desk) -> FilesPort | None:
    if desk.front is None:
        desk.say(_("there is no shop around this till"), "refused")
        return None
    return desk.front.files


def _ask_file(desk: Desk, files: FilesPort, table: str) -> None:
    def show(found: Sequence[tuple[str, str]]) -> None:
        title = _("WHICH FILE? Choose it, or type its whole name")
        desk.open(PickView(desk, title, found, lambda file: _look(desk, files, table, file), free=True))

    desk.fetch(files.files, show, hold=True)


def _look(desk: Desk, files: FilesPort, table: str, file: str) -> None:
    chosen = Chosen(table, file)

    def ask(found: tuple[Sequence[str], Mapping[str, str]]) -> None:
        header, proposed = found
        if header:
            desk.open(_column_form(desk, chosen, header, proposed))
            desk.say(_("which column is what? It is asked once for files like this"))
        else:
            _open(desk, chosen)

    desk.fetch(partial(files.columns, table, file), ask, hold=True)


def _column_form(
    desk: Desk, chosen: Chosen, header: Sequence[str], proposed: Mapping[str, str]
) -> FieldsForm:
    def save(_changed: dict[str, str]) -> None:
        chosen.columns = tuple(f"{field}={column}" for field, column in form.values.items() if column)
        desk.close()
        _open(desk, chosen)

    def objection(_field: str, text: str) -> str:
        return "" if text in header else _("the file has no column {name}: F2 lists them", name=text[:40])

    spec = FormSpec(
        _("COLUMNS of {file}", file=clean(chosen.file.rpartition("/")[2], limit=40)),
        {field: FIELD_NAMES.get(field, field) for field in proposed},
        objection,
        save,
        choices=lambda field: [("", _("none")), *((name, name) for name in header)],
        often_digits=frozenset(proposed),
    )
    form = FieldsForm(desk, spec)
    form.values = dict(proposed)
    return form


def _open(desk: Desk, chosen: Chosen) -> None:
    page = ImportPage(desk, chosen)
    desk.open(page)
    page.begin(dry=True)


class JobPage(TextView):
    """A page that waits for a process."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, [_("reading...")], title)
        self.job: ReportJobPort | None = None
        self.goes_on = False
        """Whether what is done is done to its end, also when the page is left."""

    def follow(self, begin: Callable[[], ReportJobPort], done: Callable[[Mapping[str, Any]], None]) -> None:
        """Begins a job, says how far it is, and hands on what came of it."""

        def look() -> None:
            job = self.job
            if job is None or not (self.goes_on or self.desk.has(self)):
                self._stop()
            elif job.has_ended:
                self.job = None
                self.desk.fetch(job.answer, done, failed=self._fail)
            else:
                percent = job.percent
                is_read = percent is None or (percent == 100 and self.goes_on)
                working = _("storing...") if self.goes_on else _("reading...")
                self.lines = [working if is_read else _("{percent} %", percent=percent)]
                self.desk.later(_SECONDS, look)

        def begun(job: ReportJobPort) -> None:
            self.job = job
            look()

        self.desk.fetch(begin, begun, failed=self._fail)

    def back(self) -> None:
        """Ends what was only read, and closes."""
        if not self.goes_on:
            self._stop()
        elif self.job is not None:
            self.desk.say(_("it goes on; it is said here when it is done"))
        super().back()

    def _fail(self) -> None:
        self.lines = [self.desk.notice.text]

    def _stop(self) -> None:
        job, self.job = self.job, None
        if job is not None:
            job.cancel()


class ImportPage(JobPage):
    """What a file comes to; F1 stores it, F4 without its bad rows, F5 reads numbers with a decimal comma."""

    def __init__(self, desk: Desk, chosen: Chosen) -> None:
        self._chosen = chosen
        self._answer: Mapping[str, Any] = {}
        super().__init__(desk, _("IMPORT {file}", file=clean(chosen.file.rpartition("/")[2], limit=60)))

    def begin(self, *, dry: bool, skip_bad: bool = False) -> None:
        """Has the file tried, or stored."""
        front, chosen, operator = self.desk.front, self._chosen, self.desk.register.operator
        self.goes_on = not dry
        self._answer, self.lines = {}, [_("reading...")]
        if front is not None:
            begin = partial(front.files.begin_import, chosen.table, chosen.file, chosen.columns, operator)
            self.follow(partial(begin, dry=dry, skip_bad=skip_bad, comma=chosen.comma), self._show)

    def press(self, key: str, text: str) -> Press:
        """Stores it, or scrolls."""
        answer = self._answer
        may_store = bool(answer) and not answer["stored"]
        if key == _COMMA and may_store:
            self._chosen.comma = not self._chosen.comma
            self.begin(dry=True)
        elif key in (_STORE, _SKIP) and may_store:
            if answer["bad"] and key == _STORE:
                self.desk.say(_("rows are bad: F4 stores the others, or put the file right"), "refused")
            else:
                self.begin(dry=False, skip_bad=key == _SKIP)
        else:
            return super().press(key, text)
        return Press.ACTED

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it as it is."""
        answer = self._answer
        if not answer or answer["stored"]:
            return [("Esc", _("Back"))]
        skip = [("F4", _("Without bad ones"))] if answer["bad"] else [("F1", _("Store"))]
        return [*skip, ("F5", _("Decimal comma")), ("Esc", _("Back"))]

    def hint(self) -> str:
        """What happens next."""
        if not self._answer:
            return _("it is being stored") if self.goes_on else _("Esc gives it up: nothing is stored")
        return _("Esc goes back") if self._answer["stored"] else _("nothing is stored yet: F1 stores it")

    def _show(self, answer: Mapping[str, Any]) -> None:
        self._answer = answer
        self.lines = list(_told(answer))
        self.desk.say(self.lines[0] if answer["stored"] else "", "good" if answer["stored"] else "")


def _told(answer: Mapping[str, Any]) -> list[str]:
    counts = _(
        "{new} new, {changed} changed, {same} as they were, {bad} bad",
        **{name: answer[name] for name in ("new", "changed", "same", "bad")},
    )
    what = (
        _("stored: {counts}", counts=counts) if answer["stored"] else _("would be: {counts}", counts=counts)
    )
    lines = [what]
    if answer["commas"]:
        lines.append(_("fewer rows are bad where numbers have a decimal comma: F5"))
    if answer["departments"]:
        lines.append(_("new departments: {names}", names=", ".join(answer["departments"])))
    lines += [*answer["notes"], "", *(f"! {problem}" for problem in answer["errors"])]
    for one in answer["differences"]:
        word = _("new") if one["new"] else _("changed")
        lines.append(f"{word} {one['key']}")
        lines += [f"  {field}: {before or '-'} > {after or '-'}" for field, before, after in one["fields"]]
    return lines


def open_export(desk: Desk) -> None:
    """Asks for the table and the file to write."""
    files = _files(desk)
    if files is None:
        return

    title = _("WRITE WHAT TO A FILE?")
    desk.open(PickView(desk, title, files.tables(), lambda table: _ask_target(desk, files, table)))
    desk.say("")


def write_order(desk: Desk, code: str) -> None:
    """Asks for the file that an order goes to."""
    files = _files(desk)
    if files is not None:
        _ask_target(desk, files, f"order-{code}")


def _ask_target(desk: Desk, files: FilesPort, table: str) -> None:
    question = Question(
        _("WRITE {what} TO WHICH FILE? .csv or .jsonl", what=table),
        _("file"),
        lambda file: _write(desk, files, table, file),
        lambda text: "",
        value=files.proposed(table),
    )
    desk.open(AskText(desk, question))
    desk.say("")


def _write(desk: Desk, files: FilesPort, table: str, file: str) -> None:
    page = JobPage(desk, _("EXPORT {file}", file=clean(file, limit=200)))

    def show(answer: Mapping[str, Any]) -> None:
        rows = answer["rows"]
        page.lines = [ngettext("1 row in {file}", "{count} rows in {file}", rows, file=clean(file, 200))]
        desk.say(page.lines[0], "good")

    desk.close()
    desk.open(page)
    page.follow(partial(files.begin_export, table, file, desk.register.operator), show)
