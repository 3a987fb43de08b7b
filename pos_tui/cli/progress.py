"""Progress of long work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

AS_LINES: Final = "PROGRESS_LINES"
"""In the environment: progress is told as lines on stderr, DONE WHOLE, for a program that waits."""
_BEHIND: Final = 10
"""How far long work stands back (nice)."""


def stand_back() -> None:
    """From here on this process lets others have the processor first: a till that sells."""
    os.setpriority(os.PRIO_PROCESS, 0, max(os.getpriority(os.PRIO_PROCESS, 0), _BEHIND))


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, nothing in a pipe."""
    if os.environ.get(AS_LINES):
        yield lambda done, size: print(done, size, file=sys.stderr, flush=True)
        return
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(Text(name).plain.replace("[", "("), total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size)
