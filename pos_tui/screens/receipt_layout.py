"""The layout of receipts: what stands on them, and the receipt itself, drawn anew with each letter typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean, fit
from pos_tui.core.words import N_, _
from pos_tui.styles.palette import PLAIN, STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import Row, block, row

from .asking import AskText, Question
from .changing import change
from .form import Form
from .settings_list import typed_value

if TYPE_CHECKING:
    from .desk import Desk
    from .pick import Choices
    from .settings_port import SettingRow, SettingsPort

_LABELS: Final = {
    "receipt.logo": N_("logo"),
    "shop.name": N_("name"),
    "shop.address": N_("address"),
    "shop.header": N_("header"),
    "shop.tax_number": N_("tax number"),
    "receipt.languages": N_("languages"),
    "receipt.operator": N_("who served"),
    "receipt.taxes": N_("tax table"),
    "shop.footer": N_("footer"),
    "receipt.record": N_("record"),
    "receipt.code": N_("bar code"),
}
"""In the order in which they stand on paper."""
_YES_NO: Final = {"true": "yes", "false": "no"}
_AT_THE_END: Final = frozenset({"shop.footer", "receipt.taxes", "receipt.record", "receipt.code"})
"""Fields whose place is at the end of the receipt."""
_WIDTHS: Final = (32, 42, 48)
_BESIDE: Final = 26
"""Columns that the fields keep beside the receipt."""
_FIELDS: Final = 6
"""Rows that they keep above it."""
_LOW: Final = 16
"""Rows below which fields and receipt need them all."""
_EDIT, _WIDTH, _OTHER_END, _PICTURE = "f4", "f5", "f6", "f7"


def open_layout(desk: Desk, _arguments: str = "") -> None:
    """The page, once the shop's paper is known."""
    if desk.front is None:
        desk.say(_("there is no shop here"), "refused")
        return
    board = desk.front.settings_board

    def show(columns: int) -> None:
        desk.open(LayoutForm(desk, board, columns))
        desk.say("")

    desk.fetch(board.columns, show, hold=True)


class LayoutForm(Form):
    """What is typed is seen on the receipt before it is set; F1 sets all of it at once."""

    labels = _LABELS
    often_digits = frozenset({"shop.tax_number", "shop.address", "shop.header", "shop.footer"})

    def __init__(self, desk: Desk, board: SettingsPort, columns: int) -> None:
        self._board, self._columns = board, columns
        self._by_key: dict[str, SettingRow] = {one.key: one for one in board.rows()}
        super().__init__(desk, _("RECEIPT"), _texts(self._by_key))
        self._typed, self._is_low = "", False
        self._asked: dict[str, str] | None = None
        self._lines: Sequence[str] = ()
        self._new: frozenset[str] = frozenset()
        """Lines that the last change brought."""
        self._is_busy = self._shows_other_end = False
        self._look()

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        return self._board.objection(field, self._value(field, text))

    def choices(self, field: str) -> Choices:
        """What a field can be, where that is known."""
        values = (_YES_NO.get(value, value) for value in self._by_key[field].choices)
        return [(value, value or _("(empty)")) for value in values]

    def about_field(self) -> str | None:
        """The help of the marked field, where there is room for it."""
        if self._is_low:
            return None
        if not self.field:
            return _("F1, or Enter here, sets it")
        more = _("; | begins another line") if self._by_key[self.field].has_lines else ""
        return _(self._by_key[self.field].help) + more

    def mark(self, field: str) -> str:
        """* where it differs from what is set."""
        return "*" if self.values.get(field, "") != self._known.get(field, "") else " "

    def press(self, key: str, text: str) -> Press:
        """F4 edits a value, F5 is other paper, F6 the other end of the receipt, F7 a new logo."""
        self._warned = False
        value = self.values.get(self.field, "")
        if key == _EDIT and value and not text:
            self.desk.router.put_text(value)
        elif key == _WIDTH:
            wider = [width for width in _WIDTHS if width > self._columns]
            self._columns = wider[0] if wider else _WIDTHS[0]
            self._look()
        elif key == _OTHER_END:
            self._shows_other_end = not self._shows_other_end
        elif key == _PICTURE and not text:
            self._ask_picture()
        else:
            return super().press(key, text)
        return Press.ACTED

    def edited(self, text: str) -> None:
        """The receipt follows what is typed."""
        self._typed = text.strip()
        self._look()

    def keys(self) -> list[tuple[str, str]]:
        """What can be done."""
        choose = [("F2", _("Choose"))] if self._can_choose else []
        edit = [("F4", _("Edit"))] if self.values.get(self.field) else []
        more = [("F5", _("Width")), ("F6", _("Other end")), ("F7", _("Logo")), ("Esc", _("Back"))]
        return [("F1", _("Save")), *choose, *edit, *more]

    def back(self) -> None:
        """One step back; what is not set yet is told of first."""
        if self._edits and not self._warned:
            self._warned = True
            self.desk.say(_("not set yet: F1 sets it, Esc again leaves it"), "refused")
        else:
            super().back()

    def save(self) -> None:
        """Sets what differs, on record, in one go."""
        changes = {field: self._value(field, text) for field, text in self._edits.items()}
        if not changes:
            self.desk.say(_("nothing was changed; Esc goes back"), "refused")
            return

        def kept() -> None:
            self._known = dict(self.values)
            self._by_key = {one.key: one for one in self._board.rows()}

        seen = {key: self._by_key[key].value for key in changes}
        said = _("set: receipts look like this from the next sale on")
        change(self.desk, changes, said, kept, seen, self._look_again)

    def _look_again(self) -> None:
        """What others changed is what is known now; what was typed here stays, to be set or not."""
        edits = self._edits
        self._by_key = {one.key: one for one in self._board.rows()}
        self._known = _texts(self._by_key)
        self.values = {**self._known, **edits}

    def body(self, width: int, height: int) -> list[Row] | None:
        """The fields, and the receipt beside or below."""
        self._look()
        self._is_low = False
        if width >= self._columns + _BESIDE:
            left = width - self._columns - 2
            fields, paper = block(super().body(left, height) or [], height), self._paper(height)
            return [
                (
                    (fit(clean(one[0][0]) if one else "", left), one[0][1] if one else PLAIN),
                    ("| ", PLAIN),
                    *other,
                )
                for one, other in zip(fields, paper, strict=True)
            ]
        self._is_low = height < _LOW
        above = _FIELDS if self._is_low else _FIELDS + 5
        cut = super().body(width, above + 1) or []
        return [*block(cut, above), row("-" * width), *self._paper(height - above - 1)]

    def _paper(self, height: int) -> list[Row]:
        """The end of the receipt where the marked field stands, or the other one."""
        at_the_end = (self.field in _AT_THE_END) is not self._shows_other_end
        shown = self._lines[-height:] if at_the_end else self._lines[:height]
        return block([row(line, STRONG if line in self._new else PLAIN) for line in shown], height)

    def _value(self, field: str, text: str) -> str:
        return typed_value(text, has_lines=self._by_key[field].has_lines) if text else ""

    def _wanted(self) -> dict[str, str]:
        """What differs, and what stands in the prompt where that can be."""
        wanted = {field: self._value(field, text) for field, text in self._edits.items()}
        if self._typed and self.field and not self.objection(self.field, self._typed):
            wanted[self.field] = self._value(self.field, self._typed)
        return wanted

    def _look(self) -> None:
        """Has the receipt made anew, if it would be another one; one at a time."""
        wanted = {**self._wanted(), "": str(self._columns)}
        if self._is_busy or wanted == self._asked:
            return
        self._is_busy, self._asked = True, wanted
        values = {key: text for key, text in wanted.items() if key}

        def made(lines: Sequence[str]) -> None:
            self._is_busy = False
            before, self._lines = set(self._lines), lines
            self._new = frozenset(lines) - before if before else frozenset()
            self._look()

        def failed() -> None:
            self._is_busy = False

        self.desk.fetch(lambda: self._board.preview(values, self._columns), made, failed=failed)

    def _ask_picture(self) -> None:
        def take(path: str) -> None:
            self.desk.fetch(lambda: self._board.keep_picture(path), keep, hold=True)

        def keep(name: str) -> None:
            self.desk.close(release=False)
            self._by_key = {one.key: one for one in self._board.rows()}
            self.values["receipt.logo"] = name
            self.go_to("receipt.logo")
            self._look()

        known = ((_("for example"), "/media/stick/logo.png"),)
        question = Question(_("A LOGO"), _("file"), take, lambda _text: "", known)
        self.desk.open(AskText(self.desk, question))


def _texts(rows: Mapping[str, SettingRow]) -> dict[str, str]:
    """The values as the form shows and takes them."""
    values = {key: rows[key].value for key in _LABELS}
    return {key: " | ".join(_YES_NO.get(text, text).split("\n")) for key, text in values.items()}
