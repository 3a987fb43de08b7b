"""`pos man`: the manual page, from the commands themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import typer
import typer.main

from pos_tui import __version__

_EXIT_CODES: Final = (
    ("0", "done"),
    ("1", "refused or failed; of ring: some lines; of doctor and items check: something is to be done"),
    ("2", "a word, option, value or setting is not what it should be, or a terminal is needed"),
    ("3", "done in part, as asked for"),
    ("4", "the store is missing, damaged, in use or out of room"),
    ("128+n", "a till that signal n ended"),
)
_ENVIRONMENT: Final = (
    ("POS_STORE", "the store's folder"),
    ("POS_STATE", "where this machine keeps what is its own about stores"),
    ("POS_TOKEN_FILE", "a file with the token of the operator who acts, which nobody else can read"),
    ("POS_BACKUP_PASSPHRASE_FILE", "a file with the passphrase of backups"),
    ("POS_...", "any setting: POS_PRINTER, POS_SHOP_FOOTER; pos config show lists them"),
    ("TERM, LANG, LC_ALL, NO_COLOR", "as everywhere"),
)


def man(ctx: typer.Context) -> None:
    """Write the manual page to standard output.

    Example: pos man | man -l -
    """
    sys.stdout.write("\n".join(page(ctx.find_root().command)) + "\n")


def page(root: Any) -> Iterator[str]:
    """The lines of the page in troff's man macros, for the commands below `root`."""
    yield f'.TH POS 1 "" "pos-tui {__version__}" "User Commands"'
    yield from (".SH NAME", r"pos \- a shop's till in a terminal")
    yield from (".SH SYNOPSIS", _bold("pos"), "[OPTIONS] [COMMAND [ARGUMENTS]]")
    yield from (".SH DESCRIPTION", *_paragraphs(root.help or ""))
    yield from (".SH OPTIONS", *_options(root))
    yield from (".SH COMMANDS", *_commands(root, ()))
    yield from (".SH EXIT STATUS", *_table(_EXIT_CODES))
    yield from (".SH ENVIRONMENT", *_table(_ENVIRONMENT))


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*path, name))
        return
    arguments = [each.metavar or each.name.upper() for each in command.params if not _is_option(each)]
    yield f".SS {quoted(' '.join(('pos', *path, *arguments)))}"
    yield from _paragraphs(command.help or "")
    yield from _options(command)


def _options(command: Any) -> Iterator[str]:
    for each in command.params:
        if _is_option(each) and each.help:
            yield from (".TP", _bold(", ".join(each.opts)), quoted(each.help))


def _is_option(parameter: Any) -> bool:
    return str(parameter.opts[0]).startswith("-")


def _paragraphs(text: str) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", text.strip()):
        words = " ".join(part.split())
        if words.startswith("Example"):
            for example in words.partition(":")[2].split(";"):
                yield from (".PP", ".nf", _bold(example.strip()), ".fi")
        else:
            yield from (".PP", quoted(words))


def _table(rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, meaning in rows:
        yield from (".TP", _bold(name), quoted(meaning))


def _bold(text: str) -> str:
    return rf"\fB{quoted(text)}\fR"


def quoted(text: str) -> str:
    """A text that troff shows as it is."""
    text = text.replace("\\", "\\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga")
    return f"\\&{text}" if text.startswith(".") else text
