"""What remains to be done: the last page, and what `pos init --remaining` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pos_tui.core.words import _, ngettext

from ..question import Choice, Question, Reply
from ..sheet import DONE, Ending, Sheet, Step

if TYPE_CHECKING:
    from ..port import Standing


@dataclass(frozen=True, slots=True)
class Task:
    """Something a shop wants set up."""

    name: str
    """The step that does it; empty for what comes with a later version."""
    label: str
    state: str
    """How far it is, in words."""
    done: bool = False


def tasks(standing: Standing, answers: Mapping[str, Any] | None = None) -> list[Task]:
    """Return what a shop wants, done or not, in the order of the questions.

    What the shop itself does not show, such as whether the scanner was tried, is told only while the answers
    are there.
    """
    departments, items = standing.departments, standing.items
    drawer = "drawer=" in standing.printer
    has_owner = standing.operators > 0
    counted = standing.shifts or (answers or {}).get("shifts") == DONE
    found = [
        Task("owner", _("Owner's PIN"), _("set") if has_owner else _("none yet"), has_owner),
        Task(
            "shifts", _("Counting the drawer"), _("in shifts") if standing.shifts else _("without"), counted
        ),
        Task(
            "departments",
            _("Departments"),
            ngettext("{count} department", "{count} departments", departments),
            departments > 0,
        ),
        Task("items", _("Items"), ngettext("{count} item", "{count} items", items), items > 0),
        Task("printer", _("Receipt printer"), standing.printer or _("none yet"), bool(standing.printer)),
        Task("printer", _("Cash drawer"), _("on the printer") if drawer else _("none yet"), drawer),
        Task("backup", _("Backup folder"), standing.backup or _("none yet"), bool(standing.backup)),
    ]
    if answers is not None:
        for name, label in (("scanner", _("Scanner tried")), ("practice", _("Practice sale"))):
            done = answers.get(name) == DONE
            found.append(Task(name, label, _("done") if done else _("not yet"), done))
    return found


class Remaining(Step):
    """The list. Each line can be done now; the first one opens the till."""

    name = "remaining"
    after_making = True

    def due(self, sheet: Sheet) -> bool:
        """Always: it is where the questions end."""
        return True

    def ask(self, sheet: Sheet) -> Question:
        """What is done and what is not."""
        found = tasks(sheet.port.standing(), sheet.answers)
        left = [task for task in found if not task.done]
        return Question(
            _("What remains") if left else _("All done"),
            (
                _("Choose a line to do it now. pos init comes back here at any time."),
                _("Backups: pos backup makes one, also by a timer; pos restore brings one back."),
            ),
            choices=(
                Choice("till", _("Open the till")),
                *(
                    Choice(task.name, f"[{'x' if task.done else ' '}] {task.label}", task.state)
                    for task in found
                ),
            ),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Opens the till, or goes to a line."""
        if answer == "till":
            sheet.ending = Ending.TILL
        else:
            sheet.go = answer
        return None
