"""What is known of the very piece in hand: its lot, its serial number, its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Traits:
    """What a label says of the very piece in hand; kept with its line. Dates are ISO texts."""

    lot: str = ""
    serial: str = ""
    use_by: str = ""
    best_before: str = ""
    sell_by: str = ""
    unread: str = ""
    """The AI of a date that is no day, as the label says it; the article is sold all the same."""

    def to_document(self) -> dict[str, str]:
        """The stored form: what there is."""
        return {name: value for name in _TRAITS if (value := getattr(self, name))}

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Traits:
        """The traits of a stored form."""
        return traits_of(*(str(document.get(name) or "") for name in _TRAITS))


_TRAITS: Final = ("lot", "serial", "use_by", "best_before", "sell_by", "unread")
NO_TRAITS: Final = Traits()
"""What a line has whose label says nothing of its piece: this very value, so that looking costs nothing."""


def traits_of(*values: str) -> Traits:
    """The traits of these values, in their order."""
    return Traits(*values) if any(values) else NO_TRAITS
