"""The shift that a till is in: what everything recorded in it needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OpenShift:
    """The shift that a till is in."""

    number: int
    """Per till, from 1; its Z has the same."""
    day: str
    """Its business day: that of everything recorded in it, however late."""
    opened: str
    """When, ISO 8601, UTC."""
    owner: str
    """Who answers for the drawer."""
    float: int
    """What was in the drawer, in minor units."""
    since: int
    """The number of the journal's last record before it."""

    def to_document(self) -> dict[str, Any]:
        """The stored form, within the till's."""
        return {
            "number": self.number,
            "day": self.day,
            "opened": self.opened,
            "owner": self.owner,
            "float": self.float,
            "since": self.since,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> OpenShift:
        """The shift of a stored form."""
        return cls(
            document["number"],
            document["day"],
            document["opened"],
            document["owner"],
            document["float"],
            document["since"],
        )
