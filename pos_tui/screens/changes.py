"""What something was, as lines of a page: who changed what, when and why, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.history import Change

_EMPTY = "-"


def change_lines(changes: Sequence[Change], labels: Mapping[str, str], zone: str) -> list[str]:
    """Changes, which come oldest first, as lines; fields are called what `labels` says."""
    return [line for change in reversed(changes) for line in _told(change, labels, ZoneInfo(zone))]


def _told(change: Change, labels: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    """A change as lines: when, who and why, then each field."""
    moment = datetime.fromtimestamp(change.time // 1000, UTC).astimezone(zone)
    why = change.why or (_("new") if change.is_new else "")
    yield " ".join(filter(None, (f"{moment:%Y-%m-%d %H:%M}", change.operator, why)))
    for field, before, after in change.fields:
        yield f"  {_(labels.get(field, field))}: {before or _EMPTY} > {after or _EMPTY}"
