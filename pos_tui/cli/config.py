"""`pos config`: the shop's settings and where each of them comes from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pos_tui.core.errors import InvalidValue, StoreError
from pos_tui.core.words import _
from pos_tui.settings import KEYS, Settings, as_text, known, load, set_value, unset_value

from .call import Call
from .common import FormatOption, group, opened
from .output import Column, Format, line, say, write_json, write_rows

app = group("Settings: show, get, set and unset them.")
KeyArgument = Annotated[str, typer.Argument(help="Such as limits.quantity; pos config show lists them.")]


@app.command()
def show(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List all settings, and where each value comes from.

    Example: pos config show --format json
    """
    chosen = _settings(ctx)
    rows = [
        {
            "key": key,
            "value": _plain(chosen, key)
            if format is Format.JSON
            else " | ".join(chosen.text(key).split("\n")),
            "from": chosen.sources.get(key, "default"),
            "about": _(about.help),
        }
        for key, about in [*KEYS.items(), *((f"keys.{word}", known(f"keys.{word}")) for word in chosen.keys)]
    ]
    write_rows(rows, [Column(name) for name in ("key", "value", "from", "about")], format)
    sys.stdout.flush()


@app.command()
def get(ctx: typer.Context, key: KeyArgument, format: FormatOption = Format.TABLE) -> None:
    """Print one setting's value.

    Example: pos config get printer
    """
    known(key)
    chosen = _settings(ctx)
    if format is Format.JSON:
        write_json(_plain(chosen, key))
    else:
        line(chosen.text(key))


@app.command("set")
def set_(
    ctx: typer.Context,
    key: KeyArgument,
    values: Annotated[
        list[str], typer.Argument(metavar="VALUE...", help="Several are lines, as of shop.header.")
    ],
) -> None:
    """Set one, in the store's config.toml; its comments stay.

    Example: pos config set printer tcp://192.0.2.7:9100
    """
    _may_change(ctx)
    value = set_value(_folder(ctx), key, "\n".join(values))
    say(f"{key} = {as_text(value)}")


@app.command()
def unset(ctx: typer.Context, key: KeyArgument) -> None:
    """Take one out of config.toml, so that its default counts again.

    Example: pos config unset printer
    """
    _may_change(ctx)
    was_set = unset_value(_folder(ctx), key)
    value = repr(as_text(known(key).default))
    say(
        _("{key} is {value}, its default", key=key, value=value)
        if was_set
        else _("{key} is {value}, its default; it was not set", key=key, value=value)
    )


def _may_change(ctx: typer.Context) -> None:
    """Raises NotAllowed. A file with an error in it can be mended by whoever can write it."""
    try:
        load(_folder(ctx), os.environ, ctx.obj.flags)
    except InvalidValue:
        return
    with opened(ctx, readonly=False, needs="settings.change"):
        pass


def _folder(ctx: typer.Context) -> Path:
    """The store's folder. Raises StoreError where there is no store."""
    call: Call = ctx.obj
    if not (call.store / "store.json").exists():
        raise StoreError(_("there is no store at {store}", store=call.store))
    return call.store


def _settings(ctx: typer.Context) -> Settings:
    return load(_folder(ctx), os.environ, ctx.obj.flags)


def _plain(chosen: Settings, key: str) -> Any:
    value = chosen.get(key)
    if isinstance(value, bool | int):
        return value
    return list(value) if isinstance(value, tuple) else as_text(value)
