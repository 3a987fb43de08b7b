"""The page of one rule of the back office: its fields with a line of help each, checked as they are left.

What was changed is marked, and recorded by F1 with a reason, in one commit. What somebody else changed
meanwhile is told, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pos_tui.core.display import clean
from pos_tui.core.errors import PosError
from pos_tui.core.history import differences
from pos_tui.core.words import _
from pos_tui.register.grammar import quoted, split_command
from pos_tui.terminal.router import LONGEST, Press

from .asking import AskText, Question, reason_objection
from .changes import change_lines
from .form import EMPTY, Form
from .pages import TextView
from .scans import apart

if TYPE_CHECKING:
    from pos_tui.core.history import Change
    from pos_tui.core.office import Book, Field
    from pos_tui.register.outcome import Outcome
    from pos_tui.terminal.router import Entry

    from .desk import Desk
    from .pick import Choices

_HISTORY, _EDIT, _TRY, _END = "f3", "f4", "f5", "f6"
_LINKS = ("f7", "f8")
_WIDEST_LABEL = 23


class RuleForm(Form):
    """A rule, new or on record. A scan is an answer where items are asked for; else it waits."""

    def __init__(
        self, desk: Desk, book: Book, code: str, texts: Mapping[str, str], changed: Callable[[], None]
    ) -> None:
        """`code` is empty for a new one, or a copy; `changed` is called when it is recorded."""
        self._book, self._code, self._changed = book, code, changed
        self._by_name = {field.name: field for field in book.fields}
        self.labels = {field.name: field.label for field in book.fields}
        self.often_digits = frozenset(field.name for field in book.fields if field.digits)
        longest = max(len(field.label) for field in book.fields)
        self.label_width = min(max(self.label_width, longest), _WIDEST_LABEL)
        self._is_ended = bool(texts.get("ended"))
        self._why = ""
        what = clean(code, limit=40) if code else _("new")
        super().__init__(desk, f"{book.title}: {what}", texts if code else {})
        self.values = dict(texts)
        if code:
            self.go_to(next(field.name for field in book.fields if not field.once))

    # What is shown

    @property
    def _fields(self) -> Sequence[str]:
        """Those that mean something beside what the others are."""
        return [field.name for field in self._book.fields if self._is_meant(field)]

    def _is_meant(self, field: Field) -> bool:
        if field.when is None or self.values.get(field.name):
            return True
        other, values = field.when
        return self.values.get(other, "") in ("", *values)

    def about_field(self) -> str | None:
        """The help of the marked field, and what its value means."""
        field = self._by_name.get(self.field)
        if field is None:
            return _("F1, or Enter here, records it")
        meaning = dict(field.choices).get(self.values.get(field.name, ""), "")
        return f"{_(field.help)}: {_(meaning)}" if meaning else _(field.help)

    def mark(self, field: str) -> str:
        """* where it differs from what is on record."""
        return "*" if self._code and self.values.get(field, "") != self._known.get(field, "") else " "

    def keys(self) -> list[tuple[str, str]]:
        """What can be done with it."""
        choose = [("F2", _("Choose"))] if self._can_choose else []
        more = [("F3", _("History"))] if self._code else []
        try_ = [("F5", _("Try"))] if self._book.can_try else []
        end = [("F6", _("End"))] if self._code and self._book.can_end and not self._is_ended else []
        edit = [("F4", _("Edit"))] if self.values.get(self.field) else []
        links = [(key.upper(), _(label)) for key, (label, _entry) in self._links.items()]
        return [("F1", _("Save")), *choose, *more, *edit, *try_, *end, *links, ("Esc", _("Back"))]

    @property
    def _links(self) -> dict[str, tuple[str, str]]:
        """What else there is about the rule, by key."""
        return dict(zip(_LINKS, self._book.links, strict=False)) if self._code else {}

    # What is typed

    def choices(self, field: str) -> Choices:
        """What a field can be, each with what it means."""
        found = self._book.choices(field)
        wide = max((len(value) for value, _meaning in found), default=0)
        return [(value, f"{value:<{wide}}  {_(meaning)}") for value, meaning in found]

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        texts = {**self.values, self._book.fields[0].name: self._code} if self._code else self.values
        return self._book.objection(field, text, texts)

    def enter(self, entry: Entry) -> None:
        """A scan is added where items are asked for, behind what is typed for it, such as 3*."""
        field = self._by_name.get(self.field)
        if field is None or not field.scans or not (entry.is_scan or entry.scanned):
            super().enter(entry)
            return
        typed, scan = apart(entry)
        if scan is not None:
            self._add(field.name, typed, scan.text.strip())

    def _add(self, field: str, typed: str, code: str) -> None:
        """Adds the item of a scanned code to a field."""
        items = self.desk.register.looking.items_of(code)
        if len(items) != 1:
            self.desk.say(_("no item has the code {code}", code=clean(code, limit=40)), "unknown")
            self.desk.router.give_back(typed)
            return
        there = self.values.get(field, "")
        if typed and not there.startswith(typed):
            there = f"{there},{typed}" if there else typed
        comma = "," if there and there[-1] not in ":,*" else ""
        self.values[field] = f"{there}{comma}{items[0].sku}"
        self.desk.say(_("added: {name}", name=clean(items[0].name)), "good")

    def answer(self, entry: Entry) -> None:
        """The beginning of a choice is enough."""
        field, text = self._by_name.get(self.field), entry.text.strip().casefold()
        if field is not None and field.choices and text and text != EMPTY:
            values = [value for value, _meaning in field.choices]
            meant = [value for value in values if value.startswith(text)]
            self._put(text if text in values else meant[0] if len(meant) == 1 else text)
        else:
            super().answer(entry)

    def press(self, key: str, text: str) -> Press:
        """F3 shows what it was, F4 edits a value, F5 tries the rule, F6 ends it, F7 and F8 show more."""
        self._warned = False
        acts = {_HISTORY: self._history, _TRY: self._try, _END: self._end}
        if key in acts:
            acts[key]()
            return Press.TOOK
        if key in self._links:
            name = self._known.get("name") or self._code
            entry = self._links[key][1].format(code=quoted(self._code), name=name)
            self.desk.sale_action(*(split_command(entry) or ("", "")))
            return Press.ACTED  # what opens may have put words into the prompt
        value = self.values.get(self.field, "")
        if key == _EDIT and value and not text:
            self.desk.router.put_text(value)
            return Press.ACTED
        return super().press(key, text)

    @property
    def _edits(self) -> dict[str, str]:
        names = [field.name for field in self._book.fields]
        return {
            name: self.values.get(name, "")
            for name in names
            if self.values.get(name, "") != self._known.get(name, "")
        }

    # What is done

    def _history(self) -> None:
        if self._code:
            self.desk.fetch(lambda: self._book.history(self._code), self._show_history, hold=True)

    def _show_history(self, changes: Sequence[Change]) -> None:
        lines = change_lines(changes, self.labels, self.desk.register.shop.timezone)
        title = _("WHAT {name} WAS", name=clean(self._code, limit=40))
        self.desk.open(TextView(self.desk, lines or [_("nothing of it is on record")], title))
        self.desk.say("")

    def _try(self) -> None:
        if self._book.can_try:
            texts = dict(self.values)
            self.desk.fetch(lambda: self._book.tried(texts), self._show_tried, hold=True)

    def _show_tried(self, lines: Sequence[str]) -> None:
        self.desk.open(TextView(self.desk, lines, _("TRIED, NOT RECORDED")))
        self.desk.say("")

    def _is_fixed(self, field: str) -> bool:
        return bool(self._code and field and self._by_name[field].once)

    def _move(self, key: str) -> None:
        """Goes past what stays as it is."""
        super()._move(key)
        if self._is_fixed(self.field):
            super()._move("up" if key in ("up", "pageup", "home", "ctrl+p") else "down")
        while self._is_fixed(self.field):
            super()._move("down")

    def save(self) -> None:
        """Asks why, and records; what cannot be is said first."""
        texts = self._edits
        key = self._book.fields[0].name
        code = self._code or texts.pop(key, "")
        fault = "" if code else _("it needs a {field}", field=_(self.labels[key]))
        fault = fault or self._book.fault({**self.values, key: code})
        if self._is_ended:
            fault = _("it is ended: F4 in the list makes a copy")
        if fault or (not texts and self._code):
            self.desk.say(fault or _("nothing was changed; Esc goes back"), "refused")
            return
        record = partial(self._record, code, texts)
        if self._book.asks_why:
            self._ask_why(_("WHY? It goes on record"), record)
        else:
            record("")

    def _record(self, code: str, texts: Mapping[str, str], why: str) -> None:
        said = " ".join(f"{name}={quoted(text)}" for name, text in texts.items())
        seen = " ".join(f"{name}={quoted(self._known.get(name, ''))}" for name in texts)
        act = f"{said} was {seen}" if self._code else f"new {said}"
        reason = f" for {why}" if why else ""
        self._run(f"/{self._book.word} {quoted(code)} {act}{reason}", self._recorded)

    def _end(self) -> None:
        if not self._code or not self._book.can_end or self._is_ended:
            return
        title = _("END {name}: WHY?", name=clean(self._code, limit=40))
        act = f"/{self._book.word} {quoted(self._code)} end for"
        self._ask_why(title, lambda why: self._run(f"{act} {why}", self._over))

    def _ask_why(self, title: str, then: Callable[[str], None]) -> None:
        def take(why: str) -> None:
            self._why = why
            self.desk.close(release=False)
            then(why)

        was = differences(self._known, {**self._known, **self._edits})
        known = tuple(
            (_(self.labels[name]), f"{before or EMPTY} > {after or EMPTY}" if self._code else after)
            for name, before, after in was
        )
        self.desk.open(
            AskText(self.desk, Question(title, _("reason"), take, reason_objection, known, self._why))
        )
        self.desk.say("")

    def _run(self, text: str, after: Callable[[Outcome], None]) -> None:
        if len(text) > LONGEST:
            self.desk.say(
                _("that is too long for the till: pos {word} import takes it", word=self._book.word),
                "refused",
            )
            return
        self.desk.run(text, after=after)

    def _recorded(self, outcome: Outcome) -> None:
        if outcome.ok:
            self._over(outcome)
        elif self._code:
            self._look_again()

    def _look_again(self) -> None:
        """What others changed is shown; what was typed here stays, to be recorded or not."""
        edits = self._edits
        try:
            self._known = dict(self._book.texts(self._code))
        except PosError:
            return
        self.values = {**self._known, **edits}

    def _over(self, outcome: Outcome) -> None:
        if outcome.ok:
            self.desk.drop(self)
            self._changed()
