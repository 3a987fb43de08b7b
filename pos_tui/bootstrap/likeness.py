"""A new shop from an old one: its catalogue and its settings, none of its sales, stock, people or money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.exchange_items import WHY
from data.tillclaim import checked_till
from pos_tui.services.quick_keys import KEY as QUICK_KEYS
from pos_tui.settings import FILE

from .clocks import utc_now
from .front import open_shop
from .making import check_free, check_name, make_shop
from .pictures import PICTURE

if TYPE_CHECKING:
    from pos_tui.core.ports import Clock

    from .front import Shopfront

_TABLES: Final = (
    *("taxes", "service_taxes", "tax_periods", "tender_types", "currencies", "reasons", "roles"),
    *("departments", "items", "suppliers", "supplies", "price_lists", "list_prices", "promotions"),
)
"""What a shop is set up with. Operators, customers and all that counts something stay where they are."""
_OWN: Final = (
    "printer",
    "scanner",
    "scale",
    "display",
    "label_printer",
    "backup.",
    "stock.location",
    "shop.name",
    "theme",
)
"""How settings of the file begin that are of that place, its devices or its people."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was taken over."""

    name: str
    tills: tuple[str, ...]
    counts: Mapping[str, int]
    """Documents by table."""


def create_like(
    folder: Path,
    other: Path,
    name: str | None = None,
    tills: Sequence[str] = (),
    *,
    clock: Clock = utc_now,
    state: Path | None = None,
) -> Likeness:
    """Makes a shop in a folder like the one in another, which is only read; whole or not at all.

    Args:
        name: of the new shop, else the old one's. tills: their codes, else those of the old one.

    Raises:
        StoreExists, UnsafeFolder, InvalidValue, StoreError: nothing was made.
    """
    check_free(folder)
    with open_shop(other, readonly=True, environ={}, state=state) as front:
        shop = {**_plain(front.store.find("settings", "key", "shop") or {})}
        shop["name"] = check_name(name if name is not None else front.shop.name)
        codes = tuple(map(checked_till, tills)) or tuple(
            sorted(document["till"] for document in front.store.documents("tills", copy=False))
        )
        documents: list[tuple[str, dict[str, Any]]] = [("settings", shop)]
        documents += [*_settings_of(front), *_tables_of(front)]
        documents += [("tills", {"v": 1, "till": code, "receipt": 0}) for code in codes]
        chosen = _file_of(front)
    make_shop(folder, documents, chosen, clock=clock, state=state)
    counts: dict[str, int] = {}
    for table, _document in documents:
        counts[table] = counts.get(table, 0) + 1
    return Likeness(shop["name"], codes, counts)


def _settings_of(front: Shopfront) -> list[tuple[str, dict[str, Any]]]:
    """The quick keys, what the columns of files mean, and the pictures of receipts."""
    found = front.store.documents("settings", copy=False)
    wanted = (
        one for one in found if one["key"] == QUICK_KEYS or one["key"].startswith(("columns:", PICTURE))
    )
    return [("settings", _plain(document)) for document in wanted]


def _tables_of(front: Shopfront) -> list[tuple[str, dict[str, Any]]]:
    """The tables as they stand; why an item was changed last is told of that shop."""
    documents: list[tuple[str, dict[str, Any]]] = []
    for table in _TABLES:
        for document in front.store.documents(table, copy=False):
            plain = _plain(document)
            plain.pop(WHY, None)
            documents.append((table, plain))
    return documents


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    return dict(document)


def _file_of(front: Shopfront) -> dict[str, str]:
    """The settings of the store's file that are not of that place alone."""
    chosen = front.settings
    own = (key for key, source in chosen.sources.items() if source == FILE and not key.startswith(_OWN))
    return {key: chosen.text(key) for key in own}
