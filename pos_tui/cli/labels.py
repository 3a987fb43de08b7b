"""`pos labels`: shelf labels with price, unit price and bar code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _, ngettext

from .common import FormatOption, checked_day, group, opened
from .output import Column, Format, say, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.core.item import Item

app = group("Shelf labels: print those of some items, of a department, or of what changed.")
COLUMNS = tuple(map(Column, ("sku", "name", "price", "per", "unit_price", "code", "symbology", "note")))


@app.callback()
def labels() -> None:
    """Shelf labels."""


@app.command("print")
def print_(
    ctx: typer.Context,
    codes: Annotated[list[str] | None, typer.Argument(help="Codes of items.")] = None,
    department: Annotated[str | None, typer.Option(help="All items of this department.")] = None,
    changed_since: Annotated[
        str | None, typer.Option(metavar="DAY", help="All whose label changed since, such as 2026-11-23.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="All whose label is not what was printed last, or never was.")
    ] = False,
    day: Annotated[
        str | None,
        typer.Option("--for", metavar="DAY", help="At the prices that begin by then; alone only these."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A file of codes, one a line.")
    ] = None,
    copies: Annotated[int, typer.Option(help="Labels of each item.", min=1, max=999)] = 1,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Else the setting label_printer.")] = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="Show what would be printed; print nothing.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print shelf labels; on stdout what is on them.

    Example: pos labels print --changed-since 2026-11-23 --to zpl+tcp://192.0.2.8
    """
    from pos_tui.bootstrap.labelling import print_on, rows

    if not (codes or department or changed_since or file or changed or day):
        raise InvalidValue(
            _("labels of what? Codes, --department, --changed, --for, --changed-since or --from")
        )
    since = None if changed_since is None else checked_day(changed_since)
    begins = "" if day is None else checked_day(day)
    with opened(ctx, readonly=only_list) as front:
        items = {item.sku: item for item in _chosen(front, codes or [], department, since, file)}
        items |= _by_price(front, items, begins, changed=changed)
        chosen = list(items.values())
        if not only_list:
            _tell(
                len(chosen) * copies,
                answers=print_on(front, to or front.settings.label_printer, chosen, copies, begins),
            )
        write_rows(rows(front, chosen, begins), COLUMNS, format)
    sys.stdout.flush()


def _tell(count: int, *, answers: bool) -> None:
    said = ngettext("1 label", "{count} labels", count)
    say(said if answers else _("{labels}: sent, the printer says nothing of paper", labels=said))


def _by_price(front: Shopfront, named: dict[str, Item], day: str, *, changed: bool) -> dict[str, Item]:
    """Those whose label is out of date, and what was named at the prices of a day to come."""
    from pos_tui.bootstrap import labelling

    if changed:
        return {item.sku: item for item in labelling.outdated(front, day)}
    if not day:
        return {}
    beginning = {item.sku: item for item in labelling.beginning(front, day)}
    return {sku: item for sku, item in beginning.items() if sku in named} if named else beginning


def _chosen(
    front: Shopfront, codes: list[str], department: str | None, day: str | None, file: Path | None
) -> Iterator[Item]:
    """The items that are meant, some perhaps more than once. Raises PosError."""
    from pos_tui.bootstrap import labelling

    yield from labelling.of_codes(front, [*codes, *(labelling.codes_in(file) if file else [])])
    if department:
        yield from labelling.of_department(front, department)
    if day:
        yield from labelling.changed_since(front, day)
