"""Operators: who may stand at a till, what their PINs have to be, and how wrong ones slow down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from .errors import InvalidValue, Refused
from .records import utc_text
from .words import _

MOST_TRIES: Final = 10
"""Wrong PINs in a row that lock (NIST SP 800-63B-4, activation secrets)."""
_FREE_TRIES: Final = 3
_LONGEST_WAIT: Final = 300
"""Seconds."""
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,19}\Z", re.ASCII)
_LONG_PINS: Final = frozenset({"manager", "owner", "service"})
"""Roles whose PIN has six digits at least: all 10^4 are tried in minutes, whatever the hash."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs in a row, and when the last one was."""

    count: int = 0
    last: str = ""
    """ISO 8601, UTC."""

    def check(self, now: datetime) -> None:
        """Raises Refused while no further try is taken."""
        if self.count >= MOST_TRIES:
            raise Refused(
                _(
                    "locked after {count} wrong PINs: ask who may unlock it",
                    count=self.count,
                )
            )
        left = self._free_at() - now if self.count >= _FREE_TRIES else timedelta()
        # A clock that was put back must not keep somebody out for a day.
        if timedelta() < left <= timedelta(seconds=_LONGEST_WAIT):
            seconds = -(-left // timedelta(seconds=1))
            raise Refused(_("too many wrong PINs: wait {seconds} s and try again", seconds=seconds))

    def _free_at(self) -> datetime:
        wait = min(2 ** (self.count - _FREE_TRIES + 1), _LONGEST_WAIT)
        return datetime.fromisoformat(self.last) + timedelta(seconds=wait)

    def another(self, now: datetime) -> Tries:
        """With one more, which is wrong until it proves right."""
        return Tries(self.count + 1, utc_text(now))


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may stand at a till."""

    code: str
    name: str
    role: str
    pin: str = ""
    """Its hash; "" where none was set."""
    active: bool = True
    """False for who left: never deleted, as the journal names them."""
    must_change: bool = False
    """Somebody else chose the PIN: it is changed at the next sign-on."""
    account: str = ""
    """The account of the operating system that is theirs, for commands."""
    token: str = ""
    """The hash of the token that scripts of theirs use."""
    language: str = ""
    """Of the till while they stand there; "" is the shop's."""
    last: str = ""
    """When they signed on last, ISO 8601, UTC."""
    tries: Mapping[str, Tries] = field(default_factory=dict)
    """By where they were made: see `place_of_tries`."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Operator:
        """Reads what `to_document` makes."""
        known = {name: document[name] for name in cls.__dataclass_fields__ if name in document}
        tries = {place: Tries(*of) for place, of in document.get("tries", {}).items()}
        return cls(**{**known, "tries": tries})

    def to_document(self) -> dict[str, Any]:
        """As the journal keeps it: hashes only."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "tries"}
        return {"v": 1, **fields, "tries": self.tries_document()}

    def tries_document(self) -> dict[str, list[Any]]:
        """The tries as the journal keeps them."""
        return {place: [tries.count, tries.last] for place, tries in self.tries.items()}

    def place_of_tries(self, till: str) -> str:
        """Where wrong PINs are counted together.

        An owner's count for the till only: nobody can lock the owner out everywhere.
        """
        return till if self.role == "owner" else ""

    def with_tries(self, place: str, tries: Tries | None) -> Operator:
        """With other tries at a place; None forgets them."""
        others = {name: of for name, of in self.tries.items() if name != place}
        return replace(self, tries=others if tries is None else {**others, place: tries})


def check_code(code: str) -> str:
    """An operator's code in lower case. Raises InvalidValue."""
    lower = code.strip().casefold()
    if not _CODE.match(lower):
        raise InvalidValue(_("an operator's code is letters and digits, such as ann or 12"))
    return lower


def check_pin(pin: str, role: str) -> None:
    """Raises InvalidValue for a PIN that is too short for the role, or is guessed first."""
    least = 6 if role in _LONG_PINS else 4
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= 12):
        raise InvalidValue(_("a PIN has {least} to 12 digits", least=least))
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise InvalidValue(_("that PIN is guessed first: choose one that is no row of digits"))
