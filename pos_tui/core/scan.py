"""A code as a scanner, a keyboard or a paste brings it: what it is, before anybody looks it up. Pure.

Bare digits are only ever a GTIN or an in-store code: a misread EAN is a valid GS1 message. A message with
application identifiers (AIs) is known by its AIM id (ISO/IEC 15424), by a separator, by the parentheses of
its printed form, or as a web address (GS1 Digital Link).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .barcode import expand_upc_e, gtin14, has_check_digit, is_digits, short_gtin

GS: Final = "\x1d"
"""What a scanner sends for FNC1, the separator of AIs."""
BLANKS: Final = " \t\r\n\v\f\x00\x02\x03"
"""What may stand around a code and is none of it; unlike `str.strip`, GS is not among them."""

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_MESSAGES = frozenset({"]C1", "]e0", "]d2", "]Q3", "]J1"})
_ADD_ON = frozenset({"]E1", "]E2"})
_COMPOSITE = re.compile(r"\|\]e[0-3]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_FIRST = re.compile(r"\(?01\)?(\d{14})", re.ASCII)
# As printed below the bars; words of a name may begin with a number in parentheses, too.
_PRINTED = re.compile(r"\(0[0-2]\)|(?:\(\d{2,4}\)[^\s()]+)+\Z", re.ASCII)
_BEYOND_DOUBT = (15, 17, 18)
"""Lengths that only a code with an add-on has: 13 + 2, 12 + 5, 13 + 5."""


def trimmed(text: str) -> str:
    """Without blanks around it, but with the separators that a code begins or ends with."""
    return text.strip() if GS not in text else text.strip(BLANKS)


def is_data(text: str) -> bool:
    """Whether a text is a scanner's alone: nobody types an AIM id, a separator or a web address to sell."""
    return GS in text or bool(_AIM.match(text) or _WEB.match(text) or _PRINTED.match(text))


def is_code(text: str) -> bool:
    """Whether a text is a bar code whoever entered it: a GTIN, or what only scanners say."""
    return gtin14(text) is not None or is_data(text)


@dataclass(frozen=True, slots=True)
class Scan:
    """A code as it arrived, without what only scanners add."""

    code: str
    """Of a message the GTIN that it begins with, or all of it."""
    aim: str = ""
    """The symbology's AIM id, such as ]E0."""
    message: str = ""
    """AIs still in one piece: with separators, in parentheses, or as a web address; empty for a plain code.
    Of a composite symbol it is what stands beside the code."""
    is_add_on: bool = False
    """Only the small bars beside a magazine's code were read."""
    is_composite: bool = False
    """The message stands beside a plain code."""

    @classmethod
    def parse(cls, text: str, *, upc_e: bool = False) -> Scan:
        """Of any text. Eight digits are a UPC-E where their AIM id says so, or by setting (`upc_e`)."""
        text = text.strip(BLANKS)
        match = _AIM.match(text)
        aim = match.group() if match else ""
        body = text[len(aim) :]
        parted = None if aim in _MESSAGES else _COMPOSITE.search(body)
        if parted:
            code, beside = body[: parted.start()], body[parted.end() :].strip(GS)
        elif aim in _MESSAGES or GS in body or _WEB.match(body) or _PRINTED.match(body):
            message = body.strip(GS) or body
            return cls(_article(message) or body, aim, message)
        else:
            code, beside = body, ""
        if len(code) == 8 and (aim == "]E0" or (upc_e and not aim)):
            code = expand_upc_e(code) or code
        return cls(without_add_on(code, aim), aim, beside, aim in _ADD_ON, bool(beside))

    @property
    def is_web(self) -> bool:
        """Whether it is a web address."""
        return bool(_WEB.match(self.message))

    @property
    def is_printed(self) -> bool:
        """Whether its AIs stand in parentheses, as they are printed under the bars."""
        return bool(_PRINTED.match(self.message))

    @property
    def beside(self) -> str:
        """The message that came with a plain code, as a composite symbol has one."""
        return self.message if self.is_composite else ""


def _article(message: str) -> str:
    """The GTIN that a message begins with, as it stands under the bars; empty where there is none."""
    found = _FIRST.match(message)
    return short_gtin(found[1]) if found and gtin14(found[1]) else ""


def without_add_on(code: str, aim: str = "") -> str:
    """An EAN or a UPC without the two or five digits that magazines and books have beside it.

    Without an AIM id only where the length leaves no doubt.
    """
    if not is_digits(code) or aim not in ("", "]E3", "]E0"):
        return code
    for added in (2, 5):
        rest = code[:-added]
        named = aim == "]E3" and len(rest) in (8, 12, 13)
        sure = len(code) in _BEYOND_DOUBT and len(rest) in (12, 13)
        if (named or sure) and has_check_digit(rest):
            return rest
    return code
