"""A form on a page: fields one under the other, each checked when it is left."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _
from pos_tui.styles.palette import PICKED, PLAIN, STRONG
from pos_tui.terminal.router import Press
from pos_tui.widgets.paint import BLANK, Row, block, row, wrapped

from .asking import Asking
from .lists import is_answer
from .pick import Choices, PickView
from .scans import apart
from .scroll import KEYS, Scroll

if TYPE_CHECKING:
    from pos_tui.terminal.router import Entry

    from .desk import Desk

_SAVE, _ALSO_SAVE, _CHOOSE = "f1", "f9", "f2"
EMPTY: Final = "-"
"""Typed to take a value away."""
_LABEL = 12
_HELP: Final = 2
"""Rows for what is to be known of a field."""
_WIDE: Final = 50
"""Columns below which that takes two more."""


class Form(Asking):
    """What is typed goes into the field that is marked when it is left by Enter or an arrow; F1 saves."""

    labels: Mapping[str, str]
    """The fields by their name, as people read them."""
    often_digits: frozenset[str] = frozenset()
    """Fields whose answers may look like a bar code."""
    scanned: str = ""
    """The field that a scan may fill."""
    label_width: int = _LABEL
    """Columns of the labels."""

    def __init__(self, desk: Desk, title: str, known: Mapping[str, str]) -> None:
        self.desk, self._title, self._known = desk, title, dict(known)
        self.values = dict(known)
        self._scroll = Scroll()
        self._opened = desk.clock()
        self._warned = False
        """That something is not recorded was told of, and no key came since but Esc."""

    @abstractmethod
    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""

    @abstractmethod
    def save(self) -> None:
        """Takes the fields as they are."""

    def choices(self, field: str) -> Choices:
        """What a field can be, where that is known: (value, what people call it) of each."""
        return ()

    def about_field(self) -> str | None:
        """What is to be known of the marked field; None in a form whose fields need no words."""
        return None

    def mark(self, field: str) -> str:
        """One character before a field, such as * for what was changed."""
        return " "

    @property
    def _fields(self) -> Sequence[str]:
        """Those that are shown, in their order."""
        return tuple(self.labels)

    @property
    def field(self) -> str:
        """The field that is marked; nothing on the row that saves."""
        at, fields = self._scroll.chosen, self._fields
        return fields[at] if at < len(fields) else ""

    @property
    def prompt(self) -> str:
        """Which field what is typed is for."""
        return f"{_(self.labels[self.field])}: " if self.field else _("save: ")

    def go_to(self, field: str) -> None:
        """Marks a field."""
        self._scroll.chosen = self._fields.index(field)

    def enter(self, entry: Entry) -> None:
        """A scan is what the marked field asks for, or waits."""
        if not entry.scanned and self.field in self.often_digits:
            self.answer(entry)  # it may look like a bar code
        elif self.field and self.field == self.scanned and (scan := apart(entry)[1]) is not None:
            self._put(scan.text.strip())
        else:
            super().enter(entry)

    @property
    def _edits(self) -> dict[str, str]:
        """The fields that are not what is on record."""
        return {field: text for field, text in self.values.items() if text != self._known.get(field, "")}

    def back(self) -> None:
        """One step back; what is not recorded is told of first."""
        if self._edits and not self._warned:
            self._warned = True
            self.desk.say(_("not recorded yet: F1 records it, Esc again leaves it"), "refused")
            return
        super().back()

    def answer(self, entry: Entry) -> None:
        """Puts what was typed into its field and goes on; on the last row it saves."""
        self._warned = False
        text = entry.text.strip()
        if text:
            self._put(text)
        elif not is_answer(entry, self._opened):
            return  # the end of a scan
        elif self.field:
            self._move("down")
        else:
            self.save()

    def press(self, key: str, text: str) -> Press:
        """Arrows leave a field, with what is typed in it; F1 saves, F2 lists what a field can be."""
        self._warned = False
        if key == _CHOOSE and self._can_choose:
            self._choose()
            return Press.TOOK
        if key in (_SAVE, _ALSO_SAVE):
            if not text.strip() or self._fits(text.strip()):
                self.save()
                return Press.TOOK
            return Press.ACTED
        if key not in KEYS:
            return Press.IGNORED
        if text.strip() and not self._fits(text.strip()):
            return Press.ACTED
        self._move(key)
        return Press.TOOK

    def edited(self, text: str) -> None:
        """What is typed stands in the prompt."""

    def keys(self) -> list[tuple[str, str]]:
        """On, save, what there is to choose from, and back."""
        choose = [(_CHOOSE.upper(), _("Choose"))] if self._can_choose else []
        return [("Enter", _("Next")), (_SAVE.upper(), _("Save")), *choose, ("Esc", _("Back"))]

    def body(self, width: int, height: int) -> list[Row] | None:
        """The fields, what is to be known of the marked one, and how to go on."""
        more = self._about(width)
        room = max(height - 3 - len(more), 1)
        rows: list[Row] = [row(f" {self._title}", STRONG)]
        fields = (*self._fields, "")
        for at in self._scroll.window(len(fields), room):
            here, field = at == self._scroll.chosen, fields[at]
            label = _(self.labels[field]) if field else _("Save")
            mark, value = (self.mark(field), clean(self.values.get(field, ""))) if field else (" ", "")
            text = f"{'>' if here else ' '}{mark}{fit(label, self.label_width)} {value}"
            rows.append(row(text, PICKED if here else PLAIN))
        hint = row(" " + _("Enter: next; {empty} empties it; F1 saves", empty=EMPTY))
        return [*block(rows, room + 1), BLANK, *more, hint]

    def _about(self, width: int) -> list[Row]:
        """As many rows for each field, so that choosing moves nothing but the mark."""
        told = self.about_field()
        if told is None:
            return []
        rows = [row(f" {piece}") for piece in wrapped(told, width - 2)]
        return block(rows, _HELP if width >= _WIDE else _HELP + 2)

    def _put(self, text: str) -> None:
        """Takes a text for the marked field, and goes on; what cannot be right stays to be corrected."""
        if self._fits(text):
            self._move("down")
        else:
            self.desk.router.give_back(text)

    def _fits(self, text: str) -> bool:
        if not self.field:
            self.desk.say(_("Enter saves, arrows go back to a field"), "refused")
            return False
        kept = "" if text == EMPTY else text
        objection = self.objection(self.field, kept) if kept else ""
        if objection:
            self.desk.say(objection, "refused")
            return False
        self.values[self.field] = kept
        self.desk.say("")
        return True

    def _move(self, key: str) -> None:
        self._scroll.move(key, len(self._fields) + 1)

    @property
    def _can_choose(self) -> bool:
        return bool(self.field and self.choices(self.field))

    def _choose(self) -> None:
        title = _(self.labels[self.field]).upper()
        choices = self.choices(self.field)
        self.desk.open(PickView(self.desk, title, choices, lambda value: self._put(value or EMPTY)))
        self.desk.say("")


@dataclass(frozen=True, slots=True)
class FormSpec:
    """What a form asks for, and what is done with the answers."""

    title: str
    labels: Mapping[str, str]
    """The fields by their name, as people read them."""
    objection: Callable[[str, str], str]
    """Why a field cannot hold a text; nothing where it can."""
    save: Callable[[dict[str, str]], None]
    """Takes the fields that are not what they were."""
    needed: Sequence[str] = ()
    """Fields that have to hold something."""
    choices: Callable[[str], Choices] = lambda field: ()
    scanned: str = ""
    often_digits: frozenset[str] = frozenset()
    empty: bool = False
    """It is saved as well where nothing was changed."""


class FieldsForm(Form):
    """A form that is all said by its spec."""

    def __init__(self, desk: Desk, spec: FormSpec, known: Mapping[str, str] = MappingProxyType({})) -> None:
        self._spec = spec
        self.labels = spec.labels
        self.scanned, self.often_digits = spec.scanned, spec.often_digits
        super().__init__(desk, spec.title, known)

    def objection(self, field: str, text: str) -> str:
        """Why a field cannot hold a text; nothing where it can."""
        return self._spec.objection(field, text)

    def choices(self, field: str) -> Choices:
        """What a field can be, where that is known."""
        return self._spec.choices(field)

    def save(self) -> None:
        """Hands on what was changed, if nothing is missing."""
        missing = next((name for name in self._spec.needed if not self.values.get(name)), None)
        changed = self._edits
        if missing is not None:
            self.go_to(missing)
            self.desk.say(_("{field}: something is needed here", field=_(self.labels[missing])), "refused")
        elif not changed and not self._spec.empty:
            self.desk.say(_("nothing was changed; Esc goes back"), "refused")
        else:
            self._spec.save(changed)
