"""`pos remote`: what a key of sshd's authorized_keys may do, and nothing beside it.

    command="pos --store /srv/shop --role manager remote",restrict,pty ssh-ed25519 AAAA... ann

Whoever comes with that key gets the till's screen, or the one command of `pos` that was asked for, with that
role's rights at most. No shell is started, options before the command cannot be given, and no file of this
machine is read or written by name.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import typer
import typer.main

from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

from .call import Call
from .common import TillOption, opened
from .opening import open_till

ASKED: Final = "SSH_ORIGINAL_COMMAND"
_HERE_ONLY: Final = frozenset({"init", "demo", "restore", "training", "remote"})
"""What makes shops, or is of this machine."""
_LONGEST: Final = 4096


def remote(ctx: typer.Context, till: TillOption = None) -> None:
    """Run the command of pos that somebody asked sshd for, else open the till: for authorized_keys.

    Example: pos remote
    """
    call: Call = ctx.obj
    asked = os.environ.get(ASKED, "").strip()
    if not asked:
        raise typer.Exit(open_till(call, till))
    words = _words(asked)
    _check_reading(ctx, call)
    _check(ctx, words)
    os.environ.pop(ASKED)
    sys.stdout.flush()
    _root(ctx)(args=[*_options(call), *words], prog_name="pos")


def _root(ctx: typer.Context) -> Any:
    return ctx.find_root().command


def _words(asked: str) -> list[str]:
    """What was asked for, split as a shell would; nothing in it is ever run by one. Raises InvalidValue."""
    try:
        words = shlex.split(asked) if len(asked) <= _LONGEST and asked.isprintable() else []
    except ValueError:
        words = []
    if words[:1] == ["pos"]:
        del words[0]
    if not words:
        raise InvalidValue(_("that is no command of pos"))
    return words


def _check_reading(ctx: typer.Context, call: Call) -> None:
    """Commands show all of the shop's figures: who may not read the journal has the till's screen only."""
    from pos_tui.bootstrap import people

    with opened(ctx) as front:
        people.act_as(front, None, call.role)
        front.rights.require("journal.read", front.shop.currency)


def _check(ctx: typer.Context, words: list[str]) -> None:
    """Raises Refused for what is not for people elsewhere, InvalidValue for what is no command."""
    command, rest, name = _root(ctx), list(words), ""
    while hasattr(command, "commands"):
        word = rest.pop(0) if rest else ""
        if word in ("--help", "-h") and name:
            return
        if word not in command.commands:
            raise InvalidValue(_("there is no command '{words}'", words=" ".join(words)[:60]))
        command, name = command.commands[word], f"{name} {word}".strip()
    if name in _HERE_ONLY:
        raise Refused(_("pos {name} is for who is at the machine", name=name))
    if any("://" in word or word.startswith(("/", "~")) or "../" in word for word in _values(rest)):
        raise Refused(_("no files or addresses of this machine from elsewhere: use stdin and stdout"))
    with command.make_context(name, rest) as parsed:
        named = [value for value in _flat(parsed.params.values()) if isinstance(value, Path)]
        if named or (name == "backup" and parsed.params["folder"] != "-"):
            raise Refused(_("no files or addresses of this machine from elsewhere: use stdin and stdout"))


def _values(words: Iterable[str]) -> Iterator[str]:
    """The words, and what stands behind a = in them."""
    for word in words:
        yield word
        yield word.partition("=")[2]


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, list | tuple) else [value]


def _options(call: Call) -> list[str]:
    """What stood before `remote`, which what was asked for cannot change."""
    options = ["--store", str(call.store)]
    for flag, value in (("--role", call.role), ("--as", call.who)):
        options += [flag, value] if value else []
    for key, value in call.flags.items():
        options += ["--set", f"{key}={value}"]
    return options
