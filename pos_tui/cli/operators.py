"""`pos operators`: who may stand at a till, their roles, PINs and tokens. Nothing secret is an argument."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.settings import parsed

from .common import FormatOption, group, opened
from .identity import account, ask_secret
from .output import Column, Format, line, say, write_rows

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront

app = group("Operators: add, change, lock out; roles and what they may do. PINs are asked for.")
CodeArgument = Annotated[str, typer.Argument(help="The operator's code.")]
_CHANGE = "operators.change"


@app.command("list")
def list_(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List everybody there ever was.

    Example: pos operators list
    """
    from pos_tui.bootstrap.people import staff_of

    with opened(ctx) as front:
        rows = [
            {
                "code": each.code,
                "name": each.name,
                "role": each.role,
                "active": each.active,
                "account": each.account,
                "token": bool(each.token),
                "wrong_pins": sum(tries.count for tries in each.tries.values()),
                "last": each.last,
            }
            for each in staff_of(front).all()
        ]
    columns = ("code", "name", "role", "active", "account", "token", "wrong_pins", "last")
    write_rows(rows, [Column(name) for name in columns], format)


@app.command()
def add(
    ctx: typer.Context,
    code: CodeArgument,
    role: Annotated[str, typer.Option("--role", help="pos operators roles lists them.")] = "cashier",
    name: Annotated[str, typer.Option("--name", help="As receipts name them; else the code.")] = "",
) -> None:
    """Add somebody, with a PIN that they replace when they sign on first. The first one is the owner.

    Example: pos operators add bob --role cashier --name Bob
    """
    from pos_tui.bootstrap import people
    from pos_tui.core.operator import Operator

    with opened(ctx, readonly=False, needs=_CHANGE) as front:
        staff = people.staff_of(front)
        if not staff.is_needed:
            _first(front, code, name)
            return
        pin = _new_pin(_("a PIN for {code}: ", code=code))
        made = staff.add(people.frame(front), front.rights, Operator(code, name, role, must_change=True), pin)
    say(_("{code} is added as {role}", code=made.code, role=made.role))


def _first(front: Shopfront, code: str, name: str) -> None:
    """The first operator owns the shop, chooses the PIN to keep, and is shown the recovery code."""
    from pos_tui.bootstrap import people

    say(_("the first operator is the owner"))
    owner, recovery = people.make_owner(front, code, name, _new_pin(_("a PIN of 6 digits or more: ")))
    say(_("{code} is the owner; from now on everybody signs on", code=owner.code))
    _show_recovery(recovery)


@app.command()
def change(
    ctx: typer.Context,
    code: CodeArgument,
    name: Annotated[str | None, typer.Option("--name", help="As receipts name them.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="As pos operators roles lists them.")] = None,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Who left is never deleted.")
    ] = None,
    link: Annotated[
        str | None,
        typer.Option("--account", help="Their account of the operating system; empty for none."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Of the till while they stand there; empty: the shop's.")
    ] = None,
    unlock: Annotated[bool, typer.Option("--unlock", help="Forget wrong PINs.")] = False,
) -> None:
    """Change somebody's name or role, let them in or out, or unlock them.

    Example: pos operators change bob --role supervisor
    """
    from pos_tui.bootstrap import people

    fields: dict[str, Any] = {
        "name": name,
        "role": role,
        "active": active,
        "account": link,
        "language": None if language is None else str(parsed("language", language)),
        "tries": {} if unlock else None,
    }
    wanted = {field: value for field, value in fields.items() if value is not None}
    if not wanted:
        raise Refused(
            _("say what to change: --name, --role, --active, --account and such; --help lists them")
        )
    with opened(ctx, readonly=False, needs=_CHANGE) as front:
        after = people.staff_of(front).change(people.frame(front), front.rights, code, **wanted)
    state = _("active") if after.active else _("inactive")
    say(_("{code}: {name}, {role}, {state}", code=after.code, name=after.name, role=after.role, state=state))


@app.command()
def history(ctx: typer.Context, code: CodeArgument, format: FormatOption = Format.TABLE) -> None:
    """List what was changed about somebody, the newest first: who, when, before and after, never a PIN.

    Example: pos operators history bob
    """
    from pos_tui.bootstrap.office import office

    with opened(ctx, readonly=False, needs=_CHANGE) as front:
        zone = ZoneInfo(front.shop.timezone)
        rows = [
            {
                "time": datetime.fromtimestamp(change.time // 1000, zone).isoformat(),
                "operator": change.operator,
                "why": change.why,
                "field": field,
                "before": before,
                "after": after,
            }
            for change in reversed(office(front)("operators").history(code))
            for field, before, after in change.fields
        ]
    columns = ("time", "operator", "why", "field", "before", "after")
    write_rows(rows, [Column(name) for name in columns], format)


@app.command()
def pin(ctx: typer.Context, code: CodeArgument) -> None:
    """Choose another PIN of your own, or give somebody else one that they replace.

    Example: pos operators pin bob
    """
    from pos_tui.bootstrap import people

    with opened(ctx, readonly=False) as front:
        staff = people.staff_of(front)
        own = ctx.obj.who in ("", code)
        if own:
            people.act_as(front, people.sign_on(front, code, ask_secret(_("PIN: "))), ctx.obj.role)
        else:
            _identify(front, ctx)
        new = _new_pin(_("new PIN: "))
        staff.set_pin(people.frame(front), code, new, by_another=not own, by=front.rights)
    say(_("{code} has a new PIN", code=code))


@app.command()
def token(ctx: typer.Context, code: CodeArgument) -> None:
    """Make a token for somebody's scripts, written to the output: keep it in a file that only they can read.

    POS_TOKEN_FILE names that file. A new one replaces the one before.

    Example: pos operators token ann
    """
    from pos_tui.bootstrap import people

    made = secrets.token_hex(32)
    with opened(ctx, readonly=False, needs=_CHANGE) as front:
        people.staff_of(front).change(people.frame(front), front.rights, code, token=people.hash_token(made))
    line(made)


@app.command()
def roles(ctx: typer.Context, format: FormatOption = Format.TABLE) -> None:
    """List the roles and up to what they may do each thing.

    Example: pos operators roles
    """
    from pos_tui.bootstrap.people import staff_of

    with opened(ctx) as front:
        found = staff_of(front).roles()
    rows = [
        {"role": role.code, "permission": permission, "up_to": str(limit)}
        for role in found.values()
        for permission, limit in role.rights.granted.items()
    ]
    write_rows(rows, [Column(name) for name in ("role", "permission", "up_to")], format)


@app.command()
def grant(
    ctx: typer.Context,
    role: Annotated[str, typer.Argument(help="Of this name, or a new one.")],
    rights: Annotated[
        list[str],
        typer.Argument(metavar="PERMISSION[=LIMIT]...", help="All it may do, such as sale.discount=10%."),
    ],
    name: Annotated[str, typer.Option("--name", help="What people call the role.")] = "",
) -> None:
    """Give a role exactly these rights; they count from the next sign-on.

    Example: pos operators grant cashier cash.no_sale sale.discount=15%
    """
    from pos_tui.bootstrap import people

    with opened(ctx, readonly=False, needs=_CHANGE) as front:
        made = people.staff_of(front).grant(people.frame(front), front.acting_rights(), role, name, rights)
    say(_("{role} may do {count} things", role=made.code, count=len(made.rights.granted)))


@app.command()
def recover(ctx: typer.Context) -> None:
    """Give the owner a new PIN by the recovery code, at the shop's own machine. It stands on the next Z.

    Example: pos operators recover
    """
    from pos_tui.bootstrap import people

    if "SSH_CONNECTION" in os.environ or not sys.stdin.isatty():
        raise Refused(_("that is done at the shop's own machine, not over a line"))
    with opened(ctx, readonly=False) as front:
        if front.store.folder.stat().st_uid != os.geteuid():
            raise Refused(_("only the account that owns the store may do that, not {name}", name=account()))
        code = ask_secret(_("recovery code: "))
        people.check_recovery(front, code)
        people.open_customers(front, code)
        owner, recovery = people.recover(front, _new_pin(_("a new PIN of 6 digits or more: ")))
    say(_("{code} has a new PIN; all others get theirs from the owner", code=owner.code))
    _show_recovery(recovery)


def _identify(front: Shopfront, ctx: typer.Context) -> None:
    from .identity import identify

    identify(front, ctx.obj, _CHANGE)


def _new_pin(prompt: str) -> str:
    first = ask_secret(prompt)
    if ask_secret(_("again: ")) != first:
        raise Refused(_("these were not the same: nothing was changed"))
    return first


def _show_recovery(code: str) -> None:
    say(_("RECOVERY CODE, shown once; write it down and lock it away:"))
    line(code)
    say(_("Whoever forgets the owner's PIN, or restores the shop elsewhere, needs it: pos operators recover"))
