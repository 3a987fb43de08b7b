"""What the journal says of the last good backup, and when one is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

BACKUP: Final = "backup"
"""The kind of the event, and the key of the setting that holds the last one."""


def said_on_z(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a Z says of the last good backup; None where there was none."""
    return None if kept is None else {"time": kept["time"], "verified": kept["verified"]}


def age_in_days(kept: Mapping[str, Any], now: datetime) -> int:
    """Whole days since the last good backup."""
    return (now - datetime.fromisoformat(kept["time"])).days
