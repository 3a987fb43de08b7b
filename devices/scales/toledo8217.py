"""Mettler-Toledo 8217: `W` is answered with the weight, or with a status byte where there is none to give.

From Mettler-Toledo's DIVA service manual (for the PSC Magellan 8500), 6.1.3.2 and 6.1.4.3:

    W  ->  STX 01.250 CR     gross kilograms, always with three decimals; pounds have two
           STX 01.250N CR    net: a tare was taken on the scale itself
           STX ? status CR   in motion, below zero, or over capacity
"""

from __future__ import annotations

import re

from .reading import Reading

_KILOGRAMS = re.compile(rb"\s*(\d{1,3})\.(\d{3})(N?)", re.ASCII)
_OTHER_WEIGHT = re.compile(rb"\s*[\d.]+N?(LB|KG)?", re.ASCII)
_MOVING, _OVER, _UNDER, _NET = 0x01, 0x02, 0x04, 0x20
_STATUS_LENGTH = 2


class Toledo8217:
    """The `Language` of these scales."""

    request = b"W"
    start = b"\x02"
    line = (("baud", "9600"), ("bits", "7"), ("parity", "E"), ("stop", "1"))

    def read(self, answer: bytes) -> Reading:
        """Return what an answer says."""
        if answer[:1] == b"?" and len(answer) == _STATUS_LENGTH:
            return _status(answer[1])
        weight = _KILOGRAMS.fullmatch(answer)
        if weight is None:
            return Reading("foreign" if _OTHER_WEIGHT.fullmatch(answer) else "faulty")
        if weight[3]:
            return Reading("tared")
        return Reading("stable", int(weight[1] + weight[2]))


def _status(bits: int) -> Reading:
    for bit, reading in ((_OVER, Reading("over")), (_UNDER, Reading("under")), (_MOVING, Reading("moving"))):
        if bits & bit:
            return reading
    return Reading("tared" if bits & _NET else "faulty")
