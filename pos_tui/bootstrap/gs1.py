"""GS1 messages and Digital Links read by biip, which is loaded with the first one that needs it (100 ms)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.gs1 import Element
from pos_tui.core.scan import GS
from pos_tui.core.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from biip import ParseConfig
    from biip.gs1_element_strings import GS1ElementString

    from pos_tui.core.scan import Scan

_LONGEST: Final = 500
_PLAIN = re.compile(r"01(\d{14})\Z", re.ASCII)
# biip wants 14 digits in a query; they may be written without their leading zeros (Digital Link, 4.11).
_SHORT = re.compile(r"(?<=[?&])(0[12]=)(\d{8,13})(?=&|#|\Z)", re.ASCII)

# A day that no calendar has must not hide the article's number, which has a check digit of its own: biip
# refuses such a message whole, so what stands for month and day becomes 0000, which is no day either.
_DATE: Final = r"(?:1[1235-7]|8008)"
_MESSAGE_DATE = re.compile(rf"({_DATE}\d\d)(\d{{4}})", re.ASCII)
_PRINTED_DATE = re.compile(rf"(\({_DATE}\)\s*\d\d)(\d{{4}})(?=\d*\s*(?:\(|\Z))", re.ASCII)
_WEB_DATE = re.compile(rf"((?<=[?&]){_DATE}=\d\d)(\d{{4}})(?=\d*(?:&|#|\Z))", re.ASCII)


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
    from biip import BiipException, ParseConfig
    from biip.gs1_digital_link_uris import GS1DigitalLinkURI
    from biip.gs1_messages import GS1Message

    text, config = scan.message, ParseConfig(gs1_element_strings_verify_date=False)
    try:
        if scan.is_web:
            address = _SHORT.sub(lambda found: found[1] + found[2].zfill(14), text)
            return GS1DigitalLinkURI.parse(_WEB_DATE.sub(_day, address), config=config).element_strings
        if scan.is_printed:
            return GS1Message.parse_hri(_PRINTED_DATE.sub(_day, text), config=config).element_strings
        return _elements(text, config)
    except (BiipException, ValueError, ArithmeticError) as error:
        raise InvalidValue(_("it is no GS1 message")) from error


def _elements(text: str, config: ParseConfig) -> Iterable[GS1ElementString]:
    """Of a message with separators: only there does where a date stands depend on what is before it."""
    from biip.gs1_element_strings import GS1ElementString

    found = []
    while text:
        date = _MESSAGE_DATE.match(text)
        text = _day(date) + text[date.end() :] if date else text
        found.append(GS1ElementString.extract(text, config=config))
        text = text[len(found[-1]) :].lstrip(GS)
    return found


def _day(date: re.Match[str]) -> str:
    """A date of a message as it is, or with 0000 for a month and a day that biip's patterns refuse."""
    month, day = date[2][:2], date[2][2:]
    return date.group() if month <= "12" and day <= "31" else date[1] + "0000"


def _element(found: GS1ElementString) -> Element:
    wrong = found.gtin_error or found.sscc_error or ""
    return Element(found.ai.ai, found.value, found.date.isoformat() if found.date else "", wrong)
