"""What running an entry or a command came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("line", "edited", "tender", "sale", "cancelled", "held", "recalled", "found", "info", "refused")
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One plain line for people, and the same as values for scripts."""

    kind: str
    """One of KINDS."""
    message: str
    """Not yet filtered for any terminal or printer."""
    data: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    sale: Mapping[str, Any] | None = None
    """The document of a sale that was completed, or of one that is to be printed again."""
    sound: str = ""
    """good, unknown, refused, or nothing."""

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.kind != "refused"

    def to_json(self, n: int, text: str) -> dict[str, Any]:
        """The object `pos ring --json` writes for input line `n`."""
        return {
            "n": n,
            "input": text,
            "ok": self.ok,
            "kind": self.kind,
            "message": self.message,
            **self.data,
        }
