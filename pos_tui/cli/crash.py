"""What is shown where a program failed: places in it, and nothing that somebody may have typed."""

from __future__ import annotations

import re
import sys
import traceback
from pathlib import Path
from typing import Final

from .output import say

_NUMBERS: Final = re.compile(r"\d[\d \-]{2,}\d")


def tell(error: BaseException) -> None:
    """Writes the report to stderr. Numbers of four digits and more are left out of messages: PINs, cards."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    for each in reversed(seen):
        say("".join(traceback.format_tb(each.__traceback__)).rstrip())
        say(f"{type(each).__name__}: {_NUMBERS.sub('#', str(each))}")


def note(store: Path, error: BaseException) -> None:
    """Puts places of the program into the log of a store."""
    from pos_tui.bootstrap.log import CRASH, log_of, places

    command = " ".join(word for word in sys.argv[1:2] if word.isalpha())
    log_of(store).note(CRASH, command=command, where=places(error))


def note_refused(store: Path, error: BaseException) -> None:
    """Puts into the log of a store that it could not be used."""
    from pos_tui.bootstrap.log import log_of

    log_of(store).note("refused", what=type(error).__name__)
