"""One report: rows and a chart of a period, narrowed by what is typed, followed down to the receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.display import cells, clean, fit
from pos_tui.core.report.listing import KEYS, by_of
from pos_tui.core.report.period import said_period
from pos_tui.core.report.registry import REPORTS
from pos_tui.core.report.saying import figure, said
from pos_tui.core.report.spec import Kind
from pos_tui.core.words import _
from pos_tui.terminal.router import Press

from .lists import Labels, ListView

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .report_port import ReportJobPort

_SECONDS: Final = 0.1
"""Between two looks whether it has been read."""
_BELOW: Final = {"year": "month", "quarter": "month", "month": "day", "week": "day"}
"""What Enter on a row of time shows of it."""
_FOUND: Final = ("item", "department", "operator", "tender", "customer", "hour")
"""Rows that receipts are looked for by."""
_ON_SHELVES: Final = ("stock", "reorder", "expiring", "below-zero", "movement")
"""Reports whose items are shown with all that is known of their stock."""
_KEY, _MEASURED = 24, 300
"""The most cells of a key column; rows that widths are made for."""
_BAR: Final = 8
_Shown = tuple[str, Kind, str, int]
"""Name, kind, title and width of a column."""
_AGAINST: Final = ("", "before", "year")


class ReportView(ListView):
    """Rows of a report. F2 another period, F3 listed otherwise, F4 compared, F5 as a chart, F6 printed."""

    stays = True

    def __init__(self, desk: Desk, name: str, period: str, by: str = "") -> None:
        super().__init__(desk)
        self.report, self.period, self.against = REPORTS[name], period, ""
        self.by = by if by in self.report.by else by_of(self.report, None)[0]
        self.charted = False
        self.answer: Mapping[str, Any] = {}
        self.job: ReportJobPort | None = None
        self._failed = ""
        self._columns: list[_Shown] = []
        self._columns_of: tuple[int, bool] = (0, False)
        self._texts: list[str] = []
        self._asked: list[str] = []

    # Reading

    def begin(self) -> None:
        """Has it read as it is asked for now, once it is among the levels of the screen."""
        self._stop()
        self.answer, self._failed, self._columns, self._texts = {}, "", [], []
        words = [self.report.name, self.period, "--by", self.by]
        if self.against:
            words += ["--compare", self.against]
        self._asked = words
        front = self.desk.front
        if front is not None:
            self.desk.fetch(
                lambda: front.reports.begin(words), lambda job: self._begun(job, words), failed=self._fail
            )

    def _begun(self, job: ReportJobPort, asked: list[str]) -> None:
        if asked != self._asked or not self.desk.has(self):
            job.cancel()
            return
        self.job = job
        self._look()

    def _fail(self) -> None:
        self._failed = self.desk.notice.text

    def _look(self) -> None:
        """Ten times a second, while it is being read."""
        job = self.job
        if job is None:
            return
        if not self.desk.has(self):
            self._stop()
        elif job.has_ended:
            self.job = None
            self.desk.fetch(job.answer, lambda answer: self._got(answer, job), failed=self._fail)
        else:
            self.desk.later(_SECONDS, self._look)

    def _got(self, answer: Mapping[str, Any], _job: ReportJobPort) -> None:
        if self.job is None:
            self.answer, self._columns_of = answer, (0, False)
            keys = [column["name"] for column in answer["columns"] if column["kind"] == "text"]
            self._texts = [" ".join(said(key, str(row.get(key, ""))) for key in keys) for row in self.rows]

    def _stop(self) -> None:
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    # Showing

    @property
    def prompt(self) -> str:
        """Says what typing does."""
        return _("narrow: ")

    @property
    def title(self) -> str:
        """Name, period, and what it is listed by."""
        by = _(KEYS.get(self.by, self.by))
        named = {"name": _(self.report.title).upper(), "period": said_period(self.period), "by": by}
        if self.against == "before":
            return _("{name} {period} by {by}, and the period before", **named)
        if self.against:
            return _("{name} {period} by {by}, and last year", **named)
        return _("{name} {period} by {by}", **named)

    @property
    def nothing(self) -> str:
        """Whether it is being read, or there is nothing."""
        if self._failed:
            return self._failed
        if self.answer:
            return _("nothing was recorded then")
        percent = None if self.job is None else self.job.percent
        if percent is None:
            return _("reading... Esc stops it")
        return _("reading... {percent} %, Esc stops it", percent=percent)

    @property
    def hint(self) -> str:
        """The totals."""
        totals = self.answer.get("totals", ())
        if not totals:
            return _("F2 another period, F3 listed otherwise")
        more = f"  +{len(totals) - 1}" if len(totals) > 1 else ""
        return f" {self._total(totals[0])}{more}"

    def _total(self, total: Mapping[str, Any]) -> str:
        parts = []
        for place, (name, kind, _title, width) in enumerate(self._fitted()):
            text = self._text(name, kind, total) if place else _total_of(total)
            parts.append(_aligned(text, width, kind))
        return "  ".join(parts)

    def heads(self) -> str:
        """The heads of the columns."""
        columns = self._fitted()
        return "  ".join(_aligned(title, width, kind) for _name, kind, title, width in columns)

    def labels(self) -> Sequence[str]:
        """The rows."""
        return Labels(len(self.rows), self._label)

    def searched(self) -> Sequence[str]:
        """What the rows are about."""
        return self._texts

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Of the answer."""
        found: Sequence[Mapping[str, Any]] = self.answer.get("rows", ())
        return found

    def _label(self, place: int) -> str:
        row = self.rows[place]
        columns = self._fitted()
        text = "  ".join(
            _aligned(self._text(name, kind, row), width, kind) for name, kind, _t, width in columns
        )
        if not self.charted:
            return text
        room = max(self.width - cells(text) - 5, 0)
        name = self._main()
        most = max((abs(one.get(name) or 0) for one in self.rows), default=0) or 1
        value = row.get(name) or 0
        return f"{text}  {('-' if value < 0 else '#') * round(room * abs(value) / most)}"

    def _main(self) -> str:
        """The column that is charted: the first of money, else the first that counts."""
        kinds = {column["name"]: column["kind"] for column in self.answer.get("columns", ())}
        money = [name for name, kind in kinds.items() if kind == Kind.MONEY]
        return next(iter([*money, *(name for name, kind in kinds.items() if kind == Kind.COUNT)]), "")

    def _fitted(self) -> list[_Shown]:
        if self._columns_of != (self.width, self.charted):
            self._columns, self._columns_of = self._fit(), (self.width, self.charted)
        return self._columns

    def _fit(self) -> list[_Shown]:
        """The columns that there is room for: keys, what matters, the rest; in the order of the report."""
        titles = self._titles()
        listed = [(column["name"], Kind(column["kind"])) for column in self.answer.get("columns", ())]
        several = len({row["currency"] for row in self.answer.get("totals", ())}) > 1
        listed = [(name, kind) for name, kind in listed if name != "currency" or several]
        keys = [name for name, kind in listed if kind is Kind.TEXT and name != "class"]
        main = self._main()
        others = [name for name, _kind in listed]
        wanted = [main] if self.charted else [*self.report.narrow, *others]
        if self.against and not self.charted:  # what changed, before further figures
            wanted = [*(name for name in others if name.startswith(main)), *others]
        room = self.width - 3 - (_BAR if self.charted else 0)
        chosen: dict[str, int] = {}
        for name in dict.fromkeys([*keys, *wanted]):
            kind = dict(listed).get(name)
            if kind is None:
                continue
            width = self._width(name, kind, titles[name], is_first=not chosen)
            if not chosen or room - width - 2 >= 0:
                chosen[name] = min(width, room)
                room -= width + 2
        return [(name, kind, titles[name], chosen[name]) for name, kind in listed if name in chosen]

    def _width(self, name: str, kind: Kind, title: str, *, is_first: bool) -> int:
        totals = self.answer.get("totals", ())
        texts = [self._text(name, kind, row) for row in (*self.rows[:_MEASURED], *totals)]
        texts += map(_total_of, totals) if is_first else ()
        return min(max(map(cells, (title, *texts))), _KEY if kind is Kind.TEXT else 99)

    def _titles(self) -> dict[str, str]:
        return {column["name"]: column["title"] for column in self.answer.get("columns", ())}

    def _text(self, name: str, kind: Kind, row: Mapping[str, Any]) -> str:
        value = row.get(name)
        if value is None:
            return ""
        if kind is Kind.TEXT:
            return clean(said(name, str(value)))
        money = row.get("money", row["currency"]) if name == "foreign" else row["currency"]
        text = value if isinstance(value, str) else figure(kind, value, money)
        return text.replace(".", self.desk.shown.mark)

    # Acting

    def take(self, place: int) -> None:
        """What is below a row: the days of a month, the receipts of a day, of an item, of a person."""
        row, by = self.rows[place], self.by
        if by in _BELOW and by in row:
            below = _BELOW[by] if _BELOW[by] in self.report.by else by
            open_report(self.desk, self.report.name, row[by], below)
        elif by == "day":
            self._receipts(row["day"])
        elif by == "z":
            self.desk.run(f"/shift {row['z']}")
        elif self.report.name in _ON_SHELVES and row.get("item"):
            from .stock import open_stock

            open_stock(self.desk, str(row["item"]))
        elif words := _words_of(by, row):
            self._receipts(f"{self._days()}{words}")
        else:
            self.desk.say(_("there is nothing below this row"), "refused")

    def _days(self) -> str:
        """The days that are shown, as receipts are looked for."""
        first, last = (self.answer.get(name) or "" for name in ("from", "to"))
        if first == last:
            return f"{first} " if first else ""
        return f"{first}..{last} "

    def _receipts(self, words: str) -> None:
        from .receipts import open_receipts

        open_receipts(self.desk, words)

    def enter(self, entry: Entry) -> None:
        """A period that is typed is the period from then on. What closes it stops the reading."""
        from .reports import asks_for_period

        if self.answer and asks_for_period(self, entry):
            self.press("f2", entry.text)
            return
        super().enter(entry)
        if not self.desk.has(self):
            self._stop()

    def press(self, key: str, text: str) -> Press:
        """Another period, order, comparison; a chart; paper."""
        if key == "f2":
            from .reports import next_period

            self.period = next_period(self.period, text)
            self.edited("")
        elif key == "f3":
            ways = list(self.report.by)
            self.by = ways[(ways.index(self.by) + 1) % len(ways)]
        elif key == "f4":
            self.against = _AGAINST[(_AGAINST.index(self.against) + 1) % len(_AGAINST)]
        elif key == "f5":
            self.charted = not self.charted
            return Press.ACTED
        elif key == "f6":
            self._print()
            return Press.ACTED
        else:
            return super().press(key, text)
        self.begin()
        return Press.TOOK if key == "f2" else Press.ACTED

    def back(self) -> None:
        """Stops reading, and goes back."""
        self._stop()
        super().back()

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        keys = [("F2", _("Period")), ("F3", _("By")), ("F4", _("Compare")), ("F5", _("Chart"))]
        return [("Enter", _("Into")), *keys, ("F6", _("Print")), ("Esc", _("Back"))]

    def _print(self) -> None:
        front = self.desk.front
        if front is None or not self.answer:
            return
        before, self.width = self.width, int(front.setting("printer_columns")) + 3
        lines = [self.heads(), *self.labels(), *map(self._total, self.answer.get("totals", ()))]
        self.width = before
        title = self.title
        told = _("printing {title}", title=title)
        self.desk.fetch(lambda: front.reports.print(title, lines), lambda _none: self.desk.say(told))


def open_report(desk: Desk, name: str, period: str, by: str = "") -> None:
    """Opens a report of a period and has it read."""
    view = ReportView(desk, name, period, by)
    desk.open(view)
    desk.say("")
    view.begin()


def _words_of(by: str, row: Mapping[str, Any]) -> str:
    """What the receipts of a row are looked for with; nothing where they cannot be."""
    text = str(row.get(by, "")).strip("()") if by in _FOUND else ""
    if by == "hour":
        return f"{text}:"
    if by == "item" and " " in text:  # words of a code would be looked for one by one
        text = str(row.get("name") or text)
    return "" if text == "-" else text


def _total_of(total: Mapping[str, Any]) -> str:
    return _("total {currency}", currency=total["currency"]) if total["currency"] else _("total")


def _aligned(text: str, width: int, kind: Kind) -> str:
    return fit(text, width, "left" if kind is Kind.TEXT else "right")
