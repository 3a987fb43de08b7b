"""The owner's PIN and the recovery code. Neither is among the answers that are kept on the disk."""

from __future__ import annotations

from pos_tui.core.words import _

from ..question import Choice, Question, Reply
from ..sheet import DONE, Sheet, Step


class Secret:
    """What the steps tell each other while the program runs."""

    pin = ""
    code = ""


class OwnersPin(Step):
    """A PIN for the owner; without one whoever can open the till may do everything."""

    name = "owner"
    after_making = True

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def due(self, sheet: Sheet) -> bool:
        """Not for a shop that was brought in with its operators."""
        return super().due(sheet) and not sheet.port.standing().operators

    def ask(self, sheet: Sheet) -> Question:
        """A PIN that nobody sees."""
        return Question(
            _("The owner's PIN"),
            (
                _("Six digits or more, no row like 123456. You sign on with it as owner, and let others in:"),
                _("each gets a PIN of their own (pos operators add), and may do what you allow."),
                _("Without a PIN who can open this terminal can sell, change prices and read all figures."),
            ),
            prompt=_("PIN"),
            digits=True,
            secret=True,
            later=_("no PIN: nobody has to sign on"),
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Asks for it a second time."""
        sheet.port.check_pin(answer)
        self._secret.pin = answer
        sheet.go = "owner.again"
        return None


class OwnersPinAgain(Step):
    """The same once more, as nobody could see it."""

    name = "owner.again"
    after_making = True

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def ready(self, sheet: Sheet) -> bool:
        """Only right after the first time."""
        return bool(self._secret.pin)

    def ask(self, sheet: Sheet) -> Question:
        """The PIN again."""
        return Question(_("The same PIN once more"), prompt=_("PIN"), digits=True, secret=True)

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Makes the owner."""
        if answer != self._secret.pin:
            sheet.go = "owner"
            return Reply(_("these were not the same: choose it again"), "refused")
        self._secret.code = sheet.port.make_owner(answer)
        self._secret.pin = ""
        sheet.answers["owner"] = DONE
        sheet.go = "owner.code"
        return None


class RecoveryCode(Step):
    """The code that opens the shop when the PIN is forgotten, shown this once."""

    name = "owner.code"
    after_making = True

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def ready(self, sheet: Sheet) -> bool:
        """Only while it is known."""
        return bool(self._secret.code)

    def ask(self, sheet: Sheet) -> Question:
        """Asks whether it was written down."""
        return Question(
            _("Recovery code"),
            (
                _("Write it down now and lock it away. It is shown this once:"),
                "",
                f"    {self._secret.code}",
                "",
                _("Who forgets the owner's PIN, or restores the shop elsewhere, needs it."),
            ),
            choices=(Choice("written", _("I have written it down")),),
            chosen=-1,
        )

    def take(self, sheet: Sheet, answer: str) -> Reply | None:
        """Forgets it."""
        self._secret.code = ""
        return Reply(_("from now on you sign on as owner"), "good")

    def later(self, sheet: Sheet) -> Reply | None:
        """It cannot be shown later."""
        sheet.go = self.name
        return Reply(_("it is never shown again: write it down first"), "refused")


def owner_steps() -> tuple[Step, ...]:
    """The three of them."""
    secret = Secret()
    return (OwnersPin(secret), OwnersPinAgain(secret), RecoveryCode(secret))
