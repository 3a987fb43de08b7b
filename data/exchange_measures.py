"""What an item file says of units, weight and content; what it calls them differs from shop to shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from data.exchange_cells import BadCell, yes_no
from pos_tui.core.age import OLDEST
from pos_tui.core.content import parse_content
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

if TYPE_CHECKING:
    from data.exchange_cells import Notes

_TARE_LENGTH: Final = 20
_UNITS: Final[Mapping[str, str]] = {
    word: unit
    for unit, words in {
        "each": "each ea unit units piece pieces pc pcs pce item items st stk",
        "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kgm",
        "g": "g gr gram grams gramme grammes grm",
        "l": "l lt ltr litre litres liter liters",
        "ml": "ml millilitre millilitres milliliter milliliters mlt",
        "m": "m metre metres meter meters mtr",
    }.items()
    for word in words.split()
}


def measures(texts: Mapping[str, str], notes: Notes) -> dict[str, Any]:
    """What is stored of a row's cells about measures, age and what is asked for. Raises BadCell."""
    fields: dict[str, Any] = {}
    weighed = False
    if "weighed" in texts:
        weighed = fields["weighed"] = yes_no("weighed", texts["weighed"])
    if "unit" in texts:
        fields["unit"] = _unit(texts["unit"], weighed, notes)
    if "content" in texts:
        fields["content"] = _content(texts["content"], notes)
    if "tare" in texts:
        if len(texts["tare"]) > _TARE_LENGTH:
            raise BadCell(_("tare is a name of the till's table, such as bag"))
        fields["tare"] = texts["tare"].casefold()
    if "age" in texts:
        fields["age"] = _age(texts["age"])
    if "asks" in texts:
        if texts["asks"].casefold() not in ("", "serial", "lot"):
            raise BadCell(_("asks '{text}' is neither serial nor lot", text=texts["asks"][:40]))
        fields["asks"] = texts["asks"].casefold()
    return fields


def _content(text: str, notes: Notes) -> str:
    try:
        return parse_content(text).text if text else ""
    except InvalidValue:
        notes.counts[_("content not understood, such as 330 ml would be: left out")] += 1
        return ""


def _unit(text: str, weighed: bool, notes: Notes) -> str:
    word = text.lower().rstrip(".")
    if word.startswith("1 "):
        word = word[2:].lstrip()
    unit = _UNITS.get(word)
    if unit is None:
        if word:
            notes.counts[_("unit unknown: kg where weighed, else each")] += 1
        return "kg" if weighed else "each"
    if unit == "each" and weighed:
        notes.counts[_("weighed, but the unit is each: taken as kg")] += 1
        return "kg"
    return unit


def _age(text: str) -> int:
    """A minimum age, in whole years; 0 for none."""
    text = text.rstrip("+ ") or "0"
    if not (text.isascii() and text.isdigit()) or int(text[:4]) > OLDEST:
        raise BadCell(_("age '{text}' is no age in years: 18, or nothing", text=text[:40]))
    return int(text)
