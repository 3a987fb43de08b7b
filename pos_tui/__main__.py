"""The program `pos`, also as `python -m pos_tui`. Where it opens a screen, that comes before all else."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

_TAKES_VALUE = ("--store", "--set", "--till")
"""The options of `pos` itself that a value follows; a test holds them against Typer's."""


def opens_screen(arguments: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Whether this call opens a till on a terminal that can show one; any other call is left alone."""
    if environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        return False
    rest = list(arguments)
    while rest:
        first = rest.pop(0)
        if first in _TAKES_VALUE and rest:
            rest.pop(0)
        elif not first.startswith(tuple(f"{option}=" for option in _TAKES_VALUE)):
            return first == "demo" and not rest
    return True


def main() -> None:
    """Runs `pos`."""
    from pos_tui.terminal import early

    if opens_screen(sys.argv[1:], os.environ):
        early.start("pos-tui ...")
    try:
        from pos_tui.cli.main import main as run

        run()
    finally:
        early.give_back()


if __name__ == "__main__":
    main()
