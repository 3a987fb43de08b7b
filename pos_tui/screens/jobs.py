"""What waits to be printed or needs a decision: print it, or give it up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pos_tui.core.display import clean, fit
from pos_tui.core.words import _, ngettext
from pos_tui.terminal.router import Press

from .lists import ListView

if TYPE_CHECKING:
    from .desk import Desk

_ALL, _DROP, _DROP_OLD = "f3", "f4", "f6"
_NUMBER, _TIME, _STATE = 6, 6, 9


class JobsView(ListView):
    """Enter prints the chosen job; what may have come out already says that it is a copy."""

    stays = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words = {
            "queued": _("waits"),
            "sending": _("printing"),
            "held": _("held"),
            "old": _("old"),
            "unsure": _("unsure"),
            "failed": _("failed"),
        }

    @property
    def title(self) -> str:
        """What the list is of."""
        return _("PRINT JOBS")

    @property
    def nothing(self) -> str:
        """All is printed, or nothing could be."""
        return _("no printer is set") if self._printer is None else _("nothing waits to be printed")

    @property
    def hint(self) -> str:
        """What can be done."""
        return _("Enter prints it, F3 all; F4 gives it up, F6 all that are old")

    def labels(self) -> Sequence[str]:
        """Number, time, state, what it is, and why it did not come out."""
        return list(map(self._label, self._jobs))

    def take(self, place: int) -> None:
        """Prints it, marked if it may be a second one."""
        job = self._jobs[place]
        self._printer.retry(None if job.state in ("held", "queued") else job.number)
        self.desk.say(_("{title} goes to the printer", title=job.title))

    def press(self, key: str, text: str) -> Press:
        """F3 prints all, F4 gives the chosen one up, F6 all that are old."""
        place = self.picked
        if key == _ALL and self._jobs:
            self._print_all()
            return Press.ACTED
        if key == _DROP_OLD and self._jobs:
            self._drop_old()
            return Press.ACTED
        if key == _DROP and place is not None:
            job = self._jobs[place]
            self._printer.discard(job.number)
            self.desk.say(_("{title} is not printed; /reprint prints a receipt again", title=job.title))
            return Press.ACTED
        return super().press(key, text)

    def keys(self) -> list[tuple[str, str]]:
        """Print, give up, back."""
        return [
            ("Enter", _("Print")),
            (_ALL.upper(), _("All")),
            (_DROP.upper(), _("Give up")),
            (_DROP_OLD.upper(), _("Old ones")),
            ("Esc", _("Back")),
        ]

    def _print_all(self) -> None:
        jobs = self._jobs
        self._printer.retry()
        for job in jobs:
            if job.state not in ("held", "queued", "sending"):
                self._printer.retry(job.number)
        self.desk.say(
            ngettext("{count} job goes to the printer", "{count} jobs go to the printer", len(jobs))
        )

    def _drop_old(self) -> None:
        old = [job for job in self._jobs if job.state == "old"]
        for job in old:
            self._printer.discard(job.number)
        self.desk.say(
            ngettext("{count} old job is given up", "{count} old jobs are given up", len(old))
            if old
            else _("none of them is old")
        )

    @property
    def _printer(self) -> Any:
        return None if self.desk.front is None else self.desk.front.printer

    @property
    def _jobs(self) -> Sequence[Any]:
        return () if self._printer is None else self._printer.status.jobs

    def _label(self, job: Any) -> str:
        copy = f" {_('copy {number}', number=job.copy)}" if job.copy else ""
        state = fit(self._words.get(job.state, job.state), _STATE)
        number = str(abs(job.number)).rjust(_NUMBER - 1)
        made = datetime.fromisoformat(job.made).astimezone(ZoneInfo(self.desk.register.shop.timezone))
        return f"{number} {f'{made:%H:%M}':<{_TIME}}{state}{clean(job.title)}{copy}  {clean(job.reason)}"
