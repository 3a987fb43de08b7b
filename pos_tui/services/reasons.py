"""Reasons: why a price was lowered by hand, in the shop's own words where it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

if TYPE_CHECKING:
    from .counter import Counter

MAX_REASON = 100
LONGEST_WHY = 200


def reason_of(counter: Counter, text: str) -> str:
    """The reason that was meant: any where the shop has none of its own, else one of those, by its beginning.

    Raises InvalidValue, saying which there are.
    """
    known = counter.rules.reasons
    if not known:
        if len(text) > MAX_REASON:
            raise InvalidValue(_("a reason has at most {most} characters", most=MAX_REASON))
        return text
    wanted = text.casefold()
    found = [reason for reason in known if wanted and reason.casefold().startswith(wanted)]
    exact = [reason for reason in found if reason.casefold() == wanted]
    if len(exact or found) != 1:
        raise InvalidValue(_("say why at the end, after for: {reasons}", reasons=", ".join(known)))
    return (exact or found)[0]


def checked_why(text: str) -> str:
    """A reason as it is kept with what was changed; nothing is none. Raises InvalidValue."""
    why = text.strip()
    if len(why) > LONGEST_WHY or not why.isprintable():
        raise InvalidValue(_("a reason has at most {limit} printable characters", limit=LONGEST_WHY))
    return why
