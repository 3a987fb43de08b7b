"""What can go wrong, as a tree the screens and commands can show as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.words import _

if TYPE_CHECKING:
    from .age import AgeCheck
    from .item import Item


class PosError(Exception):
    """A plain message for the person at the till; every error of ours is one."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(PosError):
    """The counter's rules say no: nothing changed, and the message says what to do next."""


class InvalidValue(Refused):
    """A text that is not the value it should be: an amount, a quantity, a code, a date."""


class UnknownCode(Refused):
    """No item has this code; it is kept in `code` so that it can be given a price later.

    With `misread` it can be nobody's, as a check digit in it is wrong.
    """

    def __init__(self, message: str, code: str, *, misread: bool = False) -> None:
        super().__init__(message)
        self.code, self.misread = code, misread


class SeveralItems(Refused):
    """More than one item has this code, or it has variants: a person has to choose."""

    def __init__(self, message: str, items: tuple[Item, ...], parent: Item | None = None) -> None:
        """`parent` is the item whose variants these are."""
        super().__init__(message)
        self.items, self.parent = items, parent


class OutOfReach(Refused):
    """A device does not answer or is not there: there may be another way, by hand."""


class SameWeight(Refused):
    """The scale shows what was sold last and was not empty since: a person has to say that it is right."""


class AgeUnknown(Refused):
    """Only who is old enough may buy this: a person has to say that the buyer is."""

    def __init__(self, message: str, check: AgeCheck, name: str) -> None:
        super().__init__(message)
        self.check, self.name = check, name


class TraitUnknown(Refused):
    """The item asks for the serial number or the lot of the very piece."""


class StoreError(PosError):
    """The store could not do what it was asked; its subclasses live in `data.errors`."""


class AlreadyRecorded(StoreError):
    """The idempotency key of this commit is in the journal already, as record `n`."""

    def __init__(self, n: int) -> None:
        super().__init__(_("this was already recorded, as record {n}", n=n))
        self.n = n
