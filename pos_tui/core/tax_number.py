"""Tax numbers of businesses: the form each country gives them, without asking anybody whether one is real."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .errors import InvalidValue
from .words import _

_FORMS: Final[Mapping[str, str]] = {
    # European Commission, VIES, frequently asked questions, "What is the format of a VAT number?"
    "AT": "U[0-9]{8}",
    "BE": "[01][0-9]{9}",
    "BG": "[0-9]{9,10}",
    "CY": "[0-9]{8}[A-Z]",
    "CZ": "[0-9]{8,10}",
    "DE": "[0-9]{9}",
    "DK": "[0-9]{8}",
    "EE": "[0-9]{9}",
    "EL": "[0-9]{9}",
    "ES": "[0-9A-Z][0-9]{7}[0-9A-Z]",
    "FI": "[0-9]{8}",
    "FR": "[0-9A-Z]{2}[0-9]{9}",
    "HR": "[0-9]{11}",
    "HU": "[0-9]{8}",
    "IE": "[0-9][0-9A-Z+*][0-9]{5}[A-Z]|[0-9]{7}W[A-I]",
    "IT": "[0-9]{11}",
    "LT": "[0-9]{9}|[0-9]{12}",
    "LU": "[0-9]{8}",
    "LV": "[0-9]{11}",
    "MT": "[0-9]{8}",
    "NL": "[0-9A-Z+*]{12}",
    "PL": "[0-9]{10}",
    "PT": "[0-9]{9}",
    "RO": "[0-9]{2,10}",
    "SE": "[0-9]{12}",
    "SI": "[0-9]{8}",
    "SK": "[0-9]{10}",
    "XI": "[0-9]{9}|[0-9]{12}|GD[0-9]{3}|HA[0-9]{3}",
}
_OTHER: Final = re.compile(r"[0-9A-Z][0-9A-Z ./-]{2,38}[0-9A-Z]", re.ASCII)
_PREFIXED: Final = re.compile(r"[A-Z]{2}(?=.*[0-9])", re.ASCII)


def checked_tax_number(text: str) -> str:
    """A tax number as it is kept: one with a prefix of VIES without spaces, any other as it was written.

    Raises InvalidValue where it does not have the form its prefix asks for, or cannot be one at all.
    """
    number = text.strip().upper()
    bare = re.sub(r"[ ./-]", "", number)
    prefix = bare[:2]
    if _PREFIXED.match(bare) and prefix in _FORMS:
        if not re.fullmatch(_FORMS[prefix], bare[2:]):
            raise InvalidValue(
                _(
                    "'{number}' does not have the form of a tax number of {country}",
                    number=text[:40],
                    country=prefix,
                )
            )
        return bare
    if not _OTHER.fullmatch(number):
        raise InvalidValue(_("'{number}' is no tax number, such as DE123456789", number=text[:40]))
    return number
