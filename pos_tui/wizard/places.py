"""Countries, currencies, languages and time zones by the names people know. Babel is loaded when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from pos_tui.core.currency import DIGITS, Currency
from pos_tui.core.money import plain, to_major

from .countries import preset, presets
from .question import Choice

if TYPE_CHECKING:
    from babel import Locale

_NO_COUNTRIES: Final = (
    "EU",
    "EZ",
    "UN",
    "QO",
    "XA",
    "XB",
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "IC",
    "TA",
    "BV",
    "HM",
    "ZZ",
)
"""Groups, test data and places without people that CLDR names besides countries."""
_OLD_NAMES: Final = {"GB": "UK England Scotland Wales Britain", "US": "USA America", "AE": "UAE Emirates"}
_NORWEGIAN: Final = "no"
"""Written as Bokmål or Nynorsk, which are in the list."""


@cache
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def country_name(country: str, language: str = "en") -> str:
    """Return a country's name, such as United Kingdom."""
    return str(_locale(language).territories.get(country, country))


def countries(language: str = "en", also: str = "en") -> tuple[Choice, ...]:
    """Return all countries by name; their names at home and in a further language find them, too."""
    codes = [str(code) for code in _locale("en").territories]
    codes = [code for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    choices = [
        Choice(code, country_name(code, language), also=" ".join(_other_names(code, also))) for code in codes
    ]
    return tuple(sorted(choices, key=lambda choice: choice.label))


def _other_names(code: str, language: str) -> Iterator[str]:
    yield from (country_name(code, tongue) for tongue in ("en", language))
    yield from (str(_locale(tongue).territories.get(code, "")) for tongue in spoken_in(code))
    yield f"{code} {_OLD_NAMES.get(code, '')}"


@cache
def spoken_in(country: str) -> tuple[str, ...]:
    """Return the official languages of a country, the most spoken one first."""
    from babel.languages import get_official_languages

    return tuple(tongue.partition("_")[0] for tongue in get_official_languages(country, de_facto=True))


@cache
def languages() -> tuple[Choice, ...]:
    """Return the languages of the countries in our table, by what they call themselves."""
    tongues = {tongue for country in presets() for tongue in spoken_in(country)} - {_NORWEGIAN}
    choices = [
        Choice(tongue, _own_name(tongue), str(_locale("en").languages.get(tongue, tongue)))
        for tongue in tongues
        if _locale(tongue).language == tongue
    ]
    return tuple(
        Choice(choice.value, choice.label, choice.detail * (choice.detail != choice.label), choice.detail)
        for choice in sorted(choices, key=lambda choice: (choice.value != "en", choice.detail))
    )


def _own_name(tongue: str) -> str:
    name = str(_locale(tongue).languages.get(tongue, tongue))
    return name[:1].upper() + name[1:]


def currency_of(country: str) -> str:
    """Return the ISO 4217 code of what a country pays with, empty where that is not known."""
    from babel.numbers import get_territory_currencies

    if preset(country).currency:
        return preset(country).currency
    found = [code for code in get_territory_currencies(country) if code in DIGITS]
    return found[0] if found else ""


def currency_name(code: str, language: str = "en") -> str:
    """Return a currency's name with its sign: British Pound (£)."""
    from babel.numbers import get_currency_name, get_currency_symbol

    locale = _locale(language)
    name, sign = get_currency_name(code, locale=locale), get_currency_symbol(code, locale)
    return str(name) if sign == code else f"{name} ({sign})"


def currencies(language: str = "en") -> tuple[Choice, ...]:
    """Return all currencies by name."""
    choices = [Choice(code, currency_name(code, language), also=currency_name(code)) for code in DIGITS]
    return tuple(sorted(choices, key=lambda choice: choice.label))


def coin_of(country: str, currency: str) -> str:
    """Return the step cash goes in, in major units; empty where it is the smallest unit there is."""
    from babel.core import get_global

    if preset(country).coin and currency == currency_of(country):
        return preset(country).coin
    fractions = get_global("currency_fractions").get(currency)
    if fractions is None:
        return ""
    money = Currency.parse(currency)
    _digits, _rounding, cash_digits, cash_rounding = fractions
    step = 10 ** max(0, money.digits - cash_digits) * max(1, cash_rounding)
    return plain(to_major(step, money)) if step > 1 else ""


_MOST_OF: Final = re.compile(r"most of |.*\((mainland|peninsula)\)|Beijing Time")
"""How the time zone database marks the zone of all of a country but islands and the like."""


@cache
def _zone_table() -> dict[str, tuple[tuple[str, str], ...]]:
    """(zone, remark) by country, as the time zone database lists them (zone.tab)."""
    table: dict[str, list[tuple[str, str]]] = {}
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            country, _place, zone, *remark = line.split("\t")
            table.setdefault(country, []).append((zone, remark[0] if remark else ""))
    return {country: tuple(zones) for country, zones in table.items()}


def country_of_zone(zone: str) -> str:
    """Return the country a time zone belongs to, empty where it is none's."""
    found = (country for country, zones in _zone_table().items() if zone in dict(zones))
    return next(found, "")


def zone_name(zone: str) -> str:
    """Return a time zone by its city: Europe/London is London."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_of(country: str, here: str = "") -> str:
    """Return the zone of most of a country, or `here` where that is one of its; empty where it may be any."""
    rows = _zone_table().get(country, ())
    if here in dict(rows) or len(rows) == 1:
        return here if here in dict(rows) else rows[0][0]
    return next((zone for zone, remark in rows if _MOST_OF.match(remark)), "")


def zones(country: str, now: datetime) -> tuple[Choice, ...]:
    """Return the time zones of a country, or all, by city, with the time it is there at `now`."""
    table = _zone_table()
    rows = [row for place in ([country] if country in table else sorted(table)) for row in table[place]]
    if country not in table:
        rows = sorted(set(rows), key=lambda row: zone_name(row[0]))
    return tuple(
        Choice(zone, zone_name(zone), f"{now.astimezone(ZoneInfo(zone)):%H:%M}  {remark}".rstrip(), remark)
        for zone, remark in rows
    )
