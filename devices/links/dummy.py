"""Printers that are not there: `dummy:///folder` keeps jobs as files, `dummy://name` is a virtual printer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from devices.words import _

from ..errors import LinkDown
from .descriptor import reason

if TYPE_CHECKING:
    from ..address import Address
    from ..ports import Link


def dummy_link(address: Address) -> Link:
    """Return a link to a folder if the address has a path, else to the virtual printer of that name."""
    if address.path.strip("/"):
        return FolderLink(Path(address.path))
    from ..virtual.printer import virtual_printer

    return virtual_printer(address.host).link()


class FolderLink:
    """A `Link` that writes each job to a file of its own: job-000001.bin, job-000002.bin, …"""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._job: bytearray | None = None

    @property
    def can_answer(self) -> bool:
        """No."""
        return False

    def open(self, timeout: float) -> None:
        """Begin a job. Raises LinkDown where the folder cannot be made."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LinkDown(f"{self._folder}: {reason(error)}") from error
        self._job = bytearray()

    def write(self, data: bytes, stall: float, limit: float) -> None:
        """Add to the job."""
        self._begun().extend(data)

    def read(self, most: int, timeout: float) -> bytes:
        """Return b"": a folder says nothing."""
        self._begun()
        return b""

    def finish(self, timeout: float) -> None:
        """Write the job's file, whole or not at all. Raises LinkDown if it cannot be written."""
        job = self._begun()
        number = len(list(self._folder.glob("job-*.bin"))) + 1
        try:
            while (place := self._folder / f"job-{number:06}.bin").exists():
                number += 1
            part = place.with_suffix(".part")
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(job)
            part.replace(place)
        except OSError as error:
            raise LinkDown(f"{self._folder}: {reason(error)}") from error
        self._job = None

    def close(self) -> None:
        """Forget a job that was not finished."""
        self._job = None

    def _begun(self) -> bytearray:
        if self._job is None:
            raise LinkDown(_("it is not open"))
        return self._job
