"""Items: from a file, one by one, or later."""

from __future__ import annotations

from typing import Final

from pos_tui.core.barcode import is_misread
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step

_LONGEST_CODE: Final = 64
_HELD: Final = "item.waiting"


class Items(Step):
    """How the price list comes in."""

    name = "items"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """Three ways, and how many items there are."""
        count = sheet.port.standing().items
        there = ngettext("The shop has {count} item.", "The shop has {count} items.", count)
        return Question(
            _("Items"),
            (there, _("More can be added at any time, also at the till when an unknown code is scanned.")),
            choices=(
                Choice("file", _("From a file"), _("a spreadsheet saved as CSV, or JSON lines")),
                Choice("scan", _("Scan and name them one by one")),
                Choice(DONE, _("That is all") if count else _("Later")),
            ),
            chosen=2 if count else 0,
            later=_("items come later"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Goes the way that was chosen."""
        if answer == DONE:
            sheet.answers[self.name] = DONE
        else:
            sheet.go = f"items.{answer}"
        return None


class ItemCode(Step):
    """The code of the next item."""

    name = "items.scan"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """A scan, or a code of the shop's own; a code that came too early is offered."""
        held = sheet.words(_HELD)
        return Question(
            _("Next item"),
            (_("Scan it, or type a short code of your own for what has no bar code."),),
            prompt=_("code"),
            enter=_("takes {code}, scanned before", code=held[0]) if held else _("no more items"),
            scans=True,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Looks whether it is there already; Enter alone ends."""
        held = sheet.words(_HELD)
        code = answer or (held.pop(0) if held else "")
        sheet.answers[_HELD] = held
        if not code:
            sheet.go = Items.name
            return None
        if len(code) > _LONGEST_CODE:
            raise InvalidValue(_("a code has at most {most} characters", most=_LONGEST_CODE))
        if is_misread(code):
            raise InvalidValue(
                _("{code} is no whole bar code: its check digit is wrong. Scan again", code=code)
            )
        known = sheet.port.item_name(code)
        if known:
            sheet.go = self.name
            return Reply(_("{code} is {name} already: scan the next one", code=code, name=known))
        sheet.answers["item.code"] = code
        sheet.go = "items.name"
        return None


class _OfItem(Step):
    """A question about the item whose code is known. A scan meanwhile is the next item's code."""

    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only for an item that has a code."""
        return bool(sheet.text("item.code"))

    def early(self, sheet: Sheet, code: str) -> Reply:
        """Keeps a code that was scanned while something else is asked."""
        sheet.answers[_HELD] = [*sheet.words(_HELD), code]
        sheet.go = self.name
        return Reply(_("{code} waits until this item is done", code=code))


class ItemName(_OfItem):
    """What it is called."""

    name = "items.name"

    def ask(self, sheet: Sheet) -> Question:
        """A text."""
        return Question(
            sheet.text("item.code"),
            (_("What is it called? As receipts print it, such as Semi-skimmed milk 1 l."),),
            prompt=_("name"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it."""
        sheet.answers["item.name"] = answer
        sheet.go = "items.price"
        return None


class ItemPrice(_OfItem):
    """What it costs."""

    name = "items.price"

    def ask(self, sheet: Sheet) -> Question:
        """A number."""
        return Question(
            sheet.text("item.name"),
            (_("What does one cost?"),),
            prompt=_("price"),
            enter=_("no price: asked at each sale"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps it; asks for the department only where there are any."""
        sheet.answers["item.price"] = sheet.port.check_price(answer.replace(",", ".")) if answer else ""
        if sheet.port.departments():
            sheet.go = "items.department"
            return None
        return add(sheet, "")


class ItemDepartment(_OfItem):
    """Which department it belongs to."""

    name = "items.department"

    def ask(self, sheet: Sheet) -> Question:
        """The shop's departments, the last one taken first."""
        there = list(sheet.port.departments())
        last = sheet.text("item.department")
        return Question(
            sheet.text("item.name"),
            (_("Which department? Its tax is the item's."),),
            choices=(*(Choice(name, name) for name in there), Choice("", _("None of them"))),
            chosen=there.index(last) if last in there else 0,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Adds the item, and asks for the next."""
        sheet.answers["item.department"] = answer
        return add(sheet, answer)


def add(sheet: Sheet, department: str) -> Reply:
    """Adds the item that was described and goes on with the next one."""
    code, name, price = (sheet.text(f"item.{part}") for part in ("code", "name", "price"))
    sheet.port.add_item(code, name, price, department)
    sheet.drop("item.code", "item.name", "item.price")
    sheet.go = ItemCode.name
    return Reply(_("{name} is added. The next one?", name=name), "good")
