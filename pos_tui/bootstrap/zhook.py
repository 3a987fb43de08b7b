"""A program of the owner's that gets each Z: to mail it, to post it, to copy it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pos_tui.core.words import _

if TYPE_CHECKING:
    import threading

    from .front import Shopfront

_SECONDS: Final = 60.0
"""A program that takes longer is ended."""


class ZHook:
    """Runs what the setting `z.hook` names, beside the till: no closing waits for it, or fails with it.

    It gets the Z's record on standard input, as one JSON object with the paper as `text`, and its number as
    POS_Z; no shell reads its arguments. The log has how it ended and how long it took; what it says is not
    kept, as it may name persons.
    """

    def __init__(self, front: Shopfront) -> None:
        self._front = front
        self._running: list[threading.Thread] = []

    def __call__(self, record: Mapping[str, Any]) -> None:
        """Begins it with a Z that is recorded; returns at once."""
        import shlex
        import threading

        command = shlex.split(self._front.settings.z_hook)
        if command:
            thread = threading.Thread(
                target=self._run, args=(command, dict(record)), name="z.hook", daemon=True
            )
            self._running.append(thread)
            thread.start()

    def close(self) -> None:
        """Waits for what still runs."""
        for thread in self._running:
            thread.join()

    def _run(self, command: list[str], record: dict[str, Any]) -> None:
        import json
        import os
        import subprocess
        import time

        from .slips import ShopSlips

        paper = record.pop("paper")
        told = json.dumps({**record, "text": ShopSlips(self._front).text(paper)}, ensure_ascii=False)
        surroundings = {**os.environ, "POS_Z": record["number"], "POS_STORE": str(self._front.store.folder)}
        began = time.monotonic()
        try:
            code = _ended(command, told.encode(), surroundings)
            trouble = _("it ended with {code}", code=code) if code else ""
        except subprocess.TimeoutExpired:
            trouble = _("it took longer than {seconds} seconds", seconds=int(_SECONDS))
        except OSError as error:
            trouble = error.strerror or str(error)
        took = f"{time.monotonic() - began:.1f}"
        self._front.log.note("hook", z=record["number"], trouble=trouble or "none", seconds=took)
        if trouble:
            number = record["number"]
            self._front.warnings.append(
                _("{number} is recorded; z.hook failed: {trouble}", number=number, trouble=trouble)
            )
            self._front.listener()


def _ended(command: list[str], told: bytes, surroundings: dict[str, str]) -> int:
    """How a program ended that got some bytes. One that takes too long is ended, with all that it started.

    Raises OSError, subprocess.TimeoutExpired.
    """
    import os
    import signal
    import subprocess

    started = subprocess.Popen(
        [str(Path(command[0]).expanduser()), *command[1:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings,
        start_new_session=True,
    )
    try:
        started.communicate(told, _SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        raise
    return started.returncode
