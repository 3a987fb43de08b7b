"""Labels to their printer, at once: they can be printed again, so they need no spool. The caller waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from devices.words import _

from ..delivering import Delivery
from ..errors import LinkDown
from ..links import link_to
from .label import Label, Size
from .paper import document
from .zpl import zpl

if TYPE_CHECKING:
    from pathlib import Path

    from ..address import Address

_OPEN_SECONDS: Final = 3.0
_STALL_SECONDS: Final = 5.0
_FINISH_SECONDS: Final = 5.0
_SPARE_SECONDS: Final = 10.0
_SLOWEST_RATE: Final = 960
"""Bytes a second."""
ZPL: Final = "zpl"


def check(address: Address, size: str = "57x32") -> None:
    """Raise AddressError or NotSupported where labels cannot be printed there."""
    from ..printing import check as check_printer

    Size.parse(size, address.get("dpi"))
    if address.protocol != ZPL:
        check_printer(address)
    link_to(address)


def print_labels(
    address: Address, labels: Sequence[tuple[Label, int]], size: str, cache: Path | None = None
) -> bool:
    """Send labels, each so many times; return whether the printer said that it is fit.

    Raises DeviceError with what is wrong; then some of them may be on paper.
    """
    if address.protocol == ZPL:
        paper = Size.parse(size, address.get("dpi"))
        _send(address, b"".join(zpl(label, paper, copies) for label, copies in labels))
        return False
    from ..escpos.encode import encode
    from ..escpos.profiles import profile_for

    body = encode(document(labels, _("labels")), profile_for(address), cache)
    result = Delivery(address, link_to(address)).deliver(1, body, lambda: None, lambda trouble: None)
    if result.state != "printed":
        raise LinkDown(result.reason)
    return result.answers


def _send(address: Address, body: bytes) -> None:
    link = link_to(address)
    try:
        link.open(_OPEN_SECONDS)
        link.write(body, _STALL_SECONDS, len(body) / _SLOWEST_RATE + _SPARE_SECONDS)
        link.finish(_FINISH_SECONDS)
    finally:
        link.close()
