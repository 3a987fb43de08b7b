"""Where backups go: tried by writing there, and remembered."""

from __future__ import annotations

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, LATER, Sheet, Step


class BackupFolder(Step):
    """A folder on another disk."""

    name = "backup"
    after_making = True

    def ask(self, sheet: Sheet) -> Question:
        """Drives that are plugged in; any other folder by its name."""
        now = sheet.port.standing().backup
        found = tuple(Choice(place.address, place.label, place.detail) for place in sheet.port.drives())
        lines = [_("A memory stick, another disk, another machine: when a disk breaks, its files are gone.")]
        lines += [_("In use now: {folder}", folder=now)] if now else []
        lines.append(_("Choose one or type a folder's name; it is tried. pos backup makes one there."))
        return Question(
            _("Backups"),
            tuple(lines),
            prompt=_("folder"),
            choices=(*found, Choice(LATER, _("Later"))),
            free=True,
            later=_("no backups for now"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Tries the folder and remembers it."""
        if answer == LATER:
            return self.later(sheet)
        notes = sheet.port.try_backup(answer)
        sheet.port.set("backup.folder", answer)
        sheet.answers[self.name] = DONE
        said = _("{folder}: a file was written there, read again and removed", folder=answer)
        return Reply("; ".join((said, *notes)), "good")
