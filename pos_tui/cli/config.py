"""`pos config`: the shop's settings, where each of them comes from, and what they were."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pos_tui.core.errors import InvalidValue, StoreError
from pos_tui.core.words import _
from pos_tui.settings import KEYS, Settings, as_text, known, load, parsed, set_values, texts

from .call import Call
from .common import FormatOption, group, opened
from .output import Column, Format, line, say, write_json, write_rows

app = group("Settings: show, get, set and unset them, and what they were.")
KeyArgument = Annotated[str, typer.Argument(help="Such as limits.quantity; pos config show lists them.")]


@app.command()
def show(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List all settings, where each value comes from, and when and by whom it was changed last.

    Example: pos config show --format json
    """
    from pos_tui.bootstrap import configuring

    chosen = _settings(ctx)
    with opened(ctx) as front:
        last = configuring.last_changes(front)
    rows = [
        {
            "key": key,
            "value": _plain(chosen, key)
            if format is Format.JSON
            else " | ".join(chosen.text(key).split("\n")),
            "from": chosen.sources.get(key, "default"),
            "changed": _stamp(*last[key]) if key in last else "",
            "about": _(about.help),
        }
        for key, about in [*KEYS.items(), *((f"keys.{word}", known(f"keys.{word}")) for word in chosen.keys)]
    ]
    write_rows(rows, [Column(name) for name in ("key", "value", "from", "changed", "about")], format)
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
    """Set one, in the store's config.toml; its comments stay. Open tills take it up before their next sale.

    Example: pos config set printer tcp://192.0.2.7:9100
    """
    text = "\n".join(values)
    value = parsed(key, text)
    _change(ctx, key, text)
    say(f"{key} = {as_text(value)}")


@app.command()
def unset(ctx: typer.Context, key: KeyArgument) -> None:
    """Take one out of config.toml, so that its default counts again.

    Example: pos config unset printer
    """
    value = repr(as_text(known(key).default))
    was_set = key in texts(_folder(ctx))
    _change(ctx, key, None)
    say(
        _("{key} is {value}, its default", key=key, value=value)
        if was_set
        else _("{key} is {value}, its default; it was not set", key=key, value=value)
    )


@app.command()
def history(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(help="Only of this setting.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the changes of settings, the newest first: who, when, before and after.

    What an editor changed in config.toml has no name; it is found when a till takes it up, or a setting is
    set the next time.

    Example: pos config history printer
    """
    from pos_tui.bootstrap import configuring

    if key is not None:
        known(key)
    with opened(ctx) as front:
        zone = ZoneInfo(front.shop.timezone)
        rows = [
            {
                "time": datetime.fromtimestamp(one.time // 1000, zone).isoformat(timespec="seconds"),
                "operator": _("(in the file)") if one.by_hand else one.operator,
                "key": one.key,
                "before": one.before,
                "after": one.after,
            }
            for one in configuring.history(front, key or "")
        ]
    write_rows(rows, [Column(name) for name in ("time", "operator", "key", "before", "after")], format)
    sys.stdout.flush()


@app.command()
def preview(
    ctx: typer.Context,
    columns: Annotated[
        int | None, typer.Option(min=16, max=132, help="Letters on a line; else as the printer has them.")
    ] = None,
    wanted: Annotated[
        list[str] | None, typer.Option("--try", metavar="KEY=VALUE", help="As if that were set; repeat it.")
    ] = None,
) -> None:
    """Show the last receipt, or an example, as it would be printed; --try sees other settings first.

    Example: pos config preview --columns 32 --try receipt.languages=fr,nl
    """
    from pos_tui.bootstrap.receipting import last_sale, paper_columns, preview

    tried = {key: text for key, _equals, text in (one.partition("=") for one in wanted or ())}
    with opened(ctx) as front:
        width = paper_columns(front) if columns is None else columns
        for text in preview(front, tried, width, last_sale(front)):
            line(text)
    sys.stdout.flush()


@app.command()
def logo(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A PNG, JPEG, GIF or BMP; else it comes by the standard input.")
    ] = None,
) -> None:
    """Print a picture at the top of receipts, in black and white; the shop keeps it in its journal.

    Example: pos config logo crown.png
    """
    from pos_tui.bootstrap import pictures

    with opened(ctx, readonly=False, needs="settings.change") as front:
        if file is None:
            name = pictures.keep(front, "logo", sys.stdin.buffer.read())
        else:
            name = pictures.keep_file(front, str(file))
        front.change_settings({"receipt.logo": name})
    say(_("receipts begin with {name}; pos config preview shows where", name=name))


def _change(ctx: typer.Context, key: str, text: str | None) -> None:
    """Raises PosError. A file with an error in it can be mended by whoever can write it, off the record."""
    folder = _folder(ctx)
    try:
        load(folder)
    except InvalidValue:
        set_values(folder, {key: text})
        return
    with opened(ctx, readonly=False, needs="settings.change") as front:
        front.change_settings({key: text})


def _stamp(time: str, operator: str) -> str:
    """When, in UTC, and by whom."""
    return f"{time[:16]}Z {operator or _('(in the file)')}"


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
