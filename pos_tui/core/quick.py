"""Quick keys: pages of items that have no bar code, each sold by a number or a function key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pos_tui.core.words import _

from .errors import InvalidValue, Refused

KEYS: Final = 10
"""Keys of a page: those of F1 to F10; the second page begins with number 11."""
PAGES: Final = 20
_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class QuickKey:
    """One key."""

    code: str
    """Of the item; empty leaves the place free."""
    label: str = ""
    """What stands on it; else the item's name."""
    price: str = ""
    """As people read it; known only while it is shown."""


@dataclass(frozen=True, slots=True)
class QuickPage:
    """Keys that are shown together."""

    name: str
    keys: tuple[QuickKey, ...]

    def to_document(self) -> dict[str, Any]:
        """The stored form."""
        keys = [
            {"code": key.code, "label": key.label} if key.label else {"code": key.code} for key in self.keys
        ]
        return {"name": self.name, "keys": keys}


def parse_pages(rows: object) -> tuple[QuickPage, ...]:
    """The pages of a file or a document: [{"name": ..., "keys": [CODE, {"code": ..., "label": ...}]}].

    Raises InvalidValue naming what is wrong.
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > PAGES:
        raise InvalidValue(_("quick keys are [[page]] tables, at most {most}", most=PAGES))
    return tuple(_page(number, row) for number, row in enumerate(rows, 1))


def _page(number: int, row: object) -> QuickPage:
    name = row.get("name") if isinstance(row, Mapping) else None
    keys = row.get("keys") if isinstance(row, Mapping) else None
    if (
        not isinstance(name, str)
        or not name.strip()
        or not isinstance(keys, Sequence)
        or isinstance(keys, str)
    ):
        raise InvalidValue(_('page {number} needs a name and keys = ["CODE", ...]', number=number))
    if len(keys) > KEYS:
        raise InvalidValue(
            _("page {name} has {count} keys; {most} fit on one", name=name[:40], count=len(keys), most=KEYS)
        )
    return QuickPage(name.strip()[:_LABEL], tuple(_key(name, key) for key in keys))


def _key(page: str, row: object) -> QuickKey:
    fields = {"code": row} if isinstance(row, str) else row
    code = fields.get("code") if isinstance(fields, Mapping) else None
    label = fields.get("label", "") if isinstance(fields, Mapping) else None
    if not isinstance(code, str) or not isinstance(label, str):
        raise InvalidValue(
            _('a key of page {name} is a code, or {{code = "4011", label = "Bananas"}}', name=page[:40])
        )
    return QuickKey(code.strip(), label.strip()[:_LABEL])


def numbered(pages: Sequence[QuickPage]) -> Iterator[tuple[int, QuickKey]]:
    """(number, key) of all keys that sell something."""
    for place, page in enumerate(pages):
        for number, key in enumerate(page.keys, place * KEYS + 1):
            if key.code:
                yield number, key


def key_of(pages: Sequence[QuickPage], number: str) -> QuickKey:
    """The key of a number as typed. Raises Refused."""
    if not pages:
        raise Refused(_("there are no quick keys yet: pos quickkeys set FILE makes some"))
    found = next((key for there, key in numbered(pages) if str(there) == number), None)
    if found is None:
        raise Refused(_("there is no quick key {number}: /quick lists them", number=number[:20]))
    return found
