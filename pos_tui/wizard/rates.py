"""Tax rates as people write them: "Standard 20, Zero 0, Deposits none", "Taxable: GST 5 + PST 7"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from pos_tui.core.errors import InvalidValue
from pos_tui.core.money import decimal, plain
from pos_tui.core.tax import EXEMPT, TaxCode, TaxComponent
from pos_tui.core.words import _

STANDARD: Final = "standard"
"""The code of the first rate: what items get that name none."""
_NONE: Final = "none"
"""Outside the scope of any tax, which is not a rate of zero."""
_MOST: Final = 12
_DECIMALS: Final = 4
_NAME_LENGTH: Final = 30
_APART: Final = re.compile(r"\s*(?:[;\n]|,(?!\d))\s*|(?<=\d)\s*,\s+|(?<=%)\s*,\s*|(?<=\d)\s+(?=[^\d\s]+=)")
_PART: Final = re.compile(r"(?P<name>.*?)[\s=:]*(?P<rate>\d+(?:[.,]\d+)?)\s*%?", re.ASCII)
_RUN_ON: Final = re.compile(r"^\d|\d\s+[^\W\d]|[-+]$")
"""A number with a word behind it, which is a second rate without a comma between; or a sign before one."""


def parse_rates(text: str, tax: str) -> tuple[TaxCode, ...]:
    """Return the tax codes that a text names, the usual one first; `tax` is what receipts call the tax.

    Raises InvalidValue saying how to write it.
    """
    pieces = [piece for piece in _APART.split(text.strip()) if piece]
    if not pieces:
        raise InvalidValue(_("at least one rate is needed, such as Standard 20; or none"))
    if len(pieces) > _MOST:
        raise InvalidValue(_("that is more than {most} rates", most=_MOST))
    codes: list[TaxCode] = []
    for piece in pieces:
        name, components, kind = _rate(piece, tax, alone=len(pieces) == 1)
        if any(code.name.casefold() == name.casefold() for code in codes):
            raise InvalidValue(_("two rates are named {name}: give each a name of its own", name=name))
        codes.append(TaxCode(_code(name, [code.code for code in codes]), name, components, kind))
    return tuple(codes)


def rates_text(codes: Iterable[TaxCode], tax: str) -> str:
    """Return tax codes as `parse_rates` reads them."""
    return "; ".join(rate_text(code, tax) for code in codes)


def rate_text(code: TaxCode, tax: str) -> str:
    """Return one tax code as people write it: "Standard 20", "Taxable: GST 5 + PST 7"."""
    parts = [(part.name, plain(part.rates[-1][1])) for part in code.components]
    if not parts:
        return f"{code.name} {code.kind or _NONE}"
    if len(parts) == 1 and parts[0][0] == tax:
        return f"{code.name} {parts[0][1]}"
    return f"{code.name}: " + " + ".join(f"{name} {rate}" for name, rate in parts)


def said(code: TaxCode, tax: str) -> str:
    """Return one tax code as a list of them shows it: "Standard 20 %"."""
    return f"{rate_text(code, tax)} %" if code.components else rate_text(code, tax)


def _rate(piece: str, tax: str, *, alone: bool) -> tuple[str, tuple[TaxComponent, ...], str]:
    if piece.casefold() == _NONE or piece.casefold().endswith(f" {_NONE}"):
        return _named(piece[: -len(_NONE)], _("No tax") if alone else ""), (), ""
    if piece.casefold().endswith(f" {EXEMPT}"):
        return _named(piece[: -len(EXEMPT)], ""), (), EXEMPT
    name, colon, taxes = piece.partition(":")
    parts = [_part(part) for part in (taxes if colon else piece).split("+")]
    if not colon:
        if len(parts) > 1:
            raise InvalidValue(_("write what several taxes make up as in Taxable: GST 5 + PST 7"))
        name, parts = parts[0][0], [("", parts[0][1])]
    name = _named(name, _("Standard") if alone else "")
    total = sum((rate for _name, rate in parts), Decimal(0))
    if total > 100:
        raise InvalidValue(_("{rate} is more than 100 percent", rate=plain(total)))
    return name, tuple(TaxComponent(part or tax, (("", rate),)) for part, rate in parts), ""


def _named(name: str, alone: str) -> str:
    """A rate's name; one that stands `alone` needs none. Raises InvalidValue."""
    name = name.strip(" \t:=") or alone
    if not name or len(name) > _NAME_LENGTH or _RUN_ON.search(name) or not name.isprintable():
        raise InvalidValue(_("each rate has a name of its own, with commas between: Standard 20, Zero 0"))
    return name


def _part(text: str) -> tuple[str, Decimal]:
    match = _PART.fullmatch(text.strip())
    if match is None:
        raise InvalidValue(
            _("'{entry}' says no rate: write a name and percent: Standard 20", entry=text.strip()[:40])
        )
    return match["name"].strip(), decimal(match["rate"].replace(",", "."), "rate", decimals=_DECIMALS)


def _code(name: str, taken: list[str]) -> str:
    """The key of a rate: the first is `STANDARD`, the others are their name in plain letters."""
    if not taken:
        return STANDARD
    stem = re.sub(r"[^a-z0-9]+", "-", name.casefold(), flags=re.ASCII).strip("-")[:16] or "rate"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}{number}"
    return code
