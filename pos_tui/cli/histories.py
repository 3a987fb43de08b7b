"""What something was, as rows: what changed, when, by whom and why; the same for all tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_tui.core.words import _

from .common import opened
from .output import Column, Format, write_rows

if TYPE_CHECKING:
    import typer

    from pos_tui.core.history import Change

HISTORY = (
    Column("time"),
    Column("operator"),
    Column("field"),
    Column("before"),
    Column("after"),
    Column("why"),
)


def history_rows(change: Change, zone: ZoneInfo) -> Iterator[dict[str, str]]:
    """A change as rows, one a field; times are told in `zone`."""
    moment = datetime.fromtimestamp(change.time // 1000, UTC).astimezone(zone)
    for name, before, after in change.fields:
        yield {
            "time": f"{moment:%Y-%m-%d %H:%M:%S}",
            "operator": change.operator,
            "field": name,
            "before": before,
            "after": after,
            "why": change.why or (_("new") if change.is_new else ""),
        }


def write_history(ctx: typer.Context, word: str, code: str, format: Format) -> None:
    """Writes what a rule of a book of the back office was. Raises Refused where there never was one."""
    from pos_tui.bootstrap.office import office
    from pos_tui.core.errors import Refused

    with opened(ctx) as front:
        found = office(front)(word).history(code)
        if not found:
            raise Refused(_("nothing of {code} is on record", code=code[:64]))
        zone = ZoneInfo(front.shop.timezone)
        write_rows([row for change in found for row in history_rows(change, zone)], HISTORY, format)
