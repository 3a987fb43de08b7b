"""Who gives a command: a token file, an account of the operating system, or a code and PIN on the terminal.

Never an argument: others of the machine can read those.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pos_tui.core.errors import Refused
from pos_tui.core.words import _
from pos_tui.register.station import NOBODY

if TYPE_CHECKING:
    from pos_tui.bootstrap import Shopfront
    from pos_tui.core.operator import Operator

    from .call import Call

_MOST = 3
"""PINs that are asked for."""


def identify(front: Shopfront, call: Call, permission: str | None = None) -> Operator | None:
    """Finds out who gives the command and whether they may; None in a shop without operators.

    Raises NotAllowed, Refused, StoreError.
    """
    from pos_tui.bootstrap import people

    operator = None
    if people.staff_of(front).is_needed:
        front.operator = NOBODY
        operator = _who(front, call)
    people.act_as(front, operator, call.role)
    if permission is not None:
        front.rights.require(permission, front.shop.currency)
    return operator


def _who(front: Shopfront, call: Call) -> Operator:
    from pos_tui.bootstrap import people

    file = os.environ.get("POS_TOKEN_FILE")
    if file:
        return people.by_token(front, read_secret(Path(file)))
    linked = people.by_account(front, account())
    if linked is not None and call.who in ("", linked.code):
        return linked
    return _ask(front, call.who)


def _ask(front: Shopfront, who: str) -> Operator:
    from pos_tui.bootstrap import people

    if not sys.stderr.isatty() and not _has_terminal():
        raise Refused(
            _("who are you? Without a terminal to ask for a PIN name a token file in POS_TOKEN_FILE")
        )
    code = who or _typed(_("operator: "))
    for left in range(_MOST, 0, -1):
        try:
            operator = people.sign_on(front, code, ask_secret(_("PIN: ")))
        except Refused as error:
            if left == 1:
                raise
            sys.stderr.write(f"{error.message}\n")
        else:
            if operator.must_change:
                raise Refused(_("first choose a PIN of your own: pos operators pin {code}", code=code))
            return operator
    raise AssertionError


def account() -> str:
    """The account of the operating system that the command runs under."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""


def read_secret(file: Path) -> str:
    """A token from a file that nobody else can read. Raises Refused."""
    try:
        if file.stat().st_mode & 0o077:
            raise Refused(_("{file} can be read by others: chmod 600 it", file=file))
        return file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("{file} cannot be read: {error}", file=file, error=error)) from error


def ask_secret(prompt: str) -> str:
    """What is typed unseen on the terminal, which need not be the standard input. Raises Refused."""
    import getpass
    import warnings

    try:
        with warnings.catch_warnings():  # without a terminal nothing is echoed, and nobody has to be warned
            warnings.simplefilter("ignore", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except (EOFError, OSError) as error:
        raise Refused(_("nothing was typed")) from error


def _typed(prompt: str) -> str:
    with open("/dev/tty", "r+b", buffering=0) as terminal:  # noqa: PTH123
        terminal.write(prompt.encode())
        return terminal.readline().decode("utf-8", "replace").strip()


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
