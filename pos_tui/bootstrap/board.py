"""The devices of an open till, for its screen: how each does, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from devices.errors import DeviceError
from pos_tui.core.errors import InvalidValue

from .kinds import kind_of, kinds

if TYPE_CHECKING:
    from devices.finding import Found

    from .devicekind import DeviceKind, Tried
    from .front import Shopfront


@dataclass(frozen=True, slots=True)
class Standing:
    """One kind of device and how it does."""

    word: str
    """What commands call it."""
    name: str
    address: str
    """"" where none is set."""
    words: str
    is_good: bool | None
    setting: str
    unset: str
    """What the setting is to hold so that there is none."""
    hint: str
    """What an address of one looks like."""
    can_be_asked: bool
    """One is set, at what is an address."""


class DeviceBoard:
    """What waits for a device says so; all else returns at once."""

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        self._kinds: tuple[DeviceKind, ...] = kinds()
        self._asked: set[str] = set()

    def standings(self) -> Sequence[Standing]:
        """All kinds there are."""
        return [self._standing(kind) for kind in self._kinds]

    def refresh(self) -> None:
        """Has each asked that is set, in threads of their own; the front's listener hears of the answers."""
        for kind in self._kinds:
            if kind.word not in self._asked and self._standing(kind).can_be_asked:
                self._asked.add(kind.word)
                kind.refresh(self._front, partial(self._heard, kind.word))

    def attempt(self, word: str) -> str:
        """Begins to try the one that is set; what to look for."""
        try:
            return kind_of(word).attempt(self._front).words
        except DeviceError as error:
            return error.message

    def found(self, word: str) -> Sequence[Found]:
        """What is plugged in that may be one; looks at the machine."""
        return kind_of(word).found()

    def probe(self, word: str, address: str) -> Tried:
        """Tries one; waits for it, or for a person. Raises InvalidValue, Refused, NotAllowed."""
        from pos_tui.settings.reaching import RIGHT, reaches_files

        kind = kind_of(word)
        self._front.permit("settings.change")
        if reaches_files(kind.setting, address):
            self._front.permit(RIGHT)
        return kind.probe(self._front, address)

    def reconnect(self, word: str) -> bool:
        """Takes it up as it is set now; returns whether that counts at once. May wait. Raises Refused."""
        self._asked.clear()  # one that is let go of answers nobody any more
        return kind_of(word).reconnect(self._front)

    def _heard(self, word: str) -> None:
        self._asked.discard(word)
        self._front.listener()

    def _standing(self, kind: DeviceKind) -> Standing:
        try:
            address = kind.address(self._front)
        except InvalidValue as error:
            raw = self._front.setting(kind.setting)
            return Standing(
                *(kind.word, kind.name(), raw, error.message, False, kind.setting, "", kind.hint()), False
            )
        told = kind.told(self._front) if address else None
        return Standing(
            kind.word,
            kind.name(),
            address,
            told.words if told else "",
            told.is_good if told else None,
            kind.setting,
            kind.unset(self._front) if address else "",
            kind.hint(),
            bool(address),
        )
