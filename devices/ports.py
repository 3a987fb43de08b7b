"""What the till and its devices ask of each other. Scanners, scales and displays bring theirs along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from .document import Document


class Link(Protocol):
    """A way for bytes to a device and back. Calls end within their time or raise LinkDown or LinkStalled.

    A link is opened for one job and closed after it, and can be opened again. It belongs to one thread.
    """

    @property
    def can_answer(self) -> bool:
        """Whether anything could ever be read from the other side, once it is open."""

    def open(self, timeout: float) -> None:
        """Connect within `timeout` seconds. Raises LinkDown or LinkStalled."""

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Hand over all of `data`, in `limit` seconds at most.

        Raises LinkStalled when no byte was taken for `stall` seconds or time is up, LinkDown when the other
        side is gone; either says how much had been sent.
        """

    def read(self, most: int, timeout: float) -> bytes:
        """Return up to `most` bytes as soon as some are there; b"" if none came in `timeout` seconds."""

    def finish(self, timeout: float) -> None:
        """Wait until what was written has left this machine, as far as the link can tell.

        Raises LinkStalled after `timeout` seconds, LinkDown if the other side dropped it; `sent` is 0 in them
        only where certainly nothing of the job has left.
        """

    def close(self) -> None:
        """Let go, at once and without an error. What has not left may be lost; `finish` comes first."""


@runtime_checkable
class StatusLines(Protocol):
    """A link that can tell paper and errors by itself, from printers that speak no ESC/POS, too."""

    def port_status(self) -> int | None:
        """Return the lines of a printer's port (IEEE 1284, as USB printers have them): 0x20 no paper, 0x10
        selected, 0x08 no error. None where there are none. Raises LinkDown where it is not open.
        """


class ReceiptPrinter(Protocol):
    """Takes documents from any thread and prints them in order; it never makes the caller wait."""

    def submit(self, document: Document) -> int:
        """Queue a document and return its job number."""

    def close(self, timeout: float) -> None:
        """Stop, after at most `timeout` seconds for the job under way."""
