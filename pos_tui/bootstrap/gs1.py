"""GS1 messages and Digital Links read by biip, which is loaded with the first one that needs it (100 ms)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.gs1 import Element
from pos_tui.core.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biip.gs1_element_strings import GS1ElementString

    from pos_tui.core.scan import Scan

_LONGEST: Final = 500
_PLAIN = re.compile(r"01(\d{14})\Z", re.ASCII)
# biip wants 14 digits in a query; they may be written without their leading zeros (Digital Link, 4.11).
_SHORT = re.compile(r"(?<=[?&])(0[12]=)(\d{8,13})(?=&|#|\Z)", re.ASCII)


def read(scan: Scan) -> tuple[Element, ...]:
    """The AIs of a scan's message, in their order. Raises InvalidValue where it is none."""
    text = scan.message
    if len(text) > _LONGEST or not text.isascii():
        raise InvalidValue(_("it is too long, or holds letters that no GS1 bar code has"))
    plain = _PLAIN.match(text)
    if plain is not None:
        from pos_tui.core.barcode import gtin14

        return (Element("01", plain[1], error="" if gtin14(plain[1]) else "gtin"),)
    elements = tuple(map(_element, _parsed(scan)))
    if not elements or any(not element.value.isprintable() for element in elements):
        raise InvalidValue(_("there is nothing in it, or what nobody can print"))
    return elements


def _parsed(scan: Scan) -> Iterable[GS1ElementString]:
    from biip import BiipException
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI
    from biip.gs1_messages import GS1Message

    text = scan.message
    try:
        if scan.is_web:
            address = _SHORT.sub(lambda found: found[1] + found[2].zfill(14), text)
            return GS1DigitalLinkURI.parse(address).element_strings
        if scan.is_printed:
            return GS1Message.parse_hri(text).element_strings
        return GS1Message.parse(text).element_strings
    except (BiipException, ValueError, ArithmeticError) as error:
        raise InvalidValue(_("it is no GS1 message")) from error


def _element(found: GS1ElementString) -> Element:
    wrong = found.gtin_error or found.sscc_error or ""
    return Element(found.ai.ai, found.value, found.date.isoformat() if found.date else "", wrong)
