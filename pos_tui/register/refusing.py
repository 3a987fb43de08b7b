"""Refusals: why an entry was not run, and what a face of the till needs to ask or to offer next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pos_tui.core.errors import AgeUnknown, SameWeight, SeveralItems, TraitUnknown, UnknownCode
from pos_tui.core.permission import NotAllowed

from .entering import item_rows
from .grammar import split_command
from .outcome import Outcome

if TYPE_CHECKING:
    from pos_tui.core.errors import PosError

    from .register import Register


@dataclass(frozen=True, slots=True)
class AgeAsked:
    """An entry that waits for an answer for the buyer's age."""

    error: AgeUnknown
    text: str
    entered: str
    given: str
    """The serial number or lot that was given for it."""


@dataclass(frozen=True, slots=True)
class TraitAsked:
    """An entry that waits for a serial number or lot."""

    text: str
    entered: str


def refusal(register: Register, error: PosError, text: str, entered: str) -> Outcome:
    """What an error that ended an entry comes to; an unknown code is noted, a question waits."""
    data: dict[str, Any] = {"reason": error.message}
    sound = "refused"
    if isinstance(error, UnknownCode):
        sound = "unknown"
        if entered == "scan" or is_code_like(error.code):
            register.notes.miss(register.basket.id, error, entered)
            data["code"] = error.code
    elif isinstance(error, SeveralItems):
        data["items"], sound = item_rows(register, error.items), "unknown"
        if error.parent is not None:
            data["variants_of"] = error.parent.sku
    elif isinstance(error, SameWeight):
        command = split_command(text)
        data["repeat"] = f"/weigh {text if command is None else command[1]} again"
    elif isinstance(error, AgeUnknown):
        register.age_asked = AgeAsked(error, text, entered, register.given)
        data["age"] = {**error.check.to_document(), "name": error.name}
    elif isinstance(error, TraitUnknown):
        register.trait_asked = TraitAsked(text, entered)
        data["asks"] = "/serial "
    elif isinstance(error, NotAllowed):
        data["needs"] = error.permission
    return Outcome("refused", error.message, data, sound=sound)


def is_code_like(text: str) -> bool:
    """Whether an entry that met nothing is rather a code than words of a name."""
    return " " not in text and any(map(str.isdigit, text))
