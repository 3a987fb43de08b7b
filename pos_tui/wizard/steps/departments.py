"""Departments, each with the tax that its goods usually have."""

from __future__ import annotations

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step


class Department(Step):
    """One name after the other."""

    name = "departments"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """A name; Enter alone when there are no more."""
        there = sheet.port.departments()
        return Question(
            _("Departments"),
            (
                _("Groups of goods, such as Food or Newspapers: for their tax, and for figures."),
                _("What has no bar code can be sold by its group and an amount."),
                _("So far: {names}", names=", ".join(there))
                if there
                else _("None so far; a shop can do without."),
            ),
            prompt=_("name"),
            enter=_("that is all") if there else _("no departments"),
            later=_("no departments for now"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Keeps the name until its tax is known; where there is one rate only, that is it."""
        if not answer:
            sheet.answers[self.name] = DONE
            return None
        if answer.casefold() in (name.casefold() for name in sheet.port.departments()):
            raise InvalidValue(_("{name} is there already: the next one?", name=answer))
        taxes = sheet.port.taxes()
        if len(taxes) == 1:
            return add(sheet, answer, taxes[0][0])
        sheet.answers["department"] = answer
        sheet.go = "departments.tax"
        return None


class DepartmentTax(Step):
    """Which rate its goods have."""

    name = "departments.tax"
    after_making = True

    def ready(self, sheet: Sheet) -> bool:
        """Only for a department that has a name."""
        return bool(sheet.text("department"))

    def ask(self, sheet: Sheet) -> Question:
        """The shop's rates."""
        return Question(
            sheet.text("department"),
            (_("Which tax do most goods of this department have? A single item may have another."),),
            choices=tuple(Choice(code, said) for code, said in sheet.port.taxes()),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Adds it, and asks for the next."""
        return add(sheet, sheet.text("department"), answer)


def add(sheet: Sheet, name: str, tax: str) -> Reply:
    """Adds a department and goes on with the next one."""
    sheet.port.add_department(name, tax)
    sheet.drop("department")
    sheet.go = Department.name
    return Reply(_("{name} is added", name=name), "good")
