"""What the application identifiers (AIs) of a GS1 bar code say to a till (GS1 General Specifications, 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pos_tui.core.words import N_, _

from .errors import InvalidValue
from .quantity import Unit
from .traits import NO_TRAITS, Traits, traits_of


@dataclass(frozen=True, slots=True)
class Element:
    """One AI and its value, in the right form; `date` is the ISO date it holds, if it holds one."""

    ai: str
    value: str
    date: str = ""
    error: str = ""
    """What is wrong with a key in it, such as its check digit."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a message comes to."""

    gtin: str = ""
    """GTIN-14 of the article; empty where it names none."""
    key: str = ""
    """The AI of what it names instead, such as 00 for a pallet's number."""
    weight: Decimal | None = None
    unit: Unit | None = None
    """Of the weight: kilograms, litres or metres."""
    price: str | None = None
    """Digits of what is to be paid for the piece."""
    decimals: int | None = None
    """Of the price, in major units."""
    currency: str = ""
    """ISO 4217 code in three digits, where the price names it."""
    count: int | None = None
    traits: Traits = field(default=NO_TRAITS)


# AI without its last digit, which counts the decimals; pounds become kilograms (exactly, by treaty of 1959).
_MEASURES: Final = {
    "310": (Unit.KILOGRAM, Decimal(1)),
    "315": (Unit.LITRE, Decimal(1)),
    "311": (Unit.METRE, Decimal(1)),
    "320": (Unit.KILOGRAM, Decimal("0.45359237")),
}
_PRICE, _PRICE_AND_CURRENCY = "392", "393"
_THOUSANDTH: Final = Decimal("0.001")
# Of the GS1 Syntax Dictionary's `ex=`; what it has in `req=` may stand in another bar code of the same label.
_EXCLUDES: Final = {"01": ("02", "37", "255"), "02": ("01", "03"), "03": ("37",), "21": ("235",)}
_DATES: Final = ("17", "7003", "16", "15")
"""Of what a till looks at before it sells, the strictest first."""
_KEYS: Final = ("00", "253", "255", "414", "8003", "8004", "8010", "8017", "8018", "8020", "8110", "8112")
_NAMES: Final = {
    "00": N_("the number of a parcel or pallet (SSCC), not of an article"),
    "253": N_("the number of a document, not of an article"),
    "255": N_("a coupon"),
    "414": N_("the number of a place (GLN), not of an article"),
    "8003": N_("the number of a returnable crate or keg (GRAI), not of an article"),
    "8004": N_("the number of a piece of equipment (GIAI), not of an article"),
    "8110": N_("a coupon"),
    "8112": N_("a coupon"),
    "8017": N_("the number of a person or a service, not of an article"),
    "8018": N_("the number of a person or a service, not of an article"),
    "8020": N_("a payment slip, not an article"),
}
COUPONS: Final = ("255", "8110", "8112")


def named(key: str) -> str:
    """What people call what a message names instead of an article."""
    return _(_NAMES[key]) if key in _NAMES else _("no article's number")


def interpret(elements: Sequence[Element]) -> Message:
    """What a till needs of a message. Raises InvalidValue where it contradicts itself or was misread."""
    values = _checked(elements)
    dates = {element.ai: element.date for element in elements if element.date}
    gtin = values.get("01") or values.get("02") or ""
    weight, unit = _measure(values)
    price, decimals, currency = _price(values)
    count = values.get("30") or values.get("37")
    traits = traits_of(
        values.get("10", ""),
        values.get("21", ""),
        dates.get("17") or dates.get("7003", ""),
        dates.get("15", ""),
        dates.get("16", ""),
        next((ai for ai in _DATES if ai in values and ai not in dates), ""),
    )
    key = "" if gtin else next((ai for ai in _KEYS if ai in values), "-")
    return Message(gtin, key, weight, unit, price, decimals, currency, int(count) if count else None, traits)


def _checked(elements: Iterable[Element]) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in elements:
        if element.error:
            raise InvalidValue(_("({ai}): the check digit is wrong", ai=element.ai))
        if values.setdefault(element.ai, element.value) != element.value:
            raise InvalidValue(_("({ai}) is there twice, with two values", ai=element.ai))
    for ai in values:
        for other in _EXCLUDES.get(ai, ()):
            if other in values:
                raise InvalidValue(_("({ai}) and ({other}) exclude each other", ai=ai, other=other))
    return values


def _only(values: Mapping[str, str], stems: Iterable[str]) -> tuple[str, str]:
    """(AI, value) of the one AI that begins like that, else two empty texts."""
    there = [(ai, value) for ai, value in values.items() if len(ai) == 4 and ai[:3] in stems]
    if len(there) > 1:
        raise InvalidValue(_("({ai}) and ({other}) exclude each other", ai=there[0][0], other=there[1][0]))
    return there[0] if there else ("", "")


def _measure(values: Mapping[str, str]) -> tuple[Decimal | None, Unit | None]:
    found = next((stem for stem in _MEASURES if _only(values, (stem,))[0]), "")
    if not found:
        return None, None
    ai, digits = _only(values, (found,))
    unit, factor = _MEASURES[found]
    measure = Decimal(digits).scaleb(-int(ai[3])) * factor
    return measure.quantize(_THOUSANDTH, "ROUND_HALF_UP"), unit


def _price(values: Mapping[str, str]) -> tuple[str | None, int | None, str]:
    ai, digits = _only(values, (_PRICE, _PRICE_AND_CURRENCY))
    if not ai:
        return None, None, ""
    currency = digits[:3] if ai.startswith(_PRICE_AND_CURRENCY) else ""
    return digits[len(currency) :], int(ai[3]), currency
