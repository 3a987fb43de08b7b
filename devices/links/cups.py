"""A print queue of CUPS, driven by `lp` and `lpstat`: `cups://kitchen`, `cups://host:631/kitchen`.

CUPS keeps a job whose printer is off and calls one done that met no paper, so nothing it says proves that
paper came out, and nothing handed to it is ever sent again. While it still has a job of the queue the next
one waits here, where it can be asked about when it has grown old; so at most one comes out late unasked.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from typing import TYPE_CHECKING, Final

from devices.words import _

from ..errors import LinkDown, LinkStalled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..address import Address

_STOPPED: Final = re.compile(r"\bdisabled since [^\n]*(?P<why>.*)", re.DOTALL)


class CupsLink:
    """A `Link` whose jobs are handed over whole, once, when they are finished."""

    def __init__(self, address: Address) -> None:
        queue, port = address.path.strip("/"), address.port
        self._queue = queue or address.host
        server = f"{address.host}:{port}" if port else address.host
        self._server = ("-h", server) if queue and address.host else ()
        self._job: bytearray | None = None

    @property
    def can_answer(self) -> bool:
        """No: what CUPS says is about its queue, not about paper."""
        return False

    def open(self, timeout: float) -> None:
        """See that the queue is there, runs, and has nothing left to print."""
        self.close()
        end = time.monotonic() + timeout
        status = self._call(("lpstat", *self._server, "-p", self._queue), timeout)
        if stopped := _STOPPED.search(status):
            why = " ".join(stopped["why"].split())
            raise LinkDown(
                _("CUPS has stopped the queue {queue}: {reason}", queue=self._queue, reason=why or "-")
            )
        if self.waiting(max(0.1, end - time.monotonic())):
            raise LinkDown(_("CUPS still has the receipt before this one: look at the printer"))
        self._job = bytearray()

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Add to the job."""
        self._begun().extend(data)

    def read(self, most: int, timeout: float) -> bytes:
        """Return b""."""
        self._begun()
        return b""

    def finish(self, timeout: float) -> None:
        """Hand the job over. Raises LinkDown where CUPS refuses it, LinkStalled where it may have it."""
        job = bytes(self._begun())
        self._job = None
        self._call(("lp", *self._server, "-d", self._queue, "-o", "raw", "-s"), timeout, job)

    def close(self) -> None:
        """Forget a job that was not finished."""
        self._job = None

    def waiting(self, timeout: float) -> int:
        """Return how many jobs the queue has not printed yet, anybody's. Raises LinkDown."""
        known = self._call(("lpstat", *self._server, "-W", "not-completed", "-o", self._queue), timeout)
        return len(known.splitlines())

    def _begun(self) -> bytearray:
        if self._job is None:
            raise LinkDown(_("it is not open"))
        return self._job

    def _call(self, words: Sequence[str], timeout: float, data: bytes = b"") -> str:
        try:
            done = subprocess.run(
                words,
                input=data,
                capture_output=True,
                timeout=timeout,
                env=os.environ | {"LC_ALL": "C"},  # its answers are read
                check=False,
            )
        except FileNotFoundError:
            raise LinkDown(
                _("{command} is not there: install the CUPS client (cups-client)", command=words[0])
            ) from None
        except subprocess.TimeoutExpired:
            raise LinkStalled(
                _("CUPS did not answer in {seconds:.0f} seconds", seconds=timeout), sent=len(data)
            ) from None
        if done.returncode:
            said = " ".join(done.stderr.decode(errors="replace").split())
            raise LinkDown(_("CUPS: {said}", said=said or _("it refused")))
        return done.stdout.decode(errors="replace")
