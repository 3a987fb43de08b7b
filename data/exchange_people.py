"""Customers' files of other programs, read as ours: names and addresses put together, consents our way."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from data.exchange_rows import Problem, Row
from pos_tui.core.customer import checked
from pos_tui.core.errors import InvalidValue
from pos_tui.core.words import _

NAMES: Final = ("square", "shopify", "ospos", "loyverse", "odoo")
"""Those that are told by most columns first."""
_NAME, _ADDRESS, _NOTE = 100, 150, 200
_PLACE: Final = "place "
_OURS: Final = frozenset({"card", "group", "limit", "alias", "tax_number", "consents", "since"})
"""Columns of our own files that no other program has by these names."""
_YES: Final = frozenset({"yes", "true", "1", "y", "subscribed"})
_NO: Final = frozenset({"no", "false", "0", "n", "unsubscribed"})
_TAG: Final = re.compile(r"<[^>]*>")
_UNSEEN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Marks of direction and of no width, which come along with what is copied from web pages."""
_NOTHING: Final = frozenset({"/", "-", "false", "n/a"})
"""What programs write into fields that hold nothing."""
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T].*)?")
_KEPT: Final = ("email", "phone", "card", "alias", "tax_number")
"""Fields with a form of their own: what does not have it goes to the note."""


@dataclass(frozen=True, slots=True)
class PeoplePreset:
    """One program's export of customers."""

    name: str
    title: str
    header: tuple[str, ...]
    """Columns that every such file has; names of the same one stand apart by |."""
    columns: Mapping[str, tuple[str, ...]]
    """By field the columns it may be in; of an address all of its parts, in order."""

    @classmethod
    def load(cls, name: str) -> PeoplePreset:
        """The preset of a name among NAMES."""
        found = tomllib.loads((files("data.presets") / f"{name}_people.toml").read_text("utf-8"))
        columns = {key: _several(value) for key, value in found["columns"].items()}
        return cls(name, found["title"], tuple(found["header"]), columns)

    def knows(self, header: Sequence[str]) -> bool:
        """Whether a file with these columns is such an export."""
        return all(_column(header, name) for name in self.header)


def recognised(header: Sequence[str]) -> PeoplePreset | None:
    """The program whose export of customers has these columns; None for those of our own form, or none's."""
    if _OURS & {name.casefold() for name in header}:
        return None
    return next((preset for preset in map(PeoplePreset.load, NAMES) if preset.knows(header)), None)


class PeopleRows:
    """Reads the rows of an export as rows of the table customers; see `data.exchange_reading.Arranging`."""

    def __init__(self, preset: PeoplePreset) -> None:
        self._preset = preset

    def columns(self, header: Sequence[str]) -> Mapping[str, str]:
        """The column of each field that a file with this header has."""
        found: dict[str, str] = {}
        for field, names in self._preset.columns.items():
            if field == "address":
                places = enumerate(_column(header, name) for name in names)
                found |= {f"{_PLACE}{at}": column for at, column in places if column}
            else:
                there = [column for name in names if (column := _column(header, name))]
                found |= {f"{field} {at}" if at else field: column for at, column in enumerate(there)}
        return found

    def rows(self, rows: Iterable[Row | Problem]) -> Iterator[Row | Problem]:
        """One row a customer; rows without anything of a person are left out."""
        for row in rows:
            if isinstance(row, Problem):
                yield row
                continue
            fields = self._fields({name: _plain(text) for name, text in row.texts.items()})
            if fields["name"]:
                yield Row(row.line, fields)
            elif any(fields.get(name) for name in (*_KEPT, "address", "note")):
                yield Problem(row.line, _("it names nobody"))

    def _fields(self, texts: Mapping[str, str]) -> dict[str, str]:
        said = {field: _said(texts, field) for field in self._preset.columns if field != "address"}
        named = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
        name = named or said.get("company") or said.get("email") or said.get("phone", "")
        notes = [said.get("note", "")]
        fields = {"name": name[:_NAME]}
        for field in _KEPT:
            if field in said:
                fields[field] = _kept(field, said[field], notes)
        company = said.get("company", "")
        parts = [company if company != name else "", *(t for n, t in texts.items() if n.startswith(_PLACE))]
        if any(column == "address" for column in self._preset.columns):
            fields["address"] = _cut(", ".join(filter(None, parts)), _ADDRESS)
        fields["note"] = _cut("; ".join(filter(None, notes)), _NOTE)
        if said.get("exempt", "").casefold() in _YES or said.get("taxed", "").casefold() in _NO:
            fields["tax"] = "exempt"
        day = _DAY.fullmatch(said.get("since", ""))
        if day:
            fields["since"] = day[1]
        return {**fields, "consents": self._consents(said)}

    def _consents(self, said: Mapping[str, str]) -> str:
        how = f"import from {self._preset.title}"
        found = []
        for way in ("email", "phone"):
            answer = said.get(f"agreed_{way}", "").casefold()
            if answer in _YES or answer in _NO:
                found.append(f"{way}={'yes' if answer in _YES else 'no'} {how}")
        return "; ".join(found)


def _kept(field: str, text: str, notes: list[str]) -> str:
    """A text as the field takes it; what it cannot take is noted."""
    try:
        return checked(field, text)
    except InvalidValue:
        notes.append(text)
        return ""


def _plain(text: str) -> str:
    """A cell without marks for spreadsheets and browsers, on one line."""
    text = _UNSEEN.sub("", text).strip().removeprefix("'")
    if "<" in text and ">" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = " ".join(text.split())
    return "" if text.casefold() in _NOTHING else text


def _said(texts: Mapping[str, str], field: str) -> str:
    """The first column of a field that says something."""
    return next((text for name, text in texts.items() if name.partition(" ")[0] == field and text), "")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _column(header: Sequence[str], names: str) -> str:
    """The column that has one of these names, which stand apart by |."""
    wanted = [name.casefold() for name in names.split("|")]
    there = {column.strip().casefold(): column for column in reversed(header)}
    return next((there[name] for name in wanted if name in there), "")


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
