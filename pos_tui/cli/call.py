"""What is said before a command's own word: which store, and settings for this call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _


@dataclass(frozen=True, slots=True)
class Call:
    """What was said before the command's own word."""

    store: Path
    flags: dict[str, str] = field(default_factory=dict)
    """Settings for this call, by key."""
    plain: bool = False
    """The till is wanted as lines, not as a screen."""
    who: str = ""
    """The operator who gives the command, by code."""
    role: str = ""
    """The role whose rights are the most that is allowed."""


def call_of(
    store: Path | None, pairs: Iterable[str], *, plain: bool = False, who: str = "", role: str = ""
) -> Call:
    """Returns the call with `--store`, each `--set KEY=VALUE`, `--plain`, `--as` and `--role`.

    Raises InvalidValue.
    """
    from pos_tui.bootstrap import default_store
    from pos_tui.settings import known

    flags: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        known(key.strip())
        if not equals:
            raise InvalidValue(_("'{pair}' sets nothing: write KEY=VALUE", pair=pair[:60]))
        flags[key.strip()] = value
    return Call(store.expanduser() if store is not None else default_store(), flags, plain, who, role)
