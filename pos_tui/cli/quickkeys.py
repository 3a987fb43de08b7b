"""`pos quickkeys`: items without bar codes, sold by a number or a function key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pos_tui.core.words import _

from .common import group, opened
from .output import line, say

app = group("Quick keys: pages of items without bar codes, sold with /quick or Ctrl-G.")


@app.command()
def show(ctx: typer.Context) -> None:
    """Write the quick keys as the TOML file that sets them.

    Example: pos quickkeys show
    """
    from pos_tui.bootstrap.quickkeys import as_toml

    with opened(ctx) as front:
        text = as_toml(front)
    if text:
        line(text)
    else:
        say(_("there are no quick keys yet: pos quickkeys set FILE makes some"))


@app.command("set")
def set_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help='TOML: [[page]] with name = "Bread", keys = ["CODE", ...].')],
) -> None:
    """Set all quick keys from a file; it may name items that come later. Pages have ten keys.

    Example: pos quickkeys set keys.toml
    """
    from pos_tui.bootstrap.quickkeys import set_from

    with opened(ctx, readonly=False, needs="items.change") as front:
        unknown = set_from(front, file)
    for code in unknown:
        say(_("note: no item has the code {code} yet", code=code))
    say(_("the quick keys are set"))
