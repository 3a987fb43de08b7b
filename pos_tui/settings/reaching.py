"""Settings that reach files and programs of this machine: who sets them needs a right of its own."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.address import Address

RIGHT: Final = "settings.files"
_FILES: Final = frozenset({"z.hook", "backup.folder", "backup.passphrase_file"})
_DEVICES: Final = frozenset({"printer", "label_printer", "scanner", "scale", "display"})
_PORTS: Final = re.compile(r"/dev/(usb/)?lp\d+|/dev/tty[A-Z]+\d+|/dev/serial/by-(id|path)/[^/]+", re.ASCII)
"""What printers are at; not the terminals of other people."""


def reaches_files(key: str, text: str | None) -> bool:
    """Whether a setting with this value writes or reads a file that it names, or runs a program.

    A printer's or scanner's own device is none of them.
    """
    if not text or key in _FILES:
        return bool(text)
    if key not in _DEVICES:
        return False
    from devices.address import parse
    from devices.errors import AddressError

    try:
        return _names_a_file(parse(text))
    except AddressError:
        return False  # which nobody can set


def _names_a_file(address: Address) -> bool:
    if address.get("picture") or address.get("font"):
        return True
    if address.scheme == "dummy":
        return bool(address.path.strip("/"))
    return address.scheme == "file" and not _PORTS.fullmatch(normpath(address.path))
