"""A price list from a file: which file, which columns, what it comes to, and only then stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from ..columns import NEEDED, guessed
from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step
from .items import Items

if TYPE_CHECKING:
    from ..port import Counted

_COLUMNS: Final = "file.columns"
_COMMA: Final = "file.comma"
_SHOWN: Final = 4


class ItemFile(Step):
    """Where the file is."""

    name = "items.file"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """Files near at hand; any other by its name."""
        return Question(
            _("Items from a file"),
            (
                _("A list with column names in its first line, saved as CSV (Save as, CSV UTF-8)."),
                _("Choose it, or type its whole name: /media/stick/prices.csv. Nothing is stored yet."),
            ),
            prompt=_("file"),
            choices=tuple(Choice(file.address, file.label, file.detail) for file in sheet.port.item_files()),
            free=True,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Looks at its columns."""
        columns = list(sheet.port.columns(answer))
        sheet.drop(_COMMA)
        sheet.answers["file"] = answer
        sheet.answers[_COLUMNS] = guessed(columns)
        sheet.answers["file.names"] = columns
        _go_on(sheet)
        return None


class Column(Step):
    """Which column holds what no column's name says."""

    name = "items.column"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only while one is missing."""
        return bool(sheet.words("file.names")) and bool(_missing(sheet))

    def ask(self, sheet: Sheet) -> Question:
        """The columns of the file."""
        field = _missing(sheet)
        asked = {
            "sku": _("Which column holds the item's code (its bar code or your own number)?"),
            "name": _("Which column holds the item's name?"),
            "price": _("Which column holds the price?"),
        }
        none = {"name": _("None: the code is the name"), "price": _("None: asked at each sale")}
        choices = [Choice(name, name) for name in sheet.words("file.names")]
        if field in none:
            choices.append(Choice("", none[field]))
        return Question(_("Columns"), (asked.get(field, ""),), choices=tuple(choices), chosen=-1)

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it, and asks for the next one that is missing."""
        sheet.answers[_COLUMNS] = sheet.pairs(_COLUMNS) | {_missing(sheet): answer}
        _go_on(sheet)
        return None


class FileCheck(Step):
    """What the file comes to; stored only when a person says so."""

    name = "items.check"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only once there is a file."""
        return bool(sheet.text("file"))

    def ask(self, sheet: Sheet) -> Question:
        """The counts, the first items as they were read, the first bad rows."""
        counted = _read(sheet, dry=True)
        choices = []
        if counted.commas:
            choices.append(Choice("comma", _("Prices have a decimal comma: 1,19 is 1.19")))
        if not counted.bad:
            choices.append(Choice("store", _("Store them")))
        elif counted.new or counted.changed:
            choices.append(Choice("skip", _("Store the good ones, leave the bad ones out")))
        return Question(
            _("What the file comes to"),
            (*_told(counted), *_usual_tax(sheet)),
            choices=(
                *choices,
                Choice("again", _("Another file, or this one once it is put right")),
                Choice("later", _("Store nothing")),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Stores it, or goes back to choosing."""
        if answer == "comma":
            sheet.answers[_COMMA], sheet.go = DONE, self.name
            return None
        sheet.go = ItemFile.name if answer == "again" else Items.name
        if answer not in ("store", "skip"):
            return None
        counted = _read(sheet, dry=False, skip_bad=answer == "skip")
        if not counted.stored:
            raise InvalidValue(_("rows are bad, so nothing was stored"))
        sheet.drop("file", "file.names", _COLUMNS, _COMMA)
        sheet.answers[Items.name], sheet.go = DONE, ""
        return Reply(_said(counted, _("stored")), "good")


def _go_on(sheet: Sheet) -> None:
    sheet.go = Column.name if _missing(sheet) and sheet.words("file.names") else FileCheck.name


def _missing(sheet: Sheet) -> str:
    known = sheet.pairs(_COLUMNS)
    return next((field for field in NEEDED if field not in known), "")


def _read(sheet: Sheet, *, dry: bool, skip_bad: bool = False) -> Counted:
    columns = {field: column for field, column in sheet.pairs(_COLUMNS).items() if column}
    tax = sheet.port.taxes()[0][0]
    comma = sheet.text(_COMMA) == DONE
    return sheet.port.read_items(
        sheet.text("file"), columns, tax=tax, dry=dry, skip_bad=skip_bad, comma=comma
    )


def _usual_tax(sheet: Sheet) -> tuple[str, ...]:
    taxes = sheet.port.taxes()
    if len(taxes) < 2:
        return ()
    return (_("Items that name no tax get their department's, else {tax}.", tax=taxes[0][1]),)


def _told(counted: Counted) -> tuple[str, ...]:
    more = counted.bad - len(counted.problems[:_SHOWN])
    return (
        _said(counted, _("would be")),
        *(f"  {line}" for line in counted.sample),
        *(f"! {line}" for line in counted.problems[:_SHOWN]),
        *([ngettext("! and {count} more bad row", "! and {count} more bad rows", more)] if more > 0 else []),
        *(f"- {line}" for line in counted.notes[:_SHOWN]),
    )


def _said(counted: Counted, before: str) -> str:
    return _(
        "{before}: {new} new, {changed} changed, {bad} bad rows",
        before=before,
        new=counted.new,
        changed=counted.changed,
        bad=counted.bad,
    )
